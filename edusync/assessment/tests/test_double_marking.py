"""Two markers, each blind to the other, and how their marks become one."""

import json
from typing import Any

import pytest

from edusync.assessment.models import Submission
from edusync.assessment.tests.assignment_rows import hand_in, make_assignment, make_rubric
from edusync.assessment.tests.test_marking import give, levels_of, queue
from edusync.courses.services import assign_staff
from edusync.enrollment.services import enroll_learner

pytestmark = pytest.mark.django_db

PLAN = {"threshold_percent": 20, "when_apart": "moderator", "moderator": None}


@pytest.fixture
def second(course: Any, make_person: Any) -> Any:
    """Another marker of the course."""
    return _marker(course, make_person, "sana")


@pytest.fixture
def third(course: Any, make_person: Any) -> Any:
    """One more marker of the course."""
    return _marker(course, make_person, "tariq")


def _marker(course: Any, make_person: Any, name: str) -> Any:
    person = make_person(name, roles=("instructor",))
    assign_staff(course=course, user_id=person.pk, duty="instructor")
    return person


@pytest.fixture
def twofold(api: Any, course: Any, learner: Any, instructor: Any) -> Any:
    """An assignment that two people mark, and a work for it."""
    assignment = make_assignment(course=course, rubric=make_rubric(course))
    hand_in(assignment, enroll_learner(course_id=course.pk, learner_id=learner.pk))
    assert api(instructor).put(address(assignment), PLAN).status_code == 200
    return assignment


def address(assignment: Any) -> str:
    return f"/api/v1/assignments/{assignment.pk}/marking-plan"


def sheet(client: Any, assignment: Any) -> dict[str, Any]:
    """The first submission as this marker sees it."""
    (line,) = queue(client, assignment)
    found: dict[str, Any] = client.get(f"/api/v1/submissions/{line['uuid']}").json()
    return found


def mark(client: Any, assignment: Any, points: float) -> Any:
    (line,) = queue(client, assignment)
    return give(client, line, {"points": points})


def test_a_marker_sees_nothing_of_the_others_mark_or_words(
    api: Any, twofold: Any, instructor: Any, second: Any
) -> None:
    one, two = api(instructor), api(second)
    (line,) = queue(one, twofold)
    assert give(one, line, {"levels": levels_of(twofold, "Fair")}).json()["raw_points"] == 5
    own = f"/api/v1/submissions/{line['uuid']}"
    one.upload(f"{own}/comments", {"text": "BLIND-COMMENT"})
    one.post(f"{own}/annotations", {"start": 0, "end": 2, "text": "BLIND-PASSAGE"})
    seen = json.dumps([queue(two, twofold), two.get(own).json()])
    assert "BLIND" not in seen
    (other,) = queue(two, twofold)
    assert (other["raw_points"], other["state"], other["row_version"]) == (None, "submitted", 0)
    assert two.get(own).json()["levels"] == []
    assert queue(one, twofold)[0]["raw_points"] == 5


def test_near_marks_become_their_average(api: Any, twofold: Any, instructor: Any, second: Any) -> None:
    one, two = api(instructor), api(second)
    assert mark(one, twofold, 6).status_code == 200
    assert not queue(one, twofold)[0]["is_settled"]
    assert mark(two, twofold, 8).status_code == 200
    assert Submission.objects.get().raw_points == 7
    # The average would tell the other's mark.
    line = queue(one, twofold)[0]
    assert (line["is_settled"], line["raw_points"]) == (True, 6)
    assert one.post(f"/api/v1/submissions/{line['uuid']}/post").status_code == 200
    marks = sheet(two, twofold)["desk"]["marks"]
    assert [row["raw_points"] for row in marks] == [6, 8]


def test_marks_far_apart_wait_for_a_third_person(
    api: Any, twofold: Any, instructor: Any, second: Any, third: Any
) -> None:
    one, two, three = api(instructor), api(second), api(third)
    mark(one, twofold, 2)
    mark(two, twofold, 9)
    row = Submission.objects.get()
    assert (row.state, row.raw_points) == ("submitted", None)
    desk = sheet(three, twofold)["desk"]
    assert (desk["role"], desk["is_apart"], len(desk["marks"])) == ("moderator", True, 2)
    assert sheet(one, twofold)["desk"]["marks"] == []
    assert mark(three, twofold, 7.5).status_code == 200
    assert Submission.objects.get().raw_points == 7.5


def test_who_is_named_moderates_and_nobody_else(
    api: Any, twofold: Any, instructor: Any, second: Any, third: Any, make_person: Any, course: Any
) -> None:
    owner = api(instructor)
    assert owner.put(address(twofold), {**PLAN, "moderator": third.pk}).status_code == 200
    moderator = api(third)
    moderator.problem(mark(moderator, twofold, 5), 409, "not-yours-to-mark")
    mark(owner, twofold, 2)
    mark(api(second), twofold, 9)
    late = api(_marker(course, make_person, "uma"))
    late.problem(mark(late, twofold, 5), 409, "not-yours-to-mark")
    assert mark(moderator, twofold, 5).status_code == 200
    assert Submission.objects.get().raw_points == 5


def test_a_change_of_mind_takes_the_agreed_mark_back(
    api: Any, twofold: Any, instructor: Any, second: Any
) -> None:
    one, two = api(instructor), api(second)
    mark(one, twofold, 6)
    mark(two, twofold, 6)
    assert Submission.objects.get().state == "graded"
    mark(two, twofold, 10)
    row = Submission.objects.get()
    assert (row.state, row.raw_points) == ("submitted", None)
    one.problem(one.post(f"/api/v1/submissions/{row.uuid}/post"), 409, "mark-missing")


def test_far_marks_are_averaged_where_nobody_moderates(
    api: Any, twofold: Any, instructor: Any, second: Any
) -> None:
    one, two = api(instructor), api(second)
    one.put(address(twofold), {**PLAN, "when_apart": "average"})
    mark(one, twofold, 0)
    mark(two, twofold, 10)
    assert Submission.objects.get().raw_points == 5


def test_levels_that_both_chose_are_kept(api: Any, twofold: Any, instructor: Any, second: Any) -> None:
    one, two = api(instructor), api(second)
    fair, good = levels_of(twofold, "Fair"), levels_of(twofold, "Good")
    one.put(address(twofold), {**PLAN, "threshold_percent": 50})
    give(one, queue(one, twofold)[0], {"levels": fair})
    give(two, queue(two, twofold)[0], {"levels": [fair[0], good[1]]})
    row = Submission.objects.get()
    assert row.raw_points == 6.25
    one.post(f"/api/v1/submissions/{row.uuid}/post")
    assert [str(level["level"]) for level in sheet(one, twofold)["levels"]] == [fair[0]["level"]]


def test_a_stale_mark_is_refused_and_learners_see_no_plan(
    api: Any, twofold: Any, instructor: Any, learner: Any, stranger: Any
) -> None:
    client = api(instructor)
    (line,) = queue(client, twofold)
    assert give(client, line, {"points": 3}).status_code == 200
    client.problem(give(client, line, {"points": 4}), 412, "stale-version")
    for person in (learner, stranger):
        assert api(person).get(address(twofold)).status_code in (403, 404)
    assert client.delete(address(twofold)).status_code == 204
    assert client.get(address(twofold)).json()["plan"] is None


def test_the_queue_of_two_costs_the_same_for_many(
    api: Any, course: Any, make_person: Any, instructor: Any, django_assert_max_num_queries: Any
) -> None:
    assignment = make_assignment(course=course)
    for place in range(5):
        person = make_person(f"learner{place}", roles=("learner",))
        hand_in(assignment, enroll_learner(course_id=course.pk, learner_id=person.pk))
    client = api(instructor)
    client.put(address(assignment), PLAN)
    for line in queue(client, assignment):
        give(client, line, {"points": 4})
    with django_assert_max_num_queries(11):
        assert [line["raw_points"] for line in queue(client, assignment)] == [4.0] * 5
