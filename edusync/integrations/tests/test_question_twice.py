"""The same file twice: what the bank has already is told row by row, and left out unless somebody wants otherwise."""

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from edusync.assessment.models import Question, QuestionBank, QuestionVersion
from edusync.assessment.services.bank import create_bank
from edusync.files.models import FileObject
from edusync.integrations.services.question_exchange import (
    ExchangeReport,
    export_package,
    export_questions,
    import_questions,
)
from edusync.integrations.testing import input_folder
from edusync.kernel import clock
from edusync.kernel.problems import Problem

pytestmark = pytest.mark.django_db

GIFT = """// [id:heart]
::Heart::The heart has {=4 ~3 ~2} chambers.

Penguins can fly.{FALSE#No.#Right.}

Match. {=dog -> barks =cat -> meows}
"""
AIKEN = """What barks?
A) a cat
B) a dog
ANSWER: B

What meows?
A. a cat
B. a dog
ANSWER: A
"""
MOODLE = """<quiz><question type="shortanswer"><name><text>Author</text></name><idnumber>AU-1</idnumber>
<questiontext format="html"><text><![CDATA[<p>Who wrote it?</p>]]></text></questiontext>
<answer fraction="100"><text>Ada</text></answer></question></quiz>"""
CSV = "kind,question,answer 1,answer 2,right,id\nsingle,What barks?,a dog,a cat,1,dog-1\ntrue_false,Birds lay eggs.,,,true,\n"
QTI = """<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" identifier="egg" title="Eggs">
<responseDeclaration identifier="R" cardinality="single" baseType="identifier"><correctResponse><value>A</value>
</correctResponse></responseDeclaration><itemBody><choiceInteraction responseIdentifier="R" maxChoices="1">
<prompt>Which lay eggs?</prompt><simpleChoice identifier="A">hens</simpleChoice><simpleChoice identifier="B">cows</simpleChoice>
</choiceInteraction></itemBody></assessmentItem>"""
FILES = {"gift": GIFT, "aiken": AIKEN, "moodle-xml": MOODLE, "csv": CSV, "qti": QTI}


@pytest.fixture
def bank(organization: Any) -> QuestionBank:
    return create_bank(title="Nature", by_id=None)


def bring(bank: QuestionBank, text: str | bytes, **options: Any) -> ExchangeReport:
    content = text.encode() if isinstance(text, str) else text
    return import_questions(bank=bank, content=content, **{"is_dry_run": False, **options})


def outcomes(report: ExchangeReport) -> list[tuple[str, str]]:
    return [(row.outcome, row.code) for row in report.rows]


@pytest.mark.parametrize("name", sorted(FILES))
def test_a_file_brings_its_questions_once(bank: QuestionBank, name: str) -> None:
    first = bring(bank, FILES[name], format_name=name)
    count = first.count("imported", "lossy")
    assert count >= 1
    assert count == Question.objects.count() == len(first.rows)
    forecast = bring(bank, FILES[name], format_name=name, is_dry_run=True)
    again = bring(bank, FILES[name], format_name=name)
    assert outcomes(forecast) == outcomes(again) == [("existing", "already-there")] * count
    assert {row.existing.question.pk for row in again.rows if row.existing} == set(
        Question.objects.values_list("pk", flat=True)
    )
    assert Question.objects.count() == QuestionVersion.objects.count() == count


@pytest.mark.parametrize("name", sorted(FILES))
def test_all_the_same_if_that_is_wanted(bank: QuestionBank, name: str) -> None:
    count = len(bring(bank, FILES[name], format_name=name).rows)
    again = bring(bank, FILES[name], format_name=name, on_existing="all")
    assert again.count("imported", "lossy") == count
    assert {row.code for row in again.rows} == {"already-there"}
    assert Question.objects.count() == 2 * count


CHANGES: dict[str, Callable[[str], str]] = {
    "gift": lambda text: text.replace("The heart has", "A heart has"),
    "moodle-xml": lambda text: text.replace("Who wrote it?", "Who wrote this?"),
    "csv": lambda text: text.replace("What barks?", "Who barks?"),
    "qti": lambda text: text.replace("Which lay eggs?", "Who lays eggs?"),
}


@pytest.mark.parametrize("name", sorted(CHANGES))
def test_what_the_source_calls_the_same_becomes_a_new_wording(bank: QuestionBank, name: str) -> None:
    bring(bank, FILES[name], format_name=name)
    count = Question.objects.count()
    changed = CHANGES[name](FILES[name])
    report = bring(bank, changed, format_name=name, on_existing="version")
    assert outcomes(report).count(("versioned", "changed")) == 1
    assert report.count("imported", "lossy") == 0
    assert Question.objects.count() == count
    (row,) = [row for row in report.rows if row.outcome == "versioned"]
    assert row.existing is not None
    newest = QuestionVersion.objects.filter(question=row.existing.question).order_by("-number")[0]
    assert (newest.number, newest.state) == (2, "draft")
    # The same once more says nothing new.
    again = bring(bank, changed, format_name=name, on_existing="version")
    assert again.count("existing") == count
    assert QuestionVersion.objects.count() == count + 1


@pytest.mark.parametrize("name", sorted(CHANGES))
def test_other_words_of_the_same_name_come_as_a_question_where_nobody_says_otherwise(
    bank: QuestionBank, name: str
) -> None:
    bring(bank, FILES[name], format_name=name)
    count = Question.objects.count()
    report = bring(bank, CHANGES[name](FILES[name]), format_name=name)
    assert report.count("imported", "lossy") == 1
    assert ("imported", "changed") in outcomes(report)
    assert Question.objects.count() == count + 1


def test_the_same_words_with_another_answer_are_told(bank: QuestionBank) -> None:
    bring(bank, "Penguins can fly.{FALSE}")
    changed = "Penguins can fly.{TRUE}"
    assert outcomes(bring(bank, changed)) == [("existing", "same-words")]
    assert outcomes(bring(bank, changed, on_existing="version")) == [("existing", "same-words")]
    assert outcomes(bring(bank, changed, on_existing="all")) == [("imported", "same-words")]
    # Of two the one with the same answer is meant.
    (row,) = bring(bank, changed).rows
    assert row.code == "already-there"
    named = "// [id:fly]\n::Fly::Can it fly?{FALSE}"
    bring(bank, named)
    corrected = named.replace("FALSE", "TRUE")
    assert outcomes(bring(bank, corrected)) == [("existing", "changed")]
    assert outcomes(bring(bank, corrected, on_existing="version")) == [("versioned", "changed")]


def test_other_banks_kinds_and_removed_questions_do_not_count(bank: QuestionBank) -> None:
    bring(bank, AIKEN, format_name="aiken")
    other = create_bank(title="Other", by_id=None)
    assert bring(other, AIKEN, format_name="aiken").count("imported") == 2
    gone = Question.objects.filter(bank=bank).order_by("pk")[0]
    Question.objects.filter(pk=gone.pk).update(deleted_at=clock.now())
    assert bring(bank, AIKEN, format_name="aiken", is_dry_run=True).count("imported") == 1


@pytest.mark.parametrize("ending", ["gift", "moodle-xml", "csv", "qti"])
def test_an_export_is_known_by_its_own_bank(bank: QuestionBank, ending: str) -> None:
    bring(bank, GIFT)
    if ending == "qti":
        content = export_package(bank=bank, by_id=None, version="3.0")
    else:
        content = export_questions(bank=bank, by_id=None, format_name=ending)[0].encode()
    report = bring(bank, content, format_name=ending, is_dry_run=True)
    assert report.count("existing") == len(report.rows) == 3
    assert all(row.existing is not None and row.existing.has_same_source for row in report.rows)


def pictured(color: str) -> bytes:
    """A package whose question shows a picture of that color, under a name that says nothing."""
    target, packed = io.BytesIO(), io.BytesIO()
    Image.new("RGB", (8, 8), color).save(target, "PNG")
    text = QTI.replace('"egg"', '"item-0001"').replace(
        "<itemBody>", '<itemBody><p><img src="a.png" alt="Eggs"/></p>'
    )
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("one.xml", text)
        archive.writestr("a.png", target.getvalue())
    return packed.getvalue()


def test_pictures_tell_questions_of_the_same_words_apart(bank: QuestionBank) -> None:
    assert bring(bank, pictured("red")).count("imported") == 1
    assert bring(bank, pictured("blue")).count("imported") == 1
    for color in ("red", "blue"):
        assert outcomes(bring(bank, pictured(color), is_dry_run=True)) == [("existing", "already-there")]
    files = FileObject.objects.count()
    bring(bank, pictured("red"))
    assert (FileObject.objects.count(), Question.objects.count()) == (files, 2)


def test_the_api_lists_what_is_there_and_asks_what_to_do(
    api: Any, instructor: Any, bank: QuestionBank
) -> None:
    client = api(instructor)
    address = f"/api/v1/question-banks/{bank.pk}/import"

    def sent(text: str, **fields: Any) -> Any:
        return client.upload(address, {"file": SimpleUploadedFile("birds.txt", text.encode()), **fields})

    sent(GIFT, is_dry_run="false")
    known = Question.objects.get(title="Heart")
    body = sent(GIFT).json()
    assert (body["imported"], body["existing"], body["versioned"], body["known"]) == (0, 3, 0, 3)
    assert body["rows"][0]["existing"] == {"uuid": str(known.uuid), "title": "Heart"}
    assert body["rows"][1]["existing"]["title"] == "Penguins can fly."
    body = sent(CHANGES["gift"](GIFT), on_existing="version", is_dry_run="false").json()
    assert (body["versioned"], body["existing"], body["known"]) == (1, 2, 3)
    client.problem(sent(GIFT, on_existing="maybe"), 422, "invalid-input")


def test_knowing_costs_the_same_for_many(bank: QuestionBank, django_assert_max_num_queries: Any) -> None:
    many = "\n\n".join(f"// [id:q{number}]\nIs {number} even?{{TRUE}}" for number in range(40))
    bring(bank, many)
    with django_assert_max_num_queries(8):
        assert bring(bank, many, is_dry_run=True).count("existing") == 40


def real_files() -> list[Any]:
    """Files of others, where they are."""
    folder = input_folder("quiz")
    found = sorted(folder.rglob("*")) if folder.is_dir() else []
    return [path for path in found if path.suffix in (".gift", ".txt", ".xml") and path.name != "SOURCE.txt"]


def test_no_file_of_others_brings_anything_twice(bank: QuestionBank) -> None:
    files = real_files()
    if not files:
        pytest.skip("files of questions of others are not here")
    brought = 0
    for path in files:
        own = create_bank(title=path.name[:80], by_id=None)
        try:
            first = import_questions(bank=own, content=path.read_bytes(), name=path.name, is_dry_run=False)
        except Problem:
            continue
        again = import_questions(bank=own, content=path.read_bytes(), name=path.name)
        count = first.count("imported", "lossy")
        told = [
            (row.outcome, row.code, row.title) for row in again.rows if row.outcome in ("imported", "lossy")
        ]
        assert (told, again.count("existing")) == ([], count), path.name
        brought += count
    assert brought > 20
