"""Which questions a draw may take, and who gets which: by chance, no question twice in one attempt."""

import dataclasses
import random
import threading
import uuid
from collections import OrderedDict, defaultdict
from collections.abc import Collection, Sequence

from edusync.assessment.models import QuestionCategory, QuestionTag, QuestionVersion, QuizDraw, QuizSlot
from edusync.assessment.scoring import unscored_kinds

KEPT_EDITIONS = 500


@dataclasses.dataclass(frozen=True, slots=True)
class Rule:
    """Where a draw takes its questions from, and how many."""

    bank_id: int
    category_id: int | None
    is_deep: bool
    tag: str
    count: int


@dataclasses.dataclass(frozen=True, slots=True)
class Candidate:
    """A question with the wording that an attempt would get."""

    question_id: int
    version_id: int


@dataclasses.dataclass(frozen=True, slots=True)
class Plan:
    """An edition from which each attempt makes its own: draws, and the slots that all get (only where there are draws)."""

    draws: tuple[QuizDraw, ...]
    fixed: tuple[QuizSlot, ...]

    @property
    def taken(self) -> set[int]:
        """Ids of the questions that all get."""
        return {slot.question_version.question_id for slot in self.fixed}


_kept: OrderedDict[uuid.UUID, Plan] = OrderedDict()
_lock = threading.Lock()


def plan_of(edition: uuid.UUID) -> Plan:
    """The draws of an edition in order; a process reads each edition once, because it never changes."""
    with _lock:
        found = _kept.get(edition)
    if found is None:
        draws = tuple(QuizDraw.objects.filter(edition=edition).select_related("part").order_by("position"))
        slots = QuizSlot.objects.filter(edition=edition).select_related("question_version")
        found = Plan(draws, tuple(slots.order_by("position")) if draws else ())
        with _lock:
            _kept[edition] = found
            while len(_kept) > KEPT_EDITIONS:
                _kept.popitem(last=False)
    return found


def rule_of(draw: QuizDraw) -> Rule:
    """The rule of a stored draw."""
    return Rule(draw.bank_id, draw.category_id, draw.is_deep, draw.tag, draw.count)


def pools_of(rules: Sequence[Rule]) -> list[list[Candidate]]:
    """The questions that fit each rule, in the order of their ids: approved ones that are not retired. Three queries.

    The newest approved wording is taken; a newer draft changes nothing, a question whose newest wording of both is
    retired is out. Texts without an answer are not drawn.
    """
    banks = {rule.bank_id for rule in rules}
    rows = QuestionVersion.objects.filter(
        question__bank_id__in=banks,
        question__deleted_at=None,
        state__in=(QuestionVersion.State.APPROVED, QuestionVersion.State.RETIRED),
    ).exclude(question__kind__in=unscored_kinds())
    newest: dict[int, tuple[int, str, int, int | None]] = {}
    columns = ("question_id", "pk", "state", "question__bank_id", "question__category_id")
    for question_id, version_id, state, bank_id, category_id in rows.order_by(
        "question_id", "number"
    ).values_list(*columns):
        newest[question_id] = (version_id, state, bank_id or 0, category_id)
    open_ones = {key: row for key, row in newest.items() if row[1] == QuestionVersion.State.APPROVED}
    below = _below(banks) if any(rule.category_id and rule.is_deep for rule in rules) else {}
    tagged = _tagged(banks, {rule.tag for rule in rules if rule.tag})
    pools = []
    for rule in rules:
        places = {rule.category_id} | (below.get(rule.category_id, set()) if rule.is_deep else set())
        pools.append(
            [
                Candidate(question_id, version_id)
                for question_id, (version_id, _, bank_id, category_id) in open_ones.items()
                if bank_id == rule.bank_id
                and (rule.category_id is None or category_id in places)
                and (not rule.tag or question_id in tagged[rule.tag])
            ]
        )
    return pools


def _below(bank_ids: Collection[int]) -> dict[int | None, set[int]]:
    """All categories below each."""
    parents = dict(QuestionCategory.objects.filter(bank_id__in=bank_ids).values_list("pk", "parent_id"))
    found: dict[int | None, set[int]] = defaultdict(set)
    for place, parent in parents.items():
        above: int | None = parent
        while above is not None:
            found[above].add(place)
            above = parents.get(above)
    return found


def _tagged(bank_ids: Collection[int], names: Collection[str]) -> dict[str, set[int]]:
    found: dict[str, set[int]] = defaultdict(set)
    if names:
        rows = QuestionTag.objects.filter(question__bank_id__in=bank_ids, name__in=list(names))
        for name, question_id in rows.values_list("name", "question_id"):
            found[name].add(question_id)
    return found


def match(
    pools: Sequence[Sequence[Candidate]],
    counts: Sequence[int],
    taken: Collection[int],
    chance: random.Random,
) -> list[list[Candidate]] | None:
    """For each pool so many questions, none twice and none of `taken`; None where that cannot be.

    Every place takes a free question by chance; where none is free, places change theirs along an augmenting path
    (Kuhn's matching), so a narrow draw never fails because a wide one took its questions.
    """
    orders = []
    for pool in pools:
        order = [one for one in pool if one.question_id not in taken]
        chance.shuffle(order)
        orders.append(order)
    places = [number for number, count in enumerate(counts) for _ in range(count)]
    holder: dict[int, int] = {}
    chosen: dict[int, Candidate] = {}
    for place in sorted(range(len(places)), key=lambda place: len(orders[places[place]])):
        if not _settle(place, places, orders, holder, chosen):
            return None
    found: list[list[Candidate]] = [[] for _ in pools]
    for place, number in enumerate(places):
        found[number].append(chosen[place])
    return found


def _settle(
    start: int,
    places: Sequence[int],
    orders: Sequence[Sequence[Candidate]],
    holder: dict[int, int],
    chosen: dict[int, Candidate],
) -> bool:
    """Find a question for the place, moving others where that helps: breadth first, without recursion."""
    came: dict[int, tuple[int, Candidate]] = {}
    seen: set[int] = set()
    waiting = [start]
    for place in waiting:
        for one in orders[places[place]]:
            if one.question_id in seen:
                continue
            seen.add(one.question_id)
            held_by = holder.get(one.question_id)
            if held_by is not None:
                came[held_by] = (place, one)
                waiting.append(held_by)
                continue
            _take(start, place, one, came, holder, chosen)
            return True
    return False


def _take(
    start: int,
    place: int,
    one: Candidate,
    came: dict[int, tuple[int, Candidate]],
    holder: dict[int, int],
    chosen: dict[int, Candidate],
) -> None:
    """Give the free question to the place and pass on what it held, back to where the search began."""
    while True:
        holder[one.question_id], chosen[place] = place, one
        if place == start:
            return
        place, one = came[place]


@dataclasses.dataclass(frozen=True, slots=True)
class Fitting:
    """How many questions fit each draw, and whether all together find enough."""

    counts: list[int]
    is_enough: bool


def fitting(rules: Sequence[Rule], taken: Collection[int]) -> Fitting:
    """What the rules find beside the questions that are `taken`. Three queries at most."""
    if not rules:
        return Fitting([], True)
    pools = pools_of(rules)
    found = match(pools, [rule.count for rule in rules], taken, random.Random(0))  # noqa: S311 (only counted)
    return Fitting([sum(one.question_id not in taken for one in pool) for pool in pools], found is not None)


def is_enough(draws: Sequence[QuizDraw]) -> bool:
    """Whether the draws of one edition find a question for each of their places. Five queries at most."""
    return fitting([rule_of(draw) for draw in draws], plan_of(draws[0].edition).taken).is_enough
