"""A quiz of the demo school that draws questions, in parts; and a learner with more time."""

from typing import Any

from edusync.assessment.course_content import QuizContent
from edusync.assessment.drafts import OptionDraft, QuestionDraft
from edusync.assessment.models import QuestionVersion
from edusync.assessment.services.accommodating import grant_accommodation
from edusync.assessment.services.authoring import create_quiz
from edusync.assessment.services.bank import course_bank
from edusync.assessment.services.bank_questions import Entry, create_questions
from edusync.courses.models import Course
from edusync.courses.services import add_lesson
from edusync.enrollment.models import Enrollment
from edusync.identity.models import User
from edusync.operations.demo.markup import document_from_markdown

# What is asked, the right answer first.
SURE = ("What makes dough rise?", ("Yeast", "Salt", "Cold water"))
DRAWN = (
    ("Which flour has the most protein?", ("The one for loaves", "The one for cakes", "All have the same")),
    ("What does salt do to yeast?", ("It slows it down", "It feeds it", "Nothing")),
    ("What stays in your hand when you rinse dough?", ("Gluten", "Starch", "Sugar")),
    ("How much salt do 500 g of flour want?", ("10 g", "2 g", "50 g")),
    (
        "A pressed finger leaves a dent that comes back slowly. What now?",
        ("Bake", "Wait an hour", "Add flour"),
    ),
    ("What does yeast breathe out?", ("Carbon dioxide", "Oxygen", "Steam")),
)


def add_drawn_quiz(course: Course, teacher: User) -> None:
    """A last lesson of a draft: one question for all, three of six for each attempt, told in full once it is closed."""
    bank = course_bank(course)
    entries = [Entry(_choice(*one), None, ("dough",)) for one in DRAWN]
    create_questions(bank=bank, entries=entries, by_id=teacher.pk, state=QuestionVersion.State.APPROVED)
    module = course.modules.order_by("-position").first()
    if module is None:
        return
    lesson = add_lesson(module=module, kind="quiz", title="Would it rise?", detail={}, completion="score")
    create_quiz(
        lesson=lesson,
        questions=[_choice(*SURE)],
        introduction="<p>Other questions each time: try it as often as you like.</p>",
        navigation="one_by_one",
        is_shuffled=True,
        retake_wait_minutes=10,
    )
    content = QuizContent()
    present = content.read([lesson.pk])[lesson.pk]
    questions = [{**one, "part": 0} for one in present["questions"]]
    content.write(
        lesson,
        {
            **present,
            "questions": questions,
            "parts": [
                {"title": "What everybody knows", "introduction": "", "is_shuffled": False},
                {"title": "What bakers know", "introduction": "<p>Three of six.</p>", "is_shuffled": True},
            ],
            "draws": [{"bank_id": bank.pk, "tag": "dough", "count": 3, "points": "2", "part": 1, "after": 1}],
            "reviews": [_review("just_after", is_key_shown=False), _review("while_open", is_key_shown=True)],
        },
    )


def furnish_accommodations(people: dict[str, User], courses: list[Course]) -> None:
    """One learner has a quarter more time in all quizzes of the first course."""
    course = courses[0]
    active = Enrollment.objects.filter(course=course, status="active", deleted_at=None)
    row = active.order_by("-pk").first()
    if row is not None:
        grant_accommodation(
            course=course,
            quiz=None,
            whom=row,
            rules={"extra_time_percent": 25, "reason": "Reads with a screen reader"},
            by_id=people["ines"].pk,
        )


def _choice(asked: str, answers: tuple[str, ...]) -> QuestionDraft:
    right, *wrong = answers
    options = [OptionDraft(right, 1), *(OptionDraft(one, 0) for one in wrong)]
    return QuestionDraft(
        kind="single_choice", title=asked, stem=document_from_markdown(asked), options=options
    )


def _review(phase: str, *, is_key_shown: bool) -> dict[str, Any]:
    return {
        "phase": phase,
        "shows_points": True,
        "shows_answers": True,
        "shows_correctness": is_key_shown,
        "shows_feedback": is_key_shown,
        "shows_key": is_key_shown,
    }
