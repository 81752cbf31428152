"""What privacy asks and does when somebody signs up."""

from collections.abc import Mapping
from typing import Any

from edusync.identity.models import User
from edusync.identity.services.sign_up_steps import register_sign_up_check, register_sign_up_step
from edusync.kernel.problems import FieldError
from edusync.kernel.tenancy import organization_context
from edusync.privacy import queries, services


@register_sign_up_check
def want_policies_accepted(organization_id: int, facts: Mapping[str, Any]) -> list[FieldError]:
    """Whoever signs up accepts the mandatory policies in force."""
    with organization_context(organization_id):
        is_wanted = queries.published_policies().filter(is_mandatory=True).exists()
    if is_wanted and not facts.get("accepts_policies"):
        return [FieldError("/accepts_policies", "required", "Accept the terms to sign up.")]
    return []


@register_sign_up_step
def accept_at_sign_up(user: User, organization_id: int, facts: Mapping[str, Any]) -> None:
    """Record that the person accepted the policies in force."""
    with organization_context(organization_id):
        documents = [document.pk for document in queries.published_policies()]
        if documents and facts.get("accepts_policies"):
            services.accept_policies(user_id=user.pk, document_ids=documents, way="sign-up")
