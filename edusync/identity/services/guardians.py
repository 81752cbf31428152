"""Guardians: asked by mail, verified by the link in it, let in scope by scope."""

import datetime as dt
from collections.abc import Mapping

from django.core.cache import cache
from django.db import transaction

from edusync.identity import guardian_queries, queries
from edusync.identity.guardian_policy import require_scope
from edusync.identity.models import (
    GuardianConsentScope,
    GuardianRelationship,
    Invitation,
    Organization,
    OrganizationMembership,
    User,
    UserProfile,
)
from edusync.identity.problems import GuardianIsLearner, TooManyGuardians, TooYoungToDecide
from edusync.identity.services.acceptance import register_acceptance
from edusync.identity.services.invitations import invite_person, resend_invitation, revoke_invitation
from edusync.identity.services.roles import assign_role
from edusync.identity.services.sign_up_steps import note_guardian_consent
from edusync.kernel import audit, clock
from edusync.kernel.policy import Actor, Permission
from edusync.kernel.problems import FieldError, NotFound, ValidationProblem
from edusync.kernel.tenancy import current_organization_id

__all__ = [
    "agree_to_account",
    "change_relationship",
    "end_relationship",
    "grant_consent",
    "invite_guardian",
    "look_at_child",
    "open_invitations",
    "resend_invitation",
    "revoke_consent",
    "revoke_invitation",
]

PURPOSE = "guardian"
ROLE = "guardian"
MOST_GUARDIANS = 10
NOTED_SECONDS = 3600
Status = GuardianRelationship.Status


@transaction.atomic
def invite_guardian(
    *,
    learner_id: int,
    email: str,
    first_name: str = "",
    last_name: str = "",
    kind: str = GuardianRelationship.Kind.GUARDIAN,
    is_primary: bool = False,
    invited_by: Actor,
) -> Invitation:
    """Ask somebody to look after a learner. Nothing is shared before they accept and consent is given.

    A second invitation of the same address for the same learner renews the first.
    Raises NotFound (no such member), GuardianIsLearner, TooManyGuardians, ValidationProblem.
    """
    organization_id = current_organization_id()
    learner = _member(learner_id, organization_id)
    if learner.email and learner.email == email.strip().lower():
        raise GuardianIsLearner
    for old in open_invitations(learner_id=learner_id):
        if old.email == email.strip().lower():
            revoke_invitation(invitation_id=old.pk, revoked_by=invited_by)
    count = GuardianRelationship.objects.filter(learner_id=learner_id, deleted_at__isnull=True).count()
    if count + len(open_invitations(learner_id=learner_id)) >= MOST_GUARDIANS:
        raise TooManyGuardians(most=MOST_GUARDIANS)
    return invite_person(
        email=email,
        organization_id=organization_id,
        invited_by=invited_by,
        first_name=first_name,
        last_name=last_name,
        purpose=PURPOSE,
        language=queries.language_of(learner_id),
        facts={
            "learner": learner.display_name,
            "learner_id": learner_id,
            "kind": GuardianRelationship.Kind(kind).value,
            "is_primary": is_primary,
        },
    )


def open_invitations(*, learner_id: int) -> list[Invitation]:
    """Invitations of guardians of a learner that nobody accepted yet, the newest first."""
    # Few are open at a time; the database need not look into the facts.
    pending = Invitation.objects.filter(purpose=PURPOSE, status=Invitation.Status.SENT).order_by("-id")
    return [row for row in pending if row.facts.get("learner_id") == learner_id]


def _member(user_id: int, organization_id: int) -> User:
    membership = (
        OrganizationMembership.unscoped.filter(
            user_id=user_id, organization_id=organization_id, user__deleted_at__isnull=True
        )
        .exclude(status=OrganizationMembership.Status.LEFT)
        .select_related("user")
        .first()
    )
    if membership is None:
        raise NotFound
    return membership.user


def become_guardian(invitation: Invitation, user: User) -> None:
    """What accepting means: the relationship exists and is verified. Runs in the transaction of the acceptance."""
    learner_id = int(invitation.facts["learner_id"])
    if user.pk == learner_id:
        raise GuardianIsLearner
    _member(learner_id, invitation.organization_id)
    now = clock.now()
    row = GuardianRelationship.objects.filter(
        learner_id=learner_id, guardian=user, deleted_at__isnull=True
    ).first() or GuardianRelationship(
        organization_id=invitation.organization_id,
        learner_id=learner_id,
        guardian=user,
        added_by_id=invitation.invited_by_id,
    )
    row.kind = invitation.facts.get("kind", GuardianRelationship.Kind.GUARDIAN)
    row.status, row.verified_at = Status.VERIFIED, now
    is_primary = bool(invitation.facts.get("is_primary"))
    if is_primary:
        _make_room_for_primary(learner_id)
    row.is_primary = is_primary
    row.save()
    assign_role(
        user_id=user.pk,
        role_code=ROLE,
        organization_id=invitation.organization_id,
        granted_by=invitation.invited_by_id,
    )
    _note("identity.guardian.verified", user.pk, row)


register_acceptance(PURPOSE, become_guardian)


def _make_room_for_primary(learner_id: int) -> None:
    GuardianRelationship.objects.filter(
        learner_id=learner_id, is_primary=True, deleted_at__isnull=True
    ).update(is_primary=False, updated_at=clock.now())


@transaction.atomic
def change_relationship(
    *, relationship_id: int, kind: str | None = None, is_primary: bool | None = None, changed_by: Actor
) -> GuardianRelationship:
    """Say what the guardian is to the learner, and whether the school asks this one first. Raises NotFound."""
    row = _live(relationship_id)
    before = {"kind": row.kind, "is_primary": row.is_primary}
    if kind is not None:
        row.kind = GuardianRelationship.Kind(kind)
    if is_primary is not None:
        if is_primary:
            _make_room_for_primary(row.learner_id)
        row.is_primary = is_primary
    row.save()
    after = {"kind": str(row.kind), "is_primary": row.is_primary}
    _note("identity.guardian.changed", changed_by, row, {"before": before, "after": after})
    return row


def _live(relationship_id: int) -> GuardianRelationship:
    row = (
        GuardianRelationship.objects.select_for_update()
        .filter(pk=relationship_id, deleted_at__isnull=True)
        .first()
    )
    if row is None:
        raise NotFound
    return row


@transaction.atomic
def end_relationship(*, relationship_id: int, ended_by: Actor) -> None:
    """The guardian sees nothing from now on; what was shared stays noted. Raises NotFound, TooYoungToDecide."""
    row = _live(relationship_id)
    if ended_by.user_id == row.learner_id:
        _refuse_too_young(ended_by, row)
    now = clock.now()
    GuardianConsentScope.objects.filter(relationship=row, revoked_at__isnull=True).update(
        revoked_at=now, revoked_by_id=ended_by.user_id, updated_at=now
    )
    row.status, row.ended_at, row.deleted_at, row.is_primary = Status.ENDED, now, now, False
    row.save()
    _note("identity.guardian.ended", ended_by, row)


@transaction.atomic
def agree_to_account(*, relationship_id: int, agreed_by: Actor) -> None:
    """A verified guardian agrees that the learner, below the age of digital consent, uses the site. Twice is once.

    Raises NotFound (over, or not this guardian's).
    """
    row = _live(relationship_id)
    if row.status != Status.VERIFIED or row.guardian_id != agreed_by.user_id:
        raise NotFound
    note_guardian_consent(user_id=row.learner_id, guardian_id=row.guardian_id)


@transaction.atomic
def grant_consent(
    *,
    relationship_id: int,
    scope: str,
    granted_by: Actor,
    ends_on: dt.date | None = None,
    evidence: str = "",
) -> GuardianConsentScope:
    """Let a verified guardian see one kind of facts, at most until the learner is of age. Twice renews.

    A learner decides alone from the age of digital consent on; before, staff note what was signed (`evidence`).
    Raises NotFound, TooYoungToDecide, ValidationProblem.
    """
    row = _live(relationship_id)
    if row.status != Status.VERIFIED:
        raise NotFound
    _refuse_too_young(granted_by, row)
    today = clock.now().date()
    if ends_on is not None and ends_on <= today:
        raise ValidationProblem(errors=[FieldError("/ends_on", "in-the-past", "Choose a day to come.")])
    if granted_by.user_id != row.learner_id and not evidence.strip():
        raise ValidationProblem(
            errors=[FieldError("/evidence", "required", "Say by what the learner or their family agreed.")]
        )
    adult_on = guardian_queries.majority_on(
        learner_id=row.learner_id, majority_age=_organization().majority_age
    )
    if adult_on is not None and today < adult_on:
        ends_on = min(ends_on or adult_on, adult_on)
    _close(row, scope, granted_by)
    consent: GuardianConsentScope = GuardianConsentScope.objects.create(
        relationship=row,
        scope=GuardianConsentScope.Scope(scope),
        granted_by_id=granted_by.user_id,
        granted_at=clock.now(),
        ends_on=ends_on,
        evidence=evidence.strip()[:300],
    )
    facts = {
        "scope": scope,
        "ends_on": ends_on.isoformat() if ends_on else None,
        "evidence": consent.evidence,
    }
    _note("identity.guardian.consent_given", granted_by, row, facts)
    return consent


@transaction.atomic
def revoke_consent(*, relationship_id: int, scope: str, revoked_by: Actor) -> None:
    """Take the consent back; it takes effect with the guardian's next request. Raises NotFound, TooYoungToDecide."""
    row = _live(relationship_id)
    _refuse_too_young(revoked_by, row)
    if not _close(row, scope, revoked_by):
        raise NotFound
    _note("identity.guardian.consent_withdrawn", revoked_by, row, {"scope": scope})


def _close(row: GuardianRelationship, scope: str, by: Actor) -> int:
    now = clock.now()
    return GuardianConsentScope.objects.filter(relationship=row, scope=scope, revoked_at__isnull=True).update(
        revoked_at=now, revoked_by_id=by.user_id, updated_at=now
    )


def _organization() -> Organization:
    return Organization.objects.get(pk=current_organization_id())


def _refuse_too_young(actor: Actor, row: GuardianRelationship) -> None:
    """A young learner's word alone is not enough; staff decide with their family."""
    if actor.has(Permission.GUARDIAN_MANAGE) or actor.user_id != row.learner_id:
        return
    born_on = UserProfile.objects.filter(pk=row.learner_id).values_list("birth_date", flat=True).first()
    age = _organization().digital_consent_age
    if born_on is not None and clock.now().date() < guardian_queries.birthday(born_on, age):
        raise TooYoungToDecide(age=age)


def look_at_child(*, actor: Actor, learner_id: int, scope: str) -> None:
    """Let a guardian read one kind of facts about a learner, and note it once an hour for the learner to see.

    Every route that shows a guardian something asks this first. Raises NotFound (not a verified guardian of the
    learner), Forbidden (the scope is not consented to).
    """
    require_scope(actor, learner_id=learner_id, scope=scope)
    key = f"child-viewed:{actor.user_id}:{learner_id}:{scope}"
    if cache.add(key, 1, NOTED_SECONDS):
        audit.record_read(
            "identity.child.viewed", actor=actor, target=("user", learner_id), facts={"scope": scope}
        )


def _note(
    action: str, actor: Actor | int, row: GuardianRelationship, facts: Mapping[str, object] | None = None
) -> None:
    audit.record(
        action,
        actor=actor,
        target=("guardianship", row.pk),
        subject_id=row.learner_id,
        facts={"guardian_id": row.guardian_id, **(facts or {})},
    )
