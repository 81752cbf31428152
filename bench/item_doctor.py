"""The item doctor over 100,000 answers: counting them all once, counting 50 new attempts, the report on the quiz.

`python -m bench.item_doctor`, with EDUSYNC_DATA_DIR naming an empty folder. Seconds of the processor of this process.
"""

import argparse
import json
import random
import time
from collections.abc import Callable
from decimal import Decimal
from typing import Any

LEARNERS = 2_500
QUESTIONS = 40
NEW = 50


def main(arguments: argparse.Namespace) -> int:
    """Measure on the configured database; prints JSON."""
    from bench import measure as measuring

    measuring.set_up_django()
    from edusync.identity.services import ensure_default_organization
    from edusync.kernel.tenancy import organization_context

    measuring.prepare_database()
    organization = ensure_default_organization()
    with organization_context(organization.pk):
        print(json.dumps(measure(arguments.learners, arguments.questions), indent=2))
    return 0


def measure(learners: int, questions: int) -> dict[str, Any]:
    """Seconds of each act; `answers` says over how many."""
    from edusync.assessment.doctor.counting import count_waiting, list_earlier_attempts
    from edusync.assessment.doctor.reading import quiz_report

    quiz, enrollments = fill(learners + NEW, questions)
    answer(quiz, enrollments[:learners])
    found: dict[str, Any] = {"answers": learners * questions}
    found["list_seconds"] = timed(list_earlier_attempts)
    found["count_seconds"] = timed(lambda: count_waiting(limit=learners))
    answer(quiz, enrollments[learners:])
    wait(quiz)
    found["new_answers"] = NEW * questions
    found["new_seconds"] = timed(count_waiting)
    found["report_ms"] = round(min(timed(lambda: quiz_report(quiz)) for _ in range(5)) * 1000, 1)
    return found


def timed(act: Callable[[], Any]) -> float:
    """Seconds of the processor."""
    begin = time.process_time()
    act()
    return round(time.process_time() - begin, 3)


def fill(learners: int, questions: int) -> tuple[Any, list[Any]]:
    """A quiz and enrolled learners in two cohorts."""
    from bench.gradebook import enroll
    from edusync.assessment.testing import choice_draft, make_quiz
    from edusync.courses.testing import make_course
    from edusync.enrollment.models import Cohort, Enrollment

    course = make_course("Bench items", modules=1, lessons=1)
    quiz = make_quiz(course=course, questions=[choice_draft(f"Question {n}") for n in range(questions)])
    enroll(course, learners)
    cohort = Cohort.objects.create(organization_id=course.organization_id, course=course, name="Evening")
    ids = list(Enrollment.objects.filter(course=course).order_by("pk").values_list("pk", flat=True))
    Enrollment.objects.filter(pk__in=ids[::2]).update(cohort=cohort)
    return quiz, list(Enrollment.objects.filter(course=course).order_by("pk"))


def answer(quiz: Any, enrollments: list[Any]) -> None:
    """Submitted attempts with an answer in every slot, as if they had been scored; better learners answer better."""
    from edusync.assessment.models import AttemptEvent, QuizAnswer, QuizAttempt
    from edusync.assessment.sheets import sheet_of
    from edusync.kernel import clock
    from edusync.kernel.ids import uuid7

    source = random.Random(len(enrollments))
    now, slots = clock.now(), sheet_of(quiz.edition).slots
    QuizAttempt.objects.bulk_create(
        (
            QuizAttempt(
                organization_id=quiz.organization_id,
                quiz=quiz,
                enrollment=one,
                edition=quiz.edition,
                state="submitted",
                started_at=now,
                submitted_at=now,
                max_points=len(slots),
            )
            for one in enrollments
        ),
        batch_size=500,
    )
    attempts = QuizAttempt.objects.filter(quiz=quiz, enrollment__in=[one.pk for one in enrollments])
    for attempt in attempts.order_by("pk"):
        skill = source.random()
        answers, events = [], []
        for place, slot in enumerate(slots):
            is_right = source.random() < skill
            chosen = slot.choices[1 if is_right else source.choice([0, 2])].id
            said = {"options": [chosen]}
            answers.append(
                QuizAnswer(
                    attempt=attempt,
                    slot_id=slot.id,
                    response=said,
                    answered_at=now,
                    points=Decimal(int(is_right)),
                    is_correct=is_right,
                )
            )
            events.append(
                AttemptEvent(
                    organization_id=quiz.organization_id,
                    attempt=attempt,
                    slot_id=slot.id,
                    client_id=uuid7(),
                    sequence=place + 1,
                    response=said,
                    answered_at=now,
                    received_at=now,
                )
            )
        QuizAnswer.objects.bulk_create(answers)
        AttemptEvent.objects.bulk_create(events)


def wait(quiz: Any) -> None:
    """Let attempts without a tally wait, as the trigger does when an attempt is scored."""
    from edusync.assessment.models import ItemTally, QuizAttempt

    counted = ItemTally.objects.filter(quiz=quiz).values("attempt_id")
    fresh = QuizAttempt.objects.filter(quiz=quiz).exclude(pk__in=counted)
    ItemTally.objects.bulk_create(ItemTally(attempt=attempt, quiz=quiz) for attempt in fresh)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--learners", type=int, default=LEARNERS)
    parser.add_argument("--questions", type=int, default=QUESTIONS)
    raise SystemExit(main(parser.parse_args()))
