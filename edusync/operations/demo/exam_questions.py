"""What the yearly safety exam of the demo school asks beyond the quiz that it was."""

import uuid
from typing import Any

from edusync.assessment.course_content import QuizContent
from edusync.assessment.models import Quiz
from edusync.operations.demo.markup import document_from_markdown

# What is asked, the answers in order, the place of the right one.
QUESTIONS: tuple[tuple[str, tuple[str, ...], int], ...] = (
    (
        "A chip has flown into a colleague’s eye. What first?",
        ("Press on the lid", "Rinse it at the eye shower", "Pick the chip out", "Wait until it hurts less"),
        1,
    ),
    (
        "The grinding wheel shows a hairline crack. What do you do?",
        (
            "Run it slowly",
            "Turn the crack away from you",
            "Finish the piece, then change it",
            "Take the machine out of use and say so",
        ),
        3,
    ),
    (
        "Who may take the guard off the band saw?",
        (
            "Who changes the blade, with the plug pulled",
            "Who cuts a large piece",
            "Who has worked here longest",
            "Nobody, ever",
        ),
        0,
    ),
    (
        "In which order are the five rules for electricity undone?",
        ("From the first to the last", "In any order", "From the last to the first", "All at once"),
        2,
    ),
    ("A motor burns. Which extinguisher?", ("Water", "Foam", "A wet blanket", "Carbon dioxide"), 3),
    (
        "Where does the first aid box hang?",
        ("Next to the paint store", "Beside the door of hall 2", "In the office", "Below the sink of hall 1"),
        1,
    ),
)


def add_questions(quiz: Quiz) -> None:
    """Six more questions: a new edition; what was answered before stays with the one that was."""
    content = QuizContent()
    present = content.read([quiz.lesson_id])[quiz.lesson_id]
    questions = [*present["questions"], *(_question(*one) for one in QUESTIONS)]
    content.write(quiz.lesson, {**present, "questions": questions})


def _question(asked: str, answers: tuple[str, ...], right: int) -> dict[str, Any]:
    return {
        "uuid": str(uuid.uuid5(uuid.NAMESPACE_OID, asked)),
        "kind": "single_choice",
        "title": "",
        "stem": document_from_markdown(asked),
        "options": [
            {"html": answer, "weight": int(place == right), "feedback": ""}
            for place, answer in enumerate(answers)
        ],
    }
