"""Ready-made quizzes for tests, here and in apps above."""

from collections.abc import Sequence
from typing import Any

from edusync.assessment.drafts import OptionDraft, QuestionDraft
from edusync.assessment.models import Quiz, QuizAttempt
from edusync.assessment.scoring import solution
from edusync.assessment.services import create_quiz, save_answer
from edusync.assessment.sheets import sheet_of
from edusync.courses.models import Course, Lesson
from edusync.courses.services import add_lesson, add_module


def stem(text: str) -> dict[str, Any]:
    """A block document of one paragraph."""
    return {"version": 1, "blocks": [{"id": "b1", "type": "text", "html": f"<p>{text}</p>"}]}


def choice_draft(title: str = "Capital of Australia", **fields: Any) -> QuestionDraft:
    """A single choice whose second option is right."""
    options = [
        OptionDraft("Sydney", 0, "The largest city is not the capital."),
        OptionDraft("Canberra", 1, "Yes."),
        OptionDraft("Perth", 0, ""),
    ]
    values = {"kind": "single_choice", "title": title, "stem": stem(title), "options": options, **fields}
    return QuestionDraft(**values)


def drafts_of_every_kind() -> list[QuestionDraft]:
    """One question of each kind; `right_response` knows the answers."""
    return [
        choice_draft(explanation="<p>SECRET-EXPLANATION</p>", feedback_correct="SECRET-PRAISE"),
        QuestionDraft(
            kind="multiple_choice",
            stem=stem("Which are even?"),
            options=[OptionDraft("1"), OptionDraft("2", 1), OptionDraft("3"), OptionDraft("4", 1)],
            settings={"unselected_feedback": ["", "SECRET-LEFT-OUT", "", ""]},
            points=2,
        ),
        QuestionDraft(kind="dropdown", stem=stem("Pick b"), options=[OptionDraft("a"), OptionDraft("b", 1)]),
        QuestionDraft(
            kind="numerical",
            stem=stem("120 times 5?"),
            settings={"answers": [{"value": "600", "tolerance": "5", "feedback": "SECRET-600"}]},
        ),
        QuestionDraft(
            kind="text",
            stem=stem("Name a dwarf."),
            settings={"answers": [{"text": "SECRET-DOC"}, {"text": "Sleepy", "feedback": "He is tired."}]},
        ),
        QuestionDraft(
            kind="formula",
            stem=stem("The area of a square of side a?"),
            settings={
                "answers": [{"formula": "a^2+0*SECRETA"}],
                "variables": {"a": [1, 9], "SECRETA": [1, 2]},
            },
        ),
        QuestionDraft(
            kind="calculated",
            stem=stem("{a} times {b}?"),
            settings={
                "rows": [{"a": 6, "b": 7}],
                "answers": [{"formula": "a*b", "tolerance": "0", "feedback": "SECRET-PRODUCT"}],
            },
        ),
        *drafts_with_parts(),
    ]


def picture_stem(text: str) -> dict[str, Any]:
    """A block document of one paragraph and a picture."""
    picture = {"id": "b2", "type": "image", "src": "/static/app/favicon.svg", "alt": "A map", "caption": ""}
    return {"version": 1, "blocks": [*stem(text)["blocks"], picture]}


def drafts_with_parts() -> list[QuestionDraft]:
    """One question of each kind whose responses name parts of it."""
    return [
        QuestionDraft(
            kind="true_false",
            stem=stem("The earth is flat."),
            settings={"is_true": False, "feedback_true": "SECRET-ROUND", "feedback_false": "SECRET-YES"},
        ),
        QuestionDraft(
            kind="matching",
            stem=stem("Who wrote what?"),
            settings={
                "pairs": [
                    {"prompt": "Hamlet", "match": "Shakespeare"},
                    {"prompt": "Faust", "match": "Goethe"},
                    {"prompt": "Macbeth", "match": "Shakespeare"},
                ],
                "distractors": ["Tolstoy"],
            },
        ),
        QuestionDraft(
            kind="ordering",
            stem=stem("From the shortest to the longest."),
            settings={"items": [{"html": word} for word in ("minute", "hour", "day", "week")]},
        ),
        QuestionDraft(
            kind="gap_select",
            stem=stem("Fill in."),
            settings={
                "text": "The [[1]] chases the [[2]].",
                "words": [{"html": "cat"}, {"html": "mouse"}, {"html": "cloud"}],
                "gaps": [{"word": 1}, {"word": 2}],
            },
        ),
        QuestionDraft(
            kind="cloze",
            stem=stem("Fill in."),
            settings={
                "text": "<p>[[1]] is the capital of France, with [[2]] million people, on the [[3]].</p>",
                "gaps": [
                    {"kind": "text", "answers": [{"text": "SECRET-Paris", "feedback": "SECRET-OUI"}]},
                    {"kind": "number", "answers": [{"value": "2.1", "tolerance": "0.2"}]},
                    {
                        "kind": "select",
                        "weight": 2,
                        "words": [
                            {"html": "Rhine", "feedback": "SECRET-NO"},
                            {"html": "Seine", "weight": 1},
                        ],
                    },
                ],
            },
        ),
        *drafts_on_pictures(),
    ]


def drafts_on_pictures() -> list[QuestionDraft]:
    """One question of each kind that is answered on a picture."""
    return [
        QuestionDraft(
            kind="hotspot",
            stem=picture_stem("Where are the two hearts?"),
            settings={
                "ratio": 0.5,
                "regions": [
                    {"shape": "circle", "x": 20, "y": 20, "radius": 5, "is_right": True, "label": "Left"},
                    {
                        "shape": "polygon",
                        "corners": [[60, 60], [80, 60], [80, 90]],
                        "is_right": True,
                        "label": "Right",
                    },
                    {"shape": "rectangle", "x": 1, "y": 80, "width": 9, "height": 9, "label": "Foot"},
                ],
            },
        ),
        QuestionDraft(
            kind="drag_to_image",
            stem=picture_stem("Name the rivers."),
            settings={
                "items": [{"html": "Rhine"}, {"html": "Elbe"}, {"html": "Seine"}],
                "places": [
                    {"shape": "rectangle", "x": 10, "y": 10, "width": 10, "height": 10, "item": 1},
                    {"shape": "rectangle", "x": 60, "y": 10, "width": 10, "height": 10, "item": 2},
                ],
                "tolerance": 2,
            },
        ),
    ]


RIGHT_TEXTS = {"numerical": "603", "text": "secret-doc", "formula": "a*a", "calculated": "42"}


def right_response(slot: Any) -> dict[str, Any]:
    """The response that earns all points of a slot of a sheet."""
    right = solution(slot.kind, slot.settings, slot.choices).response
    if right is not None:
        # The gap with the number: its solution also tells the tolerance.
        return {"gaps": {**right["gaps"], "2": "2"}} if slot.kind == "cloze" else dict(right)
    if slot.kind in RIGHT_TEXTS:
        return {"text": RIGHT_TEXTS[slot.kind]}
    return {"options": [choice.id for choice in slot.choices if choice.weight > 0]}


def make_quiz(
    *,
    course: Course,
    questions: Sequence[QuestionDraft] | None = None,
    lesson: Lesson | None = None,
    **rules: Any,
) -> Quiz:
    """A quiz in a new lesson of the course; by default with three single choices."""
    if lesson is None:
        module = course.modules.order_by("-position").first() or add_module(course=course, title="Checks")
        lesson = add_lesson(module=module, kind="quiz", title="Check yourself", detail={})
    drafts = [choice_draft(f"Question {number}") for number in (1, 2, 3)] if questions is None else questions
    return create_quiz(lesson=lesson, questions=drafts, **rules)


def answer_rightly(attempt: QuizAttempt, *, count: int | None = None) -> None:
    """Give right answers in the first `count` slots, or in all."""
    for slot in sheet_of(attempt.edition).slots[:count]:
        save_answer(attempt=attempt, slot_id=slot.id, response=right_response(slot))
