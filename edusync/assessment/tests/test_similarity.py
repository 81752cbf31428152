"""Works that are alike are found, within the organization; what is alike by right is not."""

import io
import zipfile
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edusync.assessment.models import Fingerprint, SimilarityMatch, SimilarityReport
from edusync.assessment.services import assignments
from edusync.assessment.services.assignments.comparing import compare_work
from edusync.assessment.similarity.extraction import Extracted, text_of_file
from edusync.assessment.similarity.winnowing import MEASURES, fingerprints
from edusync.assessment.testing import stem
from edusync.assessment.tests.assignment_rows import hand_in, make_assignment
from edusync.courses.testing import make_course
from edusync.enrollment.services import enroll_learner
from edusync.kernel.tenancy import organization_context
from edusync.kernel.testing import run_worker

ESSAY = " ".join(f"word{number} stands" for number in range(60))
OTHER = " ".join(f"thing{number} falls" for number in range(60))


@given(
    before=st.lists(st.sampled_from("abcdefg"), max_size=30),
    after=st.lists(st.sampled_from("abcdefg"), max_size=30),
    shared=st.lists(st.text("klmnop", min_size=2, max_size=4), min_size=11, max_size=20),
)
@settings(max_examples=40)
def test_whatever_is_alike_over_the_guaranteed_length_is_found(
    before: list[str], after: list[str], shared: list[str]
) -> None:
    measure = MEASURES["text"]
    assert len(shared) >= measure.window + measure.length - 1
    one = " ".join([*before, *shared])
    two = " ".join([*shared, *after])
    assert {row.hash for row in fingerprints(one, "text")} & {row.hash for row in fingerprints(two, "text")}


def test_nothing_shorter_than_a_row_of_words_is_found() -> None:
    one, two = "a b c d e x y z u v w q r", "m n a b c d e o p s t k l"
    assert not {row.hash for row in fingerprints(one, "text")} & {
        row.hash for row in fingerprints(two, "text")
    }
    assert fingerprints("", "text") == fingerprints("one two", "text") == []


def test_names_in_a_program_and_spelling_of_case_do_not_hide_a_copy() -> None:
    one = "def total(values):\n    # adds\n    result = 0\n    for value in values:\n        result += value * 2\n    return result\n"
    two = "def f(xs):\n    y = 1\n    for x in xs:\n        y += x * 3   # mine\n    return y\n"
    assert [row.hash for row in fingerprints(one, "code")] == [row.hash for row in fingerprints(two, "code")]
    loud = {row.hash for row in fingerprints(ESSAY.upper(), "text")}
    assert loud == {row.hash for row in fingerprints(ESSAY, "text")}


def test_quotations_are_left_out() -> None:
    quoted = f"I say this. “{ESSAY}” And that."
    assert not {row.hash for row in fingerprints(quoted, "text")} & {
        row.hash for row in fingerprints(ESSAY, "text")
    }


def test_documents_of_word_processors_are_read() -> None:
    docx, odt = io.BytesIO(), io.BytesIO()
    word = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    with zipfile.ZipFile(docx, "w") as archive:
        body = "<w:p><w:r><w:t>Hello there</w:t></w:r></w:p><w:p><w:r><w:t>Again</w:t></w:r></w:p>"
        archive.writestr("word/document.xml", f"<w:document {word}><w:body>{body}</w:body></w:document>")
    text = 'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    with zipfile.ZipFile(odt, "w") as archive:
        body = "<text:p>Hello <text:span>there</text:span> friend</text:p>"
        archive.writestr("content.xml", f"<office {text}>{body}</office>")
    assert text_of_file(docx, "a.docx").content == "Hello there\nAgain"
    assert text_of_file(odt, "a.odt").content == "Hello there friend"
    assert text_of_file(io.BytesIO(b"no archive"), "a.docx") == Extracted("", "broken")


@pytest.fixture
def work(course: Any, make_person: Any) -> Any:
    """Makes a work by a learner of that name, handed in and compared."""

    def make(name: str, text: str, assignment: Any = None) -> Any:
        person = make_person(name, roles=("learner",))
        assignment = assignment or make.assignment  # type: ignore[attr-defined]
        enrollment = enroll_learner(course_id=assignment.course_id, learner_id=person.pk)
        made = hand_in(assignment, enrollment, text)
        run_worker()
        return made

    make.assignment = make_assignment(course=course, is_similarity_checked=True)  # type: ignore[attr-defined]
    return make


def report(client: Any, submission: Any) -> dict[str, Any]:
    response = client.get(f"/api/v1/submissions/{submission.uuid}/similarity")
    assert response.status_code == 200
    found: dict[str, Any] = response.json()
    return found


@pytest.mark.django_db
def test_a_copy_is_found_on_both_sides_and_shown_side_by_side(api: Any, work: Any, instructor: Any) -> None:
    first = work("amal", f"{ESSAY}. {OTHER}")
    second = work("bela", ESSAY)
    third = work("caro", " ".join(f"else{number} there" for number in range(50)))
    client = api(instructor)
    found = report(client, second)
    (match,) = found["matches"]
    assert (found["state"], match["percent"] > 90, match["is_readable"]) == ("done", True, True)
    assert 30 < report(client, first)["matches"][0]["percent"] < 70
    assert report(client, third)["matches"] == []
    pair = client.get(f"/api/v1/submissions/{second.uuid}/similarity/{match['id']}").json()
    (own,), (other,) = pair["own"]["passages"], pair["other"]["passages"]
    said = pair["other"]["texts"][other["text"]]["content"][other["start"] : other["end"]]
    assert own["number"] == other["number"] == 1
    assert said.startswith("word0 stands") or "word5 stands" in said
    lines = client.get(f"/api/v1/assignments/{first.assignment_id}/submissions").json()["results"]
    assert sorted(line["similarity_percent"] or 0 for line in lines)[0] == 0


@pytest.mark.django_db
def test_a_work_of_a_foreign_course_is_told_of_but_not_shown(
    api: Any, work: Any, instructor: Any, make_person: Any
) -> None:
    other = make_person("otto", roles=("instructor",))
    foreign = make_course("Foreign", created_by_id=other.pk)
    elsewhere = make_assignment(course=foreign, is_similarity_checked=True)
    work("dilip", ESSAY, elsewhere)
    mine = work("amal", ESSAY)
    client = api(instructor)
    (match,) = report(client, mine)["matches"]
    assert (match["is_readable"], match["name"], match["title"], match["course_title"]) == (False, "", "", "")
    pair = f"/api/v1/submissions/{mine.uuid}/similarity/{match['id']}"
    assert client.get(pair).status_code == 404
    assert api(other).get(pair).status_code == 404


@pytest.mark.django_db
def test_what_the_brief_says_is_no_likeness(course: Any, work: Any) -> None:
    assignment = make_assignment(course=course, is_similarity_checked=True, brief=stem(ESSAY))
    work("amal", f"{ESSAY} {OTHER}", assignment)
    work("bela", f"{ESSAY} and nothing of my own but this line of words here", assignment)
    assert not SimilarityMatch.objects.exists()


@pytest.mark.django_db
def test_other_organizations_are_not_looked_at(work: Any, other_organization: Any, make_person: Any) -> None:
    work("amal", ESSAY)
    with organization_context(other_organization.pk):
        assert not Fingerprint.objects.filter(organization_id=other_organization.pk).exists()
    assert SimilarityReport.objects.count() == 1


@pytest.mark.django_db
def test_own_tries_and_works_that_nobody_compares_do_not_count(
    api: Any, course: Any, work: Any, instructor: Any
) -> None:
    first = work("amal", ESSAY)
    assignments.save_draft(
        assignment=first.assignment, enrollment=first.enrollment, base_version=None, text=ESSAY
    )
    assignments.submit_work(assignment=first.assignment, enrollment=first.enrollment)
    run_worker()
    assert not SimilarityMatch.objects.exists()
    plain = make_assignment(course=course)
    work("bela", ESSAY, plain)
    assert not SimilarityMatch.objects.exists()
    client = api(instructor)
    assert client.post(f"/api/v1/assignments/{first.assignment_id}/comparison").json() == {"count": 1}
    run_worker()
    compare_work(submission_id=first.pk)
    assert SimilarityReport.objects.count() == 2


@pytest.mark.django_db
def test_learners_see_no_report(api: Any, work: Any, learner: Any, stranger: Any, outsider: Any) -> None:
    mine = work("amal", ESSAY)
    for person in (mine.enrollment.learner, learner, stranger, outsider):
        answer = api(person).get(f"/api/v1/submissions/{mine.uuid}/similarity")
        assert answer.status_code in (403, 404)


@pytest.mark.django_db
def test_names_stay_hidden_in_reports_of_anonymous_works(
    api: Any, course: Any, work: Any, instructor: Any
) -> None:
    hidden = make_assignment(course=course, is_similarity_checked=True, is_anonymous=True)
    one, two = work("amal", ESSAY, hidden), work("bela", ESSAY, hidden)
    client = api(instructor)
    found = client.get(f"/api/v1/submissions/{one.uuid}/similarity")
    match = found.json()["matches"][0]
    pair = client.get(f"/api/v1/submissions/{one.uuid}/similarity/{match['id']}")
    for response in (found, pair):
        for person in (one.enrollment.learner, two.enrollment.learner):
            assert person.username not in response.content.decode()
            assert person.display_name not in response.content.decode()
