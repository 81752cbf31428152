"""Issuing, repairing and revoking certificates."""

import datetime
import re

import pytest
from django.core import mail
from django.core.management import call_command

from edusync.audit.models import AuditEvent
from edusync.courses.models import Course
from edusync.courses.testing import make_course
from edusync.credentials import services
from edusync.credentials.codes import make_code, tidy_code
from edusync.credentials.models import Certificate
from edusync.credentials.problems import CertificateNotReady, CertificateRevoked
from edusync.credentials.testing import make_certificate
from edusync.enrollment.testing import make_enrollment
from edusync.files.models import FileObject
from edusync.files.services import open_file
from edusync.kernel import clock
from edusync.kernel.models import OutboxEvent
from edusync.kernel.policy import Actor
from edusync.kernel.problems import ValidationProblem
from edusync.kernel.testing import run_worker
from edusync.progress.testing import complete_lessons

ISSUED = "credentials.certificate_issued"


@pytest.fixture
def due(learner):
    enrollment = make_enrollment(learner, make_course(modules=1, lessons=1))
    complete_lessons(enrollment)
    return Certificate.objects.get(enrollment=enrollment)


def announcements():
    return OutboxEvent.objects.filter(event_type=ISSUED).count()


def certificate_mails():
    return [message.to for message in mail.outbox if "certificate" in message.subject]


def test_the_worker_issues_what_the_trigger_made_due(due, learner):
    run_worker()
    due.refresh_from_db()
    assert due.state == "issued"
    assert due.learner_name == "Lena Example"
    assert due.course_title == "Programming with Python"
    assert re.fullmatch(r"([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}", due.code)
    assert due.uuid.version == 7
    assert open_file(due.file).read(5) == b"%PDF-"
    assert announcements() == 1


def test_trying_again_changes_nothing(due):
    first = services.issue_certificate(certificate_id=due.pk)
    assert services.issue_certificate(certificate_id=due.pk) is None
    run_worker()
    again = Certificate.objects.get()
    assert (again.code, again.file_id) == (first.code, first.file_id)
    assert announcements() == 1


class Crash(Exception):
    """The process dies here."""


@pytest.mark.parametrize("step", ["render_certificate", "store_file", "_issued"])
def test_a_crash_between_the_steps_and_a_retry_leave_exactly_one(due, monkeypatch, step):
    def die(*_arguments, **_values):
        raise Crash

    with monkeypatch.context() as patch:
        patch.setattr(services, step, die)
        with pytest.raises(Crash):
            services.issue_certificate(certificate_id=due.pk)
    due.refresh_from_db()
    reserved = due.code
    assert (due.state, announcements()) == ("due", 0)
    assert reserved is not None
    run_worker()
    due.refresh_from_db()
    # What the document says was fixed before the crash and is the same after it.
    assert (due.state, due.code) == ("issued", reserved)
    assert announcements() == 1
    assert certificate_mails() == [["lena@example.com"]]
    assert FileObject.objects.filter(media_type="application/pdf").count() == 1


def test_a_delivery_repeated_after_success_is_harmless(due):
    run_worker()
    OutboxEvent.objects.update(delivered_at=None, claimed_until=None)
    run_worker()
    assert announcements() == 1
    assert certificate_mails() == [["lena@example.com"]]
    assert Certificate.objects.count() == 1


def test_names_are_those_of_the_day_of_issue(due, learner):
    run_worker()
    learner.first_name = "Changed"
    learner.save()
    due.refresh_from_db()
    assert due.learner_name == "Lena Example"


def test_a_person_without_a_name_is_not_shown_by_address(make_person):
    certificate = make_certificate(make_person("secret", first_name="", last_name=""))
    assert certificate.learner_name == "secret"


def test_the_instructor_and_the_hours_are_on_it(learner, instructor):
    course = make_course(created_by_id=instructor.pk, estimated_minutes=100)
    certificate = make_certificate(learner, course)
    assert certificate.instructor_name == instructor.display_name
    assert certificate.hours == datetime.timedelta(minutes=90) / datetime.timedelta(hours=1)


def test_repair_makes_due_what_was_switched_on_late(learner):
    course = make_course(modules=1, lessons=1, is_certificate_on=False)
    complete_lessons(make_enrollment(learner, course))
    assert services.repair_certificates() == 0
    Course.objects.filter(pk=course.pk).update(is_certificate_on=True)
    call_command("repair_certificates")
    assert services.repair_certificates() == 0
    run_worker()
    assert Certificate.objects.get().state == "issued"


def test_repair_hands_an_overdue_certificate_to_the_worker_once(due):
    OutboxEvent.objects.all().delete()
    assert services.repair_certificates() == 0
    later = clock.now() + datetime.timedelta(minutes=11)
    with clock.frozen(later):
        assert services.repair_certificates() == 1
        assert services.repair_certificates() == 0
        run_worker()
    due.refresh_from_db()
    assert due.state == "issued"


def test_revoking_needs_a_reason_is_audited_and_final(learner, admin):
    certificate = make_certificate(learner)
    actor = Actor(user_id=admin.pk, organization_id=certificate.organization_id)
    with pytest.raises(ValidationProblem):
        services.revoke_certificate(certificate=certificate, actor=actor, reason="  ")
    revoked = services.revoke_certificate(certificate=certificate, actor=actor, reason="issued in error")
    assert (revoked.state, revoked.revoked_reason) == ("revoked", "issued in error")
    assert AuditEvent.objects.filter(action="credentials.certificate.revoked").count() == 1
    with pytest.raises(CertificateRevoked):
        services.revoke_certificate(certificate=certificate, actor=actor, reason="again")


def test_a_due_certificate_cannot_be_revoked(due, admin):
    actor = Actor(user_id=admin.pk, organization_id=due.organization_id)
    with pytest.raises(CertificateNotReady):
        services.revoke_certificate(certificate=due, actor=actor, reason="too early")


def test_codes_are_read_whatever_people_type():
    code = make_code()
    assert tidy_code(code) == code
    assert tidy_code(code.lower().replace("-", " ")) == code
    assert tidy_code("OIL0-1111-2222-3333") == "0110-1111-2222-3333"
    for nonsense in ("", "x", code + "0", "UUUU-0000-0000-0000", "\0" * 16, "🎓" * 16):
        assert tidy_code(nonsense) is None


def test_codes_do_not_repeat():
    assert len({make_code() for _ in range(1000)}) == 1000
