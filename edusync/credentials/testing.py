"""Ready-made certificates for tests of this app and those above."""

from typing import Any

from edusync.credentials.models import Certificate
from edusync.credentials.services import issue_certificate
from edusync.enrollment.testing import make_enrollment
from edusync.progress.testing import complete_lessons


def make_certificate(learner: Any, course: Any = None) -> Certificate:
    """The issued certificate of the learner, who has completed the course."""
    enrollment = make_enrollment(learner, course)
    complete_lessons(enrollment)
    certificate = Certificate.objects.get(enrollment=enrollment)
    issue_certificate(certificate_id=certificate.pk)
    fresh: Certificate = Certificate.objects.select_related("enrollment__course", "file").get(
        pk=certificate.pk
    )
    return fresh
