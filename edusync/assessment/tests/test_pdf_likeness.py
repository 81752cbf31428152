"""PDF files are compared by what their pages say; what has no text, or asks for too much, is told to the marker."""

import io
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from edusync.assessment.models import Fingerprint, SimilarityReport, WorkText
from edusync.assessment.similarity import extraction
from edusync.assessment.similarity.extraction import Extracted, page_starts, text_of_file
from edusync.assessment.tests.assignment_rows import make_assignment
from edusync.assessment.tests.pdf_samples import circling_pdf, pdf_of, swelling_pdf
from edusync.enrollment.services import enroll_learner
from edusync.kernel.testing import run_worker

ESSAY = " ".join(f"word{number} stands" for number in range(60))


def lines(text: str) -> str:
    words = text.split()
    return "\n".join(" ".join(words[place : place + 8]) for place in range(0, len(words), 8))


def read(content: bytes, name: str = "work.pdf") -> Extracted:
    return text_of_file(io.BytesIO(content), name)


def test_pages_are_read_apart_and_parted_words_are_one() -> None:
    found = read(pdf_of("A long exam-\nple of\nwell-known words", "", "Third page"), "Work.PDF")
    first, second, third = found.content.split("\f")
    assert first.split() == ["A", "long", "example", "of", "well-known", "words"]
    assert (second.strip(), third.strip(), found.lack) == ("", "Third page", "")
    starts = page_starts(found.content)
    assert [found.content[start:].strip()[:5] for start in starts] == ["A lon", "Third", "Third"]
    assert page_starts("no pages") == [0]


@pytest.mark.parametrize(
    ("content", "lack"),
    [
        (pdf_of("", ""), "no_text"),
        (pdf_of("secret", password="sesame"), "locked"),
        (b"%PDF-1.7 and nothing", "broken"),
        (b"", "broken"),
        (swelling_pdf(40), "too_much"),
        (circling_pdf(), "no_text"),
        (b"%PDF" + b"0" * 20_000_000, "too_much"),
    ],
    ids=["scanned", "locked", "broken", "nothing", "swelling", "circling", "large"],
)
def test_what_cannot_be_read_says_why(content: bytes, lack: str) -> None:
    assert read(content) == Extracted("", lack)


def test_who_takes_more_time_than_a_text_is_ended(monkeypatch: Any) -> None:
    monkeypatch.setattr(extraction, "PDF_CPU_SECONDS", 1)
    assert read(swelling_pdf(15)) == Extracted("", "too_much")
    monkeypatch.setattr(extraction, "PDF_SECONDS", 0.01)
    assert read(pdf_of("short")) == Extracted("", "too_much")


@pytest.fixture
def assignment(course: Any) -> Any:
    return make_assignment(course=course, is_similarity_checked=True, accepts_files=True)


def hand_in_file(api: Any, assignment: Any, person: Any, *files: tuple[str, bytes]) -> str:
    """A work of files, and what was written besides; its public id."""
    client = api(person)
    enroll_learner(course_id=assignment.course_id, learner_id=person.pk)
    base = f"/api/v1/assignments/{assignment.pk}"
    for name, content in files:
        body = io.BytesIO(content)
        body.name = name
        assert client.upload(f"{base}/draft/files", {"file": body}).status_code == 201
    answer = client.post(f"{base}/submit")
    assert answer.status_code == 201, answer.content
    run_worker()
    found: str = answer.json()["uuid"]
    return found


@pytest.mark.django_db
def test_a_pdf_is_found_in_a_typed_text_with_its_page(
    api: Any, assignment: Any, make_person: Any, instructor: Any
) -> None:
    amal, bela = (make_person(name, roles=("learner",)) for name in ("amal", "bela"))
    typed = hand_in_file(api, assignment, amal, ("essay.txt", ESSAY.encode()))
    paged = hand_in_file(
        api, assignment, bela, ("essay.pdf", pdf_of("A title page", lines(ESSAY))), ("scan.pdf", pdf_of(""))
    )
    client = api(instructor)
    found = client.get(f"/api/v1/submissions/{paged}/similarity").json()
    assert (found["state"], found["unread"]) == ("done", [{"name": "scan.pdf", "lack": "no_text"}])
    (match,) = found["matches"]
    assert match["percent"] > 80
    pair = client.get(f"/api/v1/submissions/{paged}/similarity/{match['id']}").json()
    (text,), (passage,) = pair["own"]["texts"], pair["own"]["passages"]
    assert (passage["page"], len(text["page_starts"])) == (2, 2)
    assert passage["start"] >= text["page_starts"][1]
    assert "word10 stands" in text["content"][passage["start"] : passage["end"]]
    assert {one["page"] for one in pair["other"]["passages"]} == {None}
    assert pair["other"]["texts"][0]["page_starts"] == []
    assert client.get(f"/api/v1/submissions/{typed}/similarity").json()["unread"] == []


@pytest.mark.django_db
def test_a_work_of_scans_alone_has_nothing_to_compare(
    api: Any, assignment: Any, learner: Any, instructor: Any
) -> None:
    work = hand_in_file(api, assignment, learner, ("scan.pdf", pdf_of("", "")))
    found = api(instructor).get(f"/api/v1/submissions/{work}/similarity").json()
    assert (found["state"], found["unread"][0]["lack"]) == ("nothing", "no_text")


@pytest.mark.django_db
def test_works_from_before_are_read_when_they_are_compared_again(
    api: Any, assignment: Any, make_person: Any, instructor: Any
) -> None:
    amal, bela = (make_person(name, roles=("learner",)) for name in ("amal", "bela"))
    hand_in_file(api, assignment, amal, ("one.pdf", pdf_of(lines(ESSAY))))
    second = hand_in_file(api, assignment, bela, ("two.pdf", pdf_of("Mine", lines(ESSAY))))
    # So the release before left them: no text, nothing to compare.
    Fingerprint.objects.all().delete()
    WorkText.objects.all().delete()
    SimilarityReport.objects.update(state="nothing", fingerprint_count=0)
    SimilarityReport.objects.get(submission__uuid=second).matches.all().delete()
    client = api(instructor)
    assert client.post(f"/api/v1/assignments/{assignment.pk}/comparison").json() == {"count": 2}
    run_worker()
    found = client.get(f"/api/v1/submissions/{second}/similarity").json()
    assert (found["state"], len(found["matches"])) == ("done", 1)


@pytest.mark.django_db
def test_the_database_knows_what_a_file_may_lack(api: Any, assignment: Any, learner: Any) -> None:
    hand_in_file(api, assignment, learner, ("scan.pdf", pdf_of("")))
    with pytest.raises(IntegrityError), transaction.atomic():
        WorkText.objects.update(lack="nothing")
