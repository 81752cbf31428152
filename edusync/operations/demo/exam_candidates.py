"""Candidates of the demo school's exam: how each wrote, second by second, and what the page told meanwhile."""

import dataclasses
import datetime
import random
import uuid
from collections.abc import Sequence

from edusync.assessment.exam_consent import consent_text_of
from edusync.assessment.exam_gate import DEVICE_HEADER
from edusync.assessment.models import Exam, ProctorSession, QuizAttempt, QuizSlot
from edusync.assessment.services import (
    GivenAnswer,
    exams,
    new_client_id,
    record_answers,
    start_attempt,
    submit_attempt,
)
from edusync.assessment.services.exams.events import note
from edusync.enrollment.models import Enrollment
from edusync.kernel import clock
from edusync.operations.demo.activity import response_to, usual_paces

SECOND = datetime.timedelta(seconds=1)
# How often each of three candidates is right, one after the other.
SURE = (0.72, 0.98, 0.9)
# Who knows most takes another answer of this question for the right one: the item doctor has something to say.
MISLEADING = 7
CHECK_IN = datetime.timedelta(minutes=2)


@dataclasses.dataclass(frozen=True, slots=True)
class Manner:
    """What is unlike others about one candidate's way of writing.

    `fast` are positions that were answered in a second or two, rightly; `wrong` those that are wrong in the way of the
    neighbor; `pace` is a factor of all times; `away` are seconds for which the page was out of sight, one after the
    other; `pastes` counts texts that were pasted.
    """

    fast: Sequence[int] = ()
    wrong: Sequence[int] = ()
    pace: float = 1.0
    away: Sequence[int] = ()
    pastes: int = 0


NEIGHBORS = Manner(wrong=(1, 2, 5, 8, 10))
# By the number of the candidate; the others write as one does.
MANNERS = {
    3: Manner(away=(9,)),
    5: Manner(fast=(6, 7, 8, 9), away=(11, 19, 16, 8), pastes=3),
    8: NEIGHBORS,
    9: NEIGHBORS,
    # Slow throughout: that is nothing to look at.
    12: Manner(pace=2.2),
    16: Manner(away=(6, 12)),
}


def write_exam(
    exam: Exam, place: Enrollment, manner: Manner | None, *, number: int, begin: datetime.datetime
) -> ProctorSession:
    """One candidate from check-in to the end; their session."""
    how, device = manner or Manner(), uuid.uuid5(uuid.NAMESPACE_OID, f"exam-{number}")
    asked = QuizSlot.objects.filter(quiz=exam.quiz, edition=exam.quiz.edition)
    slots = list(asked.select_related("question_version__question").order_by("position"))
    paces = [
        1.2 + 0.1 * (position % 4) if position in how.fast else seconds * how.pace
        for position, seconds in enumerate(usual_paces(len(slots), seed=9000 + number), start=1)
    ]
    begin += 7 * number * SECOND
    with clock.frozen(begin):
        session = _check_in(exam, place, device)
    begin += CHECK_IN
    with clock.frozen(begin):
        attempt = start_attempt(
            quiz=exam.quiz, enrollment=place, facts={"headers": {DEVICE_HEADER: str(device)}}
        )
        session = exams.follow_attempt(session=session)
    with clock.frozen(begin + sum(paces) * SECOND):
        answers = _answers(slots, paces, how, number)
        record_answers(attempt=attempt, client_id=new_client_id(), answers=answers)
        _tell(session, device, _noticed(how), sum(paces))
        submit_attempt(attempt=attempt)
        return exams.follow_attempt(session=session)


def _answers(
    slots: Sequence[QuizSlot], paces: Sequence[float], how: Manner, number: int
) -> list[GivenAnswer]:
    dice = random.Random(4000 + number)  # noqa: S311  a script for actors, not a secret
    given = []
    sure = SURE[number % len(SURE)]
    for position, slot in enumerate(slots, start=1):
        is_right, wrong = dice.random() < sure, dice.randint(0, 2)
        if position == MISLEADING:
            is_right, wrong = sure < SURE[2] and is_right, 2
        if position in how.fast:
            is_right = True
        elif how.wrong:
            is_right, wrong = position not in how.wrong, 1
        given.append(
            GivenAnswer(
                sequence=position,
                slot_id=slot.pk,
                response=response_to(slot.question_version, is_right=is_right, wrong=wrong),
                age=sum(paces[position:]) * SECOND,
            )
        )
    return given


def _noticed(how: Manner) -> list[tuple[str, int | None]]:
    told: list[tuple[str, int | None]] = []
    for seconds in how.away:
        told += [("focus_lost", None), ("focus_back", seconds)]
    return told + [("paste", None)] * how.pastes


def sit_again(exam: Exam, attempt: QuizAttempt, noticed: Sequence[str]) -> ProctorSession:
    """The session of somebody who took the quiz before there were sittings: check-in, what the page told, the end."""
    device = uuid.uuid5(uuid.NAMESPACE_OID, str(attempt.pk))
    began = attempt.started_at
    ended = attempt.submitted_at or began
    with clock.frozen(began - CHECK_IN):
        session = _check_in(exam, attempt.enrollment, device)
    with clock.frozen(began):
        session.attempt, session.state = attempt, ProctorSession.State.RUNNING
        session.save(update_fields=["attempt", "state", "updated_at"])
        note(session, "started")
    with clock.frozen(ended):
        told = [(kind, 8 if kind == "focus_back" else None) for kind in noticed]
        _tell(session, device, told, (ended - began).total_seconds())
        return exams.follow_attempt(session=session)


def _check_in(exam: Exam, place: Enrollment, device: uuid.UUID) -> ProctorSession:
    text = consent_text_of(exam, "en")
    return exams.check_in(
        exam=exam,
        enrollment=place,
        device=device,
        consent_text=text,
        consent_digest=exams.digest_of(text),
        statement=place.learner.display_name,
    )


def _tell(
    session: ProctorSession, device: uuid.UUID, noticed: Sequence[tuple[str, int | None]], length: float
) -> None:
    """What a page noticed, spread over the time of writing, which ends now."""
    ends, step = clock.now(), length / (len(noticed) + 1)
    for number, (kind, seconds) in enumerate(noticed, start=1):
        told = exams.Noticed(sequence=number, kind=kind, seconds=seconds)
        with clock.frozen(ends - (len(noticed) + 1 - number) * step * SECOND):
            exams.record_events(session=session, client_id=device, noticed=[told])
