"""What privacy does when somebody signs up."""

from collections.abc import Mapping
from typing import Any

from edusync.identity.models import User
from edusync.identity.services.sign_up_steps import register_sign_up_step
from edusync.kernel.problems import FieldError, ValidationProblem
from edusync.kernel.tenancy import organization_context
from edusync.privacy import queries, services


@register_sign_up_step
def accept_at_sign_up(user: User, organization_id: int, facts: Mapping[str, Any]) -> None:
    """Record that the person accepted the policies in force. Raises ValidationProblem if they did not."""
    with organization_context(organization_id):
        documents = list(queries.published_policies())
        if not documents:
            return
        if not facts.get("accepts_policies"):
            if not any(document.is_mandatory for document in documents):
                return
            raise ValidationProblem(
                errors=[FieldError("/accepts_policies", "required", "Accept the terms to sign up.")]
            )
        services.accept_policies(
            user_id=user.pk, document_ids=[document.pk for document in documents], way="sign-up"
        )
