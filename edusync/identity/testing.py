"""Ready-made people and sign-ins for tests."""

import re
from collections.abc import Iterable
from typing import Any

from django.core import mail

from edusync.identity.models import GuardianConsentScope, GuardianRelationship, Organization, User
from edusync.identity.services import create_person, ensure_default_organization
from edusync.identity.services.api_keys import create_api_key
from edusync.identity.services.step_up import SESSION_KEY
from edusync.identity.standing import person_with_standing, work_in
from edusync.kernel import clock
from edusync.kernel.policy import Actor
from edusync.kernel.tenancy import current_organization_id
from edusync.kernel.testing import ApiClient, make_organization

__all__ = [
    "PASSWORD",
    "AccountPages",
    "actor_of_person",
    "key_of",
    "link_in_mail",
    "make_guardianship",
    "make_organization",
    "make_person",
    "prove_recently",
]

PASSWORD = "correct horse 42"


def make_person(
    name: str = "lena",
    *,
    roles: tuple[str, ...] = ("learner",),
    organization: Organization | None = None,
    **fields: Any,
) -> User:
    """A person with a verified address `<name>@example.com` and the password PASSWORD."""
    values = {
        "email": f"{name}@example.com",
        "first_name": name.capitalize(),
        "last_name": "Example",
        "password": PASSWORD,
        "is_email_verified": True,
        **fields,
    }
    organization = organization or ensure_default_organization()
    return create_person(roles=roles, organization_id=organization.pk, **values)


def link_in_mail(part: str, number: int = -1) -> str:
    """What follows `part` in the text of a sent mail, decoded as a browser would: the key in a link."""
    from urllib.parse import unquote

    found = re.search(re.escape(part) + r"(\S+)", str(mail.outbox[number].body))
    assert found, mail.outbox[number].body
    return unquote(found[1])


class AccountPages:
    """What the sign-up and sign-in pages of the front end send."""

    base = "/_allauth/browser/v1/"

    def __init__(self, client: ApiClient) -> None:
        self.client = client

    def sign_up(self, **fields: Any) -> Any:
        """Ask for an account."""
        return self.client.post(self.base + "auth/signup", fields)

    def sign_in(self, password: str = PASSWORD, **login: str) -> Any:
        """Sign in by `email=` or `username=`."""
        return self.client.post(self.base + "auth/login", {**login, "password": password})

    def sign_out(self) -> Any:
        """End the session."""
        return self.client.delete(self.base + "auth/session")

    def verify_email(self, key: str) -> Any:
        """Follow the link in the mail."""
        return self.client.post(self.base + "auth/email/verify", {"key": key})

    def ask_reset(self, email: str) -> Any:
        """Forgot the password."""
        return self.client.post(self.base + "auth/password/request", {"email": email})

    def reset(self, key: str, password: str) -> Any:
        """Choose a new password by the link in the mail."""
        return self.client.post(self.base + "auth/password/reset", {"key": key, "password": password})

    def change_password(self, old: str, new: str) -> Any:
        """Change the password while signed in."""
        return self.client.post(
            self.base + "account/password/change", {"current_password": old, "new_password": new}
        )


def actor_of_person(user: User) -> Actor:
    """The person as they act with a session in the organization in context."""
    known = person_with_standing(user.pk)
    assert known is not None
    standing = work_in(known, (current_organization_id(),))
    return Actor(
        user_id=user.pk,
        organization_id=standing.organization.id if standing.organization else None,
        permissions=standing.permissions,
        course_permissions=standing.course_permissions,
        unit_permissions=standing.unit_permissions,
        label=user.display_name,
        roles=standing.roles,
    )


def key_of(user: User, *scopes: str, **fields: Any) -> str:
    """The secret of a new API key of the person, in the organization in context."""
    _, secret = create_api_key(actor=actor_of_person(user), name="Machine", scopes=scopes, **fields)
    return secret


def prove_recently(client: ApiClient) -> None:
    """Let the signed-in client have just proved who it is."""
    session = client.session
    session[SESSION_KEY] = int(clock.now().timestamp())
    session.save()


def make_guardianship(
    learner: User,
    guardian: User,
    *,
    status: str = GuardianRelationship.Status.VERIFIED,
    scopes: Iterable[str] = (),
    is_primary: bool = False,
) -> GuardianRelationship:
    """A relationship in the organization in context, with consents of the learner."""
    now = clock.now()
    row: GuardianRelationship = GuardianRelationship.objects.create(
        learner=learner,
        guardian=guardian,
        status=status,
        verified_at=now if status == GuardianRelationship.Status.VERIFIED else None,
        is_primary=is_primary,
    )
    for scope in scopes:
        GuardianConsentScope.objects.create(relationship=row, scope=scope, granted_by=learner, granted_at=now)
    return row
