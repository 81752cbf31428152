"""Answers as they arrive: each is logged once, the latest of a slot counts."""

import dataclasses
import datetime
import uuid
from collections.abc import Iterable, Sequence
from typing import Any, cast

from django.db import transaction
from django.db.models import Exists, OuterRef

from edusync.assessment.deadlines import is_late, is_over, with_quiz_rules
from edusync.assessment.models import AnswerCheck, AttemptEvent, QuizAnswer, QuizAttempt
from edusync.assessment.navigation import reach_of
from edusync.assessment.scoring import ResponseRefused, clean_response
from edusync.assessment.services.answers import put_answers
from edusync.assessment.sheets import Sheet, sheet_of
from edusync.kernel import clock
from edusync.kernel.ids import uuid7
from edusync.kernel.transactions import retry_deadlocks


@dataclasses.dataclass(frozen=True, slots=True)
class GivenAnswer:
    """One answer as a device sends it. `age` is how long ago it was given, by the device's own clock."""

    sequence: int
    slot_id: int
    response: Any
    age: datetime.timedelta = datetime.timedelta(0)
    # How sure the learner is, 1 to 3, where the quiz asks.
    certainty: int | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Receipt:
    """What became of one answer: with an `event` it is on disk for good, else `refusal` says why it is not."""

    sequence: int
    event: AttemptEvent | None
    refusal: str = ""
    detail: str = ""


@retry_deadlocks
@transaction.atomic
def record_answers(
    *, attempt: QuizAttempt, client_id: uuid.UUID, answers: Sequence[GivenAnswer]
) -> list[Receipt]:
    """Log the answers of one device and let the latest of each slot count; what this returns is on disk.

    An answer sent again gets the receipt it had. One that comes when the attempt is over is logged and does not count
    (`is_counted`); staff may accept it. So is one to a question that was left for good. One of the wrong shape, for
    another quiz's question, for one not reached yet, or for one whose last check was made, is refused alone.
    """
    settled = Exists(AnswerCheck.objects.filter(attempt=OuterRef("pk"), is_last=True))
    rows = with_quiz_rules(QuizAttempt.unscoped.select_for_update()).annotate(has_settled=settled)
    held = rows.get(pk=attempt.pk)
    closed = _settled_slots(held) if held.has_settled else frozenset()
    known = _known(held, client_id, answers)
    sheet = sheet_of(held.edition)
    reach = reach_of(held, sheet)
    now = clock.now()
    is_open = held.state == QuizAttempt.State.OPEN and not is_over(held)
    fresh: dict[int, AttemptEvent] = {}
    refused: dict[int, Receipt] = {}
    for given in answers:
        if given.sequence in known or given.sequence in fresh or given.sequence in refused:
            continue
        try:
            if given.slot_id in closed:
                raise ResponseRefused("answer-settled", "This answer was checked and stays as it is.")
            is_reached = reach.takes(given.slot_id)
            response = _cleaned(sheet, given)
        except ResponseRefused as fault:
            refused[given.sequence] = Receipt(given.sequence, None, fault.code, fault.detail)
            continue
        fresh[given.sequence] = AttemptEvent(
            organization_id=held.organization_id,
            attempt=held,
            slot_id=given.slot_id,
            client_id=client_id,
            sequence=given.sequence,
            response=response,
            certainty=given.certainty,
            answered_at=min(now, max(held.started_at, now - max(given.age, datetime.timedelta(0)))),
            received_at=now,
            is_late=is_late(held, now) or not is_open,
            is_counted=is_open and is_reached,
        )
    AttemptEvent.unscoped.bulk_create(fresh.values())
    if is_open:
        let_latest_count(held, [event for event in fresh.values() if event.is_counted], now=now)
    stored = known | fresh
    return [
        refused.get(given.sequence) or Receipt(given.sequence, stored[given.sequence]) for given in answers
    ]


def let_latest_count(attempt: QuizAttempt, events: Iterable[AttemptEvent], *, now: datetime.datetime) -> None:
    """Make the latest event of each slot its answer, unless the slot has one that was given later."""
    latest: dict[int, AttemptEvent] = {}
    for event in sorted(events, key=lambda event: (event.answered_at, event.sequence)):
        if event.slot_id is not None:
            latest[event.slot_id] = event
    if not latest:
        return
    present = QuizAnswer.objects.filter(
        attempt_id=attempt.pk, slot_id__in=list(latest), answered_at__isnull=False
    )
    # The cast says what the filter sees to.
    given_at = cast("dict[int, datetime.datetime]", dict(present.values_list("slot_id", "answered_at")))
    newer = [
        QuizAnswer(
            attempt_id=attempt.pk,
            slot_id=slot_id,
            response=event.response,
            certainty=event.certainty,
            answered_at=event.answered_at,
        )
        for slot_id, event in latest.items()
        if slot_id not in given_at or given_at[slot_id] <= event.answered_at
    ]
    put_answers(newer, ["response", "certainty", "answered_at"], now=now)


def new_client_id() -> uuid.UUID:
    """The name of a device that does not number its answers."""
    return uuid7()


def _settled_slots(attempt: QuizAttempt) -> frozenset[int]:
    """Questions of practice whose answers were checked for the last time."""
    rows = AnswerCheck.objects.filter(attempt=attempt, is_last=True)
    return frozenset(rows.values_list("slot_id", flat=True))


def _known(
    attempt: QuizAttempt, client_id: uuid.UUID, answers: Sequence[GivenAnswer]
) -> dict[int, AttemptEvent]:
    events = AttemptEvent.unscoped.filter(
        attempt=attempt, client_id=client_id, sequence__in=[given.sequence for given in answers]
    )
    return {event.sequence: event for event in events}


def _cleaned(sheet: Sheet, given: GivenAnswer) -> dict[str, Any]:
    """Raises ResponseRefused."""
    slot = sheet.slot(given.slot_id)
    if slot is None:
        raise ResponseRefused("slot-unknown", "This question is not part of the attempt.")
    return clean_response(slot.kind, slot.choices, given.response, settings=slot.settings)
