"""What the credentials app announces."""

import dataclasses

from edusync.kernel.events import event


@event("credentials.certificate_issued")
@dataclasses.dataclass(frozen=True)
class CertificateIssued:
    """A certificate has its code and its document. Happens once per certificate. Addresses are absolute."""

    certificate_id: int
    enrollment_id: int
    learner_id: int
    course_id: int
    course_title: str
    learner_name: str
    code: str
    verify_url: str
    pdf_url: str


@event("credentials.certificate_invalidated")
@dataclasses.dataclass(frozen=True)
class CertificateInvalidated:
    """A certificate was revoked: the public page says so from now on."""

    certificate_id: int
    learner_id: int
    code: str
    by_id: int | None
