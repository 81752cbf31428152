"""Moodle's essays, calculated questions and questions about pictures become ours."""

import base64
import io
from decimal import Decimal
from typing import Any

import pytest
from PIL import Image

from edusync.assessment.models import QuestionVersion
from edusync.assessment.scoring import check_settings, instance
from edusync.assessment.services.bank import open_own_bank
from edusync.integrations.questions.found import Found
from edusync.integrations.questions.moodle_xml import read_moodle_xml
from edusync.integrations.services.question_exchange import import_questions


def picture() -> str:
    stream = io.BytesIO()
    Image.new("RGB", (200, 100), "white").save(stream, "PNG")
    return base64.b64encode(stream.getvalue()).decode()


def read(kind: str, inside: str) -> Found:
    text = f'<quiz><question type="{kind}"><name><text>Q</text></name>{inside}</question></quiz>'
    (found,) = read_moodle_xml(text.encode())
    return found


ASKED = '<questiontext format="html"><text><![CDATA[<p>What is {a} times {b}?</p>]]></text></questiontext>'
VALUES = "".join(
    f"<dataset_definition><name><text>{name}</text></name><minimum><text>1</text></minimum>"
    "<maximum><text>9</text></maximum><decimals><text>0</text></decimals><dataset_items>"
    + "".join(
        f"<dataset_item><number>{at}</number><value>{value}</value></dataset_item>"
        for at, value in enumerate(given, 1)
    )
    + "</dataset_items></dataset_definition>"
    for name, given in {"a": (2, 5), "b": (3, 7)}.items()
)
DATA = f"<dataset_definitions>{VALUES}</dataset_definitions>"
MARKERS = f"""<questiontext format="html"><text>Where?</text></questiontext>
<file name="map.png" encoding="base64">{picture()}</file>
<drag><no>1</no><text>Rhine</text></drag><drag><no>2</no><text>Elbe</text></drag>
<drop><no>1</no><shape>circle</shape><coords>100,50;20</coords><choice>1</choice></drop>
<drop><no>2</no><shape>polygon</shape><coords>0,0;20,0;20,20</coords><choice>1</choice></drop>"""


@pytest.mark.parametrize("kind", ["calculated", "calculatedsimple"])
def test_a_calculated_question_keeps_its_numbers_and_its_formula(kind: str) -> None:
    answer = (
        '<answer fraction="100"><text>pow({a},1)*0+{a}*{b}+pi()*0</text><tolerance>0.01</tolerance>'
        "<tolerancetype>1</tolerancetype><correctanswerlength>1</correctanswerlength></answer>"
    )
    assert read(kind, ASKED + answer + DATA).draft is None  # pow is no function here: told, not guessed.
    found = read(kind, ASKED + answer.replace("pow({a},1)*0+", "") + DATA)
    assert found.draft is not None
    settings = found.draft.settings
    assert settings["rows"] == [{"a": 2.0, "b": 3.0}, {"a": 5.0, "b": 7.0}]
    assert (settings["answers"][0]["tolerance"], settings["decimals"]) == ("1%", 1)
    settled, names = instance("calculated", settings, 1)
    assert (settled["answers"][0]["value"], names) == ("35", {"a": "5", "b": "7"})


def test_choices_by_formula_come_with_the_first_numbers_and_that_is_told() -> None:
    answers = "".join(
        f'<answer fraction="{share}"><text>{words}</text></answer>'
        for share, words in ((100, "It is {={a}*{b}}."), (0, "It is {={a}+{b}}."))
    )
    found = read("calculatedmulti", ASKED + "<single>true</single>" + answers + DATA)
    assert found.draft is not None
    assert [option.html for option in found.draft.option_drafts()] == ["It is 6.", "It is 5."]
    assert found.draft.stem["blocks"][0]["html"] == "<p>What is 2 times 3?</p>"
    assert "fixed-numbers" in found.node.losses


def test_markers_become_labels_with_hidden_places() -> None:
    found = read("ddmarker", MARKERS)
    assert found.draft is not None
    settings = found.draft.settings
    assert [item["html"] for item in settings["items"]] == ["Rhine", "Rhine", "Elbe"]
    assert settings["places"][0] == {"shape": "circle", "x": 50.0, "y": 50.0, "radius": 10.0, "item": 1}
    assert (settings["shows_places"], settings["ratio"]) == (False, 0.5)
    assert check_settings("drag_to_image", settings, []) == []


def test_images_to_drop_on_become_labels_with_places_to_see() -> None:
    inside = (
        f'<file name="map.png" encoding="base64">{picture()}</file>'
        "<drag><no>1</no><text>Rhine</text></drag>"
        "<drop><text>River</text><no>1</no><choice>1</choice><xleft>20</xleft><ytop>10</ytop></drop>"
    )
    found = read("ddimageortext", inside)
    assert found.draft is not None
    (place,) = found.draft.settings["places"]
    assert (place["x"], place["y"], place["label"], found.draft.settings["shows_places"]) == (
        10.0,
        10.0,
        "River",
        True,
    )


@pytest.mark.parametrize(
    ("inside", "kind", "wanted"),
    [
        ("<maxwordlimit>20</maxwordlimit><responsefieldlines>5</responsefieldlines>", "essay",
         {"max_words": 20, "lines": 5}),
        ("<responseformat>noinline</responseformat><attachments>2</attachments><maxbytes>5000000</maxbytes>", "file",
         {"max_files": 2, "max_megabytes": 5}),
    ],
)  # fmt: skip
def test_essays_are_texts_or_files(inside: str, kind: str, wanted: dict[str, Any]) -> None:
    found = read("essay", inside + "<graderinfo><text>Look for it.</text></graderinfo>")
    assert found.draft is not None
    assert found.draft.kind == kind
    assert wanted.items() <= found.draft.settings.items()
    assert found.draft.settings["notes"] == "Look for it."


def test_a_picture_that_is_none_is_told() -> None:
    broken = read("ddmarker", MARKERS.replace(picture(), "bm9uZQ=="))
    assert (broken.draft, next(iter(broken.node.losses))) == (None, "no-picture")


@pytest.mark.django_db
def test_a_question_about_a_picture_brings_it_into_the_bank(organization: Any, instructor: Any) -> None:
    bank = open_own_bank(owner_id=instructor.pk, title="Rivers")
    content = f'<quiz><question type="ddmarker"><name><text>Q</text></name>{MARKERS}</question></quiz>'
    report = import_questions(bank=bank, content=content.encode(), is_dry_run=False, by_id=instructor.pk)
    assert [row.outcome for row in report.rows] == ["imported"], report.rows
    version = QuestionVersion.objects.get()
    assert (version.question.kind, version.points) == ("drag_to_image", Decimal(1))
    assert version.stem["blocks"][-1]["file"]
