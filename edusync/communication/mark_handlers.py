"""Mails about marks and about reviews that learners write. What somebody got stands on the site, not in the mail."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from edusync.assessment.models import Assignment, Submission
from edusync.assessment.queries import assignments_by_id, marks_posted_between, posted_at_of
from edusync.communication.enrollment_handlers import shown_instant
from edusync.communication.services import send_mail_to
from edusync.enrollment.queries import enrollments_by_id
from edusync.identity.queries import person
from edusync.kernel import clock, live
from edusync.kernel.events import on
from edusync.kernel.tasks import enqueue, task

# Marks posted within such a stretch of the clock come in one mail, at its end.
STRETCH_SECONDS = 600


def stretch_of(instant: dt.datetime) -> int:
    """Number of the stretch of time that an instant lies in."""
    return int(instant.timestamp()) // STRETCH_SECONDS


@on("assessment.mark_posted")
def gather_mark(payload: dict[str, Any], event_id: int) -> None:
    """Tell the learner's page at once; mail when the stretch of time is over, as more marks may follow."""
    row = enrollments_by_id([payload["enrollment_id"]]).first()
    posted_at = posted_at_of(payload["submission_id"])
    if row is None or posted_at is None:
        return
    _tell_page([row.learner_id], "mark.posted", payload["assignment_id"])
    stretch = stretch_of(posted_at)
    left = (stretch + 1) * STRETCH_SECONDS - clock.now().timestamp()
    enqueue(
        "communication.mail_marks",
        delay_seconds=max(0.0, left),
        learner_id=row.learner_id,
        stretch=stretch,
    )


@task("communication.mail_marks")
def mail_marks(learner_id: int, stretch: int) -> None:
    """One mail about all marks of a learner that were posted in a stretch of time and still are."""
    learner = person(learner_id)
    begin, end = (
        dt.datetime.fromtimestamp(number * STRETCH_SECONDS, dt.UTC) for number in (stretch, stretch + 1)
    )
    rows = marks_posted_between(learner_id, begin, end)
    if learner is None or not rows:
        return
    first = rows[0].assignment
    context = {
        "course_title": first.course.title,
        "course_slug": first.course.slug,
        "lesson_id": first.lesson_id,
        "works": "\n".join(_line(row) for row in rows),
        "count": len(rows),
        "work": first.lesson.title,
    }
    template = "mark_posted" if len(rows) == 1 else "marks_posted"
    send_mail_to(
        user=learner, template=template, context=context, idempotency_key=f"marks:{learner_id}:{stretch}"
    )


def _line(row: Submission) -> str:
    return f"– {row.assignment.lesson.title} ({row.assignment.course.title})"


@on("assessment.peer_reviews_allocated")
def mail_works_to_review(payload: dict[str, Any], event_id: int) -> None:
    """Tell learners that works of others wait for their review."""
    _mail_reviewers(payload, "reviews_to_write", f"reviews:{event_id}")


@on("assessment.peer_reviews_due")
def mail_missing_reviews(payload: dict[str, Any], event_id: int) -> None:
    """Remind learners of reviews they have not sent."""
    _mail_reviewers(payload, "reviews_missing", f"reviews-missing:{event_id}")


def _mail_reviewers(payload: dict[str, Any], template: str, key: str) -> None:
    assignment = assignments_by_id([payload["assignment_id"]]).get(payload["assignment_id"])
    if assignment is None:
        return
    ids = sorted(enrollments_by_id(payload["enrollment_ids"]).values_list("learner_id", flat=True))
    for learner_id in ids:
        _mail_reviewer(learner_id, assignment, template, key)


def _mail_reviewer(learner_id: int, assignment: Assignment, template: str, key: str) -> None:
    learner, due_at = person(learner_id), assignment.peer_plan.due_at
    if learner is None:
        return
    context = {
        "course_title": assignment.course.title,
        "course_slug": assignment.course.slug,
        "lesson_id": assignment.lesson_id,
        "work": assignment.lesson.title,
        "due": shown_instant(due_at.isoformat(), learner_id) if due_at else "–",
    }
    send_mail_to(user=learner, template=template, context=context, idempotency_key=f"{key}:{learner_id}")


def _tell_page(people: Iterable[int], kind: str, assignment_id: int) -> None:
    assignment = assignments_by_id([assignment_id]).get(assignment_id)
    if assignment is not None:
        course = assignment.course
        words = {"course_id": course.pk, "course_title": course.title, "course_slug": course.slug}
        live.tell(people, kind, words)
