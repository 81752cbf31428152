"""The compatibility router: names, visibility, cost."""

import pytest

from edusync.courses.services import add_lesson, add_module, create_course, publish_course
from edusync.credentials.models import Certificate
from edusync.enrollment.services import enroll_learner
from edusync.kernel import clock
from edusync.progress.models import LessonProgress

NAMES = ("users", "courses", "modules", "enrollments", "progress", "certificates", "settings")


@pytest.fixture
def school(organization, instructor, learner, stranger):
    """A published course with a learner who began, a stranger who is enrolled too, and a draft."""
    draft = create_course(title="Draft", created_by_id=instructor.pk)
    add_module(course=draft, title="Hidden")
    course = create_course(title="Open", created_by_id=instructor.pk)
    module = add_module(course=course, title="One")
    add_module(course=course, title="Later", is_published=False)
    lesson = add_lesson(module=module, kind="page", title="Begin")
    add_lesson(module=module, kind="page", title="End")
    course = publish_course(course=course, by_id=instructor.pk)
    for person in (learner, stranger):
        enrollment = enroll_learner(course_id=course.pk, learner_id=person.pk)
        LessonProgress.objects.create(enrollment=enrollment, lesson=lesson, started_at=clock.now())
        Certificate.objects.create(enrollment=enrollment, due_at=clock.now())
    return course


def rows(client, name, query=""):
    answer = client.get(f"/api/{name}{query}")
    assert answer.status_code == 200, (name, answer.content)
    return answer.json()["results"]


@pytest.mark.parametrize("name", NAMES)
def test_visitors_are_asked_to_sign_in(api, organization, name):
    client = api()
    client.problem(client.get(f"/api/{name}"), 401)
    client.problem(client.get(f"/api/{name}/1"), 401)


@pytest.mark.parametrize(
    ("who", "counts"),
    [
        ("learner", (1, 1, 1, 1, 1, 1)),
        ("instructor", (1, 2, 3, 2, 2, 2)),
        ("admin", (4, 2, 3, 2, 2, 2)),
        ("outsider", (1, 0, 0, 0, 0, 0)),
    ],
)
def test_everybody_sees_their_own(api, school, request, admin, outsider, who, counts):
    client = api(request.getfixturevalue(who))
    assert tuple(len(rows(client, name)) for name in NAMES[:6]) == counts


def test_learners_see_only_what_is_published(api, school, learner):
    client = api(learner)
    assert [row["title"] for row in rows(client, "courses")] == ["Open"]
    assert [row["title"] for row in rows(client, "modules")] == ["One"]
    assert rows(client, "modules", f"?course={school.pk + 1}") == []


@pytest.mark.parametrize("name", NAMES[:6])
def test_one_row_is_read_by_its_id(api, school, learner, name):
    client = api(learner)
    row = rows(client, name)[0]
    for slash in ("", "/"):
        assert client.get(f"/api/{name}/{row['id']}{slash}").json() == row
    client.problem(client.get(f"/api/{name}/{10**15}"), 404, "not-found")


def test_rows_of_others_are_hidden(api, school, learner, stranger):
    client = api(learner)
    for name in ("enrollments", "progress", "certificates", "users"):
        own = {row["id"] for row in rows(client, name)}
        theirs = {row["id"] for row in rows(api(stranger), name)} - own
        assert theirs
        for pk in theirs:
            client.problem(client.get(f"/api/{name}/{pk}"), 404, "not-found")


def test_bad_filters_are_refused(api, school, learner):
    client = api(learner)
    client.problem(client.get("/api/modules?course=x"), 422, "invalid-input")


def test_nothing_is_changed_here(api, school, admin):
    client = api(admin)
    for method in ("post", "put", "patch", "delete"):
        client.problem(getattr(client, method)("/api/courses"), 405)


@pytest.mark.parametrize("name", NAMES)
def test_lists_cost_the_same_however_long(api, school, admin, name, django_assert_max_num_queries):
    client = api(admin)
    client.get(f"/api/{name}")
    with django_assert_max_num_queries(4):
        rows(client, name)
