"""Accepting an invitation: somebody joins by the link in their mailbox."""

from collections.abc import Callable

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import Q

from edusync.identity.events import announce_people_moved
from edusync.identity.models import Invitation, OrganizationMembership, User
from edusync.identity.problems import (
    AlreadyMember,
    InvitationForAnother,
    SignInToAccept,
    UnknownRole,
)
from edusync.identity.services import tokens
from edusync.identity.services.people import create_person, known_language
from edusync.identity.services.roles import assign_role
from edusync.identity.services.setup import refuse_weak_password
from edusync.identity.standing import standing_of
from edusync.kernel import audit, clock
from edusync.kernel.tenancy import organization_context
from edusync.kernel.texts import clean_line

TOKEN_PURPOSE = "invitation"  # noqa: S105 - the name of a purpose

Acceptance = Callable[[Invitation, User], None]
_acceptances: dict[str, Acceptance] = {}


def register_acceptance(purpose: str, handler: Acceptance) -> None:
    """Let `handler(invitation, user)` run in the transaction in which an invitation of that purpose is accepted.

    A mail template `invitation_<purpose>` is taken where there is one.
    """
    _acceptances[purpose] = handler


def is_acceptable(purpose: str) -> bool:
    """Whether somebody registered what accepting an invitation of that purpose means."""
    return purpose in _acceptances


def account_with(email: str) -> User | None:
    """The person who has the address, as the main one or as a further proved one."""
    proved = EmailAddress.objects.filter(email=email, verified=True).values("user_id")
    return User.objects.filter(Q(email=email) | Q(pk__in=proved), deleted_at__isnull=True).first()


def may_be_claimed(account: User) -> bool:
    """Whether somebody else made the account and nobody ever came in: then the invitation sets its password."""
    return (
        account.is_active
        and account.last_login is None
        and not account.has_usable_password()
        and not account.is_superuser
    )


def open_invitation(token: str) -> Invitation:
    """The invitation behind a link, for the page that the link opens. Raises TokenUsedOrExpired."""
    row = tokens.find_token(purpose=TOKEN_PURPOSE, token=token)
    return Invitation.unscoped.select_related("organization", "invited_by").get(pk=row.subject_id)


def way_to_accept(invitation: Invitation, user: User | None) -> str:
    """How the link's holder comes in: `new-account`, `sign-in`, `accept` or `another` (who is signed in)."""
    account = account_with(invitation.email)
    if user is not None:
        return "another" if account is not None and account.pk != user.pk else "accept"
    if account is None or may_be_claimed(account):
        return "new-account"
    return "sign-in" if standing_of(account).is_member else "accept"


def accept_invitation(
    *,
    token: str,
    password: str = "",
    user: User | None = None,
    first_name: str = "",
    last_name: str = "",
    language: str = "",
) -> User:
    """Join by the link: as the signed-in `user`, or as a new person with `password`. All or nothing.

    The link proves the address. Whoever has an account signs in first, unless their access had ended everywhere.
    Raises TokenUsedOrExpired, SignInToAccept, InvitationForAnother, AlreadyMember (suspended), ValidationProblem.
    """
    invitation = open_invitation(token)
    way = way_to_accept(invitation, user)
    if way == "another":
        raise InvitationForAnother
    if way == "sign-in":
        raise SignInToAccept
    known, is_new = user or account_with(invitation.email), way == "new-account"
    encoded = _encoded_password(invitation, password) if is_new else ""
    names = (clean_line(first_name) or invitation.first_name, clean_line(last_name) or invitation.last_name)
    with transaction.atomic(), organization_context(invitation.organization_id):
        tokens.use_token(purpose=TOKEN_PURPOSE, token=token)
        person = known or _new_person(invitation, names, known_language(language or invitation.language))
        if is_new:
            _claim(person, encoded, names)
        _join(invitation, person)
        _finish(invitation, person)
    return person


def _encoded_password(invitation: Invitation, password: str) -> str:
    # The slow hash comes before the transaction: SQLite has one writer at a time.
    refuse_weak_password(
        password,
        User(email=invitation.email, first_name=invitation.first_name, last_name=invitation.last_name),
    )
    return make_password(password)


def _new_person(invitation: Invitation, names: tuple[str, str], language: str) -> User:
    return create_person(
        email=invitation.email,
        first_name=names[0],
        last_name=names[1],
        roles=(),
        organization_id=invitation.organization_id,
        is_email_verified=True,
        language=language,
        created_by=invitation.invited_by_id,
    )


def _claim(person: User, encoded: str, names: tuple[str, str]) -> None:
    """Give the account its password; the link proved the address."""
    person.password = encoded
    person.first_name = names[0] or person.first_name
    person.last_name = names[1] or person.last_name
    person.email_verified_at = person.email_verified_at or clock.now()
    person.save(update_fields=["password", "first_name", "last_name", "email_verified_at", "updated_at"])
    EmailAddress.objects.update_or_create(
        user=person, email=person.email, defaults={"verified": True, "primary": True}
    )


def _join(invitation: Invitation, person: User) -> None:
    if not person.is_active:
        raise AlreadyMember
    membership, is_new = OrganizationMembership.unscoped.get_or_create(
        organization_id=invitation.organization_id, user=person
    )
    if membership.status == OrganizationMembership.Status.SUSPENDED:
        raise AlreadyMember
    if not is_new and membership.status == OrganizationMembership.Status.LEFT:
        membership.status = OrganizationMembership.Status.ACTIVE
        membership.save(update_fields=["status", "updated_at"])
    for code in invitation.facts.get("roles", []):
        try:
            assign_role(
                user_id=person.pk,
                role_code=code,
                organization_id=invitation.organization_id,
                granted_by=invitation.invited_by_id,
            )
        except UnknownRole:
            # The role was deleted after the invitation went out; the person is welcome without it.
            continue
    announce_people_moved([person.pk], organization_id=invitation.organization_id)


def _finish(invitation: Invitation, person: User) -> None:
    invitation.status = Invitation.Status.ACCEPTED
    invitation.user = person
    invitation.accepted_at = clock.now()
    invitation.save(update_fields=["status", "user", "accepted_at", "updated_at"])
    handler = _acceptances.get(invitation.purpose)
    if handler is not None:
        handler(invitation, person)
    audit.record(
        "identity.invitation.accepted",
        actor=person.pk,
        target=("user", person.pk),
        facts={
            "invitation": invitation.pk,
            "purpose": invitation.purpose,
            "roles": invitation.facts.get("roles", []),
        },
    )
