"""Scoring of questions whose responses name parts: true or false, matching, ordering, gaps."""

import json
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edusync.assessment.drafts import QuestionDraft
from edusync.assessment.scoring import (
    Outcome,
    ResponseRefused,
    check_settings,
    clean_response,
    learner_inputs,
    score_response,
    solution,
    stored_settings,
)
from edusync.assessment.testing import drafts_with_parts

DRAFTS = {draft.kind: draft for draft in drafts_with_parts()}
STORED = {kind: stored_settings(kind, draft.settings, str) for kind, draft in DRAFTS.items()}

EMPTY: dict[str, dict[str, Any]] = {
    "true_false": {},
    "ordering": {"order": []},
    "matching": {"pairs": {}},
    "hotspot": {"points": []},
    "drag_to_image": {"points": {}},
}


def scored(kind: str, response: dict[str, Any], **changes: Any) -> Outcome:
    rules = stored_settings(kind, {**STORED[kind], **changes}, str)
    return score_response(kind, rules, [], clean_response(kind, [], response, settings=rules))


def keys(kind: str, name: str, words: str = "html") -> dict[str, str]:
    """Keys by words of what a learner is given."""
    found = learner_inputs(kind, STORED[kind]) or {}
    return {one[words]: one["key"] for one in found[name]}


@pytest.mark.parametrize("draft", DRAFTS.values(), ids=lambda draft: draft.kind)
def test_the_solution_earns_everything_and_nothing_earns_nothing(draft: QuestionDraft) -> None:
    assert check_settings(draft.kind, draft.settings, []) == []
    rules = STORED[draft.kind]
    right = dict(solution(draft.kind, rules, []).response or {})
    if draft.kind == "cloze":
        right["gaps"] = {**right["gaps"], "2": "2.2"}
    assert (
        score_response(draft.kind, rules, [], clean_response(draft.kind, [], right, settings=rules)).share
        == 1
    )
    assert scored(draft.kind, EMPTY.get(draft.kind, {"gaps": {}})).share == 0


@pytest.mark.parametrize("kind", DRAFTS)
def test_settings_that_are_stored_again_stay_as_they_are(kind: str) -> None:
    assert stored_settings(kind, STORED[kind], str) == STORED[kind]
    assert check_settings(kind, STORED[kind], []) == []


@pytest.mark.parametrize("kind", DRAFTS)
@given(
    response=st.dictionaries(
        st.sampled_from(["value", "pairs", "order", "gaps", "text", "points", "places", "regions"]),
        st.one_of(
            st.booleans(),
            st.text(max_size=8),
            st.lists(st.text(max_size=4), max_size=4),
            st.dictionaries(st.sampled_from(["1", "2", "3", "x"]), st.text(max_size=8), max_size=4),
            st.lists(st.lists(st.floats(), min_size=1, max_size=3), max_size=3),
        ),
        max_size=3,
    )
)
@settings(max_examples=40, derandomize=True, deadline=None)
def test_any_response_is_refused_or_scored_between_nothing_and_everything(
    kind: str, response: dict[str, Any]
) -> None:
    assert outcome_code(kind, response) in CODES


CODES = ("scored", "wrong-shape", "unknown-option", "too-long", "too-many-options")


def outcome_code(kind: str, response: dict[str, Any]) -> str:
    """How a response was refused, or that it was scored within bounds."""
    try:
        outcome = scored(kind, response)
    except ResponseRefused as refused:
        return refused.code
    return "scored" if 0 <= outcome.share <= 1 else "out of bounds"


def test_a_statement_says_what_belongs_to_the_answer() -> None:
    assert scored("true_false", {"value": True}) == Outcome(Fraction(0), ("SECRET-ROUND",))
    assert scored("true_false", {"value": False}) == Outcome(Fraction(1), ("SECRET-YES",))


@pytest.mark.parametrize(
    ("scoring", "share"),
    [("each", Fraction(1, 3)), ("less_wrong", Fraction(0)), ("all_or_nothing", Fraction(0))],
)
def test_pairs_are_scored_as_the_question_says(scoring: str, share: Fraction) -> None:
    prompts, matches = keys("matching", "prompts"), keys("matching", "matches")
    response = {
        "pairs": {
            prompts["Hamlet"]: matches["Shakespeare"],
            prompts["Faust"]: matches["Tolstoy"],
            prompts["Macbeth"]: matches["Goethe"],
        }
    }
    assert scored("matching", response, scoring=scoring).share == share


@pytest.mark.parametrize(
    ("scoring", "share"),
    [("each", Fraction(0)), ("neighbors", Fraction(2, 3)), ("all_or_nothing", Fraction(0))],
)
def test_an_order_that_is_shifted_by_one_keeps_its_neighbors(scoring: str, share: Fraction) -> None:
    items = keys("ordering", "items")
    order = [items[word] for word in ("week", "minute", "hour", "day")]
    assert scored("ordering", {"order": order}, scoring=scoring).share == share


def test_gaps_of_a_cloze_count_by_their_weight() -> None:
    assert scored("cloze", {"gaps": {"1": "secret-paris"}}) == Outcome(Fraction(1, 4), ("SECRET-OUI",))
    gap = (learner_inputs("cloze", STORED["cloze"]) or {})["gaps"][2]
    seine = next(word["key"] for word in gap["words"] if word["html"] == "Seine")
    assert scored("cloze", {"gaps": {"3": seine}}).share == Fraction(1, 2)


def test_a_gap_offers_the_words_of_its_group_only() -> None:
    rules = stored_settings(
        "gap_select",
        {
            "text": "[[1]] [[2]]",
            "words": [{"html": "a", "group": 1}, {"html": "b", "group": 2}, {"html": "c", "group": 2}],
            "gaps": [{"word": 1}, {"word": 3}],
        },
        str,
    )
    gaps = (learner_inputs("gap_select", rules) or {})["gaps"]
    assert [sorted(word["html"] for word in gap["words"]) for gap in gaps] == [["a"], ["b", "c"]]


@given(words=st.permutations(["minute", "hour", "day", "week", "year"]))
@settings(max_examples=20, derandomize=True, deadline=None)
def test_what_a_learner_is_given_does_not_depend_on_the_right_order(words: list[str]) -> None:
    rules = stored_settings("ordering", {"items": [{"html": word} for word in words]}, str)
    same = stored_settings("ordering", {"items": [{"html": word} for word in sorted(words)]}, str)
    assert learner_inputs("ordering", rules) == learner_inputs("ordering", same)
    pairs = [{"prompt": word, "match": word.upper()} for word in words]
    matches = [
        (learner_inputs("matching", stored_settings("matching", {"pairs": some}, str)) or {})["matches"]
        for some in (pairs, sorted(pairs, key=str))
    ]
    assert matches[0] == matches[1]


@pytest.mark.parametrize(
    ("kind", "rules", "pointer"),
    [
        ("true_false", {}, "/settings/is_true"),
        ("matching", {"pairs": [{"prompt": "a", "match": "b"}]}, "/settings/pairs"),
        ("matching", {"pairs": [{"prompt": "a", "match": ""}, {"prompt": "b", "match": "c"}]}, "/settings/pairs/0/match"),
        ("matching", {"pairs": [{"prompt": "a", "match": "b"}, {"prompt": "a", "match": "c"}]}, "/settings/pairs"),
        ("ordering", {"items": [{"html": "a"}, {"html": "a"}]}, "/settings/items"),
        ("ordering", {"items": [{"html": "a"}, {"html": "b"}], "scoring": "?"}, "/settings/scoring"),
        ("gap_select", {"text": "[[1]]", "words": [{"html": "a"}], "gaps": [{"word": 2}]}, "/settings/gaps/0/word"),
        ("gap_select", {"text": "[[2]]", "words": [{"html": "a"}], "gaps": [{"word": 1}]}, "/settings/text"),
        ("cloze", {"text": "[[1]]", "gaps": [{"kind": "text", "answers": []}]}, "/settings/gaps/0/answers"),
        ("cloze", {"text": '<a href="[[1]]">x</a>', "gaps": [{"kind": "text", "accepts_any": True}]}, "/settings/text"),
        ("cloze", {"text": "[[1]]", "gaps": [{"kind": "select", "words": [{"html": "a"}, {"html": "b"}]}]}, "/settings/gaps/0/words"),
        ("cloze", {"text": "[[1]]", "gaps": [{"kind": "?"}]}, "/settings/gaps/0/kind"),
        ("cloze", {"text": "[[1]]", "gaps": [{"kind": "text", "accepts_any": True, "weight": 0}]}, "/settings/gaps/0/weight"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_told_with_its_place(kind: str, rules: dict[str, Any], pointer: str) -> None:
    assert pointer in [fault.pointer for fault in check_settings(kind, rules, [])]


@pytest.mark.parametrize("kind", DRAFTS)
def test_nothing_a_learner_is_given_tells_a_secret(kind: str) -> None:
    assert "SECRET" not in json.dumps(learner_inputs(kind, STORED[kind]))
