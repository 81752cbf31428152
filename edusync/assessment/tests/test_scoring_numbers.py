"""Numerical answers."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edusync.assessment.scoring import check_settings, notice, score_response, solution
from edusync.assessment.scoring.numbers import readings


def is_right(rules, text):
    return score_response("numerical", rules, [], {"text": text}).is_correct


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("12", [12]),
        (" 12.5 ", [Fraction("12.5")]),
        ("12,5", [Fraction("12.5")]),
        ("1,234", [Fraction("1.234"), 1234]),
        ("1,234.5", [Fraction("1234.5")]),
        ("1.234,5", [Fraction("1234.5")]),
        ("1 234,5", [Fraction("1234.5")]),
        ("1\u202f234,5", [Fraction("1234.5")]),
        ("12,34,567", [1234567]),
        ("1'000", [1000]),
        ("1.2e3", [1200]),
        ("1.2E-3", [Fraction("0.0012")]),
        ("1.2×10^3", [1200]),
        ("1,2 · 10^-3", [Fraction("0.0012")]),
        ("3/4", [Fraction(3, 4)]),
        ("-1 3/4", [Fraction(-7, 4)]),
        ("−5", [-5]),
        ("+ 5", [5]),
        (".5", [Fraction(1, 2)]),
        ("5.", [5]),
        ("٣", [3]),
        ("1/0", []),
        ("1,2,3", []),
        ("1.2.3", []),
        ("", []),
        ("-", []),
        (".", []),
        ("six", []),
        ("1e99999", []),
        ("9" * 61, []),
    ],
)
def test_numbers_are_read_as_people_write_them(text, values):
    assert readings(text) == values


def test_the_decimal_mark_can_be_fixed():
    assert readings("1,234", mark=".") == [1234]
    assert readings("1,234", mark=",") == [Fraction("1.234")]


def test_absolute_tolerance_includes_its_ends():
    rules = {"answers": [{"value": "600", "tolerance": "5"}]}
    assert is_right(rules, "605")
    assert is_right(rules, "595,0")
    assert not is_right(rules, "605.001")


def test_decimal_ends_are_exact():
    assert is_right({"answers": [{"value": "0.3", "tolerance": "0.1"}]}, "0.4")
    assert is_right({"answers": [{"value": 0.1, "tolerance": 0.2}]}, "0.3")


def test_relative_tolerance_is_of_the_right_value():
    rules = {"answers": [{"value": "200", "tolerance": "1%"}]}
    assert is_right(rules, "202")
    assert not is_right(rules, "202.1")


def test_no_tolerance_means_nearly_exact():
    assert is_right({"answers": [{"value": "12"}]}, "12.0001")
    assert not is_right({"answers": [{"value": "12"}]}, "12.001")
    assert is_right({"answers": [{"value": "1/3", "tolerance": "0"}]}, "1/3")


def test_intervals_may_leave_out_their_ends():
    rules = {"answers": [{"low": "1", "high": "2", "includes_high": False}]}
    assert is_right(rules, "1")
    assert is_right(rules, "1.999")
    assert not is_right(rules, "2")
    assert not is_right(rules, "0.999")
    assert is_right({"answers": [{"low": "3"}]}, "1e9")


def test_constant_expressions_count():
    rules = {"answers": [{"value": "sqrt(2)", "tolerance": "0"}]}
    assert is_right(rules, "2^(1/2)")
    assert is_right({"answers": [{"value": "2*pi", "tolerance": "0.1%"}]}, "6.283")
    assert is_right({"answers": [{"value": "0.25"}]}, "25%")


def test_other_answers_may_earn_a_part():
    rules = {
        "answers": [
            {"value": "2", "weight": 1},
            {"value": "1", "weight": "0.5", "feedback": "the other root"},
        ]
    }
    outcome = score_response("numerical", rules, [], {"text": "1"})
    assert outcome.share == Fraction(1, 2)
    assert outcome.feedback == ("the other root",)


@pytest.mark.parametrize(
    ("unit", "text", "expected"),
    [
        ({}, "5 m", True),
        ({}, "5 km/h", True),
        ({}, "$5", True),
        ({}, "5 °C", True),
        ({"mode": "required", "names": ["m", "meter"]}, "5 m", True),
        ({"mode": "required", "names": ["m", "meter"]}, "5meter", True),
        ({"mode": "required", "names": ["m", "meter"]}, "5", False),
        ({"mode": "required", "names": ["m"]}, "5 km", False),
        ({"mode": "required", "names": ["€"]}, "€ 5", True),
        ({"mode": "optional", "names": ["m"]}, "5", True),
        ({"mode": "optional", "names": ["m"]}, "5 m", True),
        ({"mode": "optional", "names": ["m"]}, "5 kg", False),
    ],
)
def test_units_are_ignored_optional_or_required(unit, text, expected):
    assert is_right({"answers": [{"value": "5"}], "unit": unit}, text) is expected


def test_a_learner_is_told_that_a_number_cannot_be_read():
    rules = {"answers": [{"value": "5"}]}
    assert notice("numerical", rules, {"text": "five"})
    assert notice("numerical", rules, {"text": "7"}) == ""
    assert notice("numerical", rules, {"text": ""}) == ""


def test_the_solution_shows_value_tolerance_and_unit():
    rules = {"answers": [{"value": "600", "tolerance": "5"}], "unit": {"mode": "required", "names": ["m"]}}
    assert solution("numerical", rules, []).text == "600 ± 5 m"
    assert solution("numerical", {"answers": [{"low": "1", "high": "2"}]}, []).text == "[1, 2]"


@pytest.mark.parametrize(
    ("rules", "pointer"),
    [
        ({}, "/settings/answers"),
        ({"answers": [{}]}, "/settings/answers/0"),
        ({"answers": [{"value": "many"}]}, "/settings/answers/0/value"),
        ({"answers": [{"value": "1", "tolerance": "-1"}]}, "/settings/answers/0/tolerance"),
        ({"answers": [{"value": "1"}], "unit": {"mode": "odd"}}, "/settings/unit/mode"),
        ({"answers": [{"value": "1"}], "unit": {"mode": "required"}}, "/settings/unit/names"),
        ({"answers": [{"value": "1"}], "decimal_mark": ";"}, "/settings/decimal_mark"),
    ],
)
def test_faulty_settings_are_told(rules, pointer):
    assert [fault.pointer for fault in check_settings("numerical", rules, [])] == [pointer]


@settings(derandomize=True, deadline=None)
@given(st.integers(-(10**9), 10**9), st.integers(0, 10**4))
def test_a_value_is_right_exactly_within_its_tolerance(value, tolerance):
    rules = {"answers": [{"value": str(value), "tolerance": str(tolerance)}]}
    assert is_right(rules, str(value + tolerance))
    assert not is_right(rules, str(value + tolerance + 1))


@settings(derandomize=True, deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_scored_without_a_failure(text):
    for kind, rules in (
        ("numerical", {"answers": [{"value": "5"}], "unit": {"mode": "optional", "names": ["m"]}}),
        ("formula", {"answers": [{"formula": "x"}], "variables": {"x": [1, 2]}}),
        ("text", {"answers": [{"text": "a+", "is_pattern": True}]}),
    ):
        assert 0 <= score_response(kind, rules, [], {"text": text}).share <= 1
        notice(kind, rules, {"text": text})
