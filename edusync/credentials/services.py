"""Changes of certificates. A database trigger makes them due; here they are issued, repaired, revoked."""

import datetime
from typing import Any

from django.db import transaction

from edusync.assessment.queries import pass_valid_until
from edusync.credentials import queries
from edusync.credentials.codes import make_code
from edusync.credentials.documents import CertificateFacts, render_certificate
from edusync.credentials.events import CertificateInvalidated, CertificateIssued
from edusync.credentials.models import Certificate
from edusync.credentials.problems import CertificateNotReady, CertificateRevoked
from edusync.files.services import link_file, store_file
from edusync.identity.queries import language_of
from edusync.kernel import audit, clock, events, tasks, tenancy
from edusync.kernel.ids import uuid7
from edusync.kernel.policy import Actor
from edusync.kernel.problems import FieldError, ValidationProblem
from edusync.kernel.transactions import retry_deadlocks

State = Certificate.State
DUE_EVENT = "certificate_due"
ISSUE_TASK = "credentials.issue_certificate"
# A certificate still due after this time was forgotten or failed.
OVERDUE = datetime.timedelta(minutes=10)
REPAIR_BATCH = 500


def issue_certificate(*, certificate_id: int) -> Certificate | None:
    """Give a due certificate its code, document and announcement; None if that is done already.

    Three steps, each safe to repeat: the code and what the document says are fixed under the row's lock; the PDF is
    made without any lock; file, state and event are written together under the lock again. So whatever breaks in
    between, and however often it is tried, there is one certificate, one document and one announcement.
    """
    certificate = _fix_content(certificate_id)
    if certificate is None:
        return None
    content = render_certificate(_facts(certificate))
    return _finish(certificate_id, content)


@retry_deadlocks
@transaction.atomic
def _fix_content(certificate_id: int) -> Certificate | None:
    certificate = _locked(certificate_id)
    if certificate is None or certificate.state != State.DUE:
        return None
    if certificate.code is None:
        course = certificate.enrollment.course
        certificate.code, certificate.uuid = make_code(), uuid7()
        certificate.learner_name = queries.certificate_name(certificate.enrollment.learner)
        certificate.course_title = course.title
        certificate.instructor_name = queries.leading_instructor(course)
        certificate.hours = queries.course_hours(course)
        certificate.issued_at = clock.now()
        certificate.expires_at = pass_valid_until(certificate.enrollment_id)
        certificate.save()
    return certificate


@retry_deadlocks
@transaction.atomic
def _finish(certificate_id: int, content: bytes) -> Certificate | None:
    certificate = _locked(certificate_id)
    if certificate is None or certificate.state != State.DUE:
        return None
    file = store_file(content=content, name=f"certificate-{certificate.code}.pdf", uploaded_by_id=None)
    link_file(file=file, place="certificate", place_id=certificate.pk)
    certificate.file = file
    certificate.state = State.ISSUED
    certificate.save(update_fields=["file", "state", "updated_at"])
    events.publish(_issued(certificate))
    return certificate


def _locked(certificate_id: int) -> Certificate | None:
    row: Certificate | None = Certificate.objects.select_for_update().filter(pk=certificate_id).first()
    return row


def _facts(certificate: Certificate) -> CertificateFacts:
    return CertificateFacts(
        code=str(certificate.code),
        learner_name=certificate.learner_name,
        course_title=certificate.course_title,
        organization=certificate.organization.name,
        instructor_name=certificate.instructor_name,
        hours=certificate.hours,
        issued_at=certificate.issued_at or clock.now(),
        expires_at=certificate.expires_at,
        verify_url=queries.absolute(queries.verify_path(str(certificate.code))),
        language=language_of(certificate.enrollment.learner_id),
    )


def _issued(certificate: Certificate) -> CertificateIssued:
    code = str(certificate.code)
    return CertificateIssued(
        certificate_id=certificate.pk,
        enrollment_id=certificate.enrollment_id,
        learner_id=certificate.enrollment.learner_id,
        course_id=certificate.enrollment.course_id,
        course_title=certificate.course_title,
        learner_name=certificate.learner_name,
        code=code,
        verify_url=queries.absolute(queries.verify_path(code)),
        pdf_url=queries.absolute(queries.pdf_path(code)),
    )


def repair_certificates() -> int:
    """Find what the trigger or the worker missed, in all organizations; returns how many certificates were helped.

    Missing rows come from a course whose certificate was switched on late, or from rows written while the trigger was
    not installed. Overdue rows are handed to the worker again.
    """
    helped = 0
    for enrollment in queries.enrollments_without_certificate()[:REPAIR_BATCH]:
        with tenancy.organization_context(enrollment.organization_id):
            helped += _make_due(enrollment)
    # `updated_at` tells when it was tried last: the next repair waits as long again.
    overdue = Certificate.unscoped.filter(state=State.DUE, updated_at__lt=clock.now() - OVERDUE)
    for certificate in overdue.order_by("id")[:REPAIR_BATCH]:
        with tenancy.organization_context(certificate.organization_id):
            helped += _hand_over_again(certificate)
    return helped


@retry_deadlocks
@transaction.atomic
def _make_due(enrollment: Any) -> bool:
    now = clock.now()
    certificate, is_new = Certificate.objects.get_or_create(
        enrollment_id=enrollment.pk,
        defaults={"organization_id": enrollment.organization_id, "due_at": now},
    )
    if is_new:
        events.write_row(DUE_EVENT, {"certificate_id": certificate.pk, "enrollment_id": enrollment.pk})
    return is_new


@transaction.atomic
def _hand_over_again(certificate: Certificate) -> bool:
    # Asked again in the update, so that of two repairs one takes it. Not by equality: the trigger writes the instant of
    # a whole second with its zeros, Django without them.
    taken = Certificate.objects.filter(
        pk=certificate.pk, state=State.DUE, updated_at__lt=clock.now() - OVERDUE
    ).update(updated_at=clock.now())
    if taken:
        tasks.enqueue(ISSUE_TASK, certificate_id=certificate.pk)
    return bool(taken)


@retry_deadlocks
@transaction.atomic
def revoke_certificate(*, certificate: Certificate, actor: Actor, reason: str) -> Certificate:
    """Declare a certificate invalid; its public page says so, the document is not handed out any more.

    Raises ValidationProblem without a reason, CertificateNotReady, CertificateRevoked.
    """
    reason = reason.strip()
    if not reason:
        raise ValidationProblem(errors=[FieldError("/reason", "blank", "Say why.")])
    row: Certificate = Certificate.objects.select_for_update().get(pk=certificate.pk)
    if row.state == State.DUE:
        raise CertificateNotReady
    if row.state == State.REVOKED:
        raise CertificateRevoked(revoked_at=row.revoked_at)
    row.state, row.revoked_at, row.revoked_reason = State.REVOKED, clock.now(), reason
    row.save(update_fields=["state", "revoked_at", "revoked_reason", "updated_at"])
    audit.record(
        "credentials.certificate.revoked",
        actor=actor,
        target=("certificate", row.pk),
        facts={"code": row.code, "reason": reason},
    )
    events.publish(
        CertificateInvalidated(
            certificate_id=row.pk,
            learner_id=row.enrollment.learner_id,
            code=str(row.code),
            by_id=actor.user_id,
        )
    )
    return row
