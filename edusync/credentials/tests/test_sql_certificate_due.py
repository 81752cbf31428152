"""The database makes certificates due by itself: plain SQL, no service, no ORM."""

import pytest
from django.db import connection
from django.utils import timezone

from edusync.courses.models import Course
from edusync.courses.testing import make_course
from edusync.credentials.models import Certificate
from edusync.enrollment.models import Enrollment
from edusync.enrollment.testing import make_enrollment
from edusync.kernel.models import OutboxEvent

SET_DONE = "UPDATE enrollment_enrollment SET done_weight = %s WHERE id = %s"


def execute(sql, *parameters):
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)


def due_events():
    return OutboxEvent.objects.filter(event_type="certificate_due")


@pytest.fixture
def enrollment(learner):
    return make_enrollment(learner, make_course(modules=2, lessons=2))


def test_reaching_all_weight_makes_one_certificate_due_and_announces_it(enrollment):
    execute(SET_DONE, 3, enrollment.pk)
    assert not Certificate.objects.exists()
    execute(SET_DONE, 4, enrollment.pk)
    certificate = Certificate.objects.get()
    assert (certificate.state, certificate.code, certificate.learner_name) == ("due", None, "")
    assert certificate.organization_id == enrollment.organization_id
    event = due_events().get()
    assert event.payload == {"certificate_id": certificate.pk, "enrollment_id": enrollment.pk}
    assert event.organization_id == enrollment.organization_id
    assert (event.attempts, event.delivered_at) == (0, None)


def test_instants_are_those_of_the_application(enrollment):
    before = timezone.now()
    execute(SET_DONE, 4, enrollment.pk)
    after = timezone.now()
    certificate, event = Certificate.objects.get(), due_events().get()
    for instant in (certificate.due_at, certificate.created_at, event.created_at, event.available_at):
        # SQLite's clock shows milliseconds.
        assert before.replace(microsecond=before.microsecond // 1000 * 1000) <= instant <= after


def test_falling_and_reaching_it_again_leaves_one_certificate(enrollment):
    for done in (4, 3, 4, 5, 0, 4, 4):
        execute(SET_DONE, done, enrollment.pk)
    assert Certificate.objects.count() == 1
    assert due_events().count() == 1


def test_lowering_the_required_weight_counts_too(enrollment):
    execute(SET_DONE, 3, enrollment.pk)
    execute("UPDATE enrollment_enrollment SET required_weight = 3 WHERE id = %s", enrollment.pk)
    assert Certificate.objects.count() == 1


def test_nothing_required_is_nothing_earned(enrollment):
    execute("UPDATE enrollment_enrollment SET required_weight = 0 WHERE id = %s", enrollment.pk)
    assert not Certificate.objects.exists()


@pytest.mark.parametrize("status", ["withdrawn", "suspended"])
def test_a_closed_enrollment_earns_nothing_until_it_opens_again(enrollment, status):
    execute("UPDATE enrollment_enrollment SET status = %s WHERE id = %s", status, enrollment.pk)
    execute(SET_DONE, 4, enrollment.pk)
    assert not Certificate.objects.exists()
    execute("UPDATE enrollment_enrollment SET status = 'active' WHERE id = %s", enrollment.pk)
    assert Certificate.objects.count() == 1


def test_a_course_without_certificate_gives_none(enrollment):
    Course.objects.filter(pk=enrollment.course_id).update(is_certificate_on=False)
    execute(SET_DONE, 4, enrollment.pk)
    assert not Certificate.objects.exists()
    assert not due_events().exists()


def test_one_statement_for_many_learners_gives_each_their_own(make_person):
    course = make_course(modules=1, lessons=1)
    ids = {make_enrollment(make_person(f"person{number}"), course).pk for number in range(5)}
    execute("UPDATE enrollment_enrollment SET done_weight = required_weight WHERE course_id = %s", course.pk)
    assert set(Certificate.objects.values_list("enrollment_id", flat=True)) == ids
    assert {event.payload["enrollment_id"] for event in due_events()} == ids


def test_an_enrollment_that_arrives_complete_has_its_certificate(enrollment, stranger):
    values = {
        field.attname: getattr(enrollment, field.attname)
        for field in Enrollment._meta.concrete_fields
        if not field.generated
    }
    del values["id"], values["uuid"]
    values.update(
        learner_id=stranger.pk, done_weight=4, status="completed", completed_at=enrollment.enrolled_at
    )
    arrived = Enrollment.objects.create(**values)
    assert Certificate.objects.get().enrollment_id == arrived.pk
    assert due_events().count() == 1
