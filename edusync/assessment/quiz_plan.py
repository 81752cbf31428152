"""Parts, draws and reviews of quizzes as plain data: read in one shape, checked from what authors and snapshots say."""

import dataclasses
from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db.models import Exists, OuterRef

from edusync.assessment.models import QuestionBank, QuestionCategory, QuizDraw, QuizPart, QuizReview, QuizSlot
from edusync.courses.blocks import clean_inline
from edusync.courses.snapshots.columns import as_json
from edusync.kernel.problems import FieldError, ValidationProblem

EXTRAS = ("has_parts", "has_draws", "has_reviews")
MOST_PARTS = 50
MOST_DRAWS = 50
MOST_DRAWN = 500
SHOWS = ("shows_points", "shows_answers", "shows_correctness", "shows_feedback", "shows_key")


@dataclasses.dataclass(frozen=True, slots=True)
class PartPlan:
    """A part before it is stored."""

    title: str
    introduction: str
    is_shuffled: bool


@dataclasses.dataclass(frozen=True, slots=True)
class DrawPlan:
    """A draw before it is stored: `after` so many questions, in the part of that place from 0."""

    bank_id: int
    category_id: int | None
    is_deep: bool
    tag: str
    count: int
    points: Decimal
    part: int | None
    after: int


@dataclasses.dataclass(frozen=True, slots=True)
class QuizPlan:
    """How the questions of an edition are placed. `question_parts` has a place in `parts` for each question."""

    parts: tuple[PartPlan, ...] = ()
    draws: tuple[DrawPlan, ...] = ()
    question_parts: tuple[int | None, ...] = ()


def with_extras(quizzes: Any) -> Any:
    """The quizzes with whether there are parts, draws and reviews: most have none, and then nothing more is read."""
    here = {"edition": OuterRef("edition")}
    return quizzes.annotate(
        has_parts=Exists(QuizPart.objects.filter(**here)),
        has_draws=Exists(QuizDraw.objects.filter(**here)),
        has_reviews=Exists(QuizReview.objects.filter(quiz=OuterRef("pk"))),
    )


def read_parts(editions: Collection[Any]) -> dict[Any, list[QuizPart]]:
    """Parts in order, by edition. One query."""
    found: dict[Any, list[QuizPart]] = {edition: [] for edition in editions}
    for part in QuizPart.objects.filter(edition__in=list(editions)).order_by("edition", "position"):
        found[part.edition].append(part)
    return found


def read_draws(editions: Collection[Any]) -> dict[Any, list[QuizDraw]]:
    """Draws in order with bank and category, by edition. One query."""
    found: dict[Any, list[QuizDraw]] = {edition: [] for edition in editions}
    rows = QuizDraw.objects.filter(edition__in=list(editions)).select_related("bank", "category")
    for draw in rows.order_by("edition", "position"):
        found[draw.edition].append(draw)
    return found


def read_reviews(quiz_ids: Collection[int]) -> dict[int, list[dict[str, Any]]]:
    """What is told in which phase, by quiz. One query."""
    found: dict[int, list[dict[str, Any]]] = {}
    for row in QuizReview.objects.filter(quiz_id__in=list(quiz_ids)).order_by("pk"):
        found.setdefault(row.quiz_id, []).append(
            {"phase": row.phase, **{name: getattr(row, name) for name in SHOWS}}
        )
    return found


def plan_json(
    parts: Sequence[QuizPart],
    draws: Sequence[QuizDraw],
    slots: Sequence[QuizSlot],
    paths: Mapping[int, list[str]],
) -> dict[str, Any]:
    """`parts` and `draws` as snapshots keep them; neither key where there is none. `paths` names categories."""
    place = {part.pk: number for number, part in enumerate(parts)}
    found: dict[str, Any] = {}
    if parts:
        found["parts"] = [
            {"title": part.title, "introduction": part.introduction, "is_shuffled": part.is_shuffled}
            for part in parts
        ]
    if draws:
        found["draws"] = [
            {
                "bank": {"id": draw.bank_id, "kind": draw.bank.kind, "title": draw.bank.title},
                "category": paths.get(draw.category_id or 0, []),
                "is_deep": draw.is_deep,
                "tag": draw.tag,
                "count": draw.count,
                "points": as_json(draw.points),
                "part": place.get(draw.part_id or 0),
                "after": sum(1 for slot in slots if slot.position < draw.position),
            }
            for draw in draws
        ]
    return found


def category_paths(draws: Collection[QuizDraw]) -> dict[int, list[str]]:
    """Names from the top down, for the categories that these draws name. One query, none without any."""
    banks = {draw.bank_id for draw in draws if draw.category_id}
    if not banks:
        return {}
    rows = {row.pk: row for row in QuestionCategory.objects.filter(bank_id__in=banks)}
    found: dict[int, list[str]] = {}
    for draw in draws:
        path: list[str] = []
        here = rows.get(draw.category_id or 0)
        while here is not None:
            path.insert(0, here.name)
            here = rows.get(here.parent_id or 0)
        if draw.category_id:
            found[draw.category_id] = path
    return found


class PlanReader:
    """Checks what an author or a snapshot says about parts and draws. `errors` points into it."""

    def __init__(self, organization_id: int, own_bank: QuestionBank) -> None:
        self.organization_id = organization_id
        self.own_bank = own_bank
        self.errors: list[FieldError] = []

    def plan(self, data: Mapping[str, Any], *, is_shuffled: bool) -> QuizPlan:
        """The plan. Questions and draws that name no part stay in that of the one before. Raises ValidationProblem."""
        questions = data.get("questions") or []
        parts = [self._part(one, place) for place, one in enumerate(self._list(data, "parts", MOST_PARTS))]
        draws = [self._draw(one, place) for place, one in enumerate(self._list(data, "draws", MOST_DRAWS))]
        wanted = [one.get("part") if isinstance(one, dict) else None for one in questions]
        if sum(draw.count for draw in draws) + len(questions) > MOST_DRAWN:
            self._note("/draws", "too-many", f"A quiz asks at most {MOST_DRAWN} questions.")
        if self.errors:
            raise ValidationProblem(errors=self.errors)
        if not parts:
            bare = [dataclasses.replace(draw, part=None) for draw in draws]
            return QuizPlan((), tuple(bare), tuple(None for _ in questions))
        return self._in_parts(parts, draws, wanted, is_shuffled)

    def _in_parts(
        self, parts: list[PartPlan], draws: list[DrawPlan], wanted: list[Any], is_shuffled: bool
    ) -> QuizPlan:
        """Every question and draw in a part, in the order of the parts."""
        items: list[tuple[str, int, Any]] = []
        for number in range(len(wanted) + 1):
            items += [("draw", place, one.part) for place, one in enumerate(draws) if one.after == number]
            if number < len(wanted):
                items.append(("question", number, wanted[number]))
        found: dict[tuple[str, int], int] = {}
        # What stands before the first part gets one without a title.
        is_loose = bool(items) and items[0][2] is None
        here = -1 if is_loose else 0
        for kind, place, part in items:
            if part is not None and not (isinstance(part, int) and here <= part < len(parts)):
                pointer = f"/questions/{place}/part" if kind == "question" else f"/draws/{place}/part"
                self._note(pointer, "out-of-order", "Parts follow each other.")
                break
            here = here if part is None else part
            found[(kind, place)] = here + is_loose
        if self.errors:
            raise ValidationProblem(errors=self.errors)
        front = [PartPlan("", "", is_shuffled)] if is_loose else []
        return QuizPlan(
            (*front, *parts),
            tuple(dataclasses.replace(one, part=found[("draw", place)]) for place, one in enumerate(draws)),
            tuple(found[("question", place)] for place in range(len(wanted))),
        )

    def _note(self, pointer: str, code: str, detail: str) -> None:
        self.errors.append(FieldError(pointer=pointer, code=code, detail=detail))

    def _list(self, data: Mapping[str, Any], name: str, most: int) -> list[Mapping[str, Any]]:
        rows = data.get(name) or []
        if not isinstance(rows, list) or not all(isinstance(one, dict) for one in rows):
            self._note(f"/{name}", "not-a-list", "Must be a list of objects.")
            return []
        if len(rows) > most:
            self._note(f"/{name}", "too-many", f"At most {most}.")
        return rows[:most]

    def _part(self, one: Mapping[str, Any], place: int) -> PartPlan:
        title = str(one.get("title") or "").strip()
        if len(title) > 200:
            self._note(f"/parts/{place}/title", "too-long", "At most 200 characters.")
        return PartPlan(
            title[:200], clean_inline(str(one.get("introduction") or "")), bool(one.get("is_shuffled"))
        )

    def _draw(self, one: Mapping[str, Any], place: int) -> DrawPlan:
        bank = self._bank(one, place)
        return DrawPlan(
            bank_id=bank.pk,
            category_id=self._category(bank, one, place),
            is_deep=bool(one.get("is_deep", True)),
            tag=str(one.get("tag") or "").strip()[:60],
            count=self._number(one, "count", place, most=MOST_DRAWN),
            points=self._points(one, place),
            part=one.get("part"),
            after=self._number(one, "after", place, least=0, most=MOST_DRAWN),
        )

    def _bank(self, one: Mapping[str, Any], place: int) -> QuestionBank:
        """By id from an author; a snapshot's by id, kind and title, else by kind and title, else that of the course."""
        banks = QuestionBank.unscoped.filter(organization_id=self.organization_id)
        if "bank_id" in one:
            bank = banks.filter(pk=one["bank_id"]).first()
            if bank is None:
                self._note(f"/draws/{place}/bank_id", "unknown-bank", "This bank is not there.")
            return bank or self.own_bank
        named: Any = one.get("bank")
        if not isinstance(named, dict):
            return self.own_bank
        alike = banks.filter(kind=str(named.get("kind")), title=str(named.get("title"))).order_by("pk")
        hint = named.get("id")
        return (alike.filter(pk=hint).first() if isinstance(hint, int) else None) or (
            alike.exclude(kind=QuestionBank.Kind.PERSON).first() or self.own_bank
        )

    def _category(self, bank: QuestionBank, one: Mapping[str, Any], place: int) -> int | None:
        if "category_id" in one:
            wanted = one["category_id"]
            if wanted is None:
                return None
            if not QuestionCategory.objects.filter(pk=wanted, bank=bank).exists():
                self._note(f"/draws/{place}/category_id", "unknown-category", "This category is not there.")
            return int(wanted)
        found: QuestionCategory | None = None
        path: Any = one.get("category") or []
        for name in path if isinstance(path, list) else []:
            found, _ = QuestionCategory.objects.get_or_create(bank=bank, parent=found, name=str(name)[:120])
        return found.pk if found else None

    def _number(self, one: Mapping[str, Any], name: str, place: int, *, least: int = 1, most: int) -> int:
        value = one.get(name, least)
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            self._note(f"/draws/{place}/{name}", "out-of-range", f"From {least} to {most}.")
            return least
        return value

    def _points(self, one: Mapping[str, Any], place: int) -> Decimal:
        try:
            points = Decimal(str(one.get("points", 1))).quantize(Decimal("0.001"))
        except InvalidOperation:
            points = Decimal(0)
        if not 0 < points < 1_000_000:
            self._note(f"/draws/{place}/points", "out-of-range", "Points are above 0 and below a million.")
            return Decimal(1)
        return points


def checked_reviews(rows: Any) -> list[dict[str, Any]]:
    """One row for each phase named. Raises ValidationProblem below /reviews."""
    found: dict[str, dict[str, Any]] = {}
    if not isinstance(rows, list):
        raise ValidationProblem(errors=[FieldError("/reviews", "not-a-list", "Must be a list of objects.")])
    for place, row in enumerate(rows):
        phase = row.get("phase") if isinstance(row, dict) else None
        if phase not in QuizReview.Phase.values or phase in found:
            raise ValidationProblem(
                errors=[FieldError(f"/reviews/{place}/phase", "unknown-value", "No such phase.")]
            )
        found[phase] = {"phase": phase, **{name: bool(row.get(name)) for name in SHOWS}}
    return list(found.values())
