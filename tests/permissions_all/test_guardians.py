"""Every route that shows a guardian something of a learner passes the relation and the consent."""

import datetime as dt

import pytest

from edusync.assessment.services import start_attempt, submit_attempt
from edusync.assessment.testing import make_quiz
from edusync.assessment.tests.assignment_rows import make_assignment
from edusync.courses.models import Lesson, Module
from edusync.courses.testing import make_course
from edusync.credentials.testing import make_certificate
from edusync.enrollment.testing import make_enrollment
from edusync.grading.testing import make_meeting
from edusync.identity.models import GuardianConsentScope, GuardianRelationship, UserProfile
from edusync.identity.testing import make_guardianship
from edusync.kernel import clock
from edusync.kernel.checks import api_routes
from edusync.kernel.testing import run_worker

pytestmark = pytest.mark.django_db

# Route below the learner -> the scope that opens it. A new route of this kind is named here, or the test below fails.
ROUTES = {
    "courses": "progress",
    "certificates": "progress",
    "results": "grades",
    "grades": "grades",
    "attendance": "attendance",
    "deadlines": "deadlines",
}
CHILD = "/api/v1/me/children/<int:learner_id>/"


@pytest.fixture
def guardian(make_person):
    return make_person("farah", roles=("guardian",))


@pytest.fixture
def child(organization, learner, instructor):
    """A learner with a course, a quiz result and a certificate."""
    course = make_course(modules=1, lessons=1, created_by_id=instructor.pk)
    quiz = make_quiz(course=course)
    attempt = start_attempt(quiz=quiz, enrollment=make_enrollment(learner, course))
    submit_attempt(attempt=attempt)
    make_meeting(course, attempt.enrollment)
    make_assignment(course=course, due_at=clock.now() + dt.timedelta(days=3))
    publish_everything(course)
    make_certificate(learner, make_course("Knots", modules=1, lessons=1))
    run_worker()
    return learner


def publish_everything(course):
    Module.objects.filter(course=course).update(is_published=True)
    Lesson.objects.filter(course=course).update(is_published=True)


def address(child, route):
    return f"/api/v1/me/children/{child.pk}/{route}"


def test_every_such_route_is_named_here():
    assert {route.removeprefix(CHILD) for route, _ in api_routes() if route.startswith(CHILD)} == set(ROUTES)


@pytest.mark.parametrize("route", ROUTES)
def test_consent_opens_the_route(api, guardian, child, route):
    make_guardianship(child, guardian, scopes=(ROUTES[route],))
    response = api(guardian).get(address(child, route))
    assert response.status_code == 200
    assert response.json()["results"]


@pytest.mark.parametrize("route", ROUTES)
def test_another_consent_does_not(api, guardian, child, route):
    others = set(GuardianConsentScope.Scope.values) - {ROUTES[route]}
    make_guardianship(child, guardian, scopes=sorted(others))
    client = api(guardian)
    client.problem(client.get(address(child, route)), 403, "forbidden")


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize("way", ["no-relation", "invited", "ended", "revoked", "over", "of-age", "suspended"])
def test_what_does_not_open_the_route(api, guardian, child, route, way):
    if way != "no-relation":
        row = make_guardianship(
            child,
            guardian,
            status="invited" if way == "invited" else "verified",
            scopes=() if way == "invited" else (ROUTES[route],),
        )
        spoil(row, way)
    status = {"revoked": 403, "over": 403, "of-age": 403, "suspended": 401}.get(way, 404)
    client = api(guardian)
    client.problem(client.get(address(child, route)), status)


def spoil(row, way):
    now = clock.now()
    consents = GuardianConsentScope.objects.filter(relationship=row)
    if way == "ended":
        GuardianRelationship.objects.filter(pk=row.pk).update(status="ended", ended_at=now, deleted_at=now)
    elif way == "revoked":
        consents.update(revoked_at=now)
    elif way == "over":
        consents.update(ends_on=now.date())
    elif way == "of-age":
        UserProfile.objects.update_or_create(
            user=row.learner, defaults={"birth_date": now.date() - dt.timedelta(days=18 * 366)}
        )
        consents.update(granted_at=now - dt.timedelta(days=700))
    elif way == "suspended":
        row.guardian.memberships.update(status="suspended")


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize("who", ["learner", "stranger", "instructor", "admin", "outsider"])
def test_nobody_else_comes_in_by_it(request, api, child, route, who):
    client = api(request.getfixturevalue(who))
    client.problem(client.get(address(child, route)), 404, "not-found")


def test_the_learner_sees_who_looked_once_an_hour(api, guardian, child):
    make_guardianship(child, guardian, scopes=("progress",))
    for _ in range(3):
        api(guardian).get(address(child, "courses"))
    rows = api(child).get("/api/v1/me/data-access?kind=read").json()["results"]
    assert [(row["action"], row["actor_name"]) for row in rows] == [
        ("identity.child.viewed", guardian.display_name)
    ]


@pytest.mark.parametrize("route", ROUTES)
def test_more_rows_cost_no_more_queries(api, guardian, child, route, django_assert_max_num_queries):
    make_guardianship(child, guardian, scopes=(ROUTES[route],))
    client = api(guardian)
    client.get(address(child, route))
    with django_assert_max_num_queries(8):
        client.get(address(child, route))
