"""The rules of a course as plain data."""

import dataclasses
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

ONE = Decimal(1)
# Items of a book without categories.
UNSORTED = 0


class Mode(StrEnum):
    """Current counts what is marked; final takes what is not for zero."""

    CURRENT = "current"
    FINAL = "final"


@dataclasses.dataclass(frozen=True, slots=True)
class Item:
    """A column. `is_shown`: learners see its marks."""

    id: int
    max_points: Decimal
    category_id: int | None = None
    weight: Decimal = ONE
    is_extra_credit: bool = False
    curve: str = "none"
    curve_value: Decimal = Decimal(0)
    is_shown: bool = True


@dataclasses.dataclass(frozen=True, slots=True)
class Category:
    """A share of the course grade."""

    id: int
    name: str = ""
    weight: Decimal = ONE
    drop_lowest: int = 0
    drop_highest: int = 0


@dataclasses.dataclass(frozen=True, slots=True)
class Mark:
    """A cell: the share earned before any curve, None where there is no mark; `state` as in `Grade.State`."""

    share: Decimal | None
    state: str = "graded"


@dataclasses.dataclass(frozen=True)
class Book:
    """Everything the formula needs of a course. `missing`: "zero" or "ignored"; `aggregation`: "points" or "weights"."""

    items: tuple[Item, ...]
    categories: tuple[Category, ...] = ()
    aggregation: str = "points"
    missing: str = "zero"

    @cached_property
    def groups(self) -> tuple[tuple[Category, tuple[tuple[Item, Decimal], ...]], ...]:
        """Categories with their items and what each counts. Without categories all items make one."""
        categories = self.categories or (Category(UNSORTED),)
        found: dict[int, list[tuple[Item, Decimal]]] = {category.id: [] for category in categories}
        for item in self.items:
            place = item.category_id if self.categories else UNSORTED
            if place in found:
                counts = item.weight * item.max_points if self.aggregation == "points" else item.weight
                found[place].append((item, counts))
        return tuple((category, tuple(found[category.id])) for category in categories)

    def shown(self) -> "Book":
        """The same book with only the columns whose marks learners see."""
        return dataclasses.replace(self, items=tuple(item for item in self.items if item.is_shown))
