"""A question as one attempt asks and scores it: with the values drawn for it, and by the key that holds now."""

import dataclasses
import hashlib
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from edusync.assessment.models import AnswerCheck, QuestionVersion, Quiz, QuizAttempt, Regrade
from edusync.assessment.scoring import Choice, instance
from edusync.assessment.scoring.placeholders import fill_document, fill_text
from edusync.assessment.sheets import Sheet, Slot, version_slots

# Questions inside pages belong to no attempt.
PRACTICE_SEED = 1
# Such regrades hold for whatever is scored.
HOLDING = (Regrade.State.APPLYING, Regrade.State.APPLIED)


@dataclasses.dataclass(frozen=True, slots=True)
class Correction:
    """What staff decided about a question: `act` as `Regrade` has it, `key` the wording to score by."""

    act: str
    up_to: int
    is_only_raised: bool = False
    key: Slot | None = None


# By the uuid of the question.
Corrections = Mapping[Any, Correction]


def corrections_of(
    quiz_id: int, *, instead: Regrade | None = None, without: int = 0
) -> dict[Any, Correction]:
    """What holds for the quiz, the newest of each question; two queries at most, mostly one.

    `instead` is one that shall hold as well (a preview), `without` the id of one that shall not (taking it back).
    """
    rows = Regrade.unscoped.filter(quiz_id=quiz_id, state__in=HOLDING).exclude(pk=without)
    found = list(rows.select_related("question").order_by("id"))
    if instead is not None:
        found.append(instead)
    return _by_question(found)


def note_corrections(quiz: Quiz, is_any: bool) -> None:
    """Remember that the quiz has none, so that nobody asks."""
    if not is_any:
        quiz._corrections = {}  # type: ignore[attr-defined]


def corrections_for(quiz: Quiz) -> Corrections:
    """What holds for the quiz, read once for this object."""
    kept: Corrections | None = getattr(quiz, "_corrections", None)
    if kept is None:
        kept = corrections_of(quiz.pk)
        quiz._corrections = kept  # type: ignore[attr-defined]
    return kept


def _by_question(rows: Iterable[Regrade]) -> dict[Any, Correction]:
    newest = {row.question.uuid: row for row in rows}
    ids = [row.version_id for row in newest.values() if row.version_id]
    versions = QuestionVersion.objects.filter(pk__in=ids).select_related("question") if ids else []
    keys = {version.pk: slot for version, slot in version_slots(list(versions))} if ids else {}
    return {
        name: Correction(row.act, row.up_to, row.is_only_raised, keys.get(row.version_id or 0))
        for name, row in newest.items()
    }


def wrong_checks_of(quiz: Quiz, attempt_id: int) -> dict[int, list[Any]]:
    """Responses that practice said were wrong, by slot id; a query only where they cost something."""
    if quiz.mode != Quiz.Mode.PRACTICE or not quiz.wrong_penalty_percent:
        return {}
    found: dict[int, list[Any]] = {}
    rows = AnswerCheck.objects.filter(attempt_id=attempt_id, is_correct=False)
    for slot_id, response in rows.values_list("slot_id", "response"):
        found.setdefault(slot_id, []).append(response)
    return found


def corrected(slot: Slot, correction: Correction | None) -> Slot:
    """The slot by the key that holds. What is asked and in which words stays as the attempt saw it."""
    if correction is None or slot.version > correction.up_to:
        return slot
    if correction.act == Regrade.Act.DROP:
        return dataclasses.replace(slot, points=Decimal(0))
    if correction.key is None:
        return slot
    key = correction.key
    return dataclasses.replace(
        slot,
        settings=key.settings,
        choices=_weighed(slot, key),
        feedback_correct=key.feedback_correct,
        feedback_incorrect=key.feedback_incorrect,
        explanation=key.explanation,
    )


def _weighed(slot: Slot, key: Slot) -> tuple[Choice, ...]:
    """The options of the slot with the weights of the key: found by their words, else by their place."""
    by_words = {key.option_html[one.id]: one for one in key.choices}
    by_place = {one.position: one for one in key.choices}
    found = []
    for choice in slot.choices:
        other = by_words.get(slot.option_html[choice.id]) or by_place.get(choice.position)
        if other is None:
            found.append(dataclasses.replace(choice, weight=Decimal(0)))
        else:
            found.append(dataclasses.replace(choice, weight=other.weight, feedback=other.feedback))
    return tuple(found)


def corrected_sheet(sheet: Sheet, corrections: Corrections) -> Sheet:
    """The sheet by the keys that hold."""
    if not corrections:
        return sheet
    slots = tuple(corrected(slot, corrections.get(slot.question)) for slot in sheet.slots)
    return dataclasses.replace(sheet, slots=slots)


def asked_slot(slot: Slot, seed: int) -> Slot:
    """The slot with the values that the seed draws; mostly the slot itself."""
    settings, names = instance(slot.kind, slot.settings, seed)
    if not names:
        return slot
    return dataclasses.replace(
        slot,
        settings=settings,
        stem=fill_document(slot.stem, names),
        feedback_correct=fill_text(slot.feedback_correct, names),
        feedback_incorrect=fill_text(slot.feedback_incorrect, names),
        explanation=fill_text(slot.explanation, names),
        hints=tuple(fill_text(hint, names) for hint in slot.hints),
    )


def asked_sheet(attempt: QuizAttempt, sheet: Sheet) -> Sheet:
    """The sheet with the values of this attempt."""
    slots = tuple(asked_slot(slot, seed_of(attempt, slot)) for slot in sheet.slots)
    return dataclasses.replace(sheet, slots=slots)


def seed_of(attempt: QuizAttempt, slot: Slot) -> int:
    """A number of its own for each question of each attempt, the same for all wordings of the question."""
    digest = hashlib.sha256(attempt.uuid.bytes + slot.question.bytes).digest()
    return int.from_bytes(digest[:6])
