"""The stored procedure of certificates, and its body where there are no procedures, do what the service would do."""

from io import StringIO

import pytest
from django.core.management import call_command

from edusync.courses.models import Course
from edusync.courses.testing import make_course
from edusync.credentials import queries, services
from edusync.credentials.models import Certificate
from edusync.credentials.procedures import calculate_certificates
from edusync.enrollment.testing import make_enrollment
from edusync.kernel.models import OutboxEvent
from edusync.kernel.testing import run_worker
from edusync.progress.testing import complete_lessons

pytestmark = pytest.mark.django_db


@pytest.fixture
def missed(learner, stranger, instructor):
    """Two learners through a course whose certificate was switched on late, one who is not, one who withdrew."""
    course = make_course(modules=1, lessons=2, is_certificate_on=False)
    through = [make_enrollment(person, course) for person in (learner, stranger)]
    for enrollment in through:
        complete_lessons(enrollment)
    make_enrollment(instructor, course)
    Course.objects.filter(pk=course.pk).update(is_certificate_on=True)
    return [enrollment.pk for enrollment in through]


def due_events():
    return sorted(
        row.payload["enrollment_id"]
        for row in OutboxEvent.objects.filter(event_type=services.DUE_EVENT, delivered_at=None)
    )


def test_the_procedure_makes_due_exactly_what_the_service_would(missed):
    run_worker()
    wanted = list(queries.enrollments_without_certificate().values_list("pk", flat=True))
    assert wanted == sorted(missed)
    assert calculate_certificates() == len(wanted)
    rows = Certificate.objects.order_by("enrollment_id")
    assert [(row.enrollment_id, row.state) for row in rows] == [(pk, "due") for pk in wanted]
    assert all(row.organization_id == row.enrollment.organization_id for row in rows)
    assert due_events() == wanted
    assert services.repair_certificates() == 0


def test_the_worker_issues_what_the_procedure_made_due(missed):
    calculate_certificates()
    run_worker()
    assert set(Certificate.objects.values_list("state", flat=True)) == {"issued"}
    assert Certificate.objects.count() == len(missed)


def test_a_second_call_finds_nothing_and_announces_nothing(missed):
    calculate_certificates()
    run_worker()
    output = StringIO()
    call_command("calculate_certificates", stdout=output)
    assert output.getvalue() == "0 certificates made due\n"
    assert due_events() == []
    assert Certificate.objects.count() == len(missed)


def test_the_limit_is_kept_and_the_rest_comes_next_time(missed):
    assert calculate_certificates(at_most=1) == 1
    assert list(Certificate.objects.values_list("enrollment_id", flat=True)) == [min(missed)]
    assert len(due_events()) == 1
    assert calculate_certificates() == 1
    assert due_events() == sorted(missed)
