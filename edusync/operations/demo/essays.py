"""An essay of the demo school that people mark by a rubric: five learners wrote, one mark is given."""

import datetime
from typing import Any

from edusync.assessment.drafts import QuestionDraft
from edusync.assessment.models import Quiz, QuizAnswer, RubricLevel
from edusync.assessment.services import (
    GivenAnswer,
    create_quiz,
    new_client_id,
    record_answers,
    rubrics,
    start_attempt,
    submit_attempt,
)
from edusync.assessment.services.assignments.marking import GivenLevel
from edusync.assessment.services.hand_marking import mark_answer
from edusync.assessment.sheets import sheet_of
from edusync.courses.models import Course
from edusync.courses.services import add_lesson
from edusync.enrollment.models import Enrollment
from edusync.identity.models import User
from edusync.kernel import clock
from edusync.operations.demo.exams import WITH_EXAM
from edusync.operations.demo.markup import document_from_markdown

TITLE = "A near miss"
ASKED = "Tell of a moment at a machine when nearly something happened. What will you do another time?"
RUBRIC: dict[str, Any] = {
    "title": "A report that helps others",
    "description": "For reports of near misses.",
    "criteria": [
        {
            "title": "What happened",
            "description": "Could somebody who was not there say it again?",
            "levels": [
                {"title": "Step by step", "description": "", "points": 4},
                {"title": "With gaps", "description": "", "points": 2},
                {"title": "Not told", "description": "", "points": 0},
            ],
        },
        {
            "title": "What follows",
            "description": "Is it something that can be done tomorrow?",
            "levels": [
                {"title": "One clear act", "description": "", "points": 4},
                {"title": "A good intention", "description": "", "points": 2},
                {"title": "Nothing", "description": "", "points": 0},
            ],
        },
    ],
}
TEXTS = (
    "I changed the blade of the band saw with the switch off and the plug in. My sleeve touched the switch and the wheel"
    " moved a hand's width. Now the plug lies on the table, where I see it, before I open the cover.",
    "The drill caught and turned the piece with it. I had held it by hand because it was only one hole. I clamp every"
    " piece, also for one hole.",
    "Somebody called me and I looked up from the grinder. Nothing happened. I will be more careful.",
    "I came in from the rain with wet gloves and reached for the welding cable. Amina held me back. Gloves now dry at the"
    " door, and nobody starts with wet ones.",
    "A stack of boards slid when I took one from the middle. I jumped aside. We put a bar across the rack, and I take"
    " from the top.",
)
REMARK = "One reads it and lays the plug on the table oneself. Thank you."
WRITTEN_DAYS_AGO = 2


def furnish_essays(people: dict[str, User], courses: list[Course], *, until: datetime.datetime) -> None:
    """After the exam: a last lesson that need not be done, and what some of the shift wrote in it."""
    course, author = next(one for one in courses if one.slug == WITH_EXAM), people["tomas"]
    begin = until - datetime.timedelta(days=WRITTEN_DAYS_AGO)
    with clock.frozen(begin - datetime.timedelta(days=1)):
        quiz = _quiz(course, author)
    writers = Enrollment.objects.filter(
        course=course, learner__in=[user for key, user in people.items() if key.startswith("shift")]
    )
    for number, (place, text) in enumerate(zip(writers.order_by("id"), TEXTS, strict=False)):
        _write(quiz, place, text, at=begin + datetime.timedelta(hours=3 * number))
    first = QuizAnswer.objects.filter(attempt__quiz=quiz).order_by("id")[0]
    best = RubricLevel.objects.filter(criterion__rubric__title=RUBRIC["title"], position=1)
    levels = [GivenLevel(one.criterion.uuid, one.uuid) for one in best.select_related("criterion")]
    with clock.frozen(until - datetime.timedelta(hours=20)):
        mark_answer(
            answer=first, points=None, remark=REMARK, base_marked_at=None, by_id=author.pk, levels=levels
        )


def _quiz(course: Course, author: User) -> Quiz:
    rubric = rubrics.create_rubric(data=RUBRIC, course_id=course.pk, by_id=author.pk)
    module = course.modules.order_by("-position")[0]
    lesson = add_lesson(module=module, kind="quiz", title=TITLE, is_required=False, estimated_minutes=15)
    essay = QuestionDraft(kind="essay", stem=document_from_markdown(ASKED), points=8, rubric=str(rubric.uuid))
    return create_quiz(lesson=lesson, questions=[essay], introduction="<p>Ten lines are enough.</p>")


def _write(quiz: Quiz, place: Enrollment, text: str, *, at: datetime.datetime) -> None:
    with clock.frozen(at):
        attempt = start_attempt(quiz=quiz, enrollment=place)
    with clock.frozen(at + datetime.timedelta(minutes=11)):
        (slot,) = sheet_of(attempt.edition).slots
        given = GivenAnswer(sequence=1, slot_id=slot.id, response={"text": text})
        record_answers(attempt=attempt, client_id=new_client_id(), answers=[given])
        submit_attempt(attempt=attempt)
