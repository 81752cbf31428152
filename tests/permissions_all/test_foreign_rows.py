"""A school with a row of every kind: people of another organization find nothing of it."""

import pytest

from edusync.assessment.services import start_attempt
from edusync.assessment.testing import make_quiz
from edusync.courses.testing import make_course, make_file
from edusync.credentials.testing import make_certificate
from edusync.enrollment.testing import make_enrollment
from edusync.integrations.testing import import_package, zip_of
from edusync.kernel.testing import run_worker
from tests.permissions_all.addresses import address_of, all_cases, has_parameters, missing_address

pytestmark = pytest.mark.django_db

# What everybody may ask with a code they were given, whichever organization they are of.
BY_CODE = ("/api/v1/verify/",)
CASES = [
    pytest.param(route, method, id=f"{method.upper()} {route}")
    for route, method, _ in all_cases()
    if has_parameters(route) and not route.startswith(BY_CODE)
]
READS = [case for case in CASES if case.values[1] == "get"]
WRITES = [case for case in CASES if case.values[1] != "get"]


@pytest.fixture
def ids(learner, instructor):
    """Ids of the school's rows, by parameter and by place."""
    course = make_course(modules=1, lessons=1, created_by_id=instructor.pk)
    certificate = make_certificate(learner, make_course("Knots", modules=1, lessons=1))
    run_worker()
    quiz = make_quiz(course=course)
    enrollment = make_enrollment(learner, course)
    attempt = start_attempt(quiz=quiz, enrollment=enrollment)
    file = make_file(uploaded_by_id=instructor.pk)
    job = import_package(zip_of({"README.md": "# Nothing"}), by=instructor)
    module = course.modules.get(lessons=quiz.lesson)
    return {
        "user_id": str(learner.pk),
        "uuid": str(file.uuid),
        "name": file.name,
        "slug": course.slug,
        "course_id": str(course.pk),
        "module_id": str(module.pk),
        "lesson_id": str(quiz.lesson_id),
        "/api/v1/lessons/:pk": str(quiz.lesson_id),
        "/api/v1/enrollments/:pk": str(enrollment.pk),
        "quiz_id": str(quiz.pk),
        "attempt_uuid": str(attempt.uuid),
        "slot_id": str(attempt.quiz.slots.first().pk),
        "code": certificate.code,
        "/api/v1/imports/:uuid": str(job.uuid),
        "/api/users/:pk": str(learner.pk),
        "/api/courses/:pk": str(course.pk),
        "/api/modules/:pk": str(module.pk),
        "/api/enrollments/:pk": str(enrollment.pk),
        "/api/progress/:pk": str(enrollment.pk),
        "/api/certificates/:pk": str(certificate.pk),
        "/api/settings/:pk": str(learner.pk),
    }


@pytest.mark.parametrize(("route", "method"), READS)
def test_another_organization_finds_nothing(api, outsider, ids, route, method):
    client = api(outsider)
    client.problem(client.get(address_of(route, ids)), 404, "not-found")


@pytest.mark.parametrize(("route", "method"), WRITES)
def test_another_organization_changes_nothing(api, outsider, ids, route, method):
    client = api(outsider)
    response = getattr(client, method)(address_of(route, ids), headers={"if-match": '"1"'})
    assert response.status_code in {404, 415, 422}, (response.status_code, response.content)
    if response.status_code != 404:
        # Refused for its body, like a body for a row that is not there: nothing told.
        missing = getattr(client, method)(missing_address(route), headers={"if-match": '"1"'})
        assert missing.status_code == response.status_code


@pytest.mark.parametrize(("route", "method"), READS)
def test_an_admin_of_the_school_is_never_failed(api, admin, ids, route, method):
    client = api(admin)
    response = client.get(address_of(route, ids))
    assert response.status_code < 500
    if response.status_code >= 400:
        client.problem(response, response.status_code)
