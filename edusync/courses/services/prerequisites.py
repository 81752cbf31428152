"""Changes of what comes before a course."""

from collections.abc import Sequence
from typing import Any

from django.db import DatabaseError, transaction

from edusync.courses.models import Course, CoursePrerequisite, PrerequisiteGraph
from edusync.courses.problems import PrerequisiteCircle
from edusync.courses.queries.prerequisites import path_between
from edusync.courses.services.fields import number_of
from edusync.kernel import audit
from edusync.kernel.problems import FieldError, ValidationProblem
from edusync.kernel.transactions import retry_deadlocks

MAX_PREREQUISITES = 20
Wanted = tuple[int, int] | tuple[int, int, int | None]


@retry_deadlocks
@transaction.atomic
def set_prerequisites(*, course: Course, wanted: Sequence[Wanted], by_id: int | None = None) -> None:
    """Let exactly these courses come before one: course id, percent (1 to 100) that is needed, and a grade or None.

    The grade is the least that the posted marks must come to, 1 to 100 percent; it may be left out.

    Raises ValidationProblem, PrerequisiteCircle. Changes of one organization wait for each other.
    """
    cleaned = _cleaned(course, wanted)
    lock_graph(course.organization_id)
    present = {row.required_course_id: row for row in CoursePrerequisite.objects.filter(course=course)}
    _refuse_circle(course, [required for required in cleaned if required not in present])
    CoursePrerequisite.objects.filter(
        pk__in=[row.pk for key, row in present.items() if key not in cleaned]
    ).delete()
    for required_id, (percent, grade) in cleaned.items():
        row = present.get(required_id)
        if row is None:
            _insert(course, required_id, percent, grade)
        elif (row.minimum_percent, row.minimum_grade) != (percent, grade):
            row.minimum_percent, row.minimum_grade = percent, grade
            row.save(update_fields=["minimum_percent", "minimum_grade", "updated_at"])
    facts = {"before": sorted(present), "after": sorted(cleaned)}
    audit.record("courses.prerequisites.set", actor=by_id, target=("course", course.pk), facts=facts)


def lock_graph(organization_id: int) -> None:
    """Hold the organization's prerequisites until the transaction ends: what is read then stays true."""
    PrerequisiteGraph.objects.get_or_create(organization_id=organization_id)
    PrerequisiteGraph.objects.select_for_update().get(organization_id=organization_id)


def _cleaned(course: Course, wanted: Sequence[Wanted]) -> dict[int, tuple[int, int | None]]:
    if len(wanted) > MAX_PREREQUISITES:
        raise _fault("", "too-many", f"At most {MAX_PREREQUISITES} courses.")
    cleaned: dict[int, tuple[int, int | None]] = {}
    for index, (required_id, percent, *grades) in enumerate(wanted):
        if required_id == course.pk:
            raise PrerequisiteCircle(courses=_named([course.pk, course.pk]))
        if required_id in cleaned:
            raise _fault(f"/{index}/course_id", "twice", "The course is named twice.")
        place, grade = f"/prerequisites/{index}", grades[0] if grades else None
        cleaned[required_id] = (
            number_of(percent, pointer=f"{place}/minimum_percent", low=1, high=100),
            None if grade is None else number_of(grade, pointer=f"{place}/minimum_grade", low=1, high=100),
        )
    known = set(Course.objects.filter(pk__in=cleaned, deleted_at=None).values_list("pk", flat=True))
    for index, (required_id, *_) in enumerate(wanted):
        if required_id not in known:
            raise _fault(f"/{index}/course_id", "unknown-course", "No such course.")
    return cleaned


def _fault(place: str, code: str, detail: str) -> ValidationProblem:
    return ValidationProblem(errors=[FieldError(f"/prerequisites{place}", code, detail)])


def _refuse_circle(course: Course, added: Sequence[int]) -> None:
    for required_id in added:
        way = circle_with(course, required_id)
        if way:
            raise PrerequisiteCircle(courses=_named([*way, course.pk]))


def circle_with(course: Course, required_id: int) -> list[int]:
    """The way from the course to the one that should come before it, which would close; empty when there is none."""
    edges = CoursePrerequisite.objects.values_list("required_course_id", "course_id", "minimum_percent")
    return path_between(edges, course.pk, required_id)


def _named(course_ids: Sequence[int]) -> list[dict[str, Any]]:
    rows = {row["id"]: row for row in Course.objects.filter(pk__in=course_ids).values("id", "slug", "title")}
    return [rows[course_id] for course_id in course_ids if course_id in rows]


def _insert(course: Course, required_id: int, percent: int, grade: int | None) -> None:
    """Add an arrow; the trigger has the last word. Raises PrerequisiteCircle."""
    try:
        with transaction.atomic():
            CoursePrerequisite.objects.create(
                organization_id=course.organization_id,
                course=course,
                required_course_id=required_id,
                minimum_percent=percent,
                minimum_grade=grade,
            )
    except DatabaseError as error:
        if "circle" not in str(error):
            raise
        raise PrerequisiteCircle(courses=_named([course.pk, required_id])) from error
