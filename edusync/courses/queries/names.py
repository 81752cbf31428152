"""Names of courses for apps above: mails, certificates, statistics."""

import dataclasses
from collections.abc import Iterable

from edusync.courses.models import Course


@dataclasses.dataclass(frozen=True, slots=True)
class CourseName:
    """How a course is called, and its address."""

    id: int
    title: str
    slug: str


def courses_named(ids: Iterable[int]) -> dict[int, CourseName]:
    """Names of the courses of the organization in context with these ids, in one query."""
    rows = Course.objects.filter(pk__in=set(ids)).values_list("id", "title", "slug")
    return {row[0]: CourseName(*row) for row in rows}


def published_course_count(organization_id: int) -> int:
    """Courses a visitor can find in an organization."""
    return Course.unscoped.filter(
        organization_id=organization_id,
        status=Course.Status.PUBLISHED,
        visibility=Course.Visibility.PUBLIC,
        deleted_at__isnull=True,
    ).count()


def catalog_languages() -> set[str]:
    """Codes of the languages in which public courses are offered."""
    published = Course.objects.filter(
        status=Course.Status.PUBLISHED, visibility=Course.Visibility.PUBLIC, deleted_at=None
    )
    return set(published.values_list("language_id", flat=True).distinct())
