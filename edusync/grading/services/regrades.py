"""Requests to look at a mark again: asked by learners while the book allows it, answered by staff."""

from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction

from edusync.grading.events import RegradeAnswered
from edusync.grading.models import Grade, GradeItem, RegradeRequest
from edusync.grading.problems import RegradeAnsweredAlready, RegradeAskedAlready, RegradeClosed
from edusync.grading.queries.cells import effective
from edusync.grading.queries.regrades import may_ask, open_until
from edusync.grading.services.grades import Change, change_grades
from edusync.kernel import audit, clock
from edusync.kernel.events import publish
from edusync.kernel.problems import PreconditionFailed

State = RegradeRequest.State
MAX_REASON = 300


@transaction.atomic
def ask_for_regrade(*, item: GradeItem, enrollment: Any, words: str) -> RegradeRequest:
    """Ask for a second look at a cell that the learner sees; one request at a time.

    Raises RegradeClosed after the date of the book, without a date and for a cell without a mark; RegradeAskedAlready.
    """
    grade = Grade.objects.filter(item=item, enrollment=enrollment).first()
    if grade is None or not may_ask(item, grade, open_until(item.course_id)):
        raise RegradeClosed
    try:
        with transaction.atomic():
            row: RegradeRequest = RegradeRequest.objects.create(
                organization_id=item.organization_id,
                item=item,
                enrollment=enrollment,
                words=words,
                points_before=effective(grade.override_points, grade.points),
            )
    except IntegrityError as error:
        raise RegradeAskedAlready from error
    audit.record(
        "grading.regrade.asked",
        actor=enrollment.learner_id,
        target=("grade_item", item.pk),
        facts={"course_id": item.course_id, "request": row.pk},
    )
    return row


@transaction.atomic
def answer_regrade(
    *, request: RegradeRequest, base_version: int, points: Decimal | None, answer: str, by_id: int | None
) -> RegradeRequest:
    """Answer a request: with `points` the cell gets them, with its history; without, it stays. The learner gets a mail.

    Raises RegradeAnsweredAlready, PreconditionFailed, ValidationProblem.
    """
    row: RegradeRequest = RegradeRequest.objects.select_for_update().get(pk=request.pk)
    if row.state != State.OPEN:
        raise RegradeAnsweredAlready
    if row.row_version != base_version:
        raise PreconditionFailed(row_version=row.row_version)
    if points is not None:
        change = Change(row.enrollment_id, row.item_id, points=points, reason=answer[:MAX_REASON])
        change_grades(course_id=row.item.course_id, changes=[change], by_id=by_id)
    row.state = State.KEPT if points is None else State.CHANGED
    row.points_after = row.points_before if points is None else points
    row.answer, row.answered_by_id, row.answered_at = answer, by_id, clock.now()
    row.row_version += 1
    row.save()
    publish(RegradeAnswered(request_id=row.pk))
    audit.record(
        "grading.regrade.answered",
        actor=by_id,
        target=("grade_item", row.item_id),
        facts={"course_id": row.item.course_id, "request": row.pk, "state": str(row.state)},
        subject_id=row.enrollment.learner_id,
    )
    return row
