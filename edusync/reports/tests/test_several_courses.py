"""Who takes several courses: by plain SQL on the tables, by the studio of reports, and by counting."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from edusync.courses.testing import make_course
from edusync.enrollment.services import withdraw
from edusync.enrollment.testing import make_enrollment
from edusync.kernel.tenancy import organization_context

BY_SQL = """
SELECT e.learner_id, COUNT(DISTINCT e.course_id) AS courses
FROM enrollment_enrollment e
WHERE e.organization_id = %s AND e.deleted_at IS NULL AND e.status IN ('active', 'paused', 'suspended', 'completed')
GROUP BY e.learner_id
HAVING COUNT(DISTINCT e.course_id) > 1
ORDER BY courses DESC, e.learner_id
"""
IN_THE_STUDIO = (
    "SELECT person, COUNT(*) AS courses FROM student_progress"
    " GROUP BY person HAVING COUNT(*) > 1 ORDER BY courses DESC, person"
)


@pytest.fixture
def school(make_person: Callable[..., Any], other_organization: Any) -> dict[str, Any]:
    """One takes three courses, one two, one took two and left one, one takes one; elsewhere somebody takes two."""
    people = {name: make_person(name) for name in ("three", "two", "left", "one")}
    courses = [make_course(f"Course {number}", modules=1, lessons=1) for number in range(3)]
    for name, wanted in {"three": 3, "two": 2, "left": 2, "one": 1}.items():
        for course in courses[:wanted]:
            enrollment = make_enrollment(people[name], course)
    left = make_enrollment(people["left"], make_course("A fourth", modules=1, lessons=1))
    withdraw(enrollment=left, by_id=None)
    withdraw(enrollment=type(enrollment).objects.get(learner=people["left"], course=courses[0]), by_id=None)
    with organization_context(other_organization.pk):
        stranger = make_person("elsewhere", organization_id=other_organization.pk)
        for number in range(2):
            make_enrollment(stranger, make_course(f"Elsewhere {number}", modules=1, lessons=1))
    return people


@pytest.mark.django_db
def test_sql_finds_who_takes_several_courses(organization: Any, school: dict[str, Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(BY_SQL, [organization.pk])
        found = [(int(person), int(courses)) for person, courses in cursor.fetchall()]
    assert found == [(school["three"].pk, 3), (school["two"].pk, 2)]


@pytest.mark.django_db
def test_an_analyst_finds_the_same_in_the_studio(
    api: Callable[..., Any], admin: Any, school: dict[str, Any]
) -> None:
    answer = api(admin).post("/api/v1/report-studio/preview", {"statement": IN_THE_STUDIO})
    assert answer.status_code == 200, answer.content
    assert answer.json()["rows"] == [["Three Example", 3], ["Two Example", 2]]


@pytest.mark.django_db
def test_the_page_of_a_person_lists_the_same_courses(
    api: Callable[..., Any], admin: Any, school: dict[str, Any]
) -> None:
    rows = api(admin).get(f"/api/v1/people/{school['three'].pk}/enrollments").json()["results"]
    assert len(rows) == 3
