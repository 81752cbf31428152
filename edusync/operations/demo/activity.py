"""Lets the demo school's learners learn: the same services, at instants of the past six weeks."""

import datetime
import math
import random
from collections.abc import Callable
from typing import Any

from edusync.assessment.models import QuestionVersion, QuizAnswer, QuizAttempt, QuizSlot
from edusync.assessment.services import (
    GivenAnswer,
    new_client_id,
    record_answers,
    start_attempt,
    submit_attempt,
)
from edusync.courses.models import Course, Lesson
from edusync.enrollment.models import Enrollment
from edusync.enrollment.services import enroll_learner
from edusync.identity.models import User
from edusync.kernel import clock
from edusync.progress.services import complete_lesson, record_view

SEED = 2026
DAYS = 42
# An answer takes twenty seconds, as a logarithm, and never less than what reading takes.
USUAL_PACE = 3.0
SHORTEST = 5.0


def play(people: dict[str, User], courses: list[Course], *, until: datetime.datetime) -> None:
    """Enroll the learners and let each go some way, the same way every time the school is made."""
    dice = random.Random(SEED)  # noqa: S311  a script for actors, not a secret
    learners = [user for key, user in people.items() if key.startswith("learner")]
    demo = people["learner"]
    take_course(demo, courses[0], share=0.5, start=until - datetime.timedelta(days=9), until=until, dice=dice)
    short = min(courses[1:], key=lambda course: Lesson.objects.filter(course=course).count())
    take_course(demo, short, share=1.0, start=until - datetime.timedelta(days=20), until=until, dice=dice)
    for learner in learners:
        if learner.pk == demo.pk:
            continue
        for course in dice.sample(courses, k=dice.choice((1, 1, 2, 3))):
            start = until - datetime.timedelta(days=dice.randint(2, DAYS), minutes=dice.randint(0, 600))
            share = dice.choice((0.1, 0.3, 0.5, 0.7, 0.9, 1.0, 1.0))
            take_course(learner, course, share=share, start=start, until=until, dice=dice)
    for course in courses:
        _arrive_late(course)


def _arrive_late(course: Course) -> None:
    """One answer of the course's first failed attempt reached the school after its end: staff decide about it."""
    failed = QuizAttempt.objects.filter(quiz__lesson__course=course, is_passed=False).order_by("pk").first()
    if failed is None:
        return
    missed = QuizAnswer.objects.filter(attempt=failed, is_correct=False).order_by("slot__position").first()
    if missed is None:
        return
    response = response_to(missed.slot.question_version, is_right=True)
    given = GivenAnswer(sequence=1, slot_id=missed.slot_id, response=response)
    with clock.frozen((failed.submitted_at or clock.now()) + datetime.timedelta(minutes=3)):
        record_answers(attempt=failed, client_id=new_client_id(), answers=[given])


def take_course(
    learner: User,
    course: Course,
    *,
    share: float,
    start: datetime.datetime,
    until: datetime.datetime,
    dice: random.Random,
) -> None:
    """Enroll a learner at `start` and let them do that share of the lessons, in order."""
    with clock.frozen(start):
        enrollment = enroll_learner(course_id=course.pk, learner_id=learner.pk)
    instant = start
    lessons = lessons_of(course)
    for lesson in lessons[: max(1, round(len(lessons) * share))]:
        instant = min(
            instant + datetime.timedelta(hours=dice.randint(1, 30)), until - datetime.timedelta(minutes=5)
        )
        with clock.frozen(instant):
            _study(enrollment, lesson, dice, is_sure=share == 1.0)


def lessons_of(course: Course) -> list[Lesson]:
    """In the order in which they are learned."""
    return list(Lesson.objects.filter(course=course).order_by("module__position", "position"))


def _study(enrollment: Enrollment, lesson: Lesson, dice: random.Random, *, is_sure: bool) -> None:
    record_view(enrollment=enrollment, lesson=lesson, seconds=dice.randint(40, 120))
    if lesson.kind == Lesson.Kind.QUIZ:
        chance = 1.0 if is_sure else 0.8
        take_quiz(enrollment, lesson, is_right=lambda _position: dice.random() < chance)
    else:
        complete_lesson(enrollment=enrollment, lesson=lesson, method="manual")


def take_quiz(enrollment: Enrollment, lesson: Lesson, *, is_right: Callable[[int], bool]) -> None:
    """One attempt that ends now; `is_right` tells by a question's position whether it is answered well."""
    now = clock.now()
    slots = QuizSlot.objects.filter(quiz=lesson.quiz, edition=lesson.quiz.edition)
    slots = slots.select_related("question_version__question").order_by("position")
    paces = usual_paces(len(slots), seed=enrollment.pk * 1000 + lesson.pk)
    with clock.frozen(now - datetime.timedelta(seconds=sum(paces))):
        attempt = start_attempt(quiz=lesson.quiz, enrollment=enrollment)
    given = [
        GivenAnswer(
            sequence=number,
            slot_id=slot.pk,
            response=response_to(slot.question_version, is_right=is_right(slot.position)),
            age=datetime.timedelta(seconds=sum(paces[number:])),
        )
        for number, slot in enumerate(slots, start=1)
    ]
    record_answers(attempt=attempt, client_id=new_client_id(), answers=given)
    submit_attempt(attempt=attempt)


def usual_paces(count: int, *, seed: int) -> list[float]:
    """Seconds to each of so many answers, by a person with a pace of their own; the same for the same seed."""
    dice = random.Random(seed)  # noqa: S311  a script for actors, not a secret
    own = USUAL_PACE + dice.gauss(0, 0.2)
    return [round(max(SHORTEST, math.exp(own + dice.gauss(0, 0.35))), 1) for _ in range(count)]


def response_to(version: QuestionVersion, *, is_right: bool, wrong: int = 0) -> dict[str, Any]:
    """An answer to a question; `wrong` tells which of the wrong ones."""
    options = list(version.options.order_by("position"))
    if options:
        chosen = [option.pk for option in options if (option.weight > 0) == is_right]
        if version.question.kind == "multiple_choice":
            return {"options": chosen}
        return {"options": [chosen[0 if is_right else wrong % len(chosen)]]}
    answer = version.settings["answers"][0]
    right = answer.get("value") or answer.get("text") or answer.get("formula")
    return {"text": str(right) if is_right else f"123456{7 + wrong}"}
