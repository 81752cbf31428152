"""Expressions and formulas."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edusync.assessment.scoring import check_settings, notice, score_response, solution
from edusync.assessment.scoring.expressions import ExpressionError, evaluate, parse


def value(text, **names):
    return evaluate(parse(text, frozenset(names)), names)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1+2*3", 7),
        ("(1+2)*3", 9),
        ("2^3^2", 512),
        ("-2^2", -4),
        ("2^-1", 0.5),
        ("2**3", 8),
        ("10-4-3", 3),
        ("8/4/2", 1),
        ("2x", 6),
        ("2x^2", 18),
        ("3(x+1)", 12),
        ("(x+1)(x-1)", 8),
        ("x y", 15),
        ("1/2x", 1.5),
        ("5%", 0.05),
        ("4!", 24),
        ("6||3", 2),
        ("sqrt(16)", 4),
        ("√16", 4),
        ("x²", 9),
        ("x⁻¹", 1 / 3),
        ("2 × 3 ÷ 4 − 1", 0.5),
        ("sin(pi/2)", 1),
        ("π", math.pi),
        ("ln(e)", 1),
        ("log10(1000)", 3),
        ("log2(8)", 3),
        ("arctan(1)", math.pi / 4),
        ("max(1, 5, 3)", 5),
        ("abs(-3)", 3),
        ("sqrt(-4)", 2j),
        ("j*j", -1),
        ("1.5e2", 150),
        ("[1+1]*2", 4),
        ("+5", 5),
        ("sec(0)", 1),
    ],
)
def test_expressions_have_their_usual_value(text, expected):
    assert value(text, x=3.0, y=5.0) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "malformed"),
        ("2+", "malformed"),
        ("(2", "malformed"),
        ("2)", "malformed"),
        ("2 $ 3", "malformed"),
        ("sin(1,2)", "malformed"),
        ("q", "unknown-name"),
        ("__import__", "malformed"),
        ("x.__class__", "malformed"),
        ("1/0", "no-value"),
        ("9^9^9^9", "no-value"),
        ("factorial(171)", "no-value"),
        ("factorial(1.5)", "no-value"),
        ("floor(j)", "no-value"),
        ("(" * 100 + "1" + ")" * 100, "too-long"),
        ("1" * 1001, "too-long"),
    ],
)
def test_what_has_no_value_is_told(text, code):
    with pytest.raises(ExpressionError) as refused:
        value(text, x=1.0)
    assert refused.value.code == code


def test_variables_win_over_functions_and_constants():
    assert value("e", e=2.0) == 2
    assert value("max(3)", max=2.0) == 6


BLADE = {
    "answers": [{"formula": "(rho*omega^2*L^2)/E*((11*L)/48 +(3*R)/8)"}],
    "variables": {name: [0.1, 10] for name in ("R", "omega", "E", "rho", "L")},
    "samples": 10,
    "tolerance": "1%",
}


def is_right(rules, text):
    return score_response("formula", rules, [], {"text": text}).is_correct


def test_formulas_are_compared_by_value_not_by_form():
    assert is_right(BLADE, "(rho*omega^2*L^2)/E*((11*L)/48 +(3*R)/8)")
    assert is_right(BLADE, "ρ ω² L² / E (11L/48 + 3R/8)")
    assert is_right(BLADE, "rho*omega^2*L^2*(11*L + 18*R)/(48*E)")
    assert not is_right(BLADE, "(rho*omega^2*L^2)/E*((11*L)/48 +(3*R)/9)")
    assert not is_right(BLADE, "rho")
    assert not is_right(BLADE, "rho*(")
    assert not is_right(BLADE, "1/0")
    assert not is_right(BLADE, "")


def test_case_of_names_counts_unless_said_otherwise():
    rules = {"answers": [{"formula": "R*r"}], "variables": {"R": [1, 9], "r": [1, 9]}}
    assert not is_right(rules, "R*R")
    assert is_right(
        {"answers": [{"formula": "A*2"}], "variables": {"A": [1, 9]}, "is_case_sensitive": False}, "2a"
    )


def test_points_without_a_value_are_passed_over():
    rules = {"answers": [{"formula": "ln(x)/(x-x+1)"}], "variables": {"x": [1, 2]}}
    assert is_right(rules, "ln(x)")


def test_other_formulas_may_earn_a_part():
    rules = {
        **BLADE,
        "answers": [*BLADE["answers"], {"formula": "R", "weight": "0.25", "feedback": "only R"}],
    }
    outcome = score_response("formula", rules, [], {"text": "R"})
    assert float(outcome.share) == 0.25
    assert outcome.feedback == ("only R",)


def test_a_learner_is_told_what_cannot_be_read():
    assert "closed" in notice("formula", BLADE, {"text": "(R"})
    assert "k" in notice("formula", BLADE, {"text": "k*R"})
    assert notice("formula", BLADE, {"text": "R+L"}) == ""


def test_the_solution_is_the_formula():
    assert solution("formula", BLADE, []).text.startswith("(rho")


@pytest.mark.parametrize(
    ("rules", "pointer"),
    [
        ({}, "/settings/answers"),
        ({"answers": [{"formula": "x"}]}, "/settings/answers/0/formula"),
        ({"answers": [{"formula": "x+"}], "variables": {"x": [1, 2]}}, "/settings/answers/0/formula"),
        ({"answers": [{"formula": "x"}], "variables": {"x": 1}}, "/settings"),
        ({"answers": [{"formula": "x"}], "variables": {"x": [1, 2]}, "tolerance": "wide"}, "/settings"),
    ],
)
def test_faulty_settings_are_told(rules, pointer):
    assert [fault.pointer for fault in check_settings("formula", rules, [])] == [pointer]


numbers = st.integers(1, 9).map(str)
sums = st.recursive(
    numbers,
    lambda inner: st.tuples(inner, st.sampled_from("+-*/"), inner).map(
        lambda parts: f"({parts[0]}{parts[1]}{parts[2]})"
    ),
    max_leaves=8,
)


@settings(derandomize=True, deadline=None)
@given(sums)
def test_arithmetic_agrees_with_python(text):
    try:
        expected = eval(text)
    except ZeroDivisionError:
        with pytest.raises(ExpressionError):
            value(text)
        return
    assert value(text) == pytest.approx(expected)
