"""Text answers and the patterns they may use."""

import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edusync.assessment.scoring import (
    ResponseRefused,
    check_settings,
    clean_response,
    score_response,
    solution,
)
from edusync.assessment.scoring.patterns import PatternError, compile_pattern


def share(text, answers, **rules):
    return score_response("text", {"answers": answers, **rules}, [], {"text": text}).share


def test_case_and_spaces_do_not_count():
    assert share("  the   QUICK fox ", [{"text": "The quick fox"}]) == 1
    assert share("straße", [{"text": "STRASSE"}]) == 1


def test_case_can_count():
    assert share("doc", [{"text": "Doc"}], is_case_sensitive=True) == 0
    assert share("Doc", [{"text": "Doc"}], is_case_sensitive=True) == 1


def test_composed_and_decomposed_letters_are_the_same():
    assert share(unicodedata.normalize("NFD", "café"), [{"text": "café"}]) == 1
    assert share("கொ", [{"text": unicodedata.normalize("NFD", "கொ")}]) == 1


def test_alternatives_have_their_own_weight_and_feedback():
    answers = [{"text": "Doc"}, {"text": "Grumpy", "weight": "0.5", "feedback": "nearly"}]
    outcome = score_response("text", {"answers": answers}, [], {"text": "grumpy"})
    assert float(outcome.share) == 0.5
    assert outcome.feedback == ("nearly",)
    assert share("Gandalf", answers) == 0
    assert share("", answers) == 0


def test_reflections_accept_anything_but_nothing():
    assert share("my thoughts", [], accepts_any=True) == 1
    assert share("   ", [], accepts_any=True) == 0


def test_responses_are_stored_in_normal_form_and_within_limits():
    assert clean_response("text", [], {"text": unicodedata.normalize("NFD", "é") + "\0"}) == {"text": "é"}
    assert clean_response("text", [], {"text": "\ud800"}) == {"text": "?"}
    for response, code in (
        ({"text": 5}, "wrong-shape"),
        ({"text": "x" * 2001}, "too-long"),
        ("x", "wrong-shape"),
    ):
        with pytest.raises(ResponseRefused) as refused:
            clean_response("text", [], response)
        assert refused.value.code == code


def test_the_solution_leaves_patterns_out():
    answers = [
        {"text": "Doc"},
        {"text": "a.*", "is_pattern": True},
        {"text": "Half", "weight": "0.5"},
        {"text": "Sleepy"},
    ]
    assert solution("text", {"answers": answers}, []).text == "Doc / Sleepy"


@pytest.mark.parametrize(
    ("rules", "pointer"),
    [
        ({}, "/settings/answers"),
        ({"answers": "x"}, "/settings/answers"),
        ({"answers": [{"text": " "}]}, "/settings/answers/0/text"),
        ({"answers": [{"text": "(", "is_pattern": True}]}, "/settings/answers/0/text"),
    ],
)
def test_faulty_settings_are_told(rules, pointer):
    assert [fault.pointer for fault in check_settings("text", rules, [])] == [pointer]


@pytest.mark.parametrize(
    ("pattern", "right", "wrong"),
    [
        ("..bble", ["bubble", "RUBBLE"], ["bubbles", "bble", ""]),
        (".*.", ["x", "any thing"], [""]),
        ("(a|b)*c{2,3}", ["cc", "ababccc"], ["c", "cccc", "abc"]),
        ("colou?rs?", ["color", "colours"], ["colr"]),
        (r"\d{3}-\w+", ["123-a_1"], ["12-a", "123-"]),
        ("[a-cx-]+", ["abc-x"], ["d"]),
        ("[^0-9]+", ["abc"], ["a1"]),
        ("^yes$|^no$", ["yes", "no"], ["yesno", "maybe"]),
        ("a{0}b{,2}", ["", "bb"], ["a", "bbb"]),
        ("(?:ab)+?", ["abab"], ["aba"]),
        (r"\$5\.00", ["$5.00"], ["55x00"]),
        ("(?i)naïve", ["NAÏVE"], ["naive"]),
    ],
)
def test_patterns_match_whole_answers(pattern, right, wrong):
    compiled = compile_pattern(pattern, ignore_case=True)
    assert [text for text in right if not compiled.matches(text)] == []
    assert [text for text in wrong if compiled.matches(text)] == []


@pytest.mark.parametrize(
    "pattern",
    [
        r"(a)\1",
        "(?=a)",
        "(?P<n>a)",
        r"\bword",
        "a**",
        "*a",
        "(",
        ")",
        "[",
        "a{2,1}",
        "a{9999}",
        "\\",
        "x" * 501,
    ],
)
def test_what_cannot_run_in_linear_time_or_is_malformed_is_refused(pattern):
    with pytest.raises(PatternError):
        compile_pattern(pattern)


def test_patterns_that_blow_up_elsewhere_stay_quick():
    assert not compile_pattern("(a*)*b").matches("a" * 2000)
    assert not compile_pattern("(a|aa)+$c").matches("a" * 2000)
    assert compile_pattern("(x+x+)+y").matches("x" * 500 + "y")


atoms = st.sampled_from(["a", "b", ".", "[ab]", "[^a]", "(a|b)", "(ab|)"])
patterns = st.lists(
    st.tuples(atoms, st.sampled_from(["", "*", "+", "?", "{2}", "{1,2}", "{2,}"])), max_size=4
).map(lambda pieces: "".join(atom + count for atom, count in pieces))


@settings(derandomize=True, deadline=None, max_examples=300)
@given(patterns, st.text(alphabet="abc", max_size=7))
def test_patterns_agree_with_python(pattern, text):
    assert compile_pattern(pattern).matches(text) == bool(re.fullmatch(pattern, text))
