"""Recording progress over HTTP, and the learner's first screen."""

import datetime

import pytest

from edusync.courses.services import assign_staff
from edusync.courses.testing import lessons_of, make_course, make_lesson
from edusync.credentials.testing import make_certificate
from edusync.enrollment.testing import make_enrollment
from edusync.kernel import clock
from edusync.progress.models import LessonProgress
from edusync.progress.testing import complete_lessons

NOON = datetime.datetime(2026, 3, 4, 12, 0, tzinfo=datetime.UTC)


@pytest.fixture
def course(organization):
    return make_course(modules=2, lessons=2)


@pytest.fixture
def enrollment(learner, course):
    return make_enrollment(learner, course)


def address(lesson, act="complete"):
    return f"/api/v1/lessons/{lesson.pk}/{act}"


def test_completing_answers_the_new_percentage(api, learner, enrollment):
    lesson = lessons_of(enrollment.course)[0]
    body = api(learner).post(address(lesson)).json()
    assert body["progress"]["state"] == "completed"
    assert body["enrollment"] == {"id": enrollment.pk, "status": "active", "percent": 25}


def test_the_last_completion_answers_completed(api, learner, enrollment):
    complete_lessons(enrollment, 3)
    body = api(learner).post(address(lessons_of(enrollment.course)[3])).json()
    assert body["enrollment"] == {"id": enrollment.pk, "status": "completed", "percent": 100}


def test_a_heartbeat_answers_time_and_place(api, learner, enrollment):
    lesson = lessons_of(enrollment.course)[0]
    values = {"seconds": 30, "position_seconds": 12, "watched_share": 40}
    body = api(learner).post(address(lesson, "progress"), values).json()
    assert body["progress"] == {
        "state": "started",
        "position_seconds": 12,
        "watched_share": 40,
        "seconds": 30,
        "completed_at": None,
    }


@pytest.mark.parametrize(
    "values",
    [
        {"seconds": -1},
        {"seconds": "many"},
        {"watched_share": 101},
        {"position_seconds": -5},
        {"seconds": 10**12},
    ],
)
def test_nonsense_is_refused(api, learner, enrollment, values):
    client = api(learner)
    answer = client.post(address(lessons_of(enrollment.course)[0], "progress"), values)
    client.problem(answer, 422, "invalid-input")
    assert not LessonProgress.objects.exists()


@pytest.mark.parametrize(
    ("actor", "status", "code"),
    [
        ("nobody", 401, "not-authenticated"),
        ("stranger", 403, "enroll-first"),
        ("instructor", 403, "enroll-first"),
        ("outsider", 404, "not-found"),
        ("learner", 200, ""),
    ],
)
def test_who_may_record(
    api, enrollment, learner, stranger, instructor, make_person, other_organization, actor, status, code
):
    assign_staff(course=enrollment.course, user_id=instructor.pk)
    people = {
        "nobody": None,
        "stranger": stranger,
        "instructor": instructor,
        "learner": learner,
        "outsider": make_person("olga", organization_id=other_organization.pk),
    }
    client = api(people[actor])
    lesson = lessons_of(enrollment.course)[0]
    for answer in (
        client.post(address(lesson, "progress"), {}),
        client.post(address(lesson)),
        client.delete(address(lesson)),
    ):
        if code:
            client.problem(answer, status, code)
        assert answer.status_code == status


def test_a_closed_enrollment_records_nothing(api, learner, course):
    make_enrollment(learner, course, status="withdrawn")
    client = api(learner)
    client.problem(client.post(address(lessons_of(course)[0])), 403, "enrollment-closed")


def test_lessons_that_are_not_published_do_not_exist(api, learner, enrollment):
    hidden = make_lesson(course=enrollment.course, is_published=False)
    client = api(learner)
    client.problem(client.post(address(hidden)), 404, "not-found")
    client.problem(client.post("/api/v1/lessons/999999/complete"), 404, "not-found")


def test_a_score_cannot_be_claimed(api, learner, enrollment):
    lesson = make_lesson(course=enrollment.course, completion="score", completion_value=70)
    client = api(learner)
    body = client.problem(client.post(address(lesson)), 409, "completion-needs-score")
    assert body["needed_percent"] == 70


def test_time_must_be_spent_first(api, learner, enrollment):
    lesson = make_lesson(course=enrollment.course, completion="time", completion_value=90)
    client = api(learner)
    with clock.frozen(NOON):
        client.post(address(lesson, "progress"), {"seconds": 60})
    body = client.problem(client.post(address(lesson)), 409, "completion-needs-time")
    assert (body["needed_seconds"], body["seconds"]) == (90, 60)
    with clock.frozen(NOON + datetime.timedelta(seconds=60)):
        answer = client.post(address(lesson, "progress"), {"seconds": 30})
    assert answer.json()["progress"]["state"] == "completed"


def test_a_film_must_be_watched_first(api, learner, enrollment):
    detail = {"provider": "url", "external_id": "https://example.org/film.mp4", "required_share": 80}
    lesson = make_lesson(course=enrollment.course, kind="video", completion="view", detail=detail)
    client = api(learner)
    assert (
        client.post(address(lesson, "progress"), {"watched_share": 79}).json()["progress"]["state"]
        == "started"
    )
    client.problem(client.post(address(lesson)), 409, "completion-needs-watching")
    body = client.post(address(lesson, "progress"), {"watched_share": 80}).json()
    assert body["progress"]["state"] == "completed"


def test_only_ones_own_mark_can_be_taken_back(api, learner, enrollment):
    first = lessons_of(enrollment.course)[0]
    by_rule = make_lesson(course=enrollment.course, completion="view")
    client = api(learner)
    client.post(address(first))
    body = client.delete(address(first)).json()
    assert (body["progress"]["state"], body["enrollment"]["percent"]) == ("started", 0)
    client.post(address(by_rule, "progress"), {})
    body = client.problem(client.delete(address(by_rule)), 409, "completion-not-reversible")
    assert body["method"] == "view"


def test_marking_complete_costs_eight_queries_at_most(
    api, learner, enrollment, django_assert_max_num_queries
):
    first, second, *_ = lessons_of(enrollment.course)
    client = api(learner)
    client.get("/api/v1/my/learning")
    for lesson in (first, second):
        with django_assert_max_num_queries(8 + SAVEPOINTS):
            assert client.post(address(lesson)).status_code == 200


def test_a_heartbeat_costs_eight_queries_at_most(api, learner, enrollment, django_assert_max_num_queries):
    lesson = make_lesson(course=enrollment.course, completion="view")
    client = api(learner)
    client.get("/api/v1/my/learning")
    for _ in range(2):
        with django_assert_max_num_queries(8 + SAVEPOINTS):
            assert client.post(address(lesson, "progress"), {"seconds": 5}).status_code == 200


# The transaction of the service is a savepoint inside the test's own: SAVEPOINT and RELEASE.
SAVEPOINTS = 2


def test_my_learning_shows_where_to_go_on(api, learner, enrollment, course):
    first, second, *_ = lessons_of(course)
    client = api(learner)
    client.post(address(first))
    client.post(address(second, "progress"), {"seconds": 50})
    body = client.get("/api/v1/my/learning").json()
    card = body["resume"]
    assert card == body["results"][0]
    assert card["next_lesson"] == {"id": second.pk, "title": second.title}
    assert card["course"]["slug"] == course.slug
    assert (card["percent"], card["enrollment"]["id"], card["certificate"]) == (25, enrollment.pk, None)
    assert body["statistics"] == {"active": 1, "completed": 0, "certificates": 0, "seconds_this_week": 50}


def test_my_learning_names_the_certificate(api, learner):
    certificate = make_certificate(learner, make_course("Short", modules=1, lessons=1))
    body = api(learner).get("/api/v1/my/learning?state=completed").json()
    assert body["results"][0]["certificate"] == {"code": certificate.code}
    assert body["resume"] is None
    assert body["statistics"]["certificates"] == 1
    assert api(learner).get("/api/v1/my/learning?state=active").json()["results"] == []


def test_my_learning_leaves_out_what_i_left(api, learner, course):
    make_enrollment(learner, course, status="withdrawn")
    body = api(learner).get("/api/v1/my/learning").json()
    assert (body["results"], body["resume"]) == ([], None)


def test_the_last_used_course_comes_first_and_unused_ones_last(api, learner):
    used, unused, latest = (
        make_enrollment(learner, make_course(name)) for name in ("Used", "Unused", "Latest")
    )
    client = api(learner)
    for hour, enrollment in enumerate((used, latest)):
        with clock.frozen(NOON + datetime.timedelta(hours=hour)):
            complete_lessons(enrollment, 1)
    first = client.get("/api/v1/my/learning?limit=2").json()
    second = client.get("/api/v1/my/learning", {"limit": 2, "cursor": first["next"]}).json()
    order = [card["enrollment"]["id"] for card in first["results"] + second["results"]]
    assert order == [latest.pk, used.pk, unused.pk]
    assert second["next"] is None


@pytest.mark.parametrize("number", [1, 7])
def test_my_learning_costs_eight_queries_at_most(api, learner, number, django_assert_max_num_queries):
    for each in range(number):
        complete_lessons(make_enrollment(learner, make_course(f"Course {each}")), 2)
    client = api(learner)
    assert len(client.get("/api/v1/my/learning").json()["results"]) == number
    with django_assert_max_num_queries(8):
        client.get("/api/v1/my/learning")


def test_an_odd_state_is_refused(api, learner):
    client = api(learner)
    client.problem(client.get("/api/v1/my/learning?state=lost"), 422, "invalid-input")
