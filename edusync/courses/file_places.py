"""Courses and lessons as places where files are used: who sees them, who changes them, how they are called."""

from collections.abc import Iterable

from edusync.courses.models import Course, Lesson
from edusync.courses.policy import CoursePolicy, is_staff, manages
from edusync.files.places import PlaceName
from edusync.files.policy import describe_place, register_place, register_shelf_finder
from edusync.kernel.policy import Actor, Permission

# A course's shelf: files brought for it, in use or not.
SHELF = "course_files"


def editable_courses(actor: Actor, course_ids: set[int]) -> set[int]:
    """Which of these courses the actor may change; without a query."""
    return {each for each in course_ids if manages(actor, Permission.COURSE_UPDATE, each)}


def editable_lessons(actor: Actor, lesson_ids: set[int]) -> set[int]:
    """Which of these lessons the actor may change. One query."""
    rows = dict(Lesson.objects.filter(pk__in=lesson_ids).values_list("pk", "course_id"))
    courses = editable_courses(actor, set(rows.values()))
    return {lesson_id for lesson_id, course_id in rows.items() if course_id in courses}


def staffed_shelves(actor: Actor, course_ids: set[int]) -> set[int]:
    """On the shelves of which of these courses the actor may look."""
    return {each for each in course_ids if is_staff(actor, each)}


def lesson_names(lesson_ids: Iterable[int]) -> dict[int, PlaceName]:
    """Lessons by name. One query."""
    rows = Lesson.objects.filter(pk__in=list(lesson_ids))
    values = rows.values_list("pk", "title", "course__title", "course__slug")
    return {pk: PlaceName(title, course, f"/teach/{slug}/build/{pk}") for pk, title, course, slug in values}


def course_place_names(course_ids: Iterable[int]) -> dict[int, PlaceName]:
    """Courses by name. One query."""
    rows = Course.objects.filter(pk__in=list(course_ids)).values_list("pk", "title", "slug")
    return {pk: PlaceName(title, "", f"/teach/{slug}/settings") for pk, title, slug in rows}


def version_place_names(course_ids: Iterable[int]) -> dict[int, PlaceName]:
    """Courses whose kept versions use a file. One query."""
    rows = Course.objects.filter(pk__in=list(course_ids)).values_list("pk", "title", "slug")
    return {pk: PlaceName(title, "", f"/teach/{slug}/versions") for pk, title, slug in rows}


def find_shelf(actor: Actor, slug: str) -> int | None:
    """Id of the course if the actor writes it."""
    row = CoursePolicy().visible(Course.objects.filter(slug=slug), actor).first()
    return row.pk if row is not None and manages(actor, Permission.COURSE_UPDATE, row.pk) else None


describe_place("lesson", editable=editable_lessons, named=lesson_names)
describe_place("course", editable=editable_courses, named=course_place_names)
describe_place("course_image", editable=editable_courses, named=course_place_names)
# What kept versions of a course name: replacing shows there, too; deleting waits for them.
describe_place("course_version", editable=editable_courses, named=version_place_names)
register_place(SHELF, visible=staffed_shelves)
describe_place(SHELF, editable=editable_courses, named=course_place_names)
register_shelf_finder(find_shelf)
