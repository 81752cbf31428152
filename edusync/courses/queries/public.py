"""What anybody may read of the catalog, for pages that search engines and programs without scripts see."""

import dataclasses
from collections.abc import Sequence
from typing import Any

from edusync.courses.models import Course
from edusync.courses.queries.cards import catalog_rows, instructors_of
from edusync.courses.queries.outline import Outline, outline
from edusync.courses.queries.topics import languages_of
from edusync.files.urls import file_address

_MORE = (
    "overview",
    "outcomes",
    "meta_description",
    "meta_keywords",
    "outline_version",
    "updated_at",
    "access",
)


@dataclasses.dataclass(frozen=True, slots=True)
class PublicCourse:
    """A course as visitors may see it: columns of its row, its outline, its teachers' names and its picture."""

    row: dict[str, Any]
    outline: Outline
    instructors: Sequence[str]
    languages: Sequence[str]
    image_path: str | None


def public_courses() -> Any:
    """Courses of the organization in context that everybody may find."""
    return Course.objects.filter(
        status=Course.Status.PUBLISHED,
        visibility=Course.Visibility.PUBLIC,
        is_template=False,
        deleted_at=None,
    )


def public_course(slug: str) -> PublicCourse | None:
    """One of them; None when visitors do not find it. Four queries, six when its outline is not kept."""
    row = catalog_rows(public_courses().filter(slug=slug), *_MORE).first()
    if row is None:
        return None
    people = instructors_of([row["id"]]).get(row["id"], [])
    image = row["image_file__uuid"]
    return PublicCourse(
        row=row,
        outline=outline(row["id"], known=(row["uuid"], row["outline_version"])),
        instructors=[person["display_name"] for person in people],
        languages=[row["language_id"], *languages_of(row["id"])],
        image_path=file_address(image, row["image_file__name"]) if image else None,
    )


def newest_public_courses(limit: int) -> list[dict[str, Any]]:
    """Slug, title and tagline of the newest ones. One query."""
    rows = public_courses().order_by("-published_at", "-id").values("slug", "title", "tagline", "language_id")
    return list(rows[:limit])


def public_course_addresses(page: int, size: int) -> list[tuple[str, Any]]:
    """Slug and time of the last change of a page of them, the oldest first. One query."""
    rows = public_courses().order_by("id").values_list("slug", "updated_at")
    return list(rows[(page - 1) * size : page * size])
