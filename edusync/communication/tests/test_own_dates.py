"""A learner's dates in the outline of a course, and as a guardian sees them."""

import datetime as dt
from typing import Any

import pytest

from edusync.assessment.models import Accommodation, AssignmentExtension
from edusync.assessment.services import exams
from edusync.assessment.testing import make_quiz
from edusync.assessment.tests.assignment_rows import hand_in, make_assignment
from edusync.assessment.tests.exam_rows import make_exam, make_sitting
from edusync.courses.models import Course, Lesson, Module
from edusync.courses.testing import make_course
from edusync.enrollment.models import Enrollment
from edusync.enrollment.testing import make_enrollment
from edusync.identity.testing import make_guardianship
from edusync.kernel import clock

pytestmark = pytest.mark.django_db
NOON = dt.datetime(2026, 5, 6, 12, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


@pytest.fixture
def noon(monkeypatch: pytest.MonkeyPatch) -> dt.datetime:
    """It is noon on a Wednesday in May."""
    monkeypatch.setattr(clock, "now", lambda: NOON)
    return NOON


@pytest.fixture
def course(learner: Any, noon: Any) -> Course:
    return make_course("Soil")


@pytest.fixture
def enrollment(learner: Any, course: Course) -> Enrollment:
    return make_enrollment(learner, course)


@pytest.fixture
def guardian(make_person: Any) -> Any:
    return make_person("farah", roles=("guardian",))


def publish_all(course: Course) -> None:
    Module.objects.filter(course=course).update(is_published=True)
    Lesson.objects.filter(course=course).update(is_published=True)
    Course.objects.filter(pk=course.pk).update(outline_version=99)


def deadlines(client: Any, child: Any) -> list[dict[str, Any]]:
    response = client.get(f"/api/v1/me/children/{child.pk}/deadlines")
    assert response.status_code == 200, response.content
    found: list[dict[str, Any]] = response.json()["results"]
    return found


def test_the_outline_tells_the_learners_own_dates(
    api: Any, learner: Any, stranger: Any, course: Any, enrollment: Any
) -> None:
    assignment = make_assignment(course=course, due_at=NOON + DAY)
    AssignmentExtension.objects.create(assignment=assignment, enrollment=enrollment, due_at=NOON + 5 * DAY)
    publish_all(course)
    [date] = api(learner).get(f"/api/v1/courses/{course.slug}/my-dates").json()["dates"]
    assert (date["lesson_id"], date["ends_at"]) == (assignment.lesson_id, "2026-05-11T12:00:00Z")
    assert (date["is_own_date"], date["state"]) == (True, "open")
    assert api(stranger).get(f"/api/v1/courses/{course.slug}/my-dates").json() == {"dates": []}


def test_the_lesson_tells_the_same_due_date(
    api: Any, learner: Any, stranger: Any, course: Any, enrollment: Any
) -> None:
    make_enrollment(stranger, course)
    assignment = make_assignment(course=course, due_at=NOON + DAY)
    AssignmentExtension.objects.create(assignment=assignment, enrollment=enrollment, due_at=NOON + 5 * DAY)
    publish_all(course)
    address = f"/api/v1/lessons/{assignment.lesson_id}"
    assert api(learner).get(address).json()["assignment"]["due_at"] == "2026-05-11T12:00:00Z"
    assert api(stranger).get(address).json()["assignment"]["due_at"] == "2026-05-07T12:00:00Z"


def test_a_hidden_course_has_no_dates(api: Any, stranger: Any, course: Any) -> None:
    Course.objects.filter(pk=course.pk).update(status="draft", published_at=None)
    client = api(stranger)
    client.problem(client.get(f"/api/v1/courses/{course.slug}/my-dates"), 404)


def test_a_guardian_sees_what_is_due_with_the_childs_own_dates(
    api: Any, learner: Any, guardian: Any, course: Any, enrollment: Any
) -> None:
    done = make_assignment(course=course, due_at=NOON - DAY)
    missed = make_assignment(course=course, due_at=NOON - 2 * DAY, accepts_late=False)
    late = make_assignment(course=course, due_at=NOON - 3 * DAY)
    quiz = make_quiz(course=course, closes_at=NOON + DAY)
    Accommodation.objects.create(course=course, quiz=quiz, enrollment=enrollment, closes_at=NOON + 4 * DAY)
    exam = make_exam(make_quiz(course=course), is_registration_needed=True)
    sitting = make_sitting(exam, starts_at=NOON + 6 * DAY)
    exams.register(exam=exam, enrollment=enrollment, sitting=sitting)
    publish_all(course)
    hand_in(done, enrollment)
    make_guardianship(learner, guardian, scopes=("deadlines",))
    shown = [(row["kind"], row["at"][5:10], row["state"]) for row in deadlines(api(guardian), learner)]
    assert shown == [
        ("assignment", "05-03", "overdue"),
        ("assignment", "05-04", "missed"),
        ("assignment", "05-05", "done-late"),
        ("quiz", "05-10", "open"),
        ("exam", "05-12", "not-open"),
    ]
    assert {late.pk, missed.pk} != {done.pk}


def test_a_guardian_is_told_of_nothing_that_the_child_cannot_find(
    api: Any, learner: Any, guardian: Any, course: Any, enrollment: Any
) -> None:
    hidden = make_assignment(course=course, due_at=NOON + DAY)
    publish_all(course)
    Lesson.objects.filter(pk=hidden.lesson_id).update(is_published=False, title="Secret")
    Course.objects.filter(pk=course.pk).update(outline_version=100)
    other = make_course("Not taken")
    make_assignment(course=other, due_at=NOON + DAY)
    publish_all(other)
    left = make_course("Left")
    make_assignment(course=left, due_at=NOON + DAY)
    Enrollment.objects.filter(pk=make_enrollment(learner, left).pk).update(status="withdrawn")
    publish_all(left)
    make_guardianship(learner, guardian, scopes=("deadlines",))
    assert deadlines(api(guardian), learner) == []


def test_the_learner_sees_that_a_guardian_looked_at_deadlines(
    api: Any, learner: Any, guardian: Any, organization: Any
) -> None:
    make_guardianship(learner, guardian, scopes=("deadlines",))
    deadlines(api(guardian), learner)
    rows = api(learner).get("/api/v1/me/data-access?kind=read").json()["results"]
    assert [(row["action"], row["actor_name"]) for row in rows] == [
        ("identity.child.viewed", guardian.display_name)
    ]
