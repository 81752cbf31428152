"""Mails about coming into a course: requests and their answers, seats on offer, the end of access."""

import datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from edusync.communication.services import send_mail_to
from edusync.courses.queries.names import courses_named
from edusync.courses.queries.team import deciders_of
from edusync.enrollment.queries import enrollments_by_id
from edusync.identity.queries import people_named, person, time_zone_of
from edusync.kernel.events import on


def shown_instant(text: str, user_id: int) -> str:
    """An instant for a mail by the person's clock, the same in every language: `2026-12-01 14:00 (Asia/Kolkata)`."""
    name = time_zone_of(user_id)
    try:
        zone = ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        name, zone = "UTC", ZoneInfo("UTC")
    return f"{datetime.datetime.fromisoformat(text).astimezone(zone):%Y-%m-%d %H:%M} ({name})"


def mail_learner(payload: dict[str, Any], template: str, key: str, **facts: str) -> None:
    """One mail to the learner of the event, with the course's title and address; none to who is gone."""
    learner = person(payload["learner_id"])
    course = courses_named([payload["course_id"]]).get(payload["course_id"])
    if learner is None or course is None:
        return
    context = {"course_title": course.title, "course_slug": course.slug, **facts}
    send_mail_to(user=learner, template=template, context=context, idempotency_key=key)


@on("enrollment.learner_enrolled")
def mail_enrollment(payload: dict[str, Any], event_id: int) -> None:
    """Welcome the learner to the course, the first time only; an approval or a renewal has a mail of its own."""
    row = enrollments_by_id([payload["enrollment_id"]]).first()
    if row is not None and (row.attempt_number > 1 or came_by_approval(row)):
        return
    mail_learner(payload, "enrolled", f"enrolled:{payload['enrollment_id']}")


def came_by_approval(row: Any) -> bool:
    """Whether the learner came in by the very act that approved the request."""
    return row.approval_requested_at is not None and row.approved_at == row.enrolled_at


@on("enrollment.requested")
def mail_request(payload: dict[str, Any], event_id: int) -> None:
    """Tell those who decide about a course's learners that somebody asks."""
    row = enrollments_by_id([payload["enrollment_id"]]).first()
    course = courses_named([payload["course_id"]]).get(payload["course_id"])
    if row is None or course is None or row.status != "pending":
        return
    asking = people_named([payload["learner_id"]]).get(payload["learner_id"])
    facts = {
        "course_title": course.title,
        "course_slug": course.slug,
        "learner": asking.display_name if asking else "–",
        "message": row.request_message or "–",
    }
    for receiver in filter(None, map(person, deciders_of(payload["course_id"]))):
        key = f"enrollment-requested:{event_id}:{receiver.pk}"
        send_mail_to(user=receiver, template="enrollment_requested", context=facts, idempotency_key=key)


@on("enrollment.approved")
def mail_approval(payload: dict[str, Any], event_id: int) -> None:
    """Tell the learner that the answer is yes, or that a seat is all that is missing."""
    template = "enrollment_approved_waiting" if payload["is_waiting"] else "enrollment_approved"
    mail_learner(payload, template, f"enrollment-approved:{event_id}")


@on("enrollment.rejected")
def mail_rejection(payload: dict[str, Any], event_id: int) -> None:
    """Tell the learner that the answer is no, and why."""
    row = enrollments_by_id([payload["enrollment_id"]]).first()
    if row is not None and row.status == "rejected":
        key = f"enrollment-rejected:{event_id}"
        mail_learner(payload, "enrollment_rejected", key, reason=row.rejection_reason)


@on("enrollment.invited")
def mail_invitation(payload: dict[str, Any], event_id: int) -> None:
    """Tell somebody that a course's door is open to them."""
    row = enrollments_by_id([payload["enrollment_id"]]).first()
    if row is None or row.status != "invited":
        return
    inviting = people_named([payload["by_id"]]).get(payload["by_id"])
    mail_learner(
        payload,
        "enrollment_invited",
        f"enrollment-invited:{event_id}",
        inviter=inviting.display_name if inviting else "–",
        message=payload["message"] or "–",
    )


@on("enrollment.reopened")
def mail_reopening(payload: dict[str, Any], event_id: int) -> None:
    """Tell the learner that there is something to do again, and why."""
    key = f"enrollment-reopened:{event_id}"
    mail_learner(payload, "enrollment_reopened", key, reason=payload["reason"] or "–")


@on("enrollment.seat_offered")
def mail_offer(payload: dict[str, Any], event_id: int) -> None:
    """Tell the first in line that a seat is kept, and until when."""
    deadline = shown_instant(payload["expires_at"], payload["learner_id"])
    mail_learner(payload, "seat_offered", f"seat-offered:{payload['offer_id']}", deadline=deadline)


@on("enrollment.offer_lapsed")
def mail_lapsed_offer(payload: dict[str, Any], event_id: int) -> None:
    """Tell who did not answer that the seat went on."""
    mail_learner(payload, "offer_lapsed", f"offer-lapsed:{payload['offer_id']}")


@on("enrollment.expiring")
def mail_last_week(payload: dict[str, Any], event_id: int) -> None:
    """Tell the learner that a week is left."""
    key = f"enrollment-expiring:{payload['enrollment_id']}:{payload['expires_at']}"
    mail_learner(
        payload,
        "enrollment_expiring",
        key,
        deadline=shown_instant(payload["expires_at"], payload["learner_id"]),
    )


@on("enrollment.expired")
def mail_end(payload: dict[str, Any], event_id: int) -> None:
    """Tell the learner that access has ended, or that the course is to be taken anew."""
    template = "enrollment_renewed" if payload["is_renewal"] else "enrollment_expired"
    mail_learner(payload, template, f"enrollment-expired:{event_id}")
