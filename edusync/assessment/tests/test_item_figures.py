"""Figures of the item doctor out of sums equal those of a slow, obvious reference; sums bear taking out again."""

import math
import statistics

from hypothesis import given, settings
from hypothesis import strategies as st

from edusync.assessment.doctor import figures, timing
from edusync.assessment.doctor.answer_names import answer_names, written_text
from edusync.assessment.doctor.entries import Entry, Item, entry_from, renamed
from edusync.assessment.doctor.sums import sums_of

BEST = 2000


def entry(points: list[int], cohort: int = 0) -> Entry:
    """An attempt at items 1, 2, 3 … with these thousandths of points."""
    items = tuple(
        Item(place, own, BEST, own == BEST, own == 0, (str(own),), place)
        for place, own in enumerate(points, 1)
    )
    return Entry(items, (("cohort", cohort),) if cohort else ())


def table(width: int) -> st.SearchStrategy[list[list[int]]]:
    row = st.lists(st.sampled_from([0, 500, 1000, 2000]), min_size=width, max_size=width)
    return st.lists(row, min_size=2, max_size=25)


tables = st.integers(2, 6).flatmap(table)


def numbers(rows: list[list[int]]) -> list[figures.ItemNumbers]:
    sums = sums_of(entry(row) for row in rows)
    wanted = figures.ItemNumbers.__dataclass_fields__
    return [
        figures.ItemNumbers(**{name: sums.items[place].numbers[name] for name in wanted})
        for place in range(1, len(rows[0]) + 1)
    ]


def reference_r(one: list[float], other: list[float]) -> float | None:
    if len(set(one)) < 2 or len(set(other)) < 2:
        return None
    return statistics.correlation(one, other)


def reference_alpha(rows: list[list[int]]) -> float | None:
    totals = [sum(row) for row in rows]
    count = len(rows[0])
    if count < 2 or statistics.variance(totals) == 0:
        return None
    parts = sum(statistics.variance(column) for column in zip(*rows, strict=True))
    return count / (count - 1) * (1 - parts / statistics.variance(totals))


def same(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return math.isclose(one, other, rel_tol=1e-7, abs_tol=1e-7)


@given(tables)
@settings(max_examples=50)
def test_figures_equal_those_of_the_textbook(rows):
    items = numbers(rows)
    totals = [float(sum(row)) for row in rows]
    alphas = figures.alphas_without(items, len(rows))
    assert same(figures.alpha(items, len(rows)), reference_alpha(rows))
    for place, item in enumerate(items):
        own = [float(row[place]) for row in rows]
        rest = [total - one for total, one in zip(totals, own, strict=True)]
        assert same(figures.facility(item), statistics.fmean(own) / BEST)
        assert same(figures.discrimination(item), reference_r(own, totals))
        assert same(figures.corrected_discrimination(item), reference_r(own, rest))
        without = [row[:place] + row[place + 1 :] for row in rows]
        assert same(alphas[place], reference_alpha(without))


@given(tables)
@settings(max_examples=40)
def test_effective_weights_are_shares_of_the_variance(rows):
    weights = figures.effective_weights(numbers(rows))
    totals = [sum(row) for row in rows]
    if len(set(totals)) < 2:
        assert weights == [None] * len(rows[0])
        return
    assert math.isclose(sum(one for one in weights if one is not None), 1, abs_tol=1e-9)
    for place, weight in enumerate(weights):
        own = [row[place] for row in rows]
        assert same(weight, statistics.covariance(own, totals) / statistics.variance(totals))


@given(tables, st.randoms(use_true_random=False))
@settings(max_examples=40)
def test_an_attempt_that_is_taken_out_again_leaves_nothing(rows, random):
    kept = sums_of(entry(row, cohort=5) for row in rows[1:])
    sums = sums_of(entry(row, cohort=5) for row in random.sample(rows, len(rows)))
    sums.add(entry_from(entry(rows[0], cohort=5).as_json()), -1)
    assert +sums.numbers == +kept.numbers
    for place in range(1, len(rows[0]) + 1):
        one, other = sums.items[place], kept.items[place]
        assert +one.numbers == +other.numbers
        assert +one.times == +other.times
        assert {name: found for name, found in one.choices.items() if any(found)} == dict(other.choices)
        assert {key: cell for key, cell in one.groups.items() if any(cell)} == dict(other.groups)


def test_a_choice_of_the_better_ones_discriminates_and_one_of_the_weaker_does_not():
    rows = [[2000, 2000]] * 5 + [[0, 0]] * 5
    sums, (item, _) = sums_of(entry(row) for row in rows), numbers(rows)
    good = figures.choice_discrimination(item, *sums.items[1].choices["2000"])
    bad = figures.choice_discrimination(item, *sums.items[1].choices["0"])
    assert (good, bad) == (1.0, -1.0)


def test_the_odds_of_a_published_table_are_found_again():
    # Two strata, every term by hand.
    cells = [figures.Cell(12, 8, 15, 5), figures.Cell(16, 4, 18, 2)]
    above = 15 * 8 / 40 + 18 * 4 / 40
    below = 5 * 12 / 40 + 2 * 16 / 40
    expected = [20 * 27 / 40, 20 * 34 / 40]
    spread = 20 * 20 * 27 * 13 / (40 * 40 * 39) + 20 * 20 * 34 * 6 / (40 * 40 * 39)
    chi = (abs(15 + 18 - sum(expected)) - 0.5) ** 2 / spread
    found = figures.mantel_haenszel(cells)
    assert found is not None
    assert math.isclose(found.odds_ratio, above / below)
    assert math.isclose(found.delta, -2.35 * math.log(above / below))
    assert math.isclose(found.chi_squared, chi)
    assert found.level == "A"


def test_a_group_that_fails_where_equals_succeed_is_told():
    cells = [figures.Cell(10, 40, 40, 10), figures.Cell(20, 30, 45, 5)]
    found = figures.mantel_haenszel(cells)
    assert found is not None
    assert found.level == "C"
    assert found.delta < -1.5
    turned = figures.mantel_haenszel(
        [figures.Cell(one.other_right, one.other_wrong, one.right, one.wrong) for one in cells]
    )
    assert turned is not None
    assert math.isclose(turned.delta, -found.delta)


def test_groups_without_wrong_answers_tell_no_difference():
    assert figures.mantel_haenszel([figures.Cell(10, 0, 10, 0)]) is None
    assert figures.mantel_haenszel([]) is None


def test_strata_of_a_group_are_set_against_all_others():
    cells = figures.cells_of({3: (30, 50), 7: (9, 10)}, {3: (10, 20)})
    assert cells == [figures.Cell(10, 10, 20, 10)]


def test_times_are_told_by_ratio():
    times = {str(timing.step_of(60)): 50, str(timing.step_of(1)): 3, str(timing.step_of(3600)): 2}
    assert 45 <= timing.seconds_of(timing.quantile(times, 0.5)) <= 75
    assert timing.outliers(times) == (3, 2)
    assert timing.outliers({}) == (0, 0)
    assert timing.is_far_above(20, [6, 7, 7, 8, 20])
    assert not timing.is_far_above(20, [7, 20])


def test_answers_are_named_by_what_was_chosen_or_written():
    assert answer_names("multiple_choice", {"options": [9, 3]}) == ["3", "9"]
    assert answer_names("true_false", {"value": False}) == ["false"]
    assert answer_names("matching", {"pairs": {"a": "b"}}) == ["a>b"]
    assert answer_names("essay", {"text": "Long."}) == []
    (name,) = answer_names("text", {"text": "  Colombo  City "})
    assert written_text(name) == "colombo city"
    assert answer_names("text", {"text": "Málaga"}) != answer_names("text", {"text": "Malaga"})


def test_one_different_answer_too_many_counts_with_the_others():
    known: dict[int, set[str]] = {}
    made = [Entry((Item(1, 0, 1000, False, False, (name,)),)) for name in ("a", "b", "c", "a")]
    names = [renamed(one, known, {1}, 2, "others").items[0].names for one in made]
    assert names == [("a",), ("b",), ("others",), ("a",)]
