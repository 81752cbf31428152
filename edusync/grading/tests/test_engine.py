"""The course grade equals pencil and paper for random books, and keeps its bounds."""

import dataclasses
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edusync.grading.engine import (
    Band,
    Book,
    Category,
    Item,
    Mark,
    Mode,
    curved,
    letter_of,
    rounded,
    score_course,
)
from edusync.grading.tests.reference import course_share

CLOSE = Decimal("1e-9")
weights = st.integers(0, 5).map(Decimal)
curves = st.sampled_from(("none", "none", "none", "add", "scale", "sqrt"))


@st.composite
def books(draw: Any) -> Book:
    count = draw(st.integers(0, 3))
    categories = tuple(
        Category(place, f"c{place}", draw(weights), draw(st.integers(0, 2)), draw(st.integers(0, 1)))
        for place in range(1, count + 1)
    )
    items = tuple(
        Item(
            place,
            Decimal(draw(st.integers(1, 20))),
            draw(st.one_of(st.none(), st.integers(1, max(count, 1)))),
            draw(weights),
            draw(st.sampled_from((False, False, True))),
            draw(curves),
            Decimal(draw(st.integers(0, 20))) / 10,
        )
        for place in range(1, draw(st.integers(1, 7)) + 1)
    )
    return Book(
        items,
        categories,
        draw(st.sampled_from(("points", "weights"))),
        draw(st.sampled_from(("zero", "ignored"))),
    )


@st.composite
def marks_of(draw: Any, book: Book) -> dict[int, Mark]:
    shares = st.one_of(st.none(), st.integers(0, 20).map(lambda n: Decimal(n) / 20))
    states = st.sampled_from(("graded", "graded", "graded", "missing", "excused"))
    return {item.id: Mark(draw(shares), draw(states)) for item in book.items if draw(st.integers(0, 4))}


@st.composite
def filled_books(draw: Any) -> tuple[Book, dict[int, Mark]]:
    book = draw(books())
    return book, draw(marks_of(book))


def plain(book: Book) -> dict[str, Any]:
    return {
        "aggregation": book.aggregation,
        "missing": book.missing,
        "categories": [
            {"id": one.id, "weight": Fraction(one.weight), "low": one.drop_lowest, "high": one.drop_highest}
            for one in book.categories
        ],
        "items": [
            {
                "id": one.id,
                "category": one.category_id,
                "weight": Fraction(one.weight),
                "max": Fraction(one.max_points),
                "extra": one.is_extra_credit,
                "curve": one.curve,
                "value": Fraction(one.curve_value),
            }
            for one in book.items
        ],
    }


@settings(max_examples=50)
@given(filled_books(), st.sampled_from(list(Mode)))
def test_equals_the_slow_and_obvious_way(filled: tuple[Book, dict[int, Mark]], mode: Mode) -> None:
    book, marks = filled
    slow = {
        key: (None if mark.share is None else Fraction(mark.share), mark.state) for key, mark in marks.items()
    }
    wanted = course_share(plain(book), slow, final=mode is Mode.FINAL)
    found = score_course(book, marks, mode).share
    assert (found is None) == (wanted is None)
    if found is not None and wanted is not None:
        assert abs(found - Decimal(wanted.numerator) / Decimal(wanted.denominator)) < CLOSE


@settings(max_examples=40)
@given(filled_books())
def test_stays_between_nothing_and_everything_without_extra_credit(
    filled: tuple[Book, dict[int, Mark]],
) -> None:
    book, marks = filled
    book = dataclasses.replace(
        book, items=tuple(dataclasses.replace(item, is_extra_credit=False) for item in book.items)
    )
    for mode in Mode:
        share = score_course(book, marks, mode).share
        assert share is None or -CLOSE <= share <= 1 + CLOSE


@settings(max_examples=40)
@given(filled_books(), st.integers(2, 9))
def test_only_the_proportion_of_weights_matters(filled: tuple[Book, dict[int, Mark]], factor: int) -> None:
    book, marks = filled
    heavier = dataclasses.replace(
        book,
        categories=tuple(dataclasses.replace(one, weight=one.weight * factor) for one in book.categories),
    )
    before, after = score_course(book, marks).share, score_course(heavier, marks).share
    assert (before is None and after is None) or abs(before - after) < CLOSE  # type: ignore[operator]


@settings(max_examples=40)
@given(filled_books())
def test_dropping_one_more_of_the_lowest_never_costs(filled: tuple[Book, dict[int, Mark]]) -> None:
    book, marks = filled
    items = tuple(dataclasses.replace(item, is_extra_credit=False) for item in book.items)
    book = dataclasses.replace(book, items=items)
    kinder = dataclasses.replace(
        book,
        categories=tuple(
            dataclasses.replace(one, drop_lowest=one.drop_lowest + 1, drop_highest=0)
            for one in book.categories
        ),
    )
    book = dataclasses.replace(
        book, categories=tuple(dataclasses.replace(one, drop_highest=0) for one in book.categories)
    )
    before, after = score_course(book, marks).share, score_course(kinder, marks).share
    assert before is None or (after is not None and after >= before - CLOSE)


@pytest.mark.parametrize(
    ("curve", "value", "share", "wanted"),
    [
        ("none", "0", "0.4", "0.4"),
        ("add", "10", "0.4", "0.5"),
        ("add", "70", "0.4", "1"),
        ("scale", "1.25", "0.4", "0.5"),
        ("scale", "5", "0.4", "1"),
        ("sqrt", "0", "0.36", "0.6"),
        ("add", "10", "1.2", "1.2"),
    ],
)
def test_a_curve_lifts_up_to_the_full_mark(curve: str, value: str, share: str, wanted: str) -> None:
    assert curved(Decimal(share), curve, Decimal(value)) == Decimal(wanted)


def test_percentages_round_half_up_and_have_letters() -> None:
    bands = [Band(Decimal(50), "B"), Band(Decimal(90), "A"), Band(Decimal(0), "C")]
    percent = rounded(Decimal("0.89999950"))
    assert percent == Decimal("90.0000")
    assert [letter_of(value, bands) for value in (percent, Decimal("89.9999"), Decimal(0), None)] == [
        "A",
        "B",
        "C",
        "",
    ]
