"""Cohorts, groups of learners and more time for one person, over HTTP."""

import datetime

import pytest
from django.db import DatabaseError, transaction

from edusync.courses.services import assign_staff
from edusync.courses.testing import make_course
from edusync.enrollment import services
from edusync.enrollment.models import Cohort, Enrollment, EnrollmentExtension, LearnerGroup
from edusync.enrollment.testing import make_enrollment
from edusync.kernel import clock
from edusync.kernel.testing import run_worker

SOON = clock.now().replace(microsecond=0) + datetime.timedelta(days=30)
LATER = SOON + datetime.timedelta(days=60)
SOON_TEXT, LATER_TEXT = SOON.isoformat(), LATER.isoformat()


@pytest.fixture
def course(instructor):
    return make_course(created_by_id=instructor.pk)


@pytest.fixture
def teacher(api, instructor):
    return api(instructor)


@pytest.fixture
def cohort(teacher, course):
    body = {
        "name": "Spring",
        "starts_at": SOON_TEXT,
        "ends_at": LATER_TEXT,
        "pacing": "scheduled",
        "capacity": 2,
    }
    return teacher.post(f"/api/v1/courses/{course.slug}/cohorts", body).json()


@pytest.fixture
def actors(course, learner, stranger, instructor, admin, make_person, outsider):
    assistant, author = make_person("assi"), make_person("auth")
    assign_staff(course=course, user_id=assistant.pk, duty="assistant")
    assign_staff(course=course, user_id=author.pk, duty="author")
    make_enrollment(learner, course)
    return {
        "nobody": None,
        "learner": learner,
        "stranger": stranger,
        "author": author,
        "assistant": assistant,
        "instructor": instructor,
        "admin": admin,
        "outsider": outsider,
    }


TABLE = [
    ("nobody", 401, 401, 401),
    ("stranger", 403, 403, 404),
    ("learner", 403, 403, 404),
    ("author", 403, 403, 404),
    ("assistant", 200, 403, 403),
    ("instructor", 200, 201, 200),
    ("admin", 200, 201, 200),
    ("outsider", 404, 404, 404),
]


@pytest.mark.parametrize(("actor", "read", "make", "change"), TABLE)
def test_who_may_do_what_with_cohorts(api, actors, course, cohort, actor, read, make, change):
    client = api(actors[actor])
    listed = f"/api/v1/courses/{course.slug}/cohorts"
    assert client.get(listed).status_code == read
    assert client.post(listed, {"name": "Autumn"}).status_code == make
    one = f"/api/v1/cohorts/{cohort['id']}"
    headers = {"HTTP_IF_MATCH": f'"{cohort["row_version"]}"'}
    assert client.patch(one, {"is_open": False}, **headers).status_code == change


@pytest.mark.parametrize(("actor", "read", "make", "change"), TABLE)
def test_who_may_do_what_with_groups(api, actors, teacher, course, actor, read, make, change):
    group = teacher.post(f"/api/v1/courses/{course.slug}/learner-groups", {"name": "Owls"}).json()
    client = api(actors[actor])
    listed = f"/api/v1/courses/{course.slug}/learner-groups"
    assert client.get(listed).status_code == read
    assert client.post(listed, {"name": "Larks"}).status_code == make
    assert client.patch(f"/api/v1/learner-groups/{group['id']}", {"name": "Jays"}).status_code == change
    members = f"/api/v1/learner-groups/{group['id']}/members"
    assert client.get(members).status_code == (read if read != 403 else 404)
    assert client.put(members, {"enrollment_ids": []}).status_code == change


def test_a_cohort_has_dates_seats_and_a_pace(teacher, course, cohort):
    assert (cohort["name"], cohort["capacity"], cohort["pacing"]) == ("Spring", 2, "scheduled")
    assert cohort["seats_taken"] == cohort["learner_count"] == 0
    rows = teacher.get(f"/api/v1/courses/{course.slug}/cohorts").json()["results"]
    assert [row["id"] for row in rows] == [cohort["id"]]


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"name": "A", "starts_at": LATER_TEXT, "ends_at": SOON_TEXT}, "/ends_at"),
        (
            {"name": "A", "enrollment_opens_at": LATER_TEXT, "enrollment_closes_at": SOON_TEXT},
            "/enrollment_closes_at",
        ),
        ({"name": "A", "pacing": "scheduled"}, "/starts_at"),
        ({"name": ""}, "/name"),
        ({"name": "A", "capacity": 0}, "/capacity"),
    ],
)
def test_odd_cohorts_are_refused_where_they_are_odd(teacher, course, body, pointer):
    answer = teacher.post(f"/api/v1/courses/{course.slug}/cohorts", body)
    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]


def test_two_cohorts_of_a_course_have_two_names(teacher, course, cohort):
    answer = teacher.post(f"/api/v1/courses/{course.slug}/cohorts", {"name": "Spring"})
    teacher.problem(answer, 409, "cohort-name-taken")


def test_seats_of_a_cohort_cannot_be_fewer_than_are_taken(teacher, course, cohort, make_person):
    for name in ("ada", "bob"):
        services.enroll_learner(
            course_id=course.pk, learner_id=make_person(name).pk, source="staff", cohort_id=cohort["id"]
        )
    one = f"/api/v1/cohorts/{cohort['id']}"
    answer = teacher.patch(one, {"capacity": 1}, HTTP_IF_MATCH='"1"')
    teacher.problem(answer, 409, "capacity-below-seats")
    assert teacher.get(one).json()["seats_taken"] == 2
    teacher.problem(teacher.delete(one, HTTP_IF_MATCH='"1"'), 409, "cohort-in-use")


def test_a_cohort_without_learners_goes_and_its_name_is_free(teacher, course, cohort):
    one = f"/api/v1/cohorts/{cohort['id']}"
    assert teacher.delete(one, HTTP_IF_MATCH='"1"').status_code == 204
    assert teacher.get(one).status_code == 404
    assert teacher.post(f"/api/v1/courses/{course.slug}/cohorts", {"name": "Spring"}).status_code == 201


def test_an_editor_with_an_old_copy_is_told(teacher, cohort):
    one = f"/api/v1/cohorts/{cohort['id']}"
    assert teacher.patch(one, {"name": "Summer"}, HTTP_IF_MATCH='"1"').status_code == 200
    assert teacher.patch(one, {"name": "Winter"}, HTTP_IF_MATCH='"1"').status_code == 412
    assert teacher.patch(one, {"name": "Winter"}).status_code == 428


def test_other_dates_of_a_cohort_move_the_dates_of_its_learners(teacher, course, cohort, learner):
    enrollment = services.enroll_learner(
        course_id=course.pk, learner_id=learner.pk, source="staff", cohort_id=cohort["id"]
    )
    assert enrollment.due_at == LATER
    moved = LATER + datetime.timedelta(days=7)
    teacher.patch(f"/api/v1/cohorts/{cohort['id']}", {"ends_at": moved.isoformat()}, HTTP_IF_MATCH='"1"')
    run_worker()
    assert Enrollment.objects.get(pk=enrollment.pk).due_at == moved


def test_a_list_of_cohorts_costs_the_same_however_many_there_are(
    teacher, course, cohort, django_assert_max_num_queries
):
    Cohort.objects.bulk_create(
        Cohort(organization_id=course.organization_id, course=course, name=f"Run {n}") for n in range(15)
    )
    with django_assert_max_num_queries(8):
        page = teacher.get(f"/api/v1/courses/{course.slug}/cohorts").json()
    assert len(page["results"]) == 16


def learners(course, make_person, number):
    return [make_enrollment(make_person(f"pupil{n}"), course) for n in range(number)]


def test_learners_are_dealt_out_evenly_into_a_number_of_groups(teacher, course, make_person):
    rows = learners(course, make_person, 7)
    answer = teacher.post(
        f"/api/v1/courses/{course.slug}/learner-groups/split", {"prefix": "Team", "count": 3}
    )
    assert answer.status_code == 201
    groups = answer.json()
    assert [group["name"] for group in groups] == ["Team 1", "Team 2", "Team 3"]
    assert sorted(group["member_count"] for group in groups) == [2, 2, 3]
    inside = [
        member["enrollment_id"]
        for group in groups
        for member in teacher.get(f"/api/v1/learner-groups/{group['id']}/members").json()["results"]
    ]
    assert sorted(inside) == sorted(row.pk for row in rows)


def test_groups_of_a_size_are_as_many_as_are_needed(teacher, course, make_person):
    learners(course, make_person, 5)
    answer = teacher.post(
        f"/api/v1/courses/{course.slug}/learner-groups/split", {"prefix": "Pair", "size": 2}
    )
    assert sorted(group["member_count"] for group in answer.json()) == [1, 2, 2]


def test_who_is_in_a_group_already_is_left_there(teacher, course, make_person):
    rows = learners(course, make_person, 3)
    group = teacher.post(f"/api/v1/courses/{course.slug}/learner-groups", {"name": "Owls"}).json()
    teacher.put(f"/api/v1/learner-groups/{group['id']}/members", {"enrollment_ids": [rows[0].pk]})
    body = {"prefix": "Rest", "count": 1}
    made = teacher.post(f"/api/v1/courses/{course.slug}/learner-groups/split", body).json()
    assert [row["member_count"] for row in made] == [2]


@pytest.mark.parametrize(
    "body", [{"prefix": "T"}, {"prefix": "T", "count": 1, "size": 1}, {"prefix": "T", "count": 9}]
)
def test_a_split_that_cannot_be_made_is_refused(teacher, course, make_person, body):
    learners(course, make_person, 2)
    answer = teacher.post(f"/api/v1/courses/{course.slug}/learner-groups/split", body)
    assert answer.status_code == 422
    assert not LearnerGroup.objects.exists()


def test_only_learners_of_the_course_come_into_its_groups(teacher, course, instructor, learner, stranger):
    mine = make_enrollment(learner, course)
    elsewhere = make_enrollment(stranger, make_course("Elsewhere", created_by_id=instructor.pk))
    group = teacher.post(f"/api/v1/courses/{course.slug}/learner-groups", {"name": "Owls"}).json()
    address = f"/api/v1/learner-groups/{group['id']}/members"
    answer = teacher.put(address, {"enrollment_ids": [mine.pk, elsewhere.pk]})
    assert answer.json() == {"enrollment_ids": [mine.pk]}
    assert teacher.delete(f"/api/v1/learner-groups/{group['id']}").status_code == 204
    assert Enrollment.objects.filter(pk=mine.pk, status="active").exists()


def test_groups_have_names_of_their_own(teacher, course):
    address = f"/api/v1/courses/{course.slug}/learner-groups"
    teacher.post(address, {"name": "Owls"})
    teacher.problem(teacher.post(address, {"name": "Owls"}), 409, "learner-group-name-taken")


def test_a_list_of_groups_and_members_costs_the_same_however_long(
    teacher, course, make_person, django_assert_max_num_queries
):
    learners(course, make_person, 12)
    split = f"/api/v1/courses/{course.slug}/learner-groups/split"
    teacher.post(split, {"prefix": "One", "count": 1})
    with django_assert_max_num_queries(8):
        listed = teacher.get(f"/api/v1/courses/{course.slug}/learner-groups").json()["results"]
    with django_assert_max_num_queries(9):
        page = teacher.get(f"/api/v1/learner-groups/{listed[0]['id']}/members").json()
    assert len(page["results"]) == 12


def test_more_time_counts_and_the_latest_word_stands(teacher, course, learner):
    enrollment = make_enrollment(learner, course)
    address = f"/api/v1/enrollments/{enrollment.pk}/extensions"
    for until in (SOON_TEXT, LATER_TEXT):
        body = {"kind": "due", "until": until, "reason": "Was ill"}
        assert teacher.post(address, body).status_code == 201
    enrollment.refresh_from_db()
    assert enrollment.due_at == LATER
    assert teacher.post(address, {"kind": "due", "until": None}).status_code == 201
    enrollment.refresh_from_db()
    assert enrollment.due_at is None
    assert len(teacher.get(address).json()["results"]) == 3


@pytest.mark.parametrize(
    ("actor", "read", "give"),
    [
        ("nobody", 401, 401),
        ("stranger", 404, 404),
        ("author", 404, 404),
        ("assistant", 200, 403),
        ("instructor", 200, 201),
        ("admin", 200, 201),
        ("outsider", 404, 404),
        ("learner", 200, 403),
    ],
)
def test_who_may_give_more_time(api, actors, course, actor, read, give):
    enrollment = Enrollment.objects.get(course=course)
    client = api(actors[actor])
    address = f"/api/v1/enrollments/{enrollment.pk}/extensions"
    assert client.get(address).status_code == read
    assert client.post(address, {"kind": "access", "until": LATER_TEXT}).status_code == give


def test_more_time_cannot_end_in_the_past(teacher, course, learner):
    enrollment = make_enrollment(learner, course)
    over = clock.now() - datetime.timedelta(days=1)
    answer = teacher.post(
        f"/api/v1/enrollments/{enrollment.pk}/extensions", {"kind": "due", "until": over.isoformat()}
    )
    assert answer.status_code == 422


def test_what_was_given_cannot_be_changed_or_taken_away_even_by_sql(teacher, course, learner):
    enrollment = make_enrollment(learner, course)
    teacher.post(f"/api/v1/enrollments/{enrollment.pk}/extensions", {"kind": "due", "until": SOON_TEXT})
    with pytest.raises(DatabaseError), transaction.atomic():
        EnrollmentExtension.objects.update(until=None)
    with pytest.raises(DatabaseError), transaction.atomic():
        EnrollmentExtension.objects.all().delete()
    assert EnrollmentExtension.objects.get().until == SOON
