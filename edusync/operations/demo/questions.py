"""Beside questions of the demo school: a report by a learner, skills, a passage; and first attempts counted."""

import datetime
from decimal import Decimal

from edusync.assessment.models import QuizAttempt, QuizSlot
from edusync.assessment.services.bank import course_bank
from edusync.assessment.services.examining import count_waiting
from edusync.assessment.services.passages import create_passage
from edusync.assessment.services.question_flags import answer_flag, flag_question
from edusync.assessment.services.question_skills import set_skills
from edusync.courses.models import Course
from edusync.identity.models import User
from edusync.kernel import clock
from edusync.operations.demo.markup import document_from_markdown

PASSAGE = (
    "A cup of tea at 80 °C stands in a room of 20 °C. After ten minutes it has 60 °C, after another ten 47 °C."
    "\n\nIt never gets colder than the room."
)
# Of other learners, about other questions; the last one was answered.
FLAGS = (
    ("wrong_key", "I am sure that my answer is right: the lesson says so in its second part."),
    ("other", "There is a word too many in the last answer."),
    ("unclear", "Does “once” mean once a day?"),
)
ANSWER = "Once a day is meant; it says so now. Thank you!"


def furnish_questions(people: dict[str, User], courses: list[Course]) -> None:
    """A learner finds a question unclear; it measures two skills; its bank has a passage. The item doctor has counted."""
    attempt = (
        QuizAttempt.objects.filter(quiz__lesson__course__in=courses, number=1, state="submitted")
        .select_related("quiz__lesson__course")
        .order_by("pk")
        .first()
    )
    if attempt is not None:
        slot = (
            QuizSlot.objects.filter(edition=attempt.edition)
            .select_related("question_version__question")
            .order_by("position")[0]
        )
        flag_question(
            attempt=attempt, slot_id=slot.pk, reason="unclear", text="Two of the answers could be meant."
        )
        teacher = people["ines"]
        question = slot.question_version.question
        set_skills(
            question=question,
            skills=[("Recalling facts", Decimal(1)), ("Reading closely", Decimal("0.5"))],
            by_id=teacher.pk,
        )
        create_passage(
            bank=course_bank(attempt.quiz.lesson.course),
            title="Tea that cools",
            content=document_from_markdown(PASSAGE),
            by_id=teacher.pk,
        )
    _flag_more(people["ines"], courses[0])
    count_waiting()


def _flag_more(teacher: User, course: Course) -> None:
    """Learners of the first course report questions of its first quiz, each another one."""
    attempts = QuizAttempt.objects.filter(quiz__lesson__course=course, number=1, state="submitted")
    for number, (attempt, (reason, text)) in enumerate(zip(attempts.order_by("-pk"), FLAGS, strict=False)):
        slots = QuizSlot.objects.filter(edition=attempt.edition).order_by("position")
        with clock.frozen((attempt.submitted_at or clock.now()) + datetime.timedelta(minutes=4)):
            flag = flag_question(attempt=attempt, slot_id=slots[number + 1].pk, reason=reason, text=text)
    answer_flag(flag=flag, state="accepted", answer=ANSWER, by_id=teacher.pk)
