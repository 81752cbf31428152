"""Marking over HTTP: who sees what, and when."""

import io
import json
import zipfile
from typing import Any

import pytest

from edusync.assessment.models import RubricLevel, Submission
from edusync.assessment.problems import RubricInUse
from edusync.assessment.services import rubrics
from edusync.assessment.tests.assignment_rows import RUBRIC, hand_in, make_assignment, make_rubric
from edusync.audit.models import AuditEvent
from edusync.courses.services import assign_staff
from edusync.courses.testing import PDF
from edusync.enrollment.services import enroll_learner
from edusync.grading.models import Grade

pytestmark = pytest.mark.django_db


@pytest.fixture
def enrollment(course: Any, learner: Any) -> Any:
    """The learner in the course."""
    return enroll_learner(course_id=course.pk, learner_id=learner.pk)


@pytest.fixture
def marked(course: Any, enrollment: Any) -> Any:
    """An assignment with a rubric, and what the learner handed in."""
    assignment = make_assignment(course=course, rubric=make_rubric(course))
    hand_in(assignment, enrollment)
    return assignment


def levels_of(assignment: Any, title: str) -> list[dict[str, str]]:
    """The level of that title in every criterion."""
    rows = RubricLevel.objects.filter(criterion__rubric_id=assignment.rubric_id, title=title)
    return [
        {"criterion": str(row.criterion.uuid), "level": str(row.uuid)}
        for row in rows.select_related("criterion")
    ]


def queue(client: Any, assignment: Any) -> list[dict[str, Any]]:
    """What there is to mark."""
    response = client.get(f"/api/v1/assignments/{assignment.pk}/submissions")
    assert response.status_code == 200
    rows: list[dict[str, Any]] = response.json()["results"]
    return rows


def give(client: Any, line: dict[str, Any], body: dict[str, Any]) -> Any:
    """A mark for a line of the queue."""
    headers = {"HTTP_IF_MATCH": f'"{line["row_version"]}"'}
    return client.put(f"/api/v1/submissions/{line['uuid']}/mark", body, **headers)


def test_a_mark_by_rubric_is_hidden_until_it_is_posted(
    api: Any, marked: Any, learner: Any, instructor: Any
) -> None:
    client, own = api(instructor), api(learner)
    (line,) = queue(client, marked)
    assert line["name"] == learner.display_name
    answer = give(client, line, {"levels": levels_of(marked, "Fair")})
    assert (answer.status_code, answer.json()["raw_points"], answer.json()["state"]) == (200, 5.0, "graded")
    client.upload(f"/api/v1/submissions/{line['uuid']}/comments", {"text": "HIDDEN-REMARK"})
    passage = {"start": 0, "end": 2, "text": "HIDDEN-PASSAGE"}
    assert client.post(f"/api/v1/submissions/{line['uuid']}/annotations", passage).status_code == 201
    work = own.get(f"/api/v1/assignments/{marked.pk}/work")
    seen = work.json()["submissions"][0]
    assert "HIDDEN" not in work.content.decode()
    assert (seen["state"], seen["raw_points"], seen["levels"]) == ("submitted", None, [])
    assert client.post(f"/api/v1/submissions/{line['uuid']}/post").status_code == 200
    seen = own.get(f"/api/v1/assignments/{marked.pk}/work").json()["submissions"][0]
    assert (seen["state"], seen["points"], len(seen["levels"])) == ("graded", 5.0, 2)
    assert [row["text"] for row in seen["comments"] + seen["annotations"]] == [
        "HIDDEN-REMARK",
        "HIDDEN-PASSAGE",
    ]


def test_open_criteria_leave_the_work_waiting(api: Any, marked: Any, instructor: Any) -> None:
    client = api(instructor)
    (line,) = queue(client, marked)
    answer = give(client, line, {"levels": levels_of(marked, "Good")[:1]}).json()
    assert (answer["state"], answer["raw_points"], len(answer["levels"])) == ("submitted", None, 1)


def test_two_markers_do_not_write_over_each_other(api: Any, marked: Any, instructor: Any) -> None:
    client = api(instructor)
    (line,) = queue(client, marked)
    assert give(client, line, {"points": 7}).status_code == 200
    client.problem(give(client, line, {"points": 3}), 412, "stale-version")
    assert Submission.objects.get().raw_points == 7


def test_work_is_its_learners_and_its_markers(
    api: Any, marked: Any, course: Any, learner: Any, make_person: Any, stranger: Any, outsider: Any
) -> None:
    other = make_person("ben", roles=("learner",))
    enroll_learner(course_id=course.pk, learner_id=other.pk)
    foreign = make_person("carl", roles=("instructor",))
    helper = make_person("dora", roles=("learner",))
    assign_staff(course=course, user_id=helper.pk, duty="assistant")
    uuid = Submission.objects.get().uuid
    addresses = [f"/api/v1/submissions/{uuid}", f"/api/v1/assignments/{marked.pk}/submissions"]
    for person in (other, foreign, stranger, outsider):
        for address in addresses:
            assert api(person).get(address).status_code in (403, 404), (person.username, address)
    for address in addresses:
        assert api(helper).get(address).status_code == 200
    client = api(learner)
    assert client.get(addresses[0]).status_code == 404
    assert client.put(f"{addresses[0]}/mark", {"points": 10}, HTTP_IF_MATCH='"1"').status_code == 403


def test_no_payload_export_or_audit_names_an_anonymous_learner(
    api: Any, course: Any, make_person: Any, instructor: Any
) -> None:
    learner = make_person("zuleika", roles=("learner",))
    enrollment = enroll_learner(course_id=course.pk, learner_id=learner.pk)
    assignment = make_assignment(course=course, is_anonymous=True, accepts_files=True)
    own = api(learner)
    body = {"file": io.BytesIO(PDF)}
    body["file"].name = f"{learner.username}.pdf"
    assert own.upload(f"/api/v1/assignments/{assignment.pk}/draft/files", body).status_code == 201
    hand_in(assignment, enrollment, "Text")
    client = api(instructor)
    (line,) = queue(client, assignment)
    address = f"/api/v1/submissions/{line['uuid']}"
    own.upload(f"{address}/comments", {"text": "Please look."})
    sheet = client.get(address)
    file = client.get(sheet.json()["files"][0]["url"])
    archive = b"".join(client.get(f"/api/v1/assignments/{assignment.pk}/archive").streaming_content)
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        names = json.dumps(opened.namelist())
    assert give(client, line, {"points": 6}).status_code == 200
    facts = list(AuditEvent.objects.filter(action__startswith="assessment.submission").values())
    said = json.dumps([line, sheet.json(), names, file["Content-Disposition"], facts], default=str)
    for word in (learner.username, learner.first_name, learner.email):
        assert word not in said
    assert all(row["subject_id"] != learner.pk for row in facts)
    client.post(f"{address}/post")
    assert queue(client, assignment)[0]["name"] == learner.display_name


def test_marked_files_come_back_by_the_same_archive(
    api: Any, marked: Any, learner: Any, instructor: Any
) -> None:
    client = api(instructor)
    (line,) = queue(client, marked)
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as opened:
        opened.writestr(f"Somebody [{line['uuid']}]/remarks.txt", "Well done.")
        opened.writestr(f"Somebody [{line['uuid']}]/submission.txt", "My essay.")
        opened.writestr("Nobody/else.txt", "Lost")
    archive.seek(0)
    archive.name = "marked.zip"
    answer = client.upload(f"/api/v1/assignments/{marked.pk}/archive", {"file": archive})
    assert answer.json() == {"returned": 1}
    own = api(learner)
    assert own.get(f"/api/v1/assignments/{marked.pk}/work").json()["submissions"][0]["files"] == []
    file = client.get(f"/api/v1/submissions/{line['uuid']}").json()["files"][0]
    assert own.get(file["url"]).status_code == 404
    give(client, line, {"points": 1})
    client.post(f"/api/v1/assignments/{marked.pk}/post-marks")
    assert own.get(file["url"]).status_code == 200


def test_a_posted_mark_is_a_grade(api: Any, marked: Any, enrollment: Any, instructor: Any) -> None:
    client = api(instructor)
    give(client, queue(client, marked)[0], {"points": 9})
    assert client.post(f"/api/v1/assignments/{marked.pk}/post-marks").json() == {"posted": 1}
    grade = Grade.objects.get(
        enrollment=enrollment, item__source_kind="assignment", item__source_id=marked.pk
    )
    assert grade.points == 9


def test_a_used_rubric_keeps_its_measure(api: Any, marked: Any, instructor: Any) -> None:
    client = api(instructor)
    give(client, queue(client, marked)[0], {"levels": levels_of(marked, "Good")})
    rubric = marked.rubric
    words = {**RUBRIC, "title": "Essays of the term"}
    assert rubrics.change_rubric(rubric=rubric, data=words, by_id=None).title == "Essays of the term"
    with pytest.raises(RubricInUse):
        rubrics.change_rubric(rubric=rubric, data={**words, "criteria": RUBRIC["criteria"][:1]}, by_id=None)


def test_the_queue_costs_the_same_for_many(
    api: Any, course: Any, make_person: Any, instructor: Any, django_assert_max_num_queries: Any
) -> None:
    assignment = make_assignment(course=course)
    for number in range(6):
        person = make_person(f"learner{number}", roles=("learner",))
        hand_in(assignment, enroll_learner(course_id=course.pk, learner_id=person.pk))
    client = api(instructor)
    with django_assert_max_num_queries(9):
        assert len(queue(client, assignment)) == 6
    with django_assert_max_num_queries(9):
        assert client.get("/api/v1/marking").json()["results"][0]["waiting_count"] == 6
