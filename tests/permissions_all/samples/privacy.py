"""Requests, texts of consent, policies, rules, holds."""

from edusync.kernel.policy import Actor
from edusync.privacy import services
from edusync.privacy.testing import TEXTS, make_purpose
from tests.permissions_all.samples import School


def ids(school: School) -> dict[str, str]:
    """Ids of the learner's request and of what managers write."""
    actor = Actor(user_id=school.admin.pk, organization_id=school.organization.pk)
    request = services.request_correction(
        user_id=school.learner.pk, note="My name.", requested_by=school.learner.pk
    )
    hold = services.place_hold(user_id=school.learner.pk, reason="Inquiry", placed_by=actor)
    return {
        "subject_request_id": str(request.pk),
        "request_uuid": str(request.uuid),
        "purpose": make_purpose("research").code,
        "purpose_id": str(
            services.write_purpose(code="photos", legal_basis="consent", texts=TEXTS, written_by=actor).pk
        ),
        "document_id": str(
            services.write_policy(kind="terms", texts=TEXTS, is_mandatory=True, written_by=actor).pk
        ),
        "rule_key": "identity.tokens",
        "hold_id": str(hold.pk),
        "receipt": "no-such-receipt",
    }
