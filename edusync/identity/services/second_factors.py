"""Second factors: who must have one, what an organization asks, and how an admin helps who lost theirs."""

from collections.abc import Mapping
from typing import Any

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.http import HttpRequest

from edusync.identity.models import Role, SignInPolicy
from edusync.identity.problems import SecondFactorRequired, UnknownRole
from edusync.identity.services.roles import refuse_person_beyond_own
from edusync.identity.services.sessions import EndReason, end_all_sessions
from edusync.identity.sso import SECOND_FACTOR_BY_PROVIDER
from edusync.identity.standing import standing_of
from edusync.kernel import audit, clock
from edusync.kernel.locking import save_versioned
from edusync.kernel.policy import Actor

POLICY_FIELDS = (
    "second_factor_roles",
    "second_factor_grace_days",
    "session_idle_hours",
    "session_longest_hours",
)


def require_second_factor(request: HttpRequest) -> None:
    """Raise SecondFactorRequired if the days for setting one up are over. Nobody is asked while seen by an admin."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if actor.is_authenticated and actor.impersonator_id is None and is_overdue(request):
        raise SecondFactorRequired


def is_overdue(request: HttpRequest) -> bool:
    """Whether the signed-in person must set up a second factor before anything else."""
    user: Any = request.user
    if not user.is_authenticated or not standing_of(user).sign_in.is_overdue:
        return False
    # A sign-in service that the organization trusts with it asked for one.
    return bool(request.session.get(SECOND_FACTOR_BY_PROVIDER) != user.pk)


def sign_in_policy(organization_id: int) -> SignInPolicy:
    """What the organization asks of sign-ins; the defaults, not stored, where it never said."""
    found = SignInPolicy.objects.filter(pk=organization_id).first()
    return found or SignInPolicy(organization_id=organization_id, second_factor_since=clock.now())


@transaction.atomic
def change_sign_in_policy(
    *, policy: SignInPolicy, changes: Mapping[str, Any], changed_by: Actor | int | None
) -> SignInPolicy:
    """Store what an organization asks of sign-ins. Roles asked anew have their days of grace from now on.

    Raises UnknownRole, PreconditionFailed.
    """
    wanted = {name: changes[name] for name in POLICY_FIELDS if name in changes}
    if "second_factor_roles" in wanted:
        wanted["second_factor_roles"] = sorted(set(wanted["second_factor_roles"]))
        _refuse_unknown_roles(wanted["second_factor_roles"], policy.organization_id)
        if set(wanted["second_factor_roles"]) - set(policy.second_factor_roles):
            wanted["second_factor_since"] = clock.now()
    before = {name: getattr(policy, name) for name in wanted}
    for name, value in wanted.items():
        setattr(policy, name, value)
    if policy._state.adding:
        policy.save(force_insert=True)
    else:
        save_versioned(policy, wanted)
    changed = {
        name: wanted[name] for name in POLICY_FIELDS if name in wanted and before[name] != wanted[name]
    }
    audit.record(
        "identity.sign_in_policy.changed",
        actor=changed_by,
        target=("organization", policy.organization_id),
        facts={"before": {name: before[name] for name in changed}, "after": changed},
    )
    return policy


def _refuse_unknown_roles(codes: list[str], organization_id: int) -> None:
    known = set(
        Role.objects.filter(code__in=codes, organization__isnull=True).values_list("code", flat=True)
    ) | set(
        Role.objects.filter(code__in=codes, organization_id=organization_id).values_list("code", flat=True)
    )
    for code in codes:
        if code not in known:
            raise UnknownRole(role=code)


@transaction.atomic
def remove_second_factors(*, user_id: int, organization_id: int, removed_by: Actor) -> int:
    """Take all second factors off a person who lost theirs; ends their sessions. Returns how many there were.

    Raises RoleBeyondOwn for people who hold more than the actor.
    """
    refuse_person_beyond_own(removed_by, user_id=user_id, organization_id=organization_id)
    count, _ = Authenticator.objects.filter(user_id=user_id).delete()
    if count:
        end_all_sessions(user_id=user_id, reason=EndReason.SECURITY, ended_by=removed_by)
        audit.record(
            "identity.second_factor.removed",
            actor=removed_by,
            target=("user", user_id),
            facts={"count": count},
        )
    return count
