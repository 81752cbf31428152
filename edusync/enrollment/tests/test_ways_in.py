"""Keys and invitation links over HTTP."""

import datetime

import pytest

from edusync.courses.models import Course
from edusync.courses.testing import make_course
from edusync.enrollment import services
from edusync.enrollment.models import Cohort, Enrollment, EnrollmentKey
from edusync.enrollment.problems import KeyNotValid
from edusync.enrollment.services import ways_in
from edusync.enrollment.testing import make_enrollment
from edusync.kernel import clock

DAY = datetime.timedelta(days=1)


@pytest.fixture
def course(instructor):
    course = make_course(created_by_id=instructor.pk)
    Course.objects.filter(pk=course.pk).update(access="restricted")
    return course


@pytest.fixture
def teacher(api, instructor):
    return api(instructor)


def make_key(teacher, course, kind="link", **limits):
    answer = teacher.post(
        f"/api/v1/courses/{course.slug}/keys", {"kind": kind, "label": "Open day", **limits}
    )
    assert answer.status_code == 201, answer.content
    return answer.json()


def use(client, secret):
    return client.post(f"/api/v1/enrollment-links/{secret}/use")


def test_a_secret_is_shown_once_and_kept_as_a_hash(teacher, course):
    made = make_key(teacher, course)
    assert made["url"].endswith(f"/join/{made['secret']}")
    listed = teacher.get(f"/api/v1/courses/{course.slug}/keys").json()["results"]
    assert made["secret"] not in str(listed)
    assert listed[0]["hint"] == made["secret"][-4:]
    row = EnrollmentKey.objects.get()
    assert made["secret"] not in (row.secret_hash, row.label, row.hint)
    assert len(row.secret_hash) == 64


def test_a_link_says_where_it_leads_and_lets_people_in(api, teacher, course, learner):
    made = make_key(teacher, course)
    shown = api().get(f"/api/v1/enrollment-links/{made['secret']}").json()
    assert (shown["course_title"], shown["state"], shown["is_enrolled"]) == (course.title, "open", False)
    answer = use(api(learner), made["secret"])
    assert (answer.status_code, answer.json()["status"]) == (201, "active")
    assert Enrollment.objects.get().source == "link"
    assert api(learner).get(f"/api/v1/enrollment-links/{made['secret']}").json()["is_enrolled"] is True
    assert EnrollmentKey.objects.get().use_count == 1


def test_a_visitor_signs_in_before_using_a_link(api, teacher, course):
    assert use(api(), make_key(teacher, course)["secret"]).status_code == 401


def test_a_link_puts_people_into_its_cohort(api, teacher, course, learner):
    cohort = Cohort.objects.create(course=course, name="Spring", is_open=False)
    made = make_key(teacher, course, cohort_id=cohort.pk)
    assert made["cohort_name"] == "Spring"
    use(api(learner), made["secret"])
    assert Enrollment.objects.get().cohort_id == cohort.pk


@pytest.mark.parametrize(
    ("change", "state"),
    [
        ({"revoked_at": clock.now()}, "revoked"),
        ({"valid_until": clock.now() - DAY}, "expired"),
        ({"valid_from": clock.now() + DAY}, "not-yet"),
        ({"max_uses": 1, "use_count": 1}, "used-up"),
    ],
)
def test_a_link_that_is_over_says_why_and_lets_nobody_in(api, teacher, course, learner, change, state):
    made = make_key(teacher, course)
    EnrollmentKey.objects.update(**change)
    assert api(learner).get(f"/api/v1/enrollment-links/{made['secret']}").json()["state"] == state
    body = api(learner).problem(use(api(learner), made["secret"]), 409, "enrollment-key-not-valid")
    assert body["key_state"] == state
    assert not Enrollment.objects.exists()


def test_a_link_with_one_use_lets_one_person_in(api, teacher, course, learner, stranger):
    made = make_key(teacher, course, max_uses=1)
    assert use(api(learner), made["secret"]).status_code == 201
    assert use(api(stranger), made["secret"]).status_code == 409
    assert EnrollmentKey.objects.get().use_count == 1


def test_who_is_in_already_uses_nothing_up(api, teacher, course, learner):
    made = make_key(teacher, course, max_uses=1)
    make_enrollment(learner, course)
    api(learner).problem(use(api(learner), made["secret"]), 409, "already-enrolled")
    assert EnrollmentKey.objects.get().use_count == 0


def test_a_full_course_uses_nothing_up(api, teacher, course, learner, stranger):
    made = make_key(teacher, course)
    make_enrollment(stranger, course)
    Course.objects.filter(pk=course.pk).update(capacity=1)
    api(learner).problem(use(api(learner), made["secret"]), 409, "course-full")
    assert EnrollmentKey.objects.get().use_count == 0


def test_keys_can_be_read_aloud_and_typed_in_any_case(teacher, course, learner):
    secret = make_key(teacher, course, kind="key")["secret"]
    assert [len(part) for part in secret.split("-")] == [4, 4, 4]
    enrollment = ways_in.enroll_by_key(
        secret=secret.lower().replace("-", " "), kind="key", course_id=course.pk, learner_id=learner.pk
    )
    assert (enrollment.status, enrollment.source) == ("active", "key")


def test_a_key_opens_its_own_course_only_and_guessing_tells_nothing(teacher, course, learner, instructor):
    other = make_course("Another one", created_by_id=instructor.pk)
    secret = make_key(teacher, course, kind="key")["secret"]
    EnrollmentKey.objects.update(revoked_at=clock.now())
    for course_id, text in ((other.pk, secret), (course.pk, secret), (course.pk, "AAAA-BBBB-CCCC")):
        with pytest.raises(KeyNotValid) as caught:
            ways_in.enroll_by_key(secret=text, kind="key", course_id=course_id, learner_id=learner.pk)
        assert caught.value.facts == {"key_state": "unknown"}


def test_a_key_is_no_link_and_a_link_is_no_key(api, teacher, course, learner):
    key, link = make_key(teacher, course, kind="key"), make_key(teacher, course)
    assert api(learner).get(f"/api/v1/enrollment-links/{key['secret']}").status_code == 404
    with pytest.raises(KeyNotValid):
        ways_in.enroll_by_key(secret=link["secret"], kind="key", course_id=course.pk, learner_id=learner.pk)


def test_a_revoked_key_stays_in_the_list_and_its_learners_in_the_course(api, teacher, course, learner):
    made = make_key(teacher, course)
    use(api(learner), made["secret"])
    for _ in range(2):
        assert teacher.delete(f"/api/v1/enrollment-keys/{made['id']}").json()["state"] == "revoked"
    assert teacher.get(f"/api/v1/courses/{course.slug}/keys").json()["results"][0]["use_count"] == 1
    assert Enrollment.objects.get().status == "active"


@pytest.mark.parametrize("limits", [{"valid_until": "2020-01-01T00:00:00Z"}, {"max_uses": 0}, {"label": ""}])
def test_a_key_that_could_never_be_used_is_refused(teacher, course, limits):
    body = {"kind": "key", "label": "Open day", **limits}
    assert teacher.post(f"/api/v1/courses/{course.slug}/keys", body).status_code == 422


def test_a_cohort_of_another_course_is_refused(teacher, course, instructor):
    other = Cohort.objects.create(course=make_course("Other", created_by_id=instructor.pk), name="Spring")
    body = {"kind": "key", "label": "Open day", "cohort_id": other.pk}
    assert teacher.post(f"/api/v1/courses/{course.slug}/keys", body).status_code == 409


def test_a_link_of_a_course_that_is_not_published_leads_nowhere(api, teacher, course):
    made = make_key(teacher, course)
    Course.objects.filter(pk=course.pk).update(status="archived")
    assert api().get(f"/api/v1/enrollment-links/{made['secret']}").status_code == 404


def test_a_link_is_unknown_in_another_organization(api, teacher, course, outsider):
    made = make_key(teacher, course)
    assert api(outsider).get(f"/api/v1/enrollment-links/{made['secret']}").status_code == 404
    assert use(api(outsider), made["secret"]).status_code == 404
    assert not Enrollment.objects.exists()


@pytest.mark.parametrize(
    ("who", "listed", "revoked"),
    [
        ("nobody", 401, 401),
        ("stranger", 403, 404),
        ("learner", 403, 404),
        ("instructor", 200, 200),
        ("admin", 200, 200),
        ("outsider", 404, 404),
    ],
)
def test_who_may_see_and_revoke_keys(request, api, teacher, course, learner, who, listed, revoked):
    made = make_key(teacher, course)
    services.enroll_learner(course_id=course.pk, learner_id=learner.pk, source="staff")
    client = api(None if who == "nobody" else request.getfixturevalue(who))
    assert client.get(f"/api/v1/courses/{course.slug}/keys").status_code == listed
    assert client.delete(f"/api/v1/enrollment-keys/{made['id']}").status_code == revoked


def test_a_list_of_keys_costs_the_same_however_many_there_are(teacher, course, django_assert_max_num_queries):
    cohort = Cohort.objects.create(course=course, name="Spring")
    EnrollmentKey.objects.bulk_create(
        EnrollmentKey(
            organization_id=course.organization_id,
            course=course,
            cohort=cohort,
            kind="key",
            label=f"Key {n}",
            secret_hash=f"{n:064}",
        )
        for n in range(20)
    )
    with django_assert_max_num_queries(7):
        assert len(teacher.get(f"/api/v1/courses/{course.slug}/keys").json()["results"]) == 20
