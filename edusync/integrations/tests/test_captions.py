"""Captions of other systems to WebVTT."""

import pytest

from edusync.integrations.formats.captions import read_sjson, read_srt, to_transcript, to_webvtt


def test_subrip_is_read_leniently():
    text = "\n\n7\n0:00:01,5 --> 00:00:02,000 X1:0\n<font color='red'>Red</font> and <i>slanted</i>\nnext\n\nno time here\n\n8\n00:00:03.000-->00:00:04.000\n\n"
    assert read_srt(text) == [(1500, 2000, "Red and <i>slanted</i>\nnext")]


@pytest.mark.parametrize("text", ["[]", "{}", '{"start": 1, "end": [], "text": []}', "no json"])
def test_what_is_no_sjson_is_refused(text):
    with pytest.raises(ValueError):
        read_sjson(text)


def test_webvtt_is_well_formed_whatever_is_said():
    content = to_webvtt([(0, 0, "a --> b & c"), (3_723_004, 3_724_000, "late")]).decode()
    assert content.split("\n") == [
        "WEBVTT",
        "",
        "00:00:00.000 --> 00:00:00.001",
        "a → b &amp; c",
        "",
        "01:02:03.004 --> 01:02:04.000",
        "late",
        "",
    ]


def test_a_transcript_is_plain_text():
    assert to_transcript([(0, 1, "Hello <i>there</i>\nyou"), (1, 2, "bye")]) == "Hello there you\nbye"
