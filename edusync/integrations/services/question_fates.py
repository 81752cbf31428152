"""What becomes of each question of a file, seen what the bank has already; and bringing in what comes."""

import dataclasses
from collections.abc import Sequence
from typing import Any

from django.db import transaction

from edusync.assessment.drafts import QuestionDraft
from edusync.assessment.models import QuestionBank
from edusync.assessment.services.authoring import check_drafts
from edusync.assessment.services.bank import category_at
from edusync.assessment.services.bank_questions import Entry, create_questions, save_question
from edusync.assessment.services.known_questions import MAX_REF, Incoming, Known, known_questions
from edusync.integrations.questions.found import Found
from edusync.integrations.services.question_pictures import resolve_pictures, sums_of, with_stand_ins
from edusync.kernel.problems import ValidationProblem

# What the user wants of questions that the bank has.
SKIP, VERSION, ALL = "skip", "version", "all"
ON_EXISTING = (SKIP, VERSION, ALL)
# What becomes of a question.
BRING, LEAVE, REWORD = "bring", "leave", "reword"
_BATCH = 200


@dataclasses.dataclass(slots=True)
class Fate:
    """A question of the file and what becomes of it; `known` is the one that the bank has."""

    found: Found
    act: str = BRING
    known: Known | None = None
    code: str = ""
    detail: str = ""


def fates_of(bank: QuestionBank, found: Sequence[Found], on_existing: str) -> list[Fate]:
    """What is to become of all questions; nothing is stored. What the bank would refuse is left out and told."""
    fates = [Fate(one) for one in found]
    for one in found:
        _check(one, stood_in=True)
    asked = [fate for fate in fates if fate.found.draft is not None]
    incoming = [
        Incoming(with_stand_ins(fate.found.draft), ref_of(fate.found), sums_of(fate.found))
        for fate in asked
        if fate.found.draft is not None
    ]
    for fate, known in zip(asked, known_questions(bank.pk, incoming), strict=True):
        if known is not None:
            _decide(fate, known, on_existing)
    return fates


def ref_of(found: Found) -> str:
    """What the source calls it in one line; nothing where that is too long to be a name."""
    name = " ".join(found.ref.split())
    return name if len(name) <= MAX_REF else ""


def _decide(fate: Fate, known: Known, on_existing: str) -> None:
    fate.known = known
    if known.has_same_answers:
        fate.code, fate.detail = "already-there", "The bank has this question."
        fate.act = BRING if on_existing == ALL else LEAVE
    elif known.has_same_source:
        fate.code, fate.detail = (
            "changed",
            "The bank has this question by its name, and it says something else.",
        )
        # With the words of another question it would be mistaken for a new one.
        others = BRING if on_existing == ALL or not known.has_same_words else LEAVE
        fate.act = REWORD if on_existing == VERSION else others
    else:
        fate.code, fate.detail = (
            "same-words",
            "The bank has a question of the same words, with other answers or feedback.",
        )
        fate.act = BRING if on_existing == ALL else LEAVE


def _check(one: Found, *, stood_in: bool = False) -> None:
    """A question that a bank would refuse is left out."""
    if one.draft is None:
        return
    try:
        check_drafts([with_stand_ins(one.draft) if stood_in else one.draft])
    except ValidationProblem as problem:
        error = problem.errors[0]
        one.draft = None
        one.node.refuse("refused", f"{error.pointer.removeprefix('/questions/0')}: {error.detail}"[:300])


def bring_in(bank: QuestionBank, fates: Sequence[Fate], by_id: int | None) -> None:
    """Store what comes: new questions, and new wordings of those that the bank has."""
    coming = [fate for fate in fates if fate.found.draft is not None and fate.act != LEAVE]
    for fate in coming:
        resolve_pictures(fate.found, by_id=by_id)
        _check(fate.found)
    _store(bank, coming, by_id)


@transaction.atomic
def _store(bank: QuestionBank, coming: Sequence[Fate], by_id: int | None) -> None:
    new = [fate.found for fate in coming if fate.act == BRING]
    categories: dict[tuple[str, ...], Any] = {
        path: category_at(bank, path, by_id=by_id)
        for path in dict.fromkeys(one.category for one in new if one.draft is not None)
    }
    entries = [
        Entry(one.draft, categories[one.category], [tag[:60] for tag in one.tags][:20], ref_of(one))
        for one in new
        if one.draft is not None
    ]
    # The checks of a quiz's size are no matter here.
    for begin in range(0, len(entries), _BATCH):
        create_questions(bank=bank, entries=entries[begin : begin + _BATCH], by_id=by_id)
    for fate in coming:
        if fate.act == REWORD and fate.known is not None and fate.found.draft is not None:
            _reword(fate.known, fate.found.draft, by_id)


def _reword(known: Known, draft: QuestionDraft, by_id: int | None) -> None:
    save_question(question=known.question, draft=draft, base_number=known.number, by_id=by_id)
