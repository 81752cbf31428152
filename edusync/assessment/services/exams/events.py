"""The log of a session: every event is written here, signals are counted, and thresholds warn."""

import dataclasses
import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any

from django.db import transaction

from edusync.assessment.exam_signals import BROWSER_KINDS, SIGNALS, clean_thresholds
from edusync.assessment.models import ProctorEvent, ProctorSession
from edusync.courses.queries.team import team_ids
from edusync.kernel import clock, live
from edusync.kernel.ids import uuid7
from edusync.kernel.transactions import retry_deadlocks

Origin = ProctorEvent.Origin
MOST_FACTS = 4


@dataclasses.dataclass(frozen=True, slots=True)
class Noticed:
    """One event as a page tells it. `age` is how long ago it happened, by the device's own clock."""

    sequence: int
    kind: str
    age: dt.timedelta = dt.timedelta(0)
    seconds: int | None = None


def locked_session(session: ProctorSession) -> ProctorSession:
    """The session as it is on disk, held for this transaction, with the exam and the enrollment that are known."""
    held = ProctorSession.unscoped.select_for_update().get(pk=session.pk)
    held.exam, held.enrollment = session.exam, session.enrollment
    return held


def note(
    session: ProctorSession,
    kind: str,
    *,
    origin: str = Origin.SERVER,
    facts: dict[str, Any] | None = None,
    actor_id: int | None = None,
    client_id: uuid.UUID | None = None,
    sequence: int = 1,
    occurred_at: dt.datetime | None = None,
) -> ProctorEvent:
    """Write one event of a session that is held."""
    now = clock.now()
    return ProctorEvent.objects.create(
        organization_id=session.organization_id,
        session=session,
        kind=kind,
        origin=origin,
        client_id=client_id or uuid7(),
        sequence=sequence,
        occurred_at=min(occurred_at or now, now),
        received_at=now,
        facts=facts or {},
        actor_id=actor_id,
    )


def count_signals(session: ProctorSession, kinds: Sequence[str]) -> list[str]:
    """Count signals of a held session and warn where the exam says so; the kinds that were warned of. Saves `counts`.

    A warning comes at the threshold and at each multiple of it. It is a word to the candidate, nothing else.
    """
    signals = [kind for kind in kinds if kind in SIGNALS]
    if not signals:
        return []
    limits = clean_thresholds(session.exam.warn_after)
    warned = []
    for kind in signals:
        count = session.counts[kind] = int(session.counts.get(kind, 0)) + 1
        if kind in limits and count % limits[kind] == 0:
            note(session, "warning", facts={"signal": kind, "count": count})
            warned.append(kind)
    session.save(update_fields=["counts", "updated_at"])
    return warned


@retry_deadlocks
@transaction.atomic
def record_events(*, session: ProctorSession, client_id: uuid.UUID, noticed: Sequence[Noticed]) -> list[int]:
    """Keep what a page noticed, each once, and note that it lives; the numbers that are on disk now.

    Numbers of a kind that pages do not tell are taken and dropped, so that a page never sends them again.
    """
    held = locked_session(session)
    now = clock.now()
    known = set(
        ProctorEvent.unscoped.filter(
            session=held, client_id=client_id, sequence__in=[one.sequence for one in noticed]
        ).values_list("sequence", flat=True)
    )
    fresh: dict[int, ProctorEvent] = {}
    for one in noticed:
        if one.sequence in known or one.sequence in fresh or one.kind not in BROWSER_KINDS:
            continue
        happened = now - max(one.age, dt.timedelta(0))
        fresh[one.sequence] = ProctorEvent(
            organization_id=held.organization_id,
            session=held,
            kind=one.kind,
            origin=Origin.BROWSER,
            client_id=client_id,
            sequence=one.sequence,
            occurred_at=min(now, max(held.created_at, happened)),
            received_at=now,
            facts={} if one.seconds is None else {"seconds": one.seconds},
        )
    ProctorEvent.unscoped.bulk_create(fresh.values())
    held.last_beat_at = now
    held.save(update_fields=["last_beat_at", "updated_at"])
    signals = [event.kind for event in fresh.values() if event.kind in SIGNALS]
    count_signals(held, signals)
    if signals:
        tell_invigilators(held)
    session.counts, session.last_beat_at = held.counts, held.last_beat_at
    return [one.sequence for one in noticed]


def tell_invigilators(session: ProctorSession) -> None:
    """A reason to look for everybody who works on the course."""
    course_id = session.enrollment.course_id
    live.tell(team_ids(course_id), "exam.changed", {"quiz_id": session.exam.quiz_id})


def tell_candidate(session: ProctorSession) -> None:
    """A reason to look for the candidate."""
    live.tell([session.enrollment.learner_id], "exam.notice", {"quiz_id": session.exam.quiz_id})
