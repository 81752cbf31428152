"""Single choice, dropdown and multiple choice."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edusync.assessment.scoring import (
    Choice,
    ResponseRefused,
    check_settings,
    clean_response,
    score_response,
    solution,
)


def choices(*weights, feedback=()):
    texts = [*feedback, *[""] * len(weights)]
    return [
        Choice(10 + place, place, Decimal(str(weight)), texts[place - 1])
        for place, weight in enumerate(weights, 1)
    ]


def share(kind, options, chosen, **rules):
    return score_response(kind, rules, options, {"options": chosen}).share


@pytest.mark.parametrize("kind", ["single_choice", "dropdown"])
def test_the_chosen_option_earns_its_weight(kind):
    options = choices(0, 1, "0.5")
    assert [share(kind, options, [number]) for number in (11, 12, 13)] == [0, 1, Fraction(1, 2)]
    assert share(kind, options, []) == 0


def test_feedback_of_the_chosen_option_is_given():
    outcome = score_response("single_choice", {}, choices(0, 1, feedback=("no", "yes")), {"options": [12]})
    assert outcome.feedback == ("yes",)
    assert outcome.is_correct


def test_multiple_choice_is_all_or_nothing_unless_said_otherwise():
    options = choices(1, 0, 1)
    assert share("multiple_choice", options, [11, 13]) == 1
    assert share("multiple_choice", options, [11]) == 0
    assert share("multiple_choice", options, [11, 12, 13]) == 0


def test_weights_add_up_between_nothing_and_everything():
    options = choices("0.5", "0.5", "-0.5")
    assert share("multiple_choice", options, [11], scoring="weights") == Fraction(1, 2)
    assert share("multiple_choice", options, [11, 12], scoring="weights") == 1
    assert share("multiple_choice", options, [11, 13], scoring="weights") == 0
    assert share("multiple_choice", options, [13], scoring="weights") == 0


def test_each_decision_counts():
    assert share("multiple_choice", choices(1, 0, 1, 0), [11, 12], scoring="each_decision") == Fraction(1, 2)


def test_halves_as_in_open_edx():
    five = choices(1, 1, 0, 0, 0)
    assert share("multiple_choice", five, [11, 12], scoring="halves") == 1
    assert share("multiple_choice", five, [11], scoring="halves") == Fraction(1, 2)
    assert share("multiple_choice", five, [11, 13], scoring="halves") == Fraction(1, 4)
    assert share("multiple_choice", five, [13, 14], scoring="halves") == 0
    assert share("multiple_choice", choices(1, 0), [], scoring="halves") == 0


def test_what_was_left_out_has_its_own_feedback():
    rules = {"unselected_feedback": ["left one", "", "left three"]}
    outcome = score_response(
        "multiple_choice", rules, choices(1, 0, 1, feedback=("took one",)), {"options": [11]}
    )
    assert outcome.feedback == ("took one", "left three")


@pytest.mark.parametrize(
    ("kind", "response", "code"),
    [
        ("single_choice", {"text": "x"}, "wrong-shape"),
        ("single_choice", {"options": "11"}, "wrong-shape"),
        ("single_choice", {"options": [True]}, "wrong-shape"),
        ("single_choice", {"options": [11.0]}, "wrong-shape"),
        ("single_choice", {"options": [99]}, "unknown-option"),
        ("single_choice", {"options": [11, 12]}, "too-many-options"),
        ("multiple_choice", {"options": [11, 99]}, "unknown-option"),
        ("multiple_choice", [11], "wrong-shape"),
    ],
)
def test_odd_responses_are_refused(kind, response, code):
    with pytest.raises(ResponseRefused) as refused:
        clean_response(kind, choices(1, 0), response)
    assert refused.value.code == code


def test_repeated_options_count_once():
    assert clean_response("multiple_choice", choices(1, 0, 1), {"options": [13, 11, 13]}) == {
        "options": [11, 13]
    }


def test_the_solution_names_the_right_options():
    assert solution("single_choice", {}, choices(0, 1, "0.5")).option_ids == (12,)
    assert solution("multiple_choice", {}, choices("0.5", 0, "0.5")).option_ids == (11, 13)


@pytest.mark.parametrize(
    ("kind", "options", "rules", "pointer"),
    [
        ("single_choice", [], {}, "/options"),
        ("single_choice", choices(0, 0), {}, "/options"),
        ("multiple_choice", choices(2), {}, "/options"),
        ("multiple_choice", choices(1), {"scoring": "luck"}, "/settings/scoring"),
        ("multiple_choice", choices(1), {"unselected_feedback": "x"}, "/settings/unselected_feedback"),
        ("code", choices(1), {}, "/kind"),
        ("dropdown", choices(1), [], "/settings"),
    ],
)
def test_faulty_questions_are_told(kind, options, rules, pointer):
    assert pointer in [fault.pointer for fault in check_settings(kind, rules, options)]


weights = st.lists(st.decimals(min_value=-1, max_value=1, places=3), min_size=1, max_size=8)


@settings(derandomize=True, deadline=None)
@given(
    data=st.data(),
    values=weights,
    scoring=st.sampled_from(["all_or_nothing", "weights", "each_decision", "halves"]),
)
def test_order_of_options_never_matters_and_shares_stay_in_range(data, values, scoring):
    options = [Choice(place, place, weight) for place, weight in enumerate(values, 1)]
    chosen = data.draw(st.lists(st.sampled_from([option.id for option in options]), unique=True))
    mixed = data.draw(st.permutations(options))
    for kind in ("single_choice", "multiple_choice"):
        picked = chosen[:1] if kind == "single_choice" else chosen
        plain = share(kind, options, picked, scoring=scoring)
        assert 0 <= plain <= 1
        assert share(kind, mixed, picked[::-1], scoring=scoring) == plain
