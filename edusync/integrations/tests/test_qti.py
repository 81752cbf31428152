"""QTI 2.1, 2.2 and 3.0: items and packages in and out of banks."""

import io
import zipfile
from decimal import Decimal
from html import escape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given, settings
from hypothesis import strategies as st

from edusync.assessment.drafts import QuestionDraft
from edusync.assessment.models import Question, QuestionBank, QuestionVersion
from edusync.assessment.scoring import kind_names, stored_settings
from edusync.assessment.services.bank import create_bank
from edusync.assessment.services.bank_questions import Entry, create_questions
from edusync.assessment.testing import drafts_of_every_kind
from edusync.files.models import FileObject
from edusync.integrations.formats.tree import Outcome
from edusync.integrations.questions.found import Found
from edusync.integrations.questions.outgoing import Outgoing
from edusync.integrations.questions.qti.packing import REPORT, write_package
from edusync.integrations.questions.qti.reading import read_qti
from edusync.integrations.questions.qti.writing import VERSIONS, write_item
from edusync.integrations.services.question_exchange import (
    export_package,
    import_questions,
    outgoing_questions,
    stem_html,
)
from edusync.integrations.tests import qti_samples as samples


def read(text: str) -> Found:
    (found,) = read_qti(text.encode())
    return found


def draft_of(text: str) -> QuestionDraft:
    found = read(text)
    assert found.draft is not None, found.node.losses
    return found.draft


@pytest.fixture
def bank(organization: Any) -> QuestionBank:
    return create_bank(title="Nature", by_id=None)


def test_a_choice_comes_with_prompt_feedback_and_title() -> None:
    draft = draft_of(samples.CHOICE)
    assert (draft.kind, draft.title, draft.feedback_correct) == ("single_choice", "Birds", "Well seen.")
    assert stem_html(draft.stem).split() == ["<p>Which", "is", "a", "bird?</p>", "<p>Choose", "one.</p>"]
    assert [(one.html, one.weight, one.feedback) for one in draft.option_drafts()] == [
        ("Bat", "0", "It is a mammal."),
        ("Wren", "1", ""),
    ]


def test_a_mapping_becomes_shares_of_its_sum() -> None:
    draft = draft_of(samples.MAPPED)
    assert (draft.kind, draft.settings, draft.points) == ("multiple_choice", {"scoring": "weights"}, 2)
    assert [one.weight for one in draft.option_drafts()] == ["0.5", "0.5", "-1"]


@pytest.mark.parametrize(
    ("text", "points", "weights"),
    [(samples.BY_HAND, 2, ["1", "0.5", "0"]), (samples.CORRECT_BY_HAND, 3, ["0", "1"])],
)
def test_scoring_written_by_hand_is_understood(text: str, points: int, weights: list[str]) -> None:
    draft = draft_of(text)
    assert (draft.points, [one.weight for one in draft.option_drafts()]) == (points, weights)
    assert read(text).node.outcome is Outcome.IMPORTED


def test_rules_that_are_not_understood_are_told_and_the_declared_answer_does() -> None:
    strange = samples.CHOICE.replace(
        samples.MATCH,
        "<responseProcessing><responseCondition><responseIf><durationLT><variable identifier='RESPONSE'/></durationLT>"
        "<setOutcomeValue identifier='SCORE'><baseValue baseType='float'>1</baseValue></setOutcomeValue></responseIf>"
        "</responseCondition></responseProcessing>",
    )
    found = read(strange)
    assert (found.node.outcome, list(found.node.losses)) == (Outcome.LOSSY, ["response-processing"])
    assert [one.weight for one in draft_of(strange).option_drafts()] == ["0", "1"]


def test_texts_and_numbers_that_are_written() -> None:
    words, value = draft_of(samples.ENTRY), draft_of(samples.NUMBER)
    assert words.kind == "text"
    assert [(one["text"], one["weight"]) for one in words.settings["answers"]] == [
        ("York", "1"),
        ("Yorck", "0.5"),
    ]
    assert (value.kind, value.settings["answers"][0]["value"]) == ("numerical", "9.81")
    assert value.settings["answers"][0]["tolerance"] == "0.02"


def test_a_choice_within_a_text_is_a_text_with_a_gap() -> None:
    draft = draft_of(samples.INLINE)
    assert (draft.kind, draft.settings["text"]) == ("cloze", "<p>The sun of [[1]] shines.</p>")
    assert [word["weight"] for word in draft.settings["gaps"][0]["words"]] == ["0", "1"]


def test_match_order_and_gap_match() -> None:
    matched, ordered, gaps = (draft_of(one) for one in (samples.MATCHED, samples.ORDERED, samples.GAPS))
    assert matched.settings == {
        "pairs": [
            {"prompt": "Capulet", "match": "Verona"},
            {"prompt": "Prospero", "match": "Island"},
            {"prompt": "Lost one", "match": "Island"},
        ],
        "distractors": ["Denmark"],
        "scoring": "all_or_nothing",
    }
    assert [one["html"] for one in ordered.settings["items"]] == ["Cy", "Ada", "Bo"]
    assert gaps.settings["text"] == "<p>Now is the [[1]] made glorious [[2]].</p>"
    assert [gap["word"] for gap in gaps.settings["gaps"]] == [1, 3]
    assert (gaps.settings["scoring"], gaps.points) == ("less_wrong", 2)


def test_version_three_is_read_in_its_own_words() -> None:
    draft = draft_of(samples.V3)
    assert (draft.kind, draft.title, draft.points) == ("single_choice", "Three", Decimal(4))
    assert [one.weight for one in draft.option_drafts()] == ["0", "1"]


def test_extended_text_is_an_essay() -> None:
    found = read(samples.ESSAY)
    assert found.draft is not None
    assert (found.draft.kind, found.draft.settings) == ("essay", {"lines": 5})


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (samples.SLIDER, "interaction"),
        (samples.HOTSPOT, "no-picture"),
        (samples.item("<itemBody/>" * 0), "no-question"),
        (samples.CHOICE.replace("<value>B</value>", "<value>Z</value>"), "no-right-answer"),
        (samples.CHOICE.replace('identifier="RESPONSE" card', 'identifier="OTHER" card'), "no-declaration"),
        ("<html><body/></html>", "not-an-item"),
    ],
)
def test_what_cannot_be_asked_is_told(text: str, code: str) -> None:
    found = read(text)
    assert (found.draft, next(iter(found.node.losses))) == (None, code)


def test_a_hotspot_comes_with_its_picture_in_percent(bank: QuestionBank) -> None:
    content = samples.package({"items/map.xml": samples.HOTSPOT, "items/images/map one.png": samples.PNG})
    (found,) = read_qti(content)
    assert found.draft is not None, found.node.losses
    circle, rectangle, polygon = found.draft.settings["regions"]
    assert (circle["x"], circle["y"], circle["radius"], circle["is_right"]) == (25.0, 50.0, 5.0, True)
    assert (rectangle["x"], rectangle["width"], rectangle["height"], rectangle["label"]) == (
        50.0,
        25.0,
        50.0,
        "Sea",
    )
    assert polygon["corners"] == [[0.0, 0.0], [10.0, 0.0], [10.0, 20.0]]
    forecast = import_questions(bank=bank, content=content)
    assert (forecast.format, forecast.count("imported", "lossy"), FileObject.objects.count()) == ("qti", 1, 0)
    import_questions(bank=bank, content=content, is_dry_run=False)
    (picture,) = [
        block
        for block in QuestionVersion.objects.get(question__bank=bank).stem["blocks"]
        if block["type"] == "image"
    ]
    assert (picture["alt"], FileObject.objects.count()) == ("A map", 1)
    again = create_bank(title="Again", by_id=None)
    import_questions(
        bank=again, content=export_package(bank=bank, by_id=None, version="3.0"), is_dry_run=False
    )
    (one,), (other,) = outgoing_questions(bank), outgoing_questions(again)
    assert (one.settings, one.stem_html, one.title) == (other.settings, other.stem_html, other.title)


def test_a_package_is_read_in_the_order_of_its_manifest_and_faults_are_told_by_item() -> None:
    files: dict[str, str | bytes] = {"b.xml": samples.CHOICE, "a.xml": "<assessmentItem"}
    found = list(read_qti(samples.package(files, resources=["b.xml", "a.xml", "gone.xml"])))
    assert [(one.place, next(iter(one.node.losses), "")) for one in found] == [
        (1, ""),
        (2, "unreadable"),
        (3, "missing-file"),
    ]


def bomb() -> bytes:
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.xml", b" " * 40_000_000)
    return memory.getvalue()


def climbing() -> bytes:
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w") as archive:
        archive.writestr("../../evil.xml", samples.CHOICE)
    return memory.getvalue()


ENTITIES = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbb">]><assessmentItem>&b;</assessmentItem>'


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [
        (bomb(), 413, "import-too-large"),
        (climbing(), 422, "import-unsafe-path"),
        (b"PK\x03\x04 no zip at all", 422, "import-broken-archive"),
        (ENTITIES.encode(), 422, "import-forbidden-xml"),
    ],
)
def test_hostile_packages_are_refused(
    api: Any, instructor: Any, bank: Any, content: bytes, status: int, code: str
) -> None:
    client = api(instructor)
    file = SimpleUploadedFile("items.zip", content)
    answer = client.upload(f"/api/v1/question-banks/{bank.pk}/import", {"file": file})
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert not Question.objects.exists()


def test_a_bank_goes_out_as_a_package_and_as_a_table(
    api: Any, instructor: Any, learner: Any, bank: Any
) -> None:
    import_questions(bank=bank, content=samples.CHOICE.encode(), is_dry_run=False)
    client = api(instructor)
    answer = client.get(f"/api/v1/question-banks/{bank.pk}/qti?version=2.2")
    assert answer["Content-Type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert sorted(archive.namelist()) == ["imsmanifest.xml", "item-0001.xml"]
        assert b"imsqti_v2p2" in archive.read("item-0001.xml")
    table = client.get(f"/api/v1/question-banks/{bank.pk}/csv").content.decode("utf-8-sig")
    assert table.startswith("kind,category,title,question,points,tags,right,answer 1,")
    for ending in ("qti", "csv"):
        assert api(learner).get(f"/api/v1/question-banks/{bank.pk}/{ending}").status_code in (403, 404)


def settings_said(kind: str, said: dict[str, Any]) -> dict[str, Any]:
    """Settings in one spelling: what is left out means what it means when it is said."""
    defaults: dict[str, dict[str, Any]] = {
        "matching": {"scoring": "each", "distractors": []},
        "gap_select": {"scoring": "each"},
        "hotspot": {"scoring": "each"},
        "ordering": {"scoring": "each"},
        "text": {"is_case_sensitive": False},
        "multiple_choice": {"scoring": "all_or_nothing"},
    }
    full = stored_settings(kind, {**defaults.get(kind, {}), **said}, str)
    for gap in full.get("gaps") or []:
        if gap.get("kind") == "text":
            gap.setdefault("is_case_sensitive", False)
        gap.setdefault("weight", 1)
    for answers in [full.get("answers"), *(gap.get("answers") for gap in full.get("gaps") or [])]:
        for answer in answers or []:
            answer.update({"feedback": "", "weight": str(answer.get("weight", "1"))})
            answer.setdefault("tolerance", "0") if "value" in answer else answer.setdefault(
                "is_pattern", False
            )
    for gap in full.get("gaps") or []:
        for word in gap.get("words") or []:
            word.update({"weight": str(word.get("weight", 0)), "feedback": word.get("feedback") or ""})
    return {name: value for name, value in full.items() if name != "unselected_feedback"}


@pytest.mark.parametrize("version", VERSIONS)
def test_what_goes_out_comes_in_again_as_it_was(bank: QuestionBank, version: str) -> None:
    drafts = [one for one in drafts_of_every_kind() if one.kind not in ("hotspot", "drag_to_image")]
    create_questions(bank=bank, entries=[Entry(draft, tags=["a tag"]) for draft in drafts], by_id=None)
    content = export_package(bank=bank, by_id=None, version=version)
    again = create_bank(title="Again", by_id=None)
    report = import_questions(bank=again, content=content, is_dry_run=False)
    assert report.count("skipped") == 0, report.rows
    known = {one.kind: one for one in outgoing_questions(bank)}
    back = {one.kind: one for one in outgoing_questions(again)}
    left_out = set(known) - set(back)
    assert left_out <= {"formula", "calculated", "code"}
    for kind, one in back.items():
        before = known[kind]
        assert settings_said(kind, dict(one.settings)) == settings_said(kind, dict(before.settings)), kind
        assert (one.stem_html, one.points, one.explanation) == (
            before.stem_html,
            before.points,
            before.explanation,
        )
        assert [dict(option) for option in one.options] == [dict(option) for option in before.options]
        assert tuple(one.tags) == ("a tag",)


def test_what_does_not_come_along_is_told_in_the_package(bank: QuestionBank) -> None:
    formula = Outgoing(
        title="Formula", kind="formula", stem_html="<p>?</p>", settings={"answers": [{"formula": "a"}]}, options=[]
    )  # fmt: skip
    order = Outgoing(
        title="Order",
        kind="ordering",
        stem_html="<p>?</p>",
        settings={"items": [{"html": "a"}, {"html": "b"}], "scoring": "neighbors"},
        options=[],
    )
    content, refused, changed = write_package([formula, order], "3.0")
    assert [len(refused), len(changed)] == [1, 1]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        told = archive.read(REPORT).decode()
    assert "left out: Formula: QTI has no such question." in told
    assert "changed: Order:" in told
    (found,) = read_qti(content)
    assert found.draft is not None
    assert found.draft.settings["scoring"] == "neighbors"


WORDS = st.text(alphabet=st.sampled_from("ab~={}:*%/[]é<&1'\"|,; தமி"), min_size=1, max_size=12).filter(
    lambda text: text.strip() and text == " ".join(text.split())
)
SHARES = st.sampled_from(["1", "0.5", "0", "-0.5", "0.25"])


@given(
    version=st.sampled_from(VERSIONS),
    title=WORDS.filter(str.strip),
    asked=WORDS,
    options=st.lists(st.tuples(WORDS, SHARES), min_size=1, max_size=4, unique_by=lambda pair: pair[0]),
    points=st.sampled_from(["1", "2.5", "0.125", "10"]),
)
@settings(max_examples=50, derandomize=True, deadline=None)
def test_any_choice_survives(
    version: str, title: str, asked: str, options: list[tuple[str, str]], points: str
) -> None:
    choices = [{"html": "first", "weight": "1", "feedback": "Yes."}] + [
        {"html": escape(text, quote=False), "weight": share, "feedback": ""} for text, share in options
    ]
    sent = Outgoing(
        title=title,
        kind="single_choice",
        stem_html=f"<p>{escape(asked, quote=False)}</p>",
        settings={},
        options=choices,
        points=points,
        category=("Nature", "Cats/Dogs"),
        tags=("one", "two words"),
    )
    text, notes = write_item(sent, "item-1", version)
    found = read(text)
    assert notes == []
    assert found.draft is not None
    assert (found.draft.title, stem_html(found.draft.stem)) == (title, sent.stem_html)
    assert [(one.html, one.weight) for one in found.draft.option_drafts()] == [
        (one["html"], one["weight"]) for one in choices
    ]
    assert Decimal(found.draft.points) == Decimal(points)
    assert (found.category, list(found.tags)) == (("Nature", "Cats/Dogs"), ["one", "two words"])


@given(
    version=st.sampled_from(VERSIONS),
    pairs=st.lists(st.tuples(WORDS, WORDS), min_size=2, max_size=5, unique_by=lambda pair: pair[0]),
    scoring=st.sampled_from(["each", "less_wrong", "all_or_nothing"]),
)
@settings(max_examples=40, derandomize=True, deadline=None)
def test_any_pairs_survive(version: str, pairs: list[tuple[str, str]], scoring: str) -> None:
    given_pairs = [
        {"prompt": escape(one, quote=False), "match": escape(other, quote=False)} for one, other in pairs
    ]
    told = stored_settings("matching", {"pairs": given_pairs, "scoring": scoring}, str)
    sent = Outgoing(title="t", kind="matching", stem_html="<p>Match</p>", settings=told, options=[])
    draft = draft_of(write_item(sent, "item-1", version)[0])
    assert (draft.settings["pairs"], draft.settings["scoring"]) == (given_pairs, scoring)


def test_every_kind_that_can_be_asked_is_written_or_refused_with_a_reason() -> None:
    from edusync.integrations.questions.qti.writers import WRITERS

    assert set(WRITERS) <= set(kind_names())
