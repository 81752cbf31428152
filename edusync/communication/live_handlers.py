"""Live news with words: what happened to a person's enrollment, and to courses they take, saved or teach.

That something changed at all, the database tells by triggers. These add the title for a notice on the page. A handler
may run twice: the notice then comes twice, which harms nobody.
"""

from collections.abc import Iterable
from typing import Any

from edusync.courses.queries.names import courses_named
from edusync.courses.queries.team import saver_ids, team_ids
from edusync.enrollment.queries import active_learner_ids
from edusync.kernel import live
from edusync.kernel.events import on

# Enough for a course that many wait for; beyond it people see the news when they look.
MOST_RECEIVERS = 5_000


@on("enrollment.learner_enrolled")
def tell_enrolled(payload: dict[str, Any], event_id: int) -> None:
    """Who was brought in by somebody else is told so."""
    if payload.get("source") != "self":
        _tell([payload["learner_id"]], "enrollment.confirmed", payload)


@on("enrollment.approved")
def tell_approved(payload: dict[str, Any], event_id: int) -> None:
    """The request was granted."""
    if not payload["is_waiting"]:
        _tell([payload["learner_id"]], "enrollment.confirmed", payload)


@on("enrollment.invited")
def tell_invited(payload: dict[str, Any], event_id: int) -> None:
    """A course's door is open to the person."""
    _tell([payload["learner_id"]], "enrollment.invited", payload)


@on("enrollment.rejected")
def tell_rejected(payload: dict[str, Any], event_id: int) -> None:
    """The request was not granted."""
    _tell([payload["learner_id"]], "enrollment.refused", payload)


@on("enrollment.seat_offered")
def tell_offer(payload: dict[str, Any], event_id: int) -> None:
    """A seat is kept free for the person."""
    _tell([payload["learner_id"]], "seat.offered", payload, expires_at=payload["expires_at"])


@on("enrollment.requested")
def tell_request(payload: dict[str, Any], event_id: int) -> None:
    """The course's team has a request to decide on."""
    _tell(team_ids(payload["course_id"]), "request.waiting", payload)


@on("courses.course_published")
@on("courses.course_changes_published")
def tell_published(payload: dict[str, Any], event_id: int) -> None:
    """Learners, the team and who saved the course; not who did it, they see it."""
    course_id = payload["course_id"]
    people = team_ids(course_id)
    people += saver_ids(course_id, limit=MOST_RECEIVERS)
    people += active_learner_ids(course_id, limit=MOST_RECEIVERS)
    _tell([person for person in people if person != payload["by_id"]], "course.published", payload)


def _tell(people: Iterable[int], kind: str, payload: dict[str, Any], **more: Any) -> None:
    course = courses_named([payload["course_id"]]).get(payload["course_id"])
    if course is not None:
        words = {"course_id": payload["course_id"], "course_title": course.title, "course_slug": course.slug}
        live.tell(people, kind, words | more)
