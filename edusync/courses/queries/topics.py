"""Categories and tags of courses."""

from typing import Any

from edusync.courses.models import Category, CourseCategory, CourseLanguage, CourseTag

MAX_DEPTH = 8


def courses_in_category(slug: str) -> Any:
    """Ids of the courses in a category or below it, for `id__in`. One query for the tree."""
    tree = list(Category.objects.filter(deleted_at=None).values_list("id", "parent_id", "slug"))
    wanted = {category_id for category_id, _, own_slug in tree if own_slug == slug}
    for _ in range(MAX_DEPTH):
        grown = wanted | {category_id for category_id, parent_id, _ in tree if parent_id in wanted}
        if grown == wanted:
            break
        wanted = grown
    return CourseCategory.objects.filter(category_id__in=wanted).values("course_id")


def categories_of(course_id: int) -> list[dict[str, str]]:
    """Categories of a course, the primary one first."""
    rows = CourseCategory.objects.filter(course_id=course_id).order_by("-is_primary", "category__name", "id")
    return [
        {"slug": slug, "name": name} for slug, name in rows.values_list("category__slug", "category__name")
    ]


def tags_of(course_id: int) -> list[str]:
    """Names of a course's tags, in order."""
    rows = CourseTag.objects.filter(course_id=course_id).order_by("tag__name")
    return list(rows.values_list("tag__name", flat=True))


def languages_of(course_id: int) -> list[str]:
    """Codes of the languages a course is offered in besides its own."""
    rows = CourseLanguage.objects.filter(course_id=course_id).order_by("language_id")
    return list(rows.values_list("language_id", flat=True))
