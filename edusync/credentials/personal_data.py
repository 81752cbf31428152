"""What credentials keeps about people."""

from collections.abc import Iterator
from typing import IO

from edusync.credentials.models import Certificate
from edusync.files.services import open_file, unlink_file
from edusync.kernel.personal_data import Subject, clear, declare, keep, register_exported_files, table

OTHERS = "Names the instructor on somebody else's certificate."


def certificates_of(subject: Subject) -> "list[Certificate]":
    """The person's certificates, as far as the organization answers for them."""
    rows = Certificate.unscoped.filter(enrollment__learner_id=subject.user_id).select_related("file")
    if not subject.is_account_included:
        rows = rows.filter(organization_id=subject.organization_id)
    return list(rows.order_by("id"))


def erase_certificates(subject: Subject) -> int:
    """Take the name off, and the document that shows it. Code, course and dates stay verifiable."""
    changed = 0
    for certificate in certificates_of(subject):
        file = certificate.file
        if file is None and not certificate.learner_name and not certificate.revoked_reason:
            continue
        Certificate.unscoped.filter(pk=certificate.pk).update(learner_name="", revoked_reason="", file=None)
        if file is not None:
            unlink_file(file=file, place="certificate", place_id=certificate.pk)
        changed += 1
    return changed


def exported(subject: Subject) -> Iterator[tuple[str, IO[bytes]]]:
    """The documents of the person's certificates."""
    rows = Certificate.unscoped.filter(
        enrollment__learner_id=subject.user_id, organization_id=subject.organization_id, file__isnull=False
    )
    for certificate in rows.select_related("file").order_by("id"):
        try:
            content = open_file(certificate.file)
        except FileNotFoundError:
            continue
        yield f"certificates/{certificate.code}.pdf", content


register_exported_files(exported)
declare(
    table(
        "credentials.Certificate",
        "enrollment__learner_id",
        purpose="records",
        retention="record",
        columns={
            "learner_name": clear("identity"),
            "instructor_name": keep("identity", OTHERS),
            "revoked_reason": clear("learning"),
        },
        plain=("code", "course_title"),
        eraser=erase_certificates,
    ),
)
