"""What questions are found by: the text they ask, and sketches by which alike ones are found."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from edusync.assessment.models import Question, QuestionSketch
from edusync.assessment.question_likeness import sketch, text_hash
from edusync.assessment.scoring import map_texts
from edusync.courses.blocks import document_text, inline_text

SHOWN_CHARACTERS = 500
# Labels of texts in the settings that are part of what is asked, not of what is said to answers.
ASKED = frozenset({"prompt", "match", "item", "gap_text", "gap_word"})


def asked_text(stem: Mapping[str, Any]) -> str:
    """What the stem asks, in one line."""
    return " ".join(document_text(dict(stem)).split())


def words_of(kind: str, stem: Mapping[str, Any], settings: Mapping[str, Any], options: Iterable[str]) -> str:
    """All words that a learner reads: two questions with the same ones ask the same."""
    parts = [asked_text(stem), *(inline_text(html) for html in options)]

    def note(_field: str, label: str, text: str) -> str:
        if label in ASKED:
            parts.append(inline_text(text))
        return text

    map_texts(kind, settings, note)
    return "\n".join(parts)


def set_text(question: Question, stem: Mapping[str, Any], words: str) -> None:
    """Fill the columns that the question is found by; the caller saves."""
    question.text = (asked_text(stem) or words.strip().split("\n", 1)[0])[:SHOWN_CHARACTERS]
    question.text_hash = text_hash(words)


def put_sketches(words_by_question: Mapping[int, str]) -> None:
    """The sketches of these questions in place of those they had. Two statements."""
    QuestionSketch.objects.filter(question_id__in=list(words_by_question)).delete()
    add_sketches(words_by_question)


def add_sketches(words_by_question: Mapping[int, str]) -> None:
    """The sketches of questions that have none."""
    rows: Sequence[QuestionSketch] = [
        QuestionSketch(question_id=question_id, band=band, value=value)
        for question_id, words in words_by_question.items()
        for band, value in enumerate(sketch(words))
    ]
    QuestionSketch.objects.bulk_create(rows, batch_size=400)
