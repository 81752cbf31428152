"""Course cards: what lists of courses show, in a fixed number of queries."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import connection
from django.db.models import BooleanField, F, FilteredRelation, Q, TextField
from django.db.models.expressions import RawSQL

from edusync.courses.learner_facts import EnrollmentFacts
from edusync.courses.models import Course, CourseStaff
from edusync.files.urls import file_address
from edusync.kernel.tenancy import current_organization_id

CARD_COLUMNS = (
    "id",
    "uuid",
    "slug",
    "title",
    "tagline",
    "level",
    "language_id",
    "estimated_minutes",
    "status",
    "visibility",
    "is_featured",
    "rating_count",
    "rating_sum",
    "seats_taken",
    "lesson_count",
    "published_at",
    "created_at",
)
PUBLIC_DUTIES = (CourseStaff.Duty.OWNER.value, CourseStaff.Duty.INSTRUCTOR.value)


# Whether a person saved the course, and how the catalog stands: columns of the row cost less than queries of their own.
_IS_SAVED = (
    "EXISTS (SELECT 1 FROM courses_saved_course AS saved"
    " WHERE saved.course_id = courses_course.id AND saved.user_id = %s)"
)
# A text in the reader's language, where the course is offered in it: found by the key of its piece.
_TRANSLATED = (
    "(SELECT piece.text FROM courses_translation AS piece JOIN courses_course_language AS offered"
    " ON offered.course_id = piece.course_id AND offered.language_id = piece.language_id"
    " WHERE piece.course_id = courses_course.id AND piece.language_id = %s AND piece.entity = 'course'"
    " AND piece.entity_id = courses_course.id AND piece.field = %s AND piece.state = 'ready')"
)
TRANSLATED = ("title", "tagline")


def catalog_rows(courses: Any, *extra: str, user_id: int | None = None, language: str = "") -> Any:
    """`.values()` rows for cards from a queryset of courses: image and primary category joined.

    With `user_id` they say whether that person saved the course (`is_saved`), with `language` what stands in place of
    title and tagline in it (`translated_title`, `translated_tagline`).
    """
    for field in TRANSLATED if language else ():
        text = RawSQL(_TRANSLATED, [language, field], output_field=TextField(null=True))  # noqa: S611
        courses = courses.annotate(**{f"translated_{field}": text})
        extra = (*extra, f"translated_{field}")
    if user_id is not None:
        courses = courses.annotate(is_saved=RawSQL(_IS_SAVED, [user_id], output_field=BooleanField()))  # noqa: S611
        extra = (*extra, "is_saved")
    return courses.annotate(
        primary_link=FilteredRelation("category_links", condition=Q(category_links__is_primary=True)),
        category_slug=F("primary_link__category__slug"),
        category_name=F("primary_link__category__name"),
    ).values(
        *CARD_COLUMNS,
        *extra,
        "image_file__uuid",
        "image_file__name",
        "category_slug",
        "category_name",
    )


def course_cards(
    rows: Sequence[Mapping[str, Any]],
    *,
    instructors: Mapping[int, list[dict[str, Any]]],
    enrollments: Mapping[int, EnrollmentFacts],
) -> list[dict[str, Any]]:
    """Cards as JSON from `catalog_rows`."""
    return [card_of(row, instructors.get(row["id"], []), enrollments.get(row["id"])) for row in rows]


def card_of(
    row: Mapping[str, Any], instructors: list[dict[str, Any]], enrollment: EnrollmentFacts | None
) -> dict[str, Any]:
    """One card."""
    image, category = row["image_file__uuid"], row["category_slug"]
    return {
        "id": row["id"],
        "uuid": row["uuid"],
        "slug": row["slug"],
        "title": row.get("translated_title") or row["title"],
        "tagline": row.get("translated_tagline") or row["tagline"],
        "level": row["level"],
        "language": row["language_id"],
        "estimated_minutes": row["estimated_minutes"],
        "image_url": file_address(image, row["image_file__name"]) if image else None,
        "category": {"slug": category, "name": row["category_name"]} if category else None,
        "instructors": instructors,
        "lesson_count": row["lesson_count"],
        "enrolled_count": row["seats_taken"],
        "status": row["status"],
        "visibility": row["visibility"],
        "rating": rating_of(row["rating_count"], row["rating_sum"]),
        "rating_count": row["rating_count"],
        "is_saved": bool(row.get("is_saved")),
        "is_featured": row["is_featured"],
        "published_at": row["published_at"],
        "enrollment": enrollment_json(enrollment),
    }


def rating_of(count: int, total: int) -> float | None:
    """Average of the stars to one place; None while nobody rated."""
    return round(total / count, 1) if count else None


def enrollment_json(enrollment: EnrollmentFacts | None) -> dict[str, Any] | None:
    """Own enrollment as cards show it."""
    if enrollment is None:
        return None
    return {"id": enrollment.id, "status": enrollment.status, "percent": enrollment.percent}


def instructors_of(course_ids: Iterable[int]) -> dict[int, list[dict[str, Any]]]:
    """Public instructors by course id, in one query."""
    wanted = list(course_ids)
    if not wanted:
        return {}
    # Every list of courses asks this: plain SQL costs a fifth of what building the same query costs.
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT s.course_id, u.id, u.first_name, u.last_name, u.username, p.avatar_url"  # noqa: S608
            " FROM courses_course_staff s JOIN identity_user u ON u.id = s.user_id"
            " LEFT JOIN identity_user_profile p ON p.user_id = u.id"
            " WHERE s.is_public AND s.duty IN (%s, %s) AND s.organization_id = %s"
            f" AND s.course_id IN ({', '.join(['%s'] * len(wanted))}) ORDER BY s.position, s.id",
            [*PUBLIC_DUTIES, current_organization_id(), *wanted],
        )
        rows = cursor.fetchall()
    found: dict[int, list[dict[str, Any]]] = {}
    for course_id, user_id, first_name, last_name, username, avatar_url in rows:
        name = f"{first_name} {last_name}".strip() or username.partition("@")[0]
        card = {"id": user_id, "display_name": name, "avatar_url": avatar_url or None}
        found.setdefault(course_id, []).append(card)
    return found


def cards_of(course_ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    """Cards by course id without enrollments, for apps that list courses of their own choice (two queries)."""
    rows = list(catalog_rows(Course.objects.filter(pk__in=course_ids, deleted_at=None)))
    instructors = instructors_of(row["id"] for row in rows)
    return {row["id"]: card_of(row, instructors.get(row["id"], []), None) for row in rows}
