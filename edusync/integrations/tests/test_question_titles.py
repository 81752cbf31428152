"""A question without a name is called by what it asks: in plain words, never in markup, cut at a word."""

import io
import zipfile

import pytest

from edusync.integrations.questions.aiken import read_aiken
from edusync.integrations.questions.found import TITLE_LENGTH, title_of
from edusync.integrations.questions.gift_reading import read_gift
from edusync.integrations.questions.moodle_xml import read_moodle_xml
from edusync.integrations.questions.outgoing import Outgoing
from edusync.integrations.questions.qti.packing import REPORT, write_package
from edusync.integrations.questions.tables import read_question_table

LONG = "Which of these rivers of the northern plains carries the most water into the sea when the snow melts"


@pytest.mark.parametrize(
    ("source", "title"),
    [
        ("[html]<p>Is <b>ice</b> water?</p>{T}", "Is ice water?"),
        ("[html]<p>One &amp; two</p><p>Three</p>{T}", "One & two Three"),
        ("[markdown]Is **ice** `water`?{T}", "Is ice water?"),
        ("[plain]Is 1 < 2?{T}", "Is 1 < 2?"),
        ("Is <i>ice</i> water?{T}", "Is ice water?"),
        ("::A name::[html]<p>Is it?</p>{T}", "A name"),
        # Not readable: its row in the report is named all the same.
        ("[html]<p>Is <b>ice</b>\nwater?</p>{~a", "Is ice water? {~a"),
        (
            f"[html]<p>{LONG}</p>{{T}}",
            "Which of these rivers of the northern plains carries the most water into the…",
        ),
    ],
)
def test_gift(source: str, title: str) -> None:
    assert [one.title for one in read_gift(source.encode())] == [title]


def test_moodle_xml() -> None:
    source = """<quiz><question type="truefalse"><name><text></text></name>
      <questiontext format="html"><text><![CDATA[<p>Is <b>ice</b> water?</p>]]></text></questiontext>
      <answer fraction="100"><text>true</text></answer><answer fraction="0"><text>false</text></answer>
    </question></quiz>"""
    assert [one.title for one in read_moodle_xml(source.encode())] == ["Is ice water?"]


def test_aiken_and_tables() -> None:
    [found] = read_aiken(f"{LONG}?\nA. x\nB. y\nANSWER: A\n".encode())
    assert found.title.endswith("into the…")
    [row] = read_question_table(b"kind,question,right\ntrue_false,<p>Is <b>ice</b> water?</p>,true\n")
    assert row.title == "Is ice water?"


def test_what_an_export_leaves_out_is_named_in_plain_words() -> None:
    stem = f"<p><b>Send</b> {LONG}</p>"
    asked = Outgoing(title="", kind="essay", stem_html=stem, settings={}, options=[], has_rubric=True)
    package, refused, changed = write_package([asked], "2.1")
    assert refused or changed
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        report = archive.read(REPORT).decode()
    assert ": Send Which of these" in report
    assert "<" not in report


@pytest.mark.parametrize("text", ["x" * 500, "நீர் " * 100, "a" * 79 + " b", "a" * 80, ""])
def test_the_length_is_kept(text: str) -> None:
    title = title_of(text, "plain")
    assert len(title) <= TITLE_LENGTH
    assert bool(title) is bool(text)
