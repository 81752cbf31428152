"""Questions of other systems: GIFT, Aiken, Moodle XML; into a bank and out of it."""

import json
from html import escape
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given, settings
from hypothesis import strategies as st

from edusync.assessment.drafts import QuestionDraft
from edusync.assessment.models import Question, QuestionBank, QuestionVersion
from edusync.assessment.scoring import stored_settings
from edusync.assessment.services.bank import create_bank, open_own_bank
from edusync.assessment.services.bank_questions import Entry, create_questions
from edusync.assessment.testing import stem
from edusync.integrations.formats.tree import Outcome
from edusync.integrations.questions.aiken import read_aiken
from edusync.integrations.questions.found import Found
from edusync.integrations.questions.gift import parse_gift
from edusync.integrations.questions.gift_reading import read_gift
from edusync.integrations.questions.gift_writing import write_gift
from edusync.integrations.questions.moodle_xml import read_moodle_xml
from edusync.integrations.questions.outgoing import Outgoing
from edusync.integrations.questions.qti.packing import write_package
from edusync.integrations.services.question_exchange import (
    export_questions,
    import_questions,
    outgoing_questions,
    stem_html,
)
from edusync.integrations.testing import input_folder

SAMPLE = """// [tag:birds]
$CATEGORY: $course$/top/Nature/Birds

::Penguin::Penguins can fly.{FALSE#No, they swim.#Right, they swim.}

Which lay eggs? {~%50%hens ~%50%frogs ~%-100%cows####All birds do.}

The heart has {#4:0} chambers.

Who wrote it? {=Ada =%50%A* #nearly}

Match. {=dog -> barks =cat -> meows = -> moos}

Write an essay. {}

A text only.

Broken {=open

"""


def drafts(found: list[Found]) -> dict[str, Any]:
    return {one.title: one.draft for one in found if one.draft is not None}


@pytest.fixture
def bank(organization: Any) -> QuestionBank:
    return create_bank(title="Nature", by_id=None)


def trees() -> list[Path]:
    folder = input_folder("quiz", "gift-parse-trees")
    return sorted(folder.glob("*.gift")) if folder.is_dir() else []


def test_reference_trees_of_gift_are_given_exactly() -> None:
    files = trees()
    if not files:
        pytest.skip("the reference parse trees of GIFT are not here")
    differing = [
        file.name
        for file in files
        if parse_gift(file.read_text("utf-8")) != json.loads(file.with_suffix(".json").read_text("utf-8"))
    ]
    assert (differing, len(files) > 20) == ([], True)


def test_gift_becomes_questions_and_the_rest_is_told_by_line() -> None:
    found = list(read_gift(SAMPLE.encode()))
    assert [(one.place, one.node.outcome, next(iter(one.node.losses), "")) for one in found[-3:]] == [
        (14, Outcome.SKIPPED, "essay"),
        (16, Outcome.SKIPPED, "text-only"),
        (18, Outcome.SKIPPED, "unreadable"),
    ]
    made = [one.draft for one in found if one.draft]
    assert [draft.kind for draft in made] == [
        "true_false",
        "multiple_choice",
        "numerical",
        "text",
        "matching",
    ]
    assert found[0].category == ("Nature", "Birds")
    assert made[0].settings["feedback_true"] == "No, they swim."
    assert [option.weight for option in made[1].option_drafts()] == ["0.5", "0.5", "-1"]
    assert made[1].explanation == "All birds do."
    assert made[2].settings["answers"][0]["value"] == "4"
    assert made[3].settings["answers"][1] == {
        "text": "A.*",
        "is_pattern": True,
        "weight": "0.5",
        "feedback": "nearly",
    }
    assert made[4].settings["distractors"] == ["moos"]


def test_aiken_is_read_and_what_lacks_an_answer_is_told() -> None:
    text = "Capital of France?\nA) Lyon\nB) Paris\nANSWER: B\n\nAnd of Spain?\nA. Madrid\n\nNo choices\nANSWER: A\n"
    found = list(read_aiken("﻿".encode() + text.encode()))
    assert [option.html for option in found[0].draft.option_drafts()] == ["Lyon", "Paris"]  # type: ignore[union-attr]
    assert [next(iter(one.node.losses), "") for one in found] == ["", "no-answer-line", "no-right-answer"]


MOODLE = """<?xml version="1.0"?><quiz>
<question type="category"><category><text>$course$/Cells</text></category></question>
<question type="cloze"><name><text>Gaps</text></name><questiontext format="html"><text><![CDATA[
<p>{1:SHORTANSWER:=Paris#Yes~%50%Lyon} has {2:NUMERICAL:=2.1:0.2} on the {1:MULTICHOICE:Rhine#No~=Seine}.</p>
]]></text></questiontext></question>
<question type="ddwtos"><name><text>Words</text></name><questiontext format="html"><text>The [[2]] and the [[2]] or [[1]]</text>
</questiontext><dragbox><text>cat</text><group>1</group></dragbox><dragbox><text>dog</text><group>1</group></dragbox></question>
<question type="truefalse"><name><text>Flat</text></name><questiontext><text>Flat?</text></questiontext>
<answer fraction="0"><text>true</text><feedback><text>Look up.</text></feedback></answer><answer fraction="100"><text>false</text></answer>
<tags><tag><text>earth</text></tag></tags></question>
<question type="essay"><name><text>Write</text></name></question>
<question type="calculated"><name><text>Sum</text></name></question>
</quiz>"""


def test_moodle_xml_becomes_questions_of_every_kind_that_can_be_asked() -> None:
    found = list(read_moodle_xml(MOODLE.encode()))
    made = drafts(found)
    assert {title: draft.kind for title, draft in made.items()} == {
        "Gaps": "cloze",
        "Words": "gap_select",
        "Flat": "true_false",
        "Write": "essay",
    }
    gaps = made["Gaps"].settings["gaps"]
    assert [gap["kind"] for gap in gaps] == ["text", "number", "select"]
    assert (gaps[1]["weight"], gaps[1]["answers"][0]["tolerance"]) == (2, "0.2")
    assert gaps[2]["words"][1] == {"html": "Seine", "weight": "1", "feedback": ""}
    assert made["Words"].settings["text"] == "The [[1]] and the [[2]] or [[3]]"
    assert [gap["word"] for gap in made["Words"].settings["gaps"]] == [2, 2, 1]
    assert made["Flat"].settings == {"is_true": False, "feedback_true": "Look up.", "feedback_false": ""}
    assert (found[2].tags, found[2].category) == (["earth"], ("Cells",))
    assert [one.draft is None for one in found[-2:]] == [False, True]


def test_every_moodle_sample_can_be_put_into_a_bank(bank: QuestionBank) -> None:
    folder = input_folder("quiz")
    files = sorted((folder / "moodle-xml").glob("*.xml")) + sorted((folder / "gift").glob("*.txt"))
    if not files:
        pytest.skip("the sample questions are not here")
    for file in files:
        report = import_questions(bank=bank, content=file.read_bytes(), name=file.name, is_dry_run=False)
        left_out = {row.code for row in report.rows if row.outcome == "skipped"}
        # What asks nothing in GIFT is a text there, too, but has no kind of its own.
        assert left_out <= ({"essay", "text-only"} if file.suffix == ".txt" else set()), (
            file.name,
            report.rows,
        )
    assert Question.objects.filter(bank=bank).count() > 30


BOMB = b'<!DOCTYPE q [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><quiz><question type="essay"/>&b;</quiz>'


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [
        (BOMB, 422, "import-forbidden-xml"),
        (b"<quiz><question>", 422, "import-broken-xml"),
        (b" \n", 422, "import-broken-xml"),
        (b"\xff\xfe\x00\x00", 422, "import-broken-xml"),
        (b"<quiz/>", 422, "invalid-input"),
    ],
)
def test_hostile_and_broken_files_are_refused(
    api: Any, instructor: Any, bank: Any, content: bytes, status: int, code: str
) -> None:
    client = api(instructor)
    file = SimpleUploadedFile("questions.xml", content)
    answer = client.upload(f"/api/v1/question-banks/{bank.pk}/import", {"file": file})
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert not Question.objects.exists()


def test_a_dry_run_tells_and_stores_nothing_and_then_the_bank_is_filled(
    api: Any, instructor: Any, bank: Any
) -> None:
    client = api(instructor)
    address = f"/api/v1/question-banks/{bank.pk}/import"

    def sent(**fields: Any) -> Any:
        return client.upload(address, {"file": SimpleUploadedFile("birds.txt", SAMPLE.encode()), **fields})

    forecast = sent().json()
    assert (forecast["format"], forecast["imported"], forecast["skipped"]) == ("gift", 5, 3)
    assert not Question.objects.exists()
    done = sent(is_dry_run="false").json()
    assert done["rows"] == forecast["rows"]
    detail = client.get(f"/api/v1/question-banks/{bank.pk}").json()
    assert [one["name"] for one in detail["categories"]] == ["Nature", "Birds"]
    assert set(QuestionVersion.objects.values_list("state", flat=True)) == {"draft"}
    out = client.get(f"/api/v1/question-banks/{bank.pk}/gift")
    assert out["Content-Disposition"].startswith("attachment")
    assert "$CATEGORY: $course$/top/Nature/Birds" in out.content.decode()


@pytest.mark.parametrize("person", ["learner", "outsider", "admin"])
def test_a_bank_of_somebody_else_takes_and_gives_nothing(
    request: pytest.FixtureRequest, api: Any, instructor: Any, person: str
) -> None:
    own = open_own_bank(owner_id=instructor.pk, title="Mine")
    client = api(request.getfixturevalue(person))
    file = SimpleUploadedFile("birds.txt", SAMPLE.encode())
    assert client.upload(f"/api/v1/question-banks/{own.pk}/import", {"file": file}).status_code in (403, 404)
    assert client.get(f"/api/v1/question-banks/{own.pk}/gift").status_code in (403, 404)


def said(questions: Any) -> list[Any]:
    """What is compared: everything but the ids of blocks."""
    return [
        (one.title, one.kind, one.stem_html, one.settings, list(one.options), one.explanation, one.category)
        for one in questions
    ]


def test_what_goes_out_comes_in_again_as_it_was(bank: QuestionBank) -> None:
    import_questions(bank=bank, content=SAMPLE.encode(), is_dry_run=False)
    text, refused = export_questions(bank=bank, by_id=None)
    again = create_bank(title="Again", by_id=None)
    import_questions(bank=again, content=text.encode(), is_dry_run=False)
    assert refused == []
    assert said(outgoing_questions(again)) == said(outgoing_questions(bank))


def test_what_moodle_gets_comes_in_again_as_it_was(bank: QuestionBank) -> None:
    for content in (SAMPLE, MOODLE):
        import_questions(bank=bank, content=content.encode(), is_dry_run=False)
    text, refused = export_questions(bank=bank, by_id=None, format_name="moodle-xml")
    again = create_bank(title="Again", by_id=None)
    import_questions(bank=again, content=text.encode(), is_dry_run=False)
    assert refused == []
    # Moodle wants a name for every question, and texts with gaps are all of the question there.
    assert [one[1:] for one in said(outgoing_questions(again))] == [
        (kind, asked, settings | ({"is_case_sensitive": False} if kind == "text" else {}), *rest)
        for _, kind, asked, settings, *rest in said(outgoing_questions(bank))
    ]


WORDS = st.text(alphabet=st.sampled_from("ab~=#{}:\\*%/[]->é<&1 "), min_size=1, max_size=12).filter(
    lambda text: text.strip() and text == " ".join(text.split())
)


@given(
    title=WORDS,
    asked=WORDS,
    options=st.lists(st.tuples(WORDS, WORDS), min_size=2, max_size=4, unique_by=lambda pair: pair[0]),
)
@settings(max_examples=40, derandomize=True, deadline=None)
def test_any_words_survive_gift(title: str, asked: str, options: list[tuple[str, str]]) -> None:
    choices = [
        {
            "html": escape(text, quote=False),
            "weight": "1" if place == 0 else "0",
            "feedback": escape(told, quote=False),
        }
        for place, (text, told) in enumerate(options)
    ]
    pairs = [
        {"prompt": escape(text, quote=False), "match": escape(told, quote=False)} for text, told in options
    ]
    sent = [
        Outgoing(title=title, kind="single_choice", stem_html=f"<p>{escape(asked, quote=False)}</p>", settings={}, options=choices),
        Outgoing(title="", kind="matching", stem_html="<p>Match</p>", settings=stored_settings("matching", {"pairs": pairs}, str), options=[]),
        Outgoing(
            title="",
            kind="text",
            stem_html="<p>Write</p>",
            settings={"answers": [{"text": asked, "is_pattern": False, "weight": "1", "feedback": ""}]},
            options=[],
        ),
    ]  # fmt: skip
    text, refused = write_gift(sent)
    found = [one.draft for one in read_gift(text.encode())]
    assert refused == []
    first, second, third = found
    assert first is not None
    assert second is not None
    assert third is not None
    assert (first.title, stem_html(first.stem)) == (title, sent[0].stem_html)
    assert [(one.html, one.weight, one.feedback) for one in first.option_drafts()] == [
        (one["html"], one["weight"], one["feedback"]) for one in choices
    ]
    assert second.settings["pairs"] == pairs
    assert third.settings["answers"][0]["text"] == asked


@pytest.mark.parametrize("format_name", ["moodle-xml", "csv"])
def test_a_rubric_is_told_as_what_does_not_come_along(bank: QuestionBank, format_name: str) -> None:
    told = {"title": "R", "criteria": [{"title": "C", "levels": [{"title": "L", "points": "1"}]}]}
    essay = QuestionDraft(kind="essay", stem=stem("Why?"), title="Why", rubric=told)
    create_questions(bank=bank, entries=[Entry(essay)], by_id=None)
    text, missing = export_questions(bank=bank, by_id=None, format_name=format_name)
    assert missing == [("Why", "the rubric by which it is marked")]
    again = create_bank(title="Again", by_id=None)
    import_questions(bank=again, content=text.encode(), format_name=format_name, is_dry_run=False)
    assert [one.kind for one in outgoing_questions(again)] == ["essay"]
    content, _, changed = write_package(outgoing_questions(bank), "3.0")
    assert [reason for _, reason in changed] == ["without the rubric by which it is marked"]
    assert content
