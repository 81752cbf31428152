"""What waits, over HTTP: for whom, of which organization, at what cost, and with whatever titles."""

import datetime as dt
from typing import Any

import pytest

from edusync.assessment.services import save_answer, start_attempt, submit_attempt
from edusync.assessment.services.question_flags import flag_question
from edusync.assessment.sheets import sheet_of
from edusync.assessment.testing import make_quiz
from edusync.assessment.tests.assignment_rows import hand_in, make_assignment
from edusync.assessment.tests.test_double_marking import PLAN, address
from edusync.assessment.tests.test_hand_marking import ESSAY
from edusync.communication.rest import waiting_views
from edusync.courses.models import Course
from edusync.courses.testing import make_course
from edusync.enrollment import services as enrollments
from edusync.enrollment.models import Enrollment
from edusync.enrollment.testing import make_enrollment
from edusync.grading.testing import make_meeting
from edusync.kernel import clock
from edusync.kernel.tenancy import organization_context

pytestmark = pytest.mark.django_db
WAITING = "/api/v1/teaching/waiting"
# Two to know who asks, one for each kind of page, one more for exams, two for what two people mark.
QUERIES = {"instructor": 12, "admin": 15}
KINDS = {"submissions", "answers", "question-reports", "meetings", "enrollment-requests"}


@pytest.fixture
def busy(api: Any, make_person: Any, instructor: Any) -> Any:
    """Fills so many courses of the instructor with things that wait."""

    def fill(courses: int, title: str = "Busy") -> list[Course]:
        people = [make_person(f"p{number}") for number in range(3)]
        found = [make_course(f"{title} {number}", created_by_id=instructor.pk) for number in range(courses)]
        for course in found:
            fill_course(course, people)
            twofold = make_assignment(course=course)
            hand_in(twofold, people_in(course)[0])
            assert api(instructor).put(address(twofold), PLAN).status_code == 200
        return found

    return fill


def people_in(course: Course) -> list[Any]:
    return list(Enrollment.objects.filter(course=course, status="active").order_by("pk"))


def fill_course(course: Course, people: list[Any]) -> None:
    """Two works, an answer, a report, a meeting, and a request."""
    first, second = (make_enrollment(person, course) for person in people[:2])
    essay = make_assignment(course=course)
    for one in (first, second):
        hand_in(essay, one)
    attempt = start_attempt(quiz=make_quiz(course=course, questions=[ESSAY]), enrollment=first)
    (slot,) = sheet_of(attempt.edition).slots
    save_answer(attempt=attempt, slot_id=slot.id, response={"text": "Because."})
    flag_question(attempt=submit_attempt(attempt=attempt), slot_id=slot.id, reason="other")
    make_meeting(course, starts_at=clock.now() - dt.timedelta(hours=3))
    Course.objects.filter(pk=course.pk).update(access="approval")
    enrollments.enroll_learner(course_id=course.pk, learner_id=people[2].pk)


def test_a_visitor_is_told_to_sign_in(api: Any) -> None:
    api().problem(api().get(WAITING), 401)


def test_for_a_learner_nothing_waits(api: Any, learner: Any) -> None:
    assert api(learner).get(WAITING).json() == {"results": [], "row_count": 0, "count": 0}


@pytest.mark.parametrize("number", [1, 12])
@pytest.mark.parametrize("who", QUERIES)
def test_it_costs_the_same_however_many_courses_there_are(
    request: Any, api: Any, busy: Any, number: int, who: str, django_assert_num_queries: Any
) -> None:
    busy(number)
    client = api(request.getfixturevalue(who))
    client.get(WAITING)
    with django_assert_num_queries(QUERIES[who]):
        answer = client.get(WAITING)
    body = answer.json()
    assert answer["Cache-Control"] == "no-store"
    # Six pages in each course: of works there are two.
    assert (body["row_count"], len(body["results"])) == (6 * number, 6 * number)
    assert body["count"] == 7 * number == sum(row["count"] for row in body["results"])
    assert {row["kind"] for row in body["results"]} == KINDS
    instants = [row["since"] for row in body["results"]]
    assert instants == sorted(instants)


def test_for_a_learner_it_costs_two_queries(
    api: Any, learner: Any, django_assert_max_num_queries: Any
) -> None:
    client = api(learner)
    client.get(WAITING)
    with django_assert_max_num_queries(2):
        client.get(WAITING)


def test_an_organization_waits_for_its_own_people(
    api: Any, busy: Any, admin: Any, outsider: Any, make_person: Any, other_organization: Any
) -> None:
    busy(1)
    assert api(outsider).get(WAITING).json()["row_count"] == 0
    with organization_context(other_organization.pk):
        teacher = make_person("theo", roles=("instructor",), organization_id=other_organization.pk)
        people = [make_person(f"o{n}", organization_id=other_organization.pk) for n in range(3)]
        fill_course(make_course("Elsewhere", created_by_id=teacher.pk), people)
    for person in (outsider, teacher):
        there = api(person).get(WAITING).json()
        assert {row["kind"] for row in there["results"]} == KINDS
        assert {row["course"]["title"] for row in there["results"]} == {"Elsewhere"}
    here = api(admin).get(WAITING).json()
    assert {row["course"]["title"] for row in here["results"]} == {"Busy 0"}


def test_a_long_list_is_cut_after_the_oldest_and_says_so(
    api: Any, busy: Any, instructor: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    busy(2)
    whole = api(instructor).get(WAITING).json()
    monkeypatch.setattr(waiting_views, "SHOWN", 5)
    cut = api(instructor).get(WAITING).json()
    assert cut == {**whole, "results": whole["results"][:5]}
    assert whole["row_count"] == 12


@pytest.mark.parametrize(
    "title",
    ['<script>alert("1")</script>', "{{ 7*7 }} %s %(x)s ' \" \\", "தமிழ் \u202eabc", "NULL", "😀" * 40],
)
def test_titles_come_as_they_are(api: Any, busy: Any, instructor: Any, title: str) -> None:
    (course,) = busy(1, title)
    rows = api(instructor).get(WAITING).json()["results"]
    assert {row["course"]["title"] for row in rows} == {course.title} == {f"{title} 0"}
    assert all(row["path"].isascii() and "<" not in row["path"] for row in rows)


def test_home_tells_whether_things_can_wait(
    api: Any, learner: Any, instructor: Any, make_person: Any
) -> None:
    def sees(person: Any) -> bool:
        return bool(api(person).get("/api/v1/home").json()["staff"]["sees_waiting"])

    assert not sees(learner)
    assert sees(instructor)
    assert sees(make_person("rea", roles=("reviewer",)))
