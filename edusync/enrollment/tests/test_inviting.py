"""Inviting into a course, and having somebody who is through go on."""

import pytest
from django.core import mail

from edusync.courses.models import Course
from edusync.courses.testing import lessons_of, make_course
from edusync.credentials.models import Certificate
from edusync.enrollment import services
from edusync.enrollment.models import Enrollment
from edusync.enrollment.problems import AlreadyInvited, CourseNotOpen, EnrollmentStateConflict
from edusync.enrollment.testing import make_enrollment
from edusync.identity.models import Invitation, User
from edusync.identity.services.acceptance import accept_invitation
from edusync.identity.services.invitations import new_link_token
from edusync.identity.testing import PASSWORD
from edusync.kernel.testing import run_worker


@pytest.fixture
def course(instructor):
    return make_course("Weaving", modules=1, lessons=2, access="restricted", created_by_id=instructor.pk)


@pytest.fixture
def teacher(api, instructor):
    return api(instructor)


def invite(teacher, course, *emails, **more):
    answer = teacher.post(f"/api/v1/courses/{course.slug}/invitations", {"emails": list(emails), **more})
    assert answer.status_code == 200, answer.content
    return [row["result"] for row in answer.json()["rows"]]


def letters_to(person):
    run_worker()
    return [letter for letter in mail.outbox if person.email in letter.to]


def test_an_invited_member_comes_in_by_themselves(teacher, course, learner, api, instructor):
    assert invite(teacher, course, learner.email, message="The loom is free.") == ["invited"]
    row = Enrollment.objects.get()
    assert (row.status, row.source, row.approved_by_id) == ("invited", "invitation", instructor.pk)
    course.refresh_from_db()
    assert course.seats_taken == 0
    letter = letters_to(learner)[-1]
    assert "What they wrote: The loom is free." in letter.body
    own = api(learner)
    door = own.get(f"/api/v1/courses/{course.slug}/enrollment").json()
    assert (door["can"]["act"], door["mine"]["status"]) == ("enroll", "invited")
    answer = own.post(f"/api/v1/courses/{course.slug}/enroll", {})
    assert (answer.status_code, answer.json()["status"]) == (201, "active")


def test_an_invitation_stands_instead_of_an_approval(course, learner, instructor):
    Course.objects.filter(pk=course.pk).update(access="approval")
    services.invite_learner(course_id=course.pk, learner_id=learner.pk, by_id=instructor.pk)
    row = services.enroll_learner(course_id=course.pk, learner_id=learner.pk)
    assert (row.status, row.approved_by_id) == ("active", instructor.pk)


def test_an_invited_person_may_say_no_and_be_invited_again(teacher, course, learner, api):
    invite(teacher, course, learner.email)
    row = Enrollment.objects.get()
    assert api(learner).post(f"/api/v1/enrollments/{row.pk}/withdraw", {}).json()["status"] == "withdrawn"
    assert invite(teacher, course, learner.email) == ["invited"]
    row.refresh_from_db()
    assert row.status == "invited"
    steps = [step.to_status for step in row.transitions.order_by("id")]
    assert steps == ["invited", "withdrawn", "invited"]


def test_who_is_in_the_course_or_invited_is_not_invited(teacher, course, learner, stranger, make_person):
    make_enrollment(learner, course)
    invite(teacher, course, stranger.email)
    found = invite(teacher, course, learner.email, stranger.email, "no address", f" {learner.email.upper()}")
    assert found == ["enrollment-state", "already-invited", "invalid-address", "repeated"]
    with pytest.raises(AlreadyInvited):
        services.invite_learner(course_id=course.pk, learner_id=stranger.pk, by_id=learner.pk)


def test_a_course_that_is_not_published_invites_nobody(course, learner, instructor):
    Course.objects.filter(pk=course.pk).update(status="draft")
    with pytest.raises(CourseNotOpen):
        services.invite_learner(course_id=course.pk, learner_id=learner.pk, by_id=instructor.pk)


def test_an_outsider_joins_organization_and_course_by_one_link(teacher, course, instructor):
    assert invite(teacher, course, "nova@example.net", message="Come and weave") == ["mailed"]
    assert invite(teacher, course, "nova@example.net") == ["mailed"]
    assert sorted(Invitation.objects.values_list("status", flat=True)) == ["revoked", "sent"]
    run_worker()
    letter = next(letter for letter in mail.outbox if letter.to == ["nova@example.net"])
    assert "Weaving" in letter.subject
    nova = accept(Invitation.objects.get(status="sent"))
    row = Enrollment.objects.get(learner=nova)
    assert (row.status, row.source, row.approved_by_id) == ("active", "invitation", instructor.pk)


def accept(invitation):
    accept_invitation(
        token=new_link_token(invitation), user=None, password=PASSWORD, first_name="Nova", last_name="Weaver"
    )
    return User.objects.get(email=invitation.email)


def test_who_accepts_when_the_course_is_full_finds_the_door_open_later(teacher, course, learner):
    Course.objects.filter(pk=course.pk).update(capacity=1)
    invite(teacher, course, "nova@example.net")
    make_enrollment(learner, course)
    nova = accept(Invitation.objects.get())
    assert Enrollment.objects.get(learner=nova).status == "invited"


def test_who_accepts_when_the_course_is_gone_has_an_account_all_the_same(teacher, course):
    invite(teacher, course, "nova@example.net")
    Course.objects.filter(pk=course.pk).update(deleted_at=course.created_at)
    nova = accept(Invitation.objects.get())
    assert not Enrollment.objects.filter(learner=nova).exists()


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("nobody", 401),
        ("stranger", 403),
        ("learner", 403),
        ("instructor", 200),
        ("admin", 200),
        ("outsider", 404),
    ],
)
def test_who_may_invite(request, api, course, who, status):
    client = api(None if who == "nobody" else request.getfixturevalue(who))
    path = f"/api/v1/courses/{course.slug}/invitations"
    assert client.post(path, {"emails": ["someone@example.net"]}).status_code == status


@pytest.mark.parametrize("emails", [[], ["a@b.example"] * 101])
def test_none_and_too_many_addresses_are_refused(teacher, course, emails):
    path = f"/api/v1/courses/{course.slug}/invitations"
    assert teacher.post(path, {"emails": emails}).status_code == 422


def through(course, person, api):
    """The person has done all of the course."""
    enrollment = make_enrollment(person, course)
    for lesson in lessons_of(course):
        assert api(person).post(f"/api/v1/lessons/{lesson.pk}/complete", {}).status_code == 200
    enrollment.refresh_from_db()
    assert enrollment.status == "completed"
    run_worker()
    mail.outbox.clear()
    return enrollment


def test_staff_reopen_what_is_completed_and_the_learner_is_through_once_more(teacher, course, learner, api):
    row = through(course, learner, api)
    answer = teacher.post(f"/api/v1/enrollments/{row.pk}/reopen", {"reason": "The last lesson is new."})
    assert (answer.status_code, answer.json()["status"], answer.json()["completed_at"]) == (
        200,
        "active",
        None,
    )
    course.refresh_from_db()
    assert course.seats_taken == 1
    assert "The reason: The last lesson is new." in letters_to(learner)[-1].body
    own, lesson = api(learner), lessons_of(course)[-1]
    # A sign of life is not enough to be through again.
    own.post(f"/api/v1/lessons/{lesson.pk}/progress", {"seconds": 5})
    row.refresh_from_db()
    assert row.status == "active"
    assert own.delete(f"/api/v1/lessons/{lesson.pk}/complete").status_code == 200
    assert own.post(f"/api/v1/lessons/{lesson.pk}/complete", {}).status_code == 200
    row.refresh_from_db()
    assert (row.status, row.percent) == ("completed", 100)
    run_worker()
    assert Certificate.objects.filter(enrollment=row).count() == 1


def test_many_are_reopened_at_once_and_only_who_is_through(teacher, course, learner, stranger, api):
    done, going_on = through(course, learner, api), make_enrollment(stranger, course)
    body = {"enrollment_ids": [done.pk, going_on.pk], "act": "reopen", "reason": "Again"}
    answer = teacher.post(f"/api/v1/courses/{course.slug}/learners/bulk", body).json()
    assert answer == {"done": [done.pk], "refused": [{"id": going_on.pk, "code": "enrollment-state"}]}
    with pytest.raises(EnrollmentStateConflict):
        services.reopen_enrollment(enrollment=done, by_id=learner.pk)


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("nobody", 401),
        ("stranger", 404),
        ("learner", 403),
        ("instructor", 200),
        ("admin", 200),
        ("outsider", 404),
    ],
)
def test_who_may_reopen(request, api, course, learner, who, status):
    row = through(course, learner, api)
    client = api(None if who == "nobody" else request.getfixturevalue(who))
    assert client.post(f"/api/v1/enrollments/{row.pk}/reopen", {}).status_code == status
