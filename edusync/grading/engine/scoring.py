"""The formula of the course grade."""

import dataclasses
from collections.abc import Mapping, Sequence
from decimal import Decimal

from edusync.grading.engine.book import Book, Category, Item, Mark, Mode
from edusync.grading.engine.curves import curved

ZERO = Decimal(0)
NO_MARK = Mark(None, "none")


@dataclasses.dataclass(slots=True)
class Entry:
    """An item in its category: its share after the curve, what it counts there, and whether it dropped out."""

    item: Item
    share: Decimal | None
    counts: Decimal
    is_dropped: bool = False


@dataclasses.dataclass(slots=True)
class CategoryScore:
    """A category's share of 0 to 1 (above with extra credit), None while nothing in it counts."""

    category: Category
    share: Decimal | None
    entries: list[Entry]


@dataclasses.dataclass(slots=True)
class CourseScore:
    """The course's share, None while nothing counts."""

    share: Decimal | None
    categories: list[CategoryScore]


def score_course(book: Book, marks: Mapping[int, Mark], mode: Mode = Mode.CURRENT) -> CourseScore:
    """What one learner's cells (by item id) come to."""
    scores = [
        score_category(category, entries_of(book, items, marks, mode)) for category, items in book.groups
    ]
    above = below = ZERO
    for score in scores:
        if score.share is not None:
            above += score.category.weight * score.share
            below += score.category.weight
    return CourseScore(above / below if below else None, scores)


def entries_of(
    book: Book, items: Sequence[tuple[Item, Decimal]], marks: Mapping[int, Mark], mode: Mode
) -> list[Entry]:
    """The items of a category with what they earn; a share of None does not count."""
    return [
        Entry(item, earned_share(book, item, marks.get(item.id, NO_MARK), mode), counts)
        for item, counts in items
    ]


def earned_share(book: Book, item: Item, mark: Mark, mode: Mode) -> Decimal | None:
    """What the cell earns; None where it does not count."""
    if mark.state == "excused":
        return None
    if mark.state == "missing":
        return ZERO if book.missing == "zero" else None
    if mark.share is None:
        # Nobody owes extra credit.
        return ZERO if mode is Mode.FINAL and not item.is_extra_credit else None
    return curved(mark.share, item.curve, item.curve_value)


def score_category(category: Category, entries: list[Entry]) -> CategoryScore:
    """The category's share; marks the entries that drop out."""
    if category.drop_lowest or category.drop_highest:
        drop_out(category, entries)
    above = below = ZERO
    for entry in entries:
        if entry.share is None or entry.is_dropped:
            continue
        above += entry.counts * entry.share
        if not entry.item.is_extra_credit:
            below += entry.counts
    return CategoryScore(category, above / below if below else None, entries)


def drop_out(category: Category, entries: Sequence[Entry]) -> None:
    """Mark the lowest, then the highest, but leave one."""
    ranked = sorted(
        (
            entry
            for entry in entries
            if entry.share is not None and not entry.item.is_extra_credit and entry.counts
        ),
        key=lambda entry: (entry.share, -entry.counts, entry.item.id),
    )
    lowest = min(category.drop_lowest, max(len(ranked) - 1, 0))
    highest = min(category.drop_highest, max(len(ranked) - 1 - lowest, 0))
    for entry in [*ranked[:lowest], *ranked[len(ranked) - highest :]]:
        entry.is_dropped = True
