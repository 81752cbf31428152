"""The slots of one edition of a quiz as plain data. An edition never changes, so a process reads each only once."""

import dataclasses
import itertools
import random
import threading
import uuid
from collections import OrderedDict, defaultdict
from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from typing import Any, TypeVar

from edusync.assessment.models import QuestionOption, QuestionVersion, QuizPart, QuizSlot
from edusync.assessment.scoring import Choice, is_scored

KEPT_SHEETS = 500
Item = TypeVar("Item")


@dataclasses.dataclass(frozen=True, slots=True)
class Part:
    """A part of a quiz that its questions stand in."""

    id: int
    title: str
    introduction: str
    is_shuffled: bool


@dataclasses.dataclass(frozen=True, slots=True)
class Passage:
    """A passage that several questions share. It stays as it is once a quiz asks one of them."""

    id: int
    title: str
    content: Mapping[str, Any]


@dataclasses.dataclass(frozen=True, slots=True)
class Slot:
    """One question as placed in a quiz, with everything needed to show and to score it."""

    id: int
    question: uuid.UUID
    position: int
    kind: str
    points: Decimal
    stem: Mapping[str, Any]
    settings: Mapping[str, Any]
    choices: tuple[Choice, ...]
    option_html: Mapping[int, str]
    feedback_correct: str
    feedback_incorrect: str
    explanation: str
    hints: tuple[str, ...]
    # Whether texts of a translation stand in the place of the question's own.
    is_translated: bool = False
    # Number of the wording.
    version: int = 1
    part: Part | None = None
    passage: Passage | None = None
    # By which people mark its answers.
    rubric_id: int | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Sheet:
    """All slots of an edition, in order."""

    edition: uuid.UUID
    slots: tuple[Slot, ...]

    @property
    def max_points(self) -> Decimal:
        """What all slots together are worth."""
        return sum((slot.points for slot in self.slots), Decimal(0))

    def slot(self, slot_id: int) -> Slot | None:
        """The slot of that id, or None."""
        return next((slot for slot in self.slots if slot.id == slot_id), None)


def arranged(sheet: Sheet, seed: int) -> list[Slot]:
    """The slots as an attempt of this seed shows them: parts in their order, and within each as its rule says."""
    found: list[Slot] = []
    for part, group in itertools.groupby(sheet.slots, key=lambda slot: slot.part):
        slots = list(group)
        is_shuffled = part is None or part.is_shuffled
        found.extend(shuffled(slots, seed + part.id if seed and part else seed) if is_shuffled else slots)
    return found


def shuffled(items: Sequence[Item], seed: int) -> list[Item]:
    """The items in an order that the seed decides; 0 keeps theirs."""
    order = list(items)
    if seed:
        random.Random(seed).shuffle(order)  # noqa: S311 (variety, no secret)
    return order


_kept: OrderedDict[uuid.UUID, Sheet] = OrderedDict()
_lock = threading.Lock()


def sheet_of(edition: uuid.UUID) -> Sheet:
    """The slots of the edition: no query when this process knows it, else two."""
    with _lock:
        sheet = _kept.get(edition)
        if sheet is not None:
            _kept.move_to_end(edition)
            return sheet
    sheet = read_sheets([edition])[edition]
    # An edition without slots may be one whose slots are not committed yet.
    if sheet.slots:
        with _lock:
            _kept[edition] = sheet
            while len(_kept) > KEPT_SHEETS:
                _kept.popitem(last=False)
    return sheet


def read_sheets(editions: Collection[uuid.UUID]) -> dict[uuid.UUID, Sheet]:
    """The slots of many editions, in two queries."""
    rows = list(
        QuizSlot.objects.filter(edition__in=list(editions))
        .select_related("question_version__question", "question_version__stimulus", "part")
        .order_by("position")
    )
    options = _options([row.question_version_id for row in rows])
    slots: dict[uuid.UUID, list[Slot]] = {edition: [] for edition in editions}
    for row in rows:
        version = row.question_version
        slot = _slot(row.pk, row.position, row.points, version, options[version.pk])
        slots[row.edition].append(dataclasses.replace(slot, part=_part(row.part)) if row.part else slot)
    return {edition: Sheet(edition, tuple(found)) for edition, found in slots.items()}


def _part(row: QuizPart) -> Part:
    return Part(row.pk, row.title, row.introduction, row.is_shuffled)


def version_slots(versions: Sequence[QuestionVersion]) -> list[tuple[QuestionVersion, Slot]]:
    """Versions that stand in no quiz as slots: the id is the version's. One query; needs `question` selected."""
    options = _options([version.pk for version in versions])
    return [
        (version, _slot(version.pk, place, version.points, version, options[version.pk]))
        for place, version in enumerate(versions, 1)
    ]


def _options(version_ids: Sequence[int]) -> dict[int, list[QuestionOption]]:
    options: dict[int, list[QuestionOption]] = defaultdict(list)
    for option in QuestionOption.objects.filter(version_id__in=version_ids).order_by("position"):
        options[option.version_id].append(option)
    return options


def _slot(
    slot_id: int, position: int, points: Decimal, version: QuestionVersion, options: list[QuestionOption]
) -> Slot:
    return Slot(
        id=slot_id,
        question=version.question.uuid,
        position=position,
        kind=version.question.kind,
        # A text between questions earns nothing.
        points=points if is_scored(version.question.kind) else Decimal(0),
        stem=version.stem,
        settings=version.settings,
        choices=tuple(Choice(one.pk, one.position, one.weight, one.feedback) for one in options),
        option_html={one.pk: one.html for one in options},
        feedback_correct=version.feedback_correct,
        feedback_incorrect=version.feedback_incorrect,
        explanation=version.explanation,
        hints=tuple(version.hints),
        version=version.number,
        passage=_passage(version),
        rubric_id=version.rubric_id,
    )


def _passage(version: QuestionVersion) -> Passage | None:
    row = version.stimulus if version.stimulus_id else None
    return Passage(row.pk, row.title, row.content) if row else None
