"""Submissions that two people mark, as each of them sees these: until a mark is posted, one's own alone."""

from collections.abc import Sequence
from typing import Any

from edusync.assessment.assignment_queries import Attached
from edusync.assessment.marker_desk import MARKER, Desk, desk_of
from edusync.assessment.models import MarkerMark, MarkerScore, MarkingPlan, Submission
from edusync.assessment.rest.assignment_json import number, queue_json


def own_line_json(submission: Submission, *, plan: MarkingPlan, user_id: int) -> dict[str, Any]:
    """A line of the queue; the markers' marks are at hand (`marker_marks`)."""
    marks = sorted(submission.marker_marks.all(), key=lambda one: one.place)
    desk = desk_of(plan=plan, submission=submission, marks=marks, user_id=user_id, may_mark=True)
    return {**queue_json(submission), **own_part(submission, desk)}


def own_part(submission: Submission, desk: Desk) -> dict[str, Any]:
    """What in a line or sheet is the actor's own in place of the submission's."""
    found: dict[str, Any] = {"row_version": desk.version}
    if submission.posted_at is not None or submission.state == Submission.State.RETURNED:
        return found
    points = desk.own.raw_points if desk.own else None
    waiting = Submission.State.LATE if submission.late_seconds else Submission.State.SUBMITTED
    found["raw_points"] = number(points)
    found["state"] = waiting if points is None else Submission.State.GRADED
    return found


def blind(attached: Attached, submission: Submission, *, user_id: int, desk: Desk) -> None:
    """Take out what others said, while the actor marks blind."""
    if desk.shown:
        return
    pk = submission.pk
    attached.comments[pk] = [
        row for row in attached.comments.get(pk, []) if row.is_from_learner or row.author_id == user_id
    ]
    attached.annotations[pk] = [row for row in attached.annotations.get(pk, []) if row.author_id == user_id]
    # Files given back name nobody and could be anyone's.
    attached.files[pk] = [
        row
        for row in attached.files.get(pk, [])
        if row.role != "marked" or (row.file is not None and row.file.uploaded_by_id == user_id)
    ]


def desk_json(desk: Desk) -> dict[str, Any]:
    """The actor's place, with the marks they may see."""
    scores = scores_of(desk.shown)
    return {
        "role": desk.role,
        "is_apart": desk.is_apart and (bool(desk.shown) or desk.role != MARKER),
        "marks": [
            {
                "name": one.marker.display_name,
                "is_moderator": one.place == MarkerMark.MODERATOR,
                "raw_points": number(one.raw_points),
                "levels": scores.get(one.pk, []),
            }
            for one in desk.shown
        ],
    }


def scores_of(marks: Sequence[MarkerMark]) -> dict[int, list[dict[str, Any]]]:
    """The levels of some marks, in the rubric's order."""
    found: dict[int, list[dict[str, Any]]] = {}
    if not marks:
        return found
    rows = MarkerScore.objects.filter(mark__in=[one.pk for one in marks])
    for row in rows.select_related("criterion", "level").order_by("criterion__position"):
        found.setdefault(row.mark_id, []).append(
            {
                "criterion": row.criterion.uuid,
                "level": row.level.uuid,
                "points": number(row.level.points),
                "comment": row.comment,
            }
        )
    return found


def own_sheet(
    sheet: dict[str, Any], submission: Submission, *, desk: Desk, is_marked_here: bool
) -> dict[str, Any]:
    """The sheet with the actor's own mark and place in it."""
    levels = sheet["levels"]
    if submission.posted_at is None:
        levels = scores_of([desk.own]).get(desk.own.pk, []) if desk.own else []
    return {
        **sheet,
        **own_part(submission, desk),
        "levels": levels,
        "can_mark": is_marked_here and desk.can_mark,
        "desk": desk_json(desk),
    }
