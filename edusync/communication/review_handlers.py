"""Mails to the people who work on a course: a review waits, was decided, a schedule failed, somebody calls."""

from collections.abc import Iterable
from typing import Any

from edusync.communication.services import send_mail_to
from edusync.courses.models import ContentComment, Course, CourseApprovalRequest
from edusync.courses.queries.team import reviewer_ids
from edusync.identity.models import User
from edusync.identity.queries import language_of, people_named, person
from edusync.kernel.events import on

NOBODY = {"en": "Somebody", "ta": "ஒருவர்"}
DUTY_WORDS = {
    "en": {
        "owner": "owner",
        "instructor": "instructor",
        "assistant": "assistant",
        "author": "author",
        "reviewer": "reviewer",
    },
    "ta": {
        "owner": "உரிமையாளர்",
        "instructor": "ஆசிரியர்",
        "assistant": "உதவியாளர்",
        "author": "எழுத்தாளர்",
        "reviewer": "மதிப்பாய்வாளர்",
    },
}


@on("courses.course_submitted")
def mail_submission(payload: dict[str, Any], event_id: int) -> None:
    """Tell the reviewers that a course waits."""
    request = _request(payload)
    if request is None or request.status != CourseApprovalRequest.Status.OPEN:
        return
    receivers = reviewer_ids(request.course, without=[payload["by_id"]])
    _mail_all(receivers, "course_submitted", f"submitted:{request.pk}", request.course, payload, request.note)


@on("courses.course_reviewed")
def mail_decision(payload: dict[str, Any], event_id: int) -> None:
    """Tell who handed the course in what was decided, and why."""
    request = _request(payload)
    if request is None or request.submitted_by_id is None:
        return
    template = f"course_{payload['decision']}"
    key = f"reviewed:{event_id}"
    _mail_all([request.submitted_by_id], template, key, request.course, payload, request.decision_note)


@on("courses.course_publish_failed")
def mail_failed_schedule(payload: dict[str, Any], event_id: int) -> None:
    """Tell who set the time that the course was not published."""
    course = _course(payload["course_id"])
    if course is not None and payload["by_id"] is not None:
        key = f"publish-failed:{payload['change_id']}"
        _mail_all([payload["by_id"]], "course_publish_failed", key, course, payload, "")


@on("courses.comment_written")
def mail_mentions(payload: dict[str, Any], event_id: int) -> None:
    """Tell the people whom a comment calls."""
    course = _course(payload["course_id"])
    comment = ContentComment.objects.filter(pk=payload["comment_id"], deleted_at=None).first()
    if course is not None and comment is not None:
        key = f"mention:{comment.pk}"
        _mail_all(payload["mentioned_ids"], "comment_mention", key, course, payload, comment.body)


@on("courses.staff_assigned")
def mail_duty(payload: dict[str, Any], event_id: int) -> None:
    """Tell somebody that they work on a course now."""
    course = _course(payload["course_id"])
    receiver = person(payload["user_id"])
    if course is None or receiver is None:
        return
    words = DUTY_WORDS.get(language_of(receiver.pk), DUTY_WORDS["en"])
    _mail(
        receiver,
        "course_duty",
        f"duty:{event_id}",
        course,
        payload,
        duty=words[payload["duty"]],
    )


def _request(payload: dict[str, Any]) -> CourseApprovalRequest | None:
    rows = CourseApprovalRequest.objects.select_related("course").filter(course__deleted_at=None)
    return rows.filter(pk=payload["request_id"]).first()


def _course(course_id: int) -> Course | None:
    return Course.objects.filter(pk=course_id, deleted_at=None).first()


def _mail_all(
    user_ids: Iterable[int], template: str, key: str, course: Course, payload: dict[str, Any], note: str
) -> None:
    """One mail a person; repeated, nobody gets it twice."""
    for receiver in User.objects.filter(pk__in=list(user_ids), deleted_at=None).order_by("pk"):
        _mail(receiver, template, f"{key}:{receiver.pk}", course, payload, note=note or "–")


def _mail(
    receiver: User, template: str, key: str, course: Course, payload: dict[str, Any], **facts: str
) -> None:
    by = people_named([payload["by_id"]] if payload["by_id"] else []).get(payload["by_id"] or 0)
    nobody = NOBODY.get(language_of(receiver.pk), NOBODY["en"])
    send_mail_to(
        user=receiver,
        template=template,
        context={
            "course_title": course.title,
            "course_slug": course.slug,
            "by": by.display_name if by else nobody,
            **facts,
        },
        idempotency_key=key,
    )
