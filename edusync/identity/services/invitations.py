"""Invitations: how people come without anybody choosing a password for them."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from edusync.identity import queries
from edusync.identity.models import Invitation, OrganizationMembership
from edusync.identity.problems import AlreadyMember, InvitationOver
from edusync.identity.services import tokens
from edusync.identity.services.acceptance import (
    TOKEN_PURPOSE,
    accept_invitation,
    account_with,
    is_acceptable,
    may_be_claimed,
    open_invitation,
    register_acceptance,
    way_to_accept,
)
from edusync.identity.services.people import known_language
from edusync.identity.services.roles import refuse_beyond_own, role_named
from edusync.kernel import audit, clock
from edusync.kernel.mails import build_mail
from edusync.kernel.policy import Actor
from edusync.kernel.problems import FieldError, ValidationProblem
from edusync.kernel.tasks import enqueue
from edusync.kernel.tenancy import organization_context
from edusync.kernel.texts import clean_line

__all__ = [
    "accept_invitation",
    "expire_invitations",
    "invite_people",
    "invite_person",
    "new_link_token",
    "open_invitation",
    "register_acceptance",
    "resend_invitation",
    "revoke_invitation",
    "send_invitation",
    "way_to_accept",
]

LIFETIME = timedelta(days=14)
MEMBERSHIP = "membership"
MAILS = Path(__file__).parent.parent / "mails"


def invite_person(
    *,
    email: str,
    organization_id: int,
    invited_by: Actor | int | None,
    first_name: str = "",
    last_name: str = "",
    roles: Sequence[str] = (),
    purpose: str = MEMBERSHIP,
    facts: dict[str, Any] | None = None,
    language: str = "en",
    send: bool = True,
) -> Invitation:
    """Ask somebody to join. The answer and the mail are alike whether or not the address has an account.

    A second invitation to membership renews the first. The link works once, within 14 days; the mail is sent by the
    worker. Raises AlreadyMember, ValidationProblem, UnknownRole, RoleBeyondOwn, LookupError for an unknown purpose.
    """
    if purpose != MEMBERSHIP and not is_acceptable(purpose):
        raise LookupError(f"nobody registered what accepting {purpose} means")
    email = _clean_email(email)
    for code in roles:
        refuse_beyond_own(invited_by, role_named(code, organization_id=organization_id))
    with transaction.atomic(), organization_context(organization_id):
        invitation = _pending(email, purpose) or Invitation(
            organization_id=organization_id, email=email, purpose=purpose
        )
        if purpose == MEMBERSHIP:
            _refuse_member(email, organization_id)
        invitation.first_name = clean_line(first_name)[:100]
        invitation.last_name = clean_line(last_name)[:100]
        invitation.facts = {**(facts or {}), "roles": sorted(set(roles))}
        invitation.language = known_language(language)
        invitation.invited_by_id = _id_of(invited_by)
        _renew(invitation)
        audit.record(
            "identity.invitation.sent",
            actor=invited_by,
            target=("invitation", invitation.pk),
            facts={"email": email, "purpose": purpose, "roles": invitation.facts["roles"]},
        )
        if send:
            enqueue("identity.send_invitation", invitation_id=invitation.pk)
    return invitation


def _clean_email(email: str) -> str:
    email = email.strip().lower()
    try:
        validate_email(email)
    except ValidationError as error:
        raise ValidationProblem(
            errors=[FieldError("/email", "invalid", "This is no e-mail address.")]
        ) from error
    if len(email) > 254:
        raise ValidationProblem(errors=[FieldError("/email", "max_length", "At most 254 characters.")])
    return email


def _pending(email: str, purpose: str) -> Invitation | None:
    if purpose != MEMBERSHIP:
        return None
    return (
        Invitation.objects.select_for_update()
        .filter(status__in=_OPEN, email=email, purpose=purpose)
        .order_by("-id")
        .first()
    )


_OPEN = (Invitation.Status.SENT, Invitation.Status.EXPIRED)


def _refuse_member(email: str, organization_id: int) -> None:
    account = account_with(email)
    if account is None or may_be_claimed(account):
        return
    if OrganizationMembership.unscoped.filter(user=account, organization_id=organization_id).exclude(
        status=OrganizationMembership.Status.LEFT
    ):
        raise AlreadyMember


def _renew(invitation: Invitation) -> None:
    now = clock.now()
    invitation.sent_at, invitation.expires_at = now, now + LIFETIME
    invitation.status = Invitation.Status.SENT
    invitation.save()


def _id_of(actor: Actor | int | None) -> int | None:
    return actor.user_id if isinstance(actor, Actor) else actor


def send_invitation(invitation_id: int) -> bool:
    """Send the mail with a new link; links sent before stop working. False if the invitation is over."""
    invitation = Invitation.unscoped.filter(pk=invitation_id, status=Invitation.Status.SENT).first()
    if invitation is None:
        return False
    _mail(invitation, new_link_token(invitation)).send()
    return True


def new_link_token(invitation: Invitation) -> str:
    """The token of a new link. It is made when the mail is, so that it never lies in a queue."""
    with transaction.atomic():
        tokens.cancel_tokens(purpose=TOKEN_PURPOSE, subject_id=invitation.pk)
        left = (invitation.expires_at - clock.now()).total_seconds()
        return tokens.issue_token(
            purpose=TOKEN_PURPOSE, lifetime_seconds=max(0, int(left)), subject_id=invitation.pk
        )


def _mail(invitation: Invitation, token: str) -> Any:
    name = f"invitation_{invitation.purpose}"
    if not (MAILS / f"{name}.en.txt").is_file():
        name = "invitation"
    inviter = queries.person(invitation.invited_by_id) if invitation.invited_by_id else None
    organization = queries.organization_named(invitation.organization_id)
    return build_mail(
        folder=MAILS,
        name=name,
        language=invitation.language,
        to=invitation.email,
        facts={
            "name": f"{invitation.first_name} {invitation.last_name}".strip() or invitation.email,
            "organization": organization,
            "inviter": inviter.display_name if inviter else organization,
            "address": f"{settings.SITE_URL}/invitation/{token}",
            "days": LIFETIME.days,
            **{
                key: value
                for key, value in invitation.facts.items()
                if isinstance(value, str) and key != "address"
            },
        },
    )


def invite_people(
    *,
    people: Sequence[Mapping[str, str]],
    roles: Sequence[str],
    language: str,
    organization_id: int,
    invited_by: Actor | int | None,
) -> list[dict[str, Any]]:
    """Invite several people to membership; one row's fault stops no other. Returns `email, result, invitation_id` each.

    Raises UnknownRole, RoleBeyondOwn before anybody is invited.
    """
    for code in roles:
        refuse_beyond_own(invited_by, role_named(code, organization_id=organization_id))
    seen: set[str] = set()
    rows: list[dict[str, Any]] = []
    for person in people:
        row: dict[str, Any] = {"email": person["email"], "result": "repeated", "invitation_id": None}
        rows.append(row)
        address = person["email"].strip().lower()
        if address in seen:
            continue
        seen.add(address)
        try:
            invitation = invite_person(
                email=address,
                first_name=person.get("first_name", ""),
                last_name=person.get("last_name", ""),
                roles=roles,
                language=language,
                organization_id=organization_id,
                invited_by=invited_by,
            )
        except AlreadyMember:
            row["result"] = "already-member"
        except ValidationProblem:
            row["result"] = "invalid-address"
        else:
            row |= {"result": "invited", "invitation_id": invitation.pk}
    return rows


@transaction.atomic
def resend_invitation(*, invitation_id: int, resent_by: Actor | int | None) -> Invitation:
    """Send a new link with a new term of 14 days; the old link ends. Raises InvitationOver."""
    invitation = _lock(invitation_id)
    _renew(invitation)
    audit.record("identity.invitation.resent", actor=resent_by, target=("invitation", invitation.pk))
    enqueue("identity.send_invitation", invitation_id=invitation.pk)
    return invitation


@transaction.atomic
def revoke_invitation(*, invitation_id: int, revoked_by: Actor | int | None) -> Invitation:
    """Take the invitation back; its link ends at once. Raises InvitationOver."""
    invitation = _lock(invitation_id)
    invitation.status = Invitation.Status.REVOKED
    invitation.save(update_fields=["status", "updated_at"])
    tokens.cancel_tokens(purpose=TOKEN_PURPOSE, subject_id=invitation.pk)
    audit.record("identity.invitation.revoked", actor=revoked_by, target=("invitation", invitation.pk))
    return invitation


def _lock(invitation_id: int) -> Invitation:
    invitation: Invitation | None = (
        Invitation.objects.select_for_update().filter(pk=invitation_id, status__in=_OPEN).first()
    )
    if invitation is None:
        raise InvitationOver
    return invitation


def expire_invitations() -> int:
    """Mark what was not accepted in time; returns how many."""
    now = clock.now()
    return Invitation.unscoped.filter(status=Invitation.Status.SENT, expires_at__lte=now).update(
        status=Invitation.Status.EXPIRED, updated_at=now
    )
