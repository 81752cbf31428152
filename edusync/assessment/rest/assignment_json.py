"""Assignments and submissions as JSON: for the learner, and for those who mark."""

from collections.abc import Mapping
from typing import Any

from edusync.assessment.assignment_content import endings_of
from edusync.assessment.assignment_dates import Dates
from edusync.assessment.assignment_queries import Attached, is_feedback_shown, learner_state
from edusync.assessment.marking_names import display_name, file_name, is_hidden
from edusync.assessment.models import (
    Annotation,
    Assignment,
    LatePolicy,
    Rubric,
    RubricScore,
    Submission,
    SubmissionComment,
    SubmissionFile,
)
from edusync.kernel import clock


def number(value: Any) -> float | None:
    """A decimal number as JSON has it."""
    return None if value is None else float(value)


def rubric_json(rubric: Rubric | None) -> dict[str, Any] | None:
    """Criteria with levels, in order; they are at hand."""
    if rubric is None:
        return None
    return {
        "uuid": rubric.uuid,
        "title": rubric.title,
        "description": rubric.description,
        "criteria": [
            {
                "uuid": criterion.uuid,
                "title": criterion.title,
                "description": criterion.description,
                "levels": [
                    {
                        "uuid": level.uuid,
                        "title": level.title,
                        "description": level.description,
                        "points": number(level.points),
                    }
                    for level in sorted(criterion.levels.all(), key=lambda one: one.position)
                ],
            }
            for criterion in sorted(rubric.criteria.all(), key=lambda one: one.position)
        ],
    }


def policy_json(policy: LatePolicy | None) -> dict[str, Any] | None:
    """What being late costs."""
    if policy is None:
        return None
    return {
        "period": policy.period,
        "percent_per_period": number(policy.percent_per_period),
        "floor_percent": number(policy.floor_percent),
        "grace_minutes": policy.grace_minutes,
    }


def task_json(
    assignment: Assignment, *, brief: Mapping[str, Any], policy: LatePolicy | None, rubric: Rubric | None
) -> dict[str, Any]:
    """What is asked and how it is handed in; the lesson is at hand."""
    return {
        "id": assignment.pk,
        "lesson_id": assignment.lesson_id,
        "title": assignment.lesson.title,
        "brief": brief,
        "accepts_text": assignment.accepts_text,
        "accepts_files": assignment.accepts_files,
        "accepts_url": assignment.accepts_url,
        "accepts_recording": assignment.accepts_recording,
        "file_types": endings_of(assignment.file_types),
        "max_files": assignment.max_files,
        "max_megabytes": assignment.max_megabytes,
        "points": number(assignment.points),
        "attempts_allowed": assignment.attempts_allowed,
        "completes_on": assignment.completes_on,
        "pass_percent": assignment.pass_percent,
        "is_anonymous": assignment.is_anonymous,
        "is_group_work": assignment.is_group_work,
        "is_similarity_checked": assignment.is_similarity_checked,
        # At hand, or a query.
        "has_peer_reviews": hasattr(assignment, "peer_plan"),
        "late_policy": policy_json(policy),
        "rubric": rubric_json(rubric),
    }


def dates_json(dates: Dates) -> dict[str, Any]:
    """The learner's dates, and what they mean now."""
    now = clock.now()
    return {
        "opens_at": dates.opens_at,
        "due_at": dates.due_at,
        "closes_at": dates.closes_at,
        "is_extended": dates.is_extended,
        "is_open": dates.is_begun(now) and not dates.is_over(now),
        "is_late_now": dates.late_seconds(now) > 0,
    }


def file_json(submission: Submission, row: SubmissionFile, name: str) -> dict[str, Any]:
    """A file with the address by which it comes, for those who see the submission."""
    if row.file is None:
        raise TypeError("the file is gone")
    return {
        "uuid": row.uuid,
        "name": name,
        "role": row.role,
        "media_type": row.file.media_type,
        "size_bytes": row.file.size_bytes,
        "url": f"/api/v1/submissions/{submission.uuid}/files/{row.uuid}",
    }


def comment_json(comment: SubmissionComment, *, author: str, submission: Submission) -> dict[str, Any]:
    """What somebody said."""
    audio = f"/api/v1/submissions/{submission.uuid}/comments/{comment.uuid}/audio"
    return {
        "uuid": comment.uuid,
        "author": author,
        "is_from_learner": comment.is_from_learner,
        "text": comment.text,
        "audio_url": audio if comment.audio_id else None,
        "transcript": comment.transcript,
        "created_at": comment.created_at,
    }


def annotation_json(annotation: Annotation) -> dict[str, Any]:
    """A remark on a passage."""
    return {
        "uuid": annotation.uuid,
        "start": annotation.start,
        "end": annotation.end,
        "quote": annotation.quote,
        "text": annotation.text,
        "file": annotation.file.uuid if annotation.file else None,
        "page": annotation.page,
        "place_x": annotation.place_x,
        "place_y": annotation.place_y,
    }


def score_json(score: RubricScore) -> dict[str, Any]:
    """The level reached in a criterion."""
    return {
        "criterion": score.criterion.uuid,
        "level": score.level.uuid,
        "points": number(score.points),
        "comment": score.comment,
    }


def author_of(comment: SubmissionComment) -> str:
    """Name of who said it; empty once the account is gone."""
    return comment.author.display_name if comment.author else ""


def own_json(submission: Submission, attached: Attached) -> dict[str, Any]:
    """A try as its learner sees it: marks and remarks only once they are shown."""
    is_shown = is_feedback_shown(submission)
    is_posted = submission.posted_at is not None
    comments = attached.comments.get(submission.pk, [])
    return {
        "uuid": submission.uuid,
        "number": submission.number,
        "state": learner_state(submission),
        "text": submission.text,
        "url": submission.url,
        "saved_at": submission.saved_at,
        "submitted_at": submission.submitted_at,
        "late_seconds": submission.late_seconds,
        "digest": submission.digest,
        # That a marker wrote something shows in the version: it is told of drafts only.
        "row_version": submission.row_version if submission.state == Submission.State.DRAFT else 0,
        "points": number(submission.points),
        "raw_points": number(submission.raw_points) if is_posted else None,
        "deducted_percent": number(submission.deducted_percent) if is_posted else 0.0,
        "max_points": number(submission.max_points),
        "posted_at": submission.posted_at,
        "files": [
            file_json(submission, row, row.name)
            for row in attached.files.get(submission.pk, [])
            if is_shown or row.role != SubmissionFile.Role.MARKED
        ],
        "comments": [
            comment_json(row, author=author_of(row), submission=submission)
            for row in comments
            if is_shown or row.is_from_learner
        ],
        "annotations": [annotation_json(row) for row in attached.annotations.get(submission.pk, [])]
        if is_shown
        else [],
        "levels": [score_json(row) for row in attached.scores.get(submission.pk, [])] if is_posted else [],
    }


def whole_hours(seconds: int) -> int:
    """The seconds of the hours begun."""
    return -(-seconds // 3600) * 3600


def queue_json(submission: Submission) -> dict[str, Any]:
    """One line of what there is to mark; when an anonymous learner handed in could tell who it is."""
    return {
        "uuid": submission.uuid,
        "name": display_name(submission),
        "is_anonymous": is_hidden(submission),
        "state": submission.state,
        "number": submission.number,
        "submitted_at": None if is_hidden(submission) else submission.submitted_at,
        "late_seconds": whole_hours(submission.late_seconds)
        if is_hidden(submission)
        else submission.late_seconds,
        "raw_points": number(submission.raw_points),
        "points": number(submission.points),
        "max_points": number(submission.max_points),
        "is_posted": submission.posted_at is not None,
        "is_settled": submission.state == Submission.State.GRADED,
        "row_version": submission.row_version,
        # Annotated where likeness is looked for.
        "similarity_percent": getattr(submission, "similarity_percent", None),
    }


def sheet_json(submission: Submission, attached: Attached, *, can_mark: bool) -> dict[str, Any]:
    """A submission as markers see it."""
    name = display_name(submission)
    return {
        **queue_json(submission),
        "assignment_id": submission.assignment_id,
        "text": submission.text,
        "url": submission.url,
        "deducted_percent": number(submission.deducted_percent),
        "files": [
            file_json(submission, row, file_name(submission, row))
            for row in attached.files.get(submission.pk, [])
        ],
        "comments": [
            comment_json(row, author=name if row.is_from_learner else author_of(row), submission=submission)
            for row in attached.comments.get(submission.pk, [])
        ],
        "annotations": [annotation_json(row) for row in attached.annotations.get(submission.pk, [])],
        "levels": [score_json(row) for row in attached.scores.get(submission.pk, [])],
        "can_mark": can_mark,
        "desk": None,
    }
