"""Accommodations by HTTP: who may grant them, what they do to attempts that run, and that their reasons stay inside."""

from datetime import UTC, datetime, timedelta

import pytest

from edusync.assessment.models import Accommodation, QuizAttempt
from edusync.assessment.services import start_attempt, update_quiz
from edusync.audit.models import AuditEvent
from edusync.kernel.clock import frozen

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def address(course):
    return f"/api/v1/courses/{course.slug}/accommodations"


def test_granting_lengthens_the_attempt_that_runs_and_taking_back_shortens_none(
    api, instructor, quiz, enrollment, address
):
    update_quiz(quiz=quiz, time_limit_seconds=600)
    client = api(instructor)
    with frozen(NOON):
        attempt = start_attempt(quiz=quiz, enrollment=enrollment)
        body = {
            "enrollment_id": enrollment.pk,
            "quiz_id": quiz.pk,
            "extra_time_percent": 50,
            "reason": "Hand",
        }
        made = client.post(address, body)
        assert made.status_code == 201
        assert (made.json()["extra_time_percent"], made.json()["reason"]) == (50, "Hand")
        attempt.refresh_from_db()
        assert attempt.due_at == NOON + timedelta(minutes=15)
        client.problem(client.post(address, body), 409, "accommodation-there")
        changed = client.patch(f"/api/v1/accommodations/{made.json()['id']}", {"extra_time_percent": 20})
        assert changed.json()["extra_time_percent"] == 20
        assert client.delete(f"/api/v1/accommodations/{made.json()['id']}").status_code == 204
    attempt.refresh_from_db()
    assert attempt.due_at == NOON + timedelta(minutes=15)
    assert not Accommodation.objects.exists()
    facts = str(list(AuditEvent.objects.values_list("facts", flat=True)))
    assert "Hand" not in facts


def test_a_course_wide_window_reaches_every_quiz_and_a_group_all_its_members(
    api, instructor, quiz, enrollment, address, organization
):
    from edusync.enrollment.models import LearnerGroup, LearnerGroupMember

    group = LearnerGroup.objects.create(
        organization=organization, course_id=enrollment.course_id, name="Evening"
    )
    LearnerGroupMember.objects.create(organization=organization, group=group, enrollment=enrollment)
    with frozen(NOON):
        update_quiz(quiz=quiz, closes_at=NOON + timedelta(minutes=10))
        attempt = start_attempt(quiz=quiz, enrollment=enrollment)
        until = NOON + timedelta(hours=1)
        made = api(instructor).post(address, {"group_id": group.pk, "closes_at": until.isoformat()})
    assert (made.json()["name"], made.json()["quiz_id"]) == ("Evening", None)
    assert QuizAttempt.objects.get(pk=attempt.pk).due_at == until


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"extra_time_percent": 10}, "/enrollment_id"),
        ({"enrollment_id": 999_999, "extra_time_percent": 10}, "/enrollment_id"),
        ({"group_id": 999_999, "extra_time_percent": 10}, "/group_id"),
        ({"enrollment_id": None, "quiz_id": 999_999, "extra_time_percent": 10}, "/quiz_id"),
    ],
)
def test_what_is_not_in_the_course_is_refused(api, instructor, quiz, enrollment, address, body, pointer):
    answer = api(instructor).post(address, body)
    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]


def test_rules_that_grant_nothing_are_refused(api, instructor, quiz, enrollment, address):
    answer = api(instructor).post(address, {"enrollment_id": enrollment.pk, "reason": "Just so"})
    assert answer.json()["errors"][0]["code"] == "nothing-granted"


@pytest.mark.parametrize(
    ("actor", "read", "write"),
    [
        ("instructor", 200, 200),
        ("admin", 200, 200),
        ("learner", 403, 403),
        ("stranger", 403, 403),
        ("outsider", 404, 404),
    ],
)
def test_who_may_see_and_change_them(
    api, request, quiz, enrollment, address, organization, actor, read, write
):
    row = Accommodation.objects.create(
        organization=organization, course_id=enrollment.course_id, enrollment=enrollment, extra_attempts=1
    )
    client = api(request.getfixturevalue(actor))
    assert client.get(address).status_code == read
    assert client.patch(f"/api/v1/accommodations/{row.pk}", {"extra_attempts": 2}).status_code == write


def test_listing_costs_the_same_however_many_there_are(
    api, instructor, quiz, enrollment, address, organization, make_person, django_assert_max_num_queries
):
    from edusync.enrollment.services import enroll_learner

    client = api(instructor)
    for name in ("ben", "eva", "kim", "liv"):
        other = enroll_learner(course_id=enrollment.course_id, learner_id=make_person(name).pk)
        Accommodation.objects.create(
            organization=organization,
            course_id=enrollment.course_id,
            quiz=quiz,
            enrollment=other,
            extra_attempts=1,
        )
    with django_assert_max_num_queries(12):
        assert len(client.get(address, {"quiz": quiz.pk}).json()["results"]) == 4
