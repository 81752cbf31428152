"""Grades open courses and lessons: by what is posted, at once when it changes, and nothing else is told."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from edusync.courses.models import Course, CoursePrerequisite
from edusync.courses.queries import unmet_prerequisites
from edusync.courses.services import rules
from edusync.courses.services.prerequisites import set_prerequisites
from edusync.courses.snapshots import apply_snapshot, build_from_snapshot, take_snapshot
from edusync.courses.testing import lessons_of, make_course
from edusync.enrollment.models import Enrollment
from edusync.enrollment.testing import make_enrollment
from edusync.grading.models import GradeItem
from edusync.grading.services import change_item
from edusync.grading.testing import give, make_item
from edusync.kernel.problems import ValidationProblem
from edusync.progress.testing import complete_lessons

pytestmark = pytest.mark.django_db


@pytest.fixture
def first(organization: Any) -> Course:
    """A course that comes first."""
    return make_course("Statics", modules=1, lessons=2)


@pytest.fixture
def then(first: Course) -> Course:
    """A course that needs 60 % of the grade in it."""
    course = make_course("Bridges", modules=1, lessons=2)
    set_prerequisites(course=course, wanted=[(first.pk, 1, 60)])
    return course


@pytest.fixture
def enrollment(learner: Any, first: Course) -> Enrollment:
    found = make_enrollment(learner, first)
    complete_lessons(found, 1)
    return found


def mark(enrollment: Enrollment, points: str, *, is_posted: bool = True, lesson: Any = None) -> GradeItem:
    """A mark of 100 points at most in a column of its own."""
    item = make_item(enrollment.course, "Paper", is_posted=is_posted, max_points=Decimal(100))
    if lesson is not None:
        GradeItem.objects.filter(pk=item.pk).update(lesson=lesson)
    give(item, enrollment, points)
    return item


def post(item: GradeItem) -> None:
    """Learners see the column from now on."""
    item.refresh_from_db()
    change_item(item=item, base_version=item.row_version, by_id=None, is_posted=True)


def missing(client: Any, course: Course) -> list[dict[str, Any]]:
    row = client.get(f"/api/v1/courses/{course.slug}/prerequisites").json()
    return [one for one in row["prerequisites"] if not one["is_met"]]


def test_a_grade_below_keeps_the_course_closed_and_says_how_far(
    api: Any, learner: Any, enrollment: Enrollment, then: Course
) -> None:
    mark(enrollment, "52.9")
    [reason] = [row.as_reason() for row in unmet_prerequisites(course_id=then.pk, user_id=learner.pk)]
    assert (reason["kind"], reason["percent"], reason["own_percent"]) == ("course-grade", 60.0, 52)
    [row] = missing(api(learner), then)
    assert (row["minimum_grade"], row["own_grade"]) == (60.0, 52)
    problem = api(learner).post(f"/api/v1/courses/{then.slug}/enroll", {})
    assert problem.status_code in (403, 409), problem.content
    assert problem.json()["code"] == "prerequisites-unmet"


def test_a_regrade_that_lifts_it_opens_the_course_at_once(
    api: Any, learner: Any, enrollment: Enrollment, then: Course
) -> None:
    item = mark(enrollment, "52")
    assert missing(api(learner), then)
    give(item, enrollment, "60")
    assert missing(api(learner), then) == []
    give(item, enrollment, "59.99")
    assert missing(api(learner), then)


def test_a_grade_that_is_not_posted_neither_opens_nor_leaks(
    api: Any, learner: Any, enrollment: Enrollment, then: Course
) -> None:
    item = mark(enrollment, "95", is_posted=False)
    [row] = missing(api(learner), then)
    assert row["own_grade"] is None
    post(item)
    assert missing(api(learner), then) == []


def test_enough_of_the_course_is_asked_before_the_grade(
    learner: Any, enrollment: Enrollment, first: Course, then: Course
) -> None:
    set_prerequisites(course=then, wanted=[(first.pk, 80, 60)])
    mark(enrollment, "90")
    [row] = unmet_prerequisites(course_id=then.pk, user_id=learner.pk)
    assert row.as_reason()["kind"] == "course-done"
    complete_lessons(enrollment, 2)
    assert unmet_prerequisites(course_id=then.pk, user_id=learner.pk) == []


def test_somebody_elses_grade_opens_nothing(
    api: Any, learner: Any, stranger: Any, enrollment: Enrollment, first: Course, then: Course
) -> None:
    mark(enrollment, "90")
    complete_lessons(make_enrollment(stranger, first), 1)
    assert missing(api(learner), then) == []
    [row] = missing(api(stranger), then)
    assert row["own_grade"] is None


def test_authors_say_the_grade_and_copies_keep_it(
    api: Any, admin: Any, first: Course, then: Course, organization: Any
) -> None:
    client, path = api(admin), f"/api/v1/courses/{then.slug}/prerequisites"
    wanted = {"course_id": first.pk, "minimum_percent": 100, "minimum_grade": 75}
    assert client.put(path, {"prerequisites": [wanted]}).status_code == 200
    assert CoursePrerequisite.objects.get(course=then).minimum_grade == 75
    snapshot = take_snapshot(then)
    copy = build_from_snapshot(
        snapshot, organization_id=organization.pk, created_by_id=admin.pk, title="Copy"
    )
    assert CoursePrerequisite.objects.get(course=copy).minimum_grade == 75
    client.put(path, {"prerequisites": []})
    apply_snapshot(then, snapshot)
    assert CoursePrerequisite.objects.get(course=then).minimum_grade == 75
    # Without a grade it asks for none.
    client.put(path, {"prerequisites": [{"course_id": first.pk}]})
    assert CoursePrerequisite.objects.get(course=then).minimum_grade is None
    client.problem(
        client.put(path, {"prerequisites": [{**wanted, "minimum_grade": 101}]}), 422, "invalid-input"
    )


def test_a_grade_out_of_bounds_is_refused_at_its_place(first: Course, then: Course) -> None:
    with pytest.raises(ValidationProblem) as refused:
        set_prerequisites(course=then, wanted=[(first.pk, 100, 0)])
    assert refused.value.errors[0].pointer == "/prerequisites/0/minimum_grade"


def lock_of(client: Any, course: Course, place: int) -> dict[str, Any] | None:
    outline = client.get(f"/api/v1/courses/{course.slug}/outline").json()
    found: dict[str, Any] | None = outline["modules"][0]["lessons"][place]["lock"]
    return found


def test_a_lesson_opens_by_the_posted_grade_of_another(
    api: Any, learner: Any, enrollment: Enrollment, organization: Any
) -> None:
    course = make_course("Domes", modules=1, lessons=2)
    earlier, later = lessons_of(course)
    rules.set_rule(target=later, tree={"type": "lesson-grade", "lesson_id": earlier.pk, "percent": 60})
    own = make_enrollment(learner, course)
    item = mark(own, "90", is_posted=False, lesson=earlier)
    client = api(learner)
    lock = lock_of(client, course, 1)
    assert lock is not None
    assert lock["reasons"] == [
        {
            "kind": "lesson-grade",
            "lesson": {"id": earlier.pk, "title": earlier.title},
            "percent": 60,
            "own_percent": None,
        }
    ]
    assert client.get(f"/api/v1/lessons/{later.pk}").status_code == 403
    post(item)
    assert lock_of(client, course, 1) is None
    assert client.get(f"/api/v1/lessons/{later.pk}").status_code == 200
    give(item, own, "59.9")
    lock = lock_of(client, course, 1)
    assert lock is not None
    assert lock["reasons"][0]["own_percent"] == 59


def test_a_lesson_opens_by_the_grade_in_another_course_and_home_knows(
    api: Any, learner: Any, enrollment: Enrollment, first: Course
) -> None:
    course = make_course("Domes", modules=1, lessons=1)
    rules.set_rule(
        target=lessons_of(course)[0], tree={"type": "course-grade", "course_id": first.pk, "percent": 60}
    )
    make_enrollment(learner, course)
    client = api(learner)

    def next_lesson() -> Any:
        rows = client.get("/api/v1/home").json()["courses"]
        return next(row["lesson"] for row in rows if row["course"]["title"] == "Domes")

    item = mark(enrollment, "59")
    assert lock_of(client, course, 0) is not None
    assert next_lesson() is None
    give(item, enrollment, "61")
    assert lock_of(client, course, 0) is None
    assert next_lesson() is not None


def test_rules_about_many_grades_cost_two_queries_more(
    api: Any, learner: Any, enrollment: Enrollment, organization: Any
) -> None:
    course = make_course("Domes", modules=1, lessons=8)
    lessons = lessons_of(course)
    own = make_enrollment(learner, course)
    for lesson in lessons[:4]:
        mark(own, "80", lesson=lesson)
    client = api(learner)
    counts = []
    for number in (1, 4):
        for place in range(number):
            tree = {"type": "lesson-grade", "lesson_id": lessons[place].pk, "percent": 60}
            rules.set_rule(target=lessons[4 + place], tree=tree)
        lock_of(client, course, 4)
        with CaptureQueriesContext(connection) as queries:
            assert lock_of(client, course, 4) is None
        counts.append(len(queries))
    assert counts[0] == counts[1]
