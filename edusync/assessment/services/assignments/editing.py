"""An assignment as its authors see it, read and written as a whole."""

from typing import Any

from django.db import transaction
from django.db.models import Q

from edusync.assessment.assignment_content import (
    ASSIGNMENT_FIELDS,
    AssignmentContent,
    defaults,
    fault,
    store_assignment,
)
from edusync.assessment.models import Assignment, Rubric, Submission
from edusync.courses.events import LessonChanged
from edusync.courses.models import Lesson
from edusync.courses.problems import KindMismatch
from edusync.courses.services import let_score_complete
from edusync.kernel import audit, events
from edusync.kernel.problems import PreconditionFailed

_content = AssignmentContent()


def assignment_for_authors(*, lesson: Lesson) -> dict[str, Any]:
    """What is asked and how, with `row_version`; before anything was saved that is 0. `rubric` is its public id.

    Raises KindMismatch for a lesson that is no assignment.
    """
    if lesson.kind != Lesson.Kind.ASSIGNMENT:
        raise KindMismatch(kind=lesson.kind)
    row = Assignment.objects.filter(lesson=lesson).select_related("rubric").first()
    content = dict(_content.read([lesson.pk]).get(lesson.pk) or defaults())
    content["rubric"] = row.rubric.uuid if row and row.rubric else None
    handed_in = Submission.objects.filter(assignment=row, submitted_at__isnull=False).count() if row else 0
    return {
        "id": row.pk if row else None,
        "lesson_id": lesson.pk,
        "row_version": row.row_version if row else 0,
        "submission_count": handed_in,
        **content,
    }


@transaction.atomic
def save_assignment(
    *, lesson: Lesson, data: dict[str, Any], base_version: int, by_id: int | None
) -> dict[str, Any]:
    """Write the assignment; `base_version` is the `row_version` its author saw. Returns it as it stands.

    Marks that were given keep their measure: new points hold for submissions from now on. Raises KindMismatch,
    PreconditionFailed, ValidationProblem.
    """
    if lesson.kind != Lesson.Kind.ASSIGNMENT:
        raise KindMismatch(kind=lesson.kind)
    present = Assignment.objects.select_for_update().filter(lesson=lesson).first()
    version = present.row_version if present else 0
    if version != base_version:
        raise PreconditionFailed(row_version=version)
    names = {field.name for field in ASSIGNMENT_FIELDS}
    store_assignment(
        lesson=lesson,
        values={name: value for name, value in data.items() if name in names},
        brief=data.get("brief") or {},
        policy=data.get("late_policy"),
        rubric=_rubric_of(lesson, data.get("rubric")),
    )
    # Lessons made before assignments could be handed in were ticked off by hand; now handing in decides.
    let_score_complete(lesson=lesson)
    events.publish(LessonChanged(course_id=lesson.course_id, lesson_id=lesson.pk))
    audit.record("assessment.assignment.saved", actor=by_id, target=("lesson", lesson.pk))
    return assignment_for_authors(lesson=lesson)


def _rubric_of(lesson: Lesson, public_id: Any) -> Rubric | None:
    if public_id is None:
        return None
    at_hand = Q(course=None) | Q(course_id=lesson.course_id)
    rubric: Rubric | None = Rubric.objects.filter(at_hand, uuid=public_id, deleted_at=None).first()
    if rubric is None:
        raise fault("/rubric", "unknown-rubric", "No such rubric of this course.")
    return rubric
