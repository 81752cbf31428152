"""The Config Key of Safe Exam Browser is what another program, in another language, makes of the same file."""

import datetime as dt
import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edusync.assessment.exam_gate import accepted_keys, exam_settings
from edusync.assessment.safe_browser import config_key, settings_for, settings_json, write_settings
from edusync.assessment.tests.exam_rows import make_exam

COUNTERPART = Path(__file__).parents[3] / "tests" / "counterparts" / "config-key.js"


def counterpart(content):
    """What it hashes of a settings file, and the key."""
    node = shutil.which("node")
    if node is None:
        assert os.environ.get("CI") != "true", "Node.js is needed"
        pytest.skip("the counterpart runs with Node.js")
    ended = subprocess.run([node, COUNTERPART], input=content, capture_output=True, timeout=60, check=True)
    found = json.loads(ended.stdout)
    return found["json"], found["key"]


def assert_agreed(values):
    told, key = counterpart(write_settings(values))
    assert settings_json(values) == told
    assert config_key(values) == key


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"originatorVersion": "SEB_1", "startURL": "https://school.example/a?b=1&c=<2>"},
        # Case does not count: as bytes, all capitals would come first.
        {
            "zoomMode": 0,
            "URLFilterEnable": True,
            "urlFilterRegex": False,
            "allowWlan": True,
            "AllowQuit": False,
        },
        {"nested": {"Beta": {"b": 1, "A": [{"z": 1, "Y": 2}]}, "alpha": 2}, "Array": [[], [1, [2.5]], "x"]},
        # Empty dictionaries are left out wherever they are a value; what only held one stays.
        {"proxies": {}, "held": {"inner": {}}, "list": [{"a": {}, "b": 1}], "after": ""},
        {"when": dt.datetime(2026, 3, 2, 17, 30, 5, tzinfo=dt.timezone(dt.timedelta(minutes=330)))},
        {"salt": bytes(range(256)), "none": b"", "passwords": ""},
        {"rule": r"^.*?:\/\/school\.example\\", "title": "Überprüfung – நிறைவுத் தேர்வு 🎓 'a' & \"b\""},
        {"Straße": 1, "éa": 2, "Éb": 3, "தமிழ்": {"ஆ": 1, "அ": 2}},
    ],
)
def test_each_rule_of_the_key_is_read_alike(values):
    assert_agreed(values)


NAMES = st.text(st.sampled_from("abcXYZ019_éÉதமி"), min_size=1, max_size=5)
TEXTS = st.text(st.characters(exclude_categories=["C"], exclude_characters="\u2028\u2029\x85"), max_size=12)
PLAIN = (
    st.booleans()
    | st.integers(-(2**40), 2**40)
    | TEXTS
    | st.binary(max_size=12)
    | st.datetimes(min_value=dt.datetime(1970, 1, 1), timezones=st.just(dt.UTC))  # noqa: DTZ001
)


def dictionaries(values):
    """Names that differ by more than their case, as Safe Exam Browser asks."""
    return st.lists(st.tuples(NAMES, values), max_size=4, unique_by=lambda item: item[0].lower()).map(dict)


@settings(max_examples=40, deadline=None)
@given(
    values=dictionaries(
        st.recursive(PLAIN, lambda inner: dictionaries(inner) | st.lists(inner, max_size=3), max_leaves=12)
    )
)
def test_any_settings_have_the_same_key(values):
    assert_agreed(values)


@pytest.mark.django_db
def test_the_file_of_an_exam_proves_itself_to_another_reader(quiz):
    quiz.lesson.title = 'Algebra: "sets" & <logic> – எண்கள்'
    quiz.lesson.save()
    exam = make_exam(quiz, is_safe_browser_needed=True)
    _, key = counterpart(write_settings(exam_settings(exam)))
    assert [key] == accepted_keys(exam)


def test_our_settings_hold_no_quotes_because_programs_differ_about_them():
    """Safe Exam Browser for Windows writes a quote with a stroke before it, the rules and that for macOS do not."""
    written = settings_for(start_url="https://school.example/learn/a/1", title='The "last" exam')
    assert written["browserWindowTitleSuffix"] == "The ”last” exam"
    assert not any('"' in value or "\\" in value for value in written.values() if isinstance(value, str))
