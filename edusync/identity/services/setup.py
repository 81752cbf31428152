"""The first account of a new site."""

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from edusync.identity.models import Organization, User
from edusync.identity.problems import SetupDone
from edusync.identity.queries import is_setup_needed
from edusync.identity.roles import ADMIN
from edusync.identity.services.install import ensure_default_organization
from edusync.identity.services.people import create_person
from edusync.kernel import audit
from edusync.kernel.problems import FieldError, ValidationProblem
from edusync.kernel.tenancy import organization_context
from edusync.kernel.texts import clean_line


@transaction.atomic
def setup_site(
    *,
    email: str,
    password: str,
    first_name: str = "",
    last_name: str = "",
    organization_name: str = "",
    language: str = "en",
) -> User:
    """Create the first admin and name the organization. Their address counts as verified: they hold the machine.

    Raises SetupDone when anybody has an account, ValidationProblem for a weak password.
    """
    organization = ensure_default_organization()
    # The row lock lets one visitor at a time look whether somebody is there (SQLite: one writer at a time anyway).
    organization = Organization.objects.select_for_update().get(pk=organization.pk)
    if not is_setup_needed():
        raise SetupDone
    if name := clean_line(organization_name):
        organization.name = name
        organization.save(update_fields=["name", "updated_at"])
    user = create_admin(
        email=email, password=password, first_name=first_name, last_name=last_name, language=language
    )
    with organization_context(organization.pk):
        audit.record("identity.site.set_up", actor=user.pk, target=("organization", organization.pk))
    return user


@transaction.atomic
def create_admin(
    *,
    email: str,
    password: str,
    first_name: str = "",
    last_name: str = "",
    username: str = "",
    language: str = "en",
) -> User:
    """Create a person with all rights, also in the Django admin. Raises EmailTaken, ValidationProblem."""
    refuse_weak_password(
        password, User(email=email, first_name=first_name, last_name=last_name, username=username)
    )
    return create_person(
        email=email,
        username=username,
        password=password,
        first_name=first_name,
        last_name=last_name,
        roles=(ADMIN, "instructor"),
        organization_id=ensure_default_organization().pk,
        is_email_verified=True,
        language=language,
        is_staff=True,
        is_superuser=True,
    )


def refuse_weak_password(password: str, user: User | None = None) -> None:
    """Raise ValidationProblem with a reason for each rule the password breaks."""
    try:
        validate_password(password, user)
    except ValidationError as error:
        errors = [
            FieldError("/password", one.code or "invalid", " ".join(one.messages)) for one in error.error_list
        ]
        raise ValidationProblem(errors=errors) from error
