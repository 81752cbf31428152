"""Quizzes and practice questions in other languages: which texts they have, and how translations stand in their place.

A text of a question stands only for the very wording it was made from: after a change learners read the source until the
translator has looked at it. So nobody is asked one thing and scored by another, and an attempt keeps what it asked.
"""

import dataclasses
from collections.abc import Iterator, Mapping
from typing import Any

from edusync.assessment.models import Quiz
from edusync.assessment.queries import INTRODUCTION, latest_slots
from edusync.assessment.scoring import map_texts
from edusync.assessment.sheets import Sheet, Slot, read_sheets
from edusync.courses.blocks import questions_of
from edusync.courses.queries.translations import Texts, question_texts
from edusync.courses.translation import Found, document_pieces, in_document, piece_digest

_GENERAL = ("feedback_correct", "feedback_incorrect", "explanation")


def lesson_texts(
    *, kinds: Mapping[int, str], documents: Mapping[int, dict[str, Any]]
) -> dict[int, list[Found]]:
    """Texts of the quizzes among the lessons, and of the questions in their pages; five queries at most."""
    found: dict[int, list[Found]] = {}
    ids = [lesson_id for lesson_id, kind in kinds.items() if kind == "quiz"]
    rows = Quiz.objects.filter(lesson_id__in=ids).values_list("lesson_id", "edition", "introduction")
    quizzes = list(rows) if ids else []
    sheets = read_sheets([edition for _, edition, _ in quizzes]) if quizzes else {}
    for lesson_id, edition, introduction in quizzes:
        pieces = found[lesson_id] = []
        if introduction.strip():
            pieces.append((INTRODUCTION, "html", "introduction", introduction))
        for slot in sheets[edition].slots:
            pieces.extend(slot_pieces(slot))
    asked = {pk: questions_of(document) for pk, document in documents.items()}
    wanted = {name for names in asked.values() for name in names}
    slots = latest_slots(wanted) if wanted else {}
    for lesson_id, names in asked.items():
        for name in dict.fromkeys(names):
            if name in slots:
                found.setdefault(lesson_id, []).extend(slot_pieces(slots[name]))
    return found


def slot_pieces(slot: Slot) -> Iterator[Found]:
    """The texts of a question: what is asked, choices, hints, feedback. Accepted answers are none: they are its key."""
    base = f"question/{slot.question}"
    yield from document_pieces(dict(slot.stem), prefix=f"{base}/stem")
    for choice in slot.choices:
        yield from _said(f"{base}/options/{choice.position}", "option", slot.option_html[choice.id])
        yield from _said(f"{base}/options/{choice.position}/feedback", "option_feedback", choice.feedback)
    inside: list[tuple[str, str, str]] = []

    def note(field: str, label: str, text: str) -> str:
        inside.append((field, label, text))
        return text

    map_texts(slot.kind, slot.settings, note)
    for field, label, text in inside:
        yield from _said(f"{base}/{field}", label, text)
    for place, hint in enumerate(slot.hints, 1):
        yield from _said(f"{base}/hints/{place}", "hint", hint)
    for name in _GENERAL:
        yield from _said(f"{base}/{name}", name, getattr(slot, name))


def _said(field: str, label: str, text: str) -> Iterator[Found]:
    if text.strip():
        yield field, "html", label, text


def sheet_in(sheet: Sheet, texts: Texts | None, lesson_id: int) -> Sheet:
    """The sheet as it reads in the language of the texts. Whatever decides the score is the same."""
    own = question_texts(texts, lesson_id) if texts else {}
    return Sheet(sheet.edition, tuple(slot_in(slot, own) for slot in sheet.slots)) if own else sheet


def slot_in(slot: Slot, own: Mapping[str, tuple[str, str]]) -> Slot:
    """One question with texts by field in the places of those they were made from; see `question_texts`."""
    base = f"question/{slot.question}"
    mine = {field: text for field, text in own.items() if field.startswith(f"{base}/")}
    if not mine:
        return slot
    texts = _fitting(slot, mine)

    def said(field: str, source: str) -> str:
        return texts.get(f"{base}/{field}", source)

    return dataclasses.replace(
        slot,
        stem=in_document(dict(slot.stem), texts, prefix=f"{base}/stem"),
        choices=tuple(
            dataclasses.replace(one, feedback=said(f"options/{one.position}/feedback", one.feedback))
            for one in slot.choices
        ),
        option_html={
            one.id: said(f"options/{one.position}", slot.option_html[one.id]) for one in slot.choices
        },
        settings=map_texts(slot.kind, slot.settings, lambda field, _label, text: said(field, text)),
        is_translated=True,
        hints=tuple(said(f"hints/{place}", hint) for place, hint in enumerate(slot.hints, 1)),
        feedback_correct=said("feedback_correct", slot.feedback_correct),
        feedback_incorrect=said("feedback_incorrect", slot.feedback_incorrect),
        explanation=said("explanation", slot.explanation),
    )


def _fitting(slot: Slot, mine: Mapping[str, tuple[str, str]]) -> dict[str, str]:
    """The texts that say what this wording says, by its fields: one whose choice moved is found by what it was made from."""
    by_digest = {digest: text for text, digest in mine.values()}
    found: dict[str, str] = {}
    for field, _, _, source in slot_pieces(slot):
        digest = piece_digest(source)
        text, made_from = mine.get(field, ("", ""))
        if made_from == digest:
            found[field] = text
        elif digest in by_digest:
            found[field] = by_digest[digest]
    return found
