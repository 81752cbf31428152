"""Questions in CSV: a documented header, any encoding, faults by row; what goes out comes in again."""

import json
from html import escape
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edusync.assessment.models import QuestionBank
from edusync.assessment.services.bank import create_bank
from edusync.assessment.services.bank_questions import Entry, create_questions
from edusync.assessment.testing import drafts_of_every_kind
from edusync.integrations.questions.found import Found
from edusync.integrations.questions.outgoing import Outgoing
from edusync.integrations.questions.tables import header_for, read_question_table, write_question_table
from edusync.integrations.services.question_exchange import (
    export_questions,
    import_questions,
    outgoing_questions,
    stem_html,
)

SAMPLE = """kind;question;right;answer 1;answer 2;answer 3;feedback 1;points;tags;category;settings
single_choice;Which is a bird?;2;Bat;Wren;;A mammal.;2;birds;Nature/Birds;
multiple choice;Which are even?;1=0.5;2;4;;;;;;
true_false;The earth is flat.;false;;;;;;;;
text;Name a dwarf.;1=1;Doc;Sleepy;;;;;;
numerical;g?;;9.81 ± 0.02;;;;1,5;;;
ordering;In order.;;minute;hour;day;;;;;
matching;Who wrote?;;Faust => Goethe;Hamlet => Shakespeare; => Tolstoy;;;;;
single_choice;None right;;a;b;;;;;;
riddle;What?;;;;;;;;;
numerical;Bad settings;;1;;;;;;;{not json
"""


@pytest.fixture
def bank(organization: Any) -> QuestionBank:
    return create_bank(title="Nature", by_id=None)


def read(text: str) -> list[Found]:
    return list(read_question_table(text.encode()))


def test_a_table_by_hand_becomes_questions_and_faults_are_told_by_line() -> None:
    found = read(SAMPLE)
    drafts = [one.draft for one in found if one.draft is not None]
    assert [draft.kind for draft in drafts] == [
        "single_choice",
        "multiple_choice",
        "true_false",
        "text",
        "numerical",
        "ordering",
        "matching",
    ]
    assert [option.weight for option in drafts[0].option_drafts()] == ["0", "1"]
    assert drafts[0].option_drafts()[0].feedback == "A mammal."
    assert (found[0].tags, found[0].category) == (["birds"], ("Nature", "Birds"))
    assert drafts[2].settings == {"is_true": False}
    assert [one["weight"] for one in drafts[3].settings["answers"]] == ["1", "1"]
    assert drafts[4].settings["answers"][0]["tolerance"] == "0.02"
    assert str(drafts[4].points) == "1.5"
    assert drafts[6].settings["distractors"] == ["Tolstoy"]
    assert [(one.place, next(iter(one.node.losses))) for one in found[-3:]] == [
        (9, "no-right-answer"),
        (10, "question-kind"),
        (11, "settings"),
    ]


def test_letters_of_an_old_spreadsheet_are_read_and_told() -> None:
    text = "kind,question,right\ntrue_false,Zürich liegt in Österreich.,false\n"
    (found,) = read_question_table(text.encode("cp1252"))
    assert found.draft is not None
    assert stem_html(found.draft.stem) == "<p>Zürich liegt in Österreich.</p>"
    assert list(found.node.losses) == ["encoding-guessed"]
    (wide,) = read_question_table(text.encode("utf-16"))
    assert wide.draft is not None


def test_what_goes_out_comes_in_again_as_it_was(bank: QuestionBank) -> None:
    drafts = [one for one in drafts_of_every_kind() if one.kind not in ("hotspot", "drag_to_image")]
    create_questions(bank=bank, entries=[Entry(draft, tags=["a tag"]) for draft in drafts], by_id=None)
    text, changed = export_questions(bank=bank, by_id=None, format_name="csv")
    again = create_bank(title="Again", by_id=None)
    report = import_questions(bank=again, content=text.encode(), name="q.csv", is_dry_run=False)
    assert (report.format, report.count("skipped"), changed) == ("csv", 0, []), report.rows
    known, back = list(outgoing_questions(bank)), list(outgoing_questions(again))
    for one, other in zip(known, back, strict=True):
        assert (one.kind, one.title, one.stem_html, one.points) == (
            other.kind,
            other.title,
            other.stem_html,
            other.points,
        )
        assert one.settings == other.settings, one.kind
        assert (list(one.options), one.tags, one.explanation) == (
            list(other.options),
            other.tags,
            other.explanation,
        )


WORDS = st.text(alphabet=st.sampled_from("ab=+-@'\"<&;,|é தமி1\t"), min_size=1, max_size=12).filter(
    lambda text: text.strip() and text == " ".join(text.split())
)


@given(
    asked=WORDS,
    options=st.lists(WORDS, min_size=2, max_size=14, unique=True),
    share=st.sampled_from(["1", "0.5", "0.33333"]),
)
@settings(max_examples=50, derandomize=True, deadline=None)
def test_any_words_survive_a_table(asked: str, options: list[str], share: str) -> None:
    choices = [
        {"html": escape(text, quote=False), "weight": share if place == 0 else "0", "feedback": escape(asked, quote=False)}
        for place, text in enumerate(options)
    ]  # fmt: skip
    sent = Outgoing(
        title=asked,
        kind="single_choice",
        stem_html=f"<p>{escape(asked, quote=False)}</p>",
        settings={},
        options=choices,
    )
    text, changed = write_question_table([sent])
    assert changed == []
    (found,) = read(text)
    assert found.draft is not None, found.node.losses
    assert (found.draft.title, stem_html(found.draft.stem)) == (asked, sent.stem_html)
    assert [one._asdict() for one in found.draft.option_drafts()] == choices


def test_no_cell_is_a_formula_for_a_spreadsheet() -> None:
    sent = Outgoing(
        title="=1+1",
        kind="text",
        stem_html="@a",
        settings={"answers": [{"text": "-2"}]},
        options=[],
        explanation="+3",
    )
    text, _ = write_question_table([sent])
    assert "'=1+1" in text
    assert "'@a" in text
    assert "'+3" in text
    assert json.dumps({"answers": [{"text": "-2"}]}).replace('"', '""') in text
    assert header_for(12)[18] == "answer 12"
