"""Timed text: what is written out reads back the same; what is wrong is named by its line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edusync.files.cues import (
    BadCues,
    Cue,
    CueError,
    checked_cues,
    parse_cues,
    tidy,
    to_srt,
    to_text,
    to_webvtt,
)

words = st.text(st.characters(exclude_categories=("Cs",)), max_size=60).map(tidy).filter(bool)
cues = st.builds(
    lambda start, length, text: Cue(start, start + length, text),
    st.integers(0, 300_000_000),
    st.integers(1, 60_000),
    words,
)
series = st.lists(cues, min_size=1, max_size=20).map(
    lambda rows: sorted(rows, key=lambda cue: (cue.start_ms, cue.end_ms))
)


@given(series)
def test_webvtt_reads_back_the_same(rows: list[Cue]) -> None:
    assert parse_cues(to_webvtt(rows)) == rows


@given(series)
def test_subrip_reads_back_the_same(rows: list[Cue]) -> None:
    assert parse_cues(to_srt(rows)) == rows


def attempt(text: str) -> tuple[list[Cue], list[CueError]]:
    """Cues of a text, or what is wrong with it."""
    try:
        return parse_cues(text), []
    except BadCues as bad:
        return [], bad.errors


@given(st.text(max_size=400))
def test_any_text_gives_cues_or_errors_with_their_lines(text: str) -> None:
    found, errors = attempt(text)
    assert bool(found) != bool(errors)
    assert all(error.row >= 1 and error.code for error in errors)
    assert all(cue.start_ms < cue.end_ms and cue.text for cue in found)


def test_reads_what_other_programs_write() -> None:
    text = (
        "\ufeffWEBVTT - Lecture\r\nKind: captions\r\n\r\nNOTE made by hand\r\n\r\nSTYLE\r\n::cue { color: red }\r\n\r\n"
        "intro\r\n00:01.000 --> 00:03.500 align:start position:10%\r\n<v Ann>Tom &amp; <i>Jerry</i>\r\nrun\r\n\r\n"
        "01:00:00.000 --> 01:00:02.000\r\nEnd\r\n"
    )
    assert parse_cues(text) == [
        Cue(1000, 3500, "Ann: Tom & Jerry\nrun"),
        Cue(3_600_000, 3_602_000, "End"),
    ]


def test_subrip_is_recognized_without_being_told() -> None:
    text = "1\n00:00:01,000 --> 00:00:02,000\nOne\n\n2\n00:00:02,000 --> 00:00:03,5\nTwo\n"
    assert parse_cues(text) == [Cue(1000, 2000, "One"), Cue(2000, 3500, "Two")]


@pytest.mark.parametrize(
    ("text", "row", "code"),
    [
        ("", 1, "no-cues"),
        ("WEBVTT\n\n", 1, "no-cues"),
        ("WEBVTT\n\nhello there", 3, "no-time"),
        ("WEBVTT\n\n00:01 --> 00:02\nx", 3, "bad-time"),
        ("WEBVTT\n\n1\n00:00:05.000 --> 00:00:04.000\nx", 4, "end-before-start"),
        ("WEBVTT\n\n999:00:05.000 --> 999:00:06.000\nx", 3, "too-late"),
        ("<html><script>alert(1)</script></html>", 1, "no-time"),
    ],
)
def test_what_is_wrong_is_named_by_its_line(text: str, row: int, code: str) -> None:
    with pytest.raises(BadCues) as bad:
        parse_cues(text)
    assert [(error.row, error.code) for error in bad.value.errors] == [(row, code)]


def test_rows_of_an_editor_are_checked_and_put_in_order() -> None:
    assert checked_cues([(2000, 3000, " b "), (0, 1000, "a\n\n\nc")]) == [
        Cue(0, 1000, "a\nc"),
        Cue(2000, 3000, "b"),
    ]
    with pytest.raises(BadCues) as bad:
        checked_cues([(0, 1000, "fine"), (5, 5, "x"), (6, 7, "  ")])
    assert [(error.row, error.code) for error in bad.value.errors] == [(2, "end-before-start"), (3, "blank")]


def test_words_alone_are_a_line_per_cue() -> None:
    assert to_text([Cue(0, 1, "a\nb"), Cue(1, 2, "c")]) == "a b\nc"
