"""Mails to the people who work on a course: a review waits, was decided, a schedule failed, somebody calls."""

from collections.abc import Iterable
from typing import Any

from edusync.communication.services import send_mail_to
from edusync.courses.queries.review import comment_words, live_course, submission
from edusync.courses.queries.team import reviewer_ids
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
    request = submission(payload["request_id"])
    if request is None or request.status != "open":
        return
    receivers = reviewer_ids(request.course, without=[payload["by_id"]])
    _mail_all(receivers, "course_submitted", f"submitted:{request.pk}", request.course, payload, request.note)


@on("courses.course_reviewed")
def mail_decision(payload: dict[str, Any], event_id: int) -> None:
    """Tell who handed the course in what was decided, and why."""
    request = submission(payload["request_id"])
    if request is None or request.submitted_by_id is None:
        return
    template = f"course_{payload['decision']}"
    key = f"reviewed:{event_id}"
    _mail_all([request.submitted_by_id], template, key, request.course, payload, request.decision_note)


@on("courses.course_publish_failed")
def mail_failed_schedule(payload: dict[str, Any], event_id: int) -> None:
    """Tell who set the time that the course was not published."""
    course = live_course(payload["course_id"])
    if course is not None and payload["by_id"] is not None:
        key = f"publish-failed:{payload['change_id']}"
        _mail_all([payload["by_id"]], "course_publish_failed", key, course, payload, "")


@on("courses.comment_written")
def mail_mentions(payload: dict[str, Any], event_id: int) -> None:
    """Tell the people whom a comment calls."""
    course = live_course(payload["course_id"])
    words = comment_words(payload["comment_id"])
    if course is not None and words is not None:
        key = f"mention:{payload['comment_id']}"
        _mail_all(payload["mentioned_ids"], "comment_mention", key, course, payload, words)


@on("courses.staff_assigned")
def mail_duty(payload: dict[str, Any], event_id: int) -> None:
    """Tell somebody that they work on a course now."""
    course = live_course(payload["course_id"])
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


def _mail_all(
    user_ids: Iterable[int], template: str, key: str, course: Any, payload: dict[str, Any], note: str
) -> None:
    """One mail a person; repeated, nobody gets it twice."""
    for receiver in filter(None, map(person, sorted(user_ids))):
        _mail(receiver, template, f"{key}:{receiver.pk}", course, payload, note=note or "–")


def _mail(receiver: Any, template: str, key: str, course: Any, payload: dict[str, Any], **facts: str) -> None:
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
