"""API keys: made, rotated, revoked, and recognized."""

import hmac
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from edusync.identity.models import ApiKey, OrganizationMembership
from edusync.identity.problems import KeyOver, ScopeBeyondOwn, TooManyKeys
from edusync.identity.services.api_key_secrets import hash_secret, is_well_formed, new_secret, shown_part
from edusync.kernel import audit, clock
from edusync.kernel.policy import Actor, Permission
from edusync.kernel.problems import FieldError, ValidationProblem
from edusync.kernel.texts import clean_line

KEYS_OF_ONE = 50
DEFAULT_REQUESTS_PER_MINUTE = 600
MOST_REQUESTS_PER_MINUTE = 6000
LONGEST_GRACE_HOURS = 168
USE_NOTED_EVERY = timedelta(minutes=5)
# Acts that open further doors are for people, who can be asked for a second factor.
FOR_PEOPLE_ONLY = frozenset(
    {
        Permission.API_KEY_MANAGE,
        Permission.APPLICATION_MANAGE,
        Permission.SIGN_IN_MANAGE,
        Permission.PERSON_IMPERSONATE,
    }
)
# What everybody may read of themselves without holding the permission: a scope only caps, it gives nothing.
OWN_THINGS = frozenset(
    {
        Permission.ENROLLMENT_READ,
        Permission.PROGRESS_READ,
        Permission.ATTEMPT_READ,
        Permission.CERTIFICATE_READ,
    }
)


def possible_scopes(actor: Actor) -> list[str]:
    """Permissions that a key of the actor may carry: what they hold anywhere, and what is theirs by relation."""
    anywhere = set().union(*actor.course_permissions.values(), *actor.unit_permissions.values())
    return sorted(
        str(permission)
        for permission in Permission
        if permission not in FOR_PEOPLE_ONLY
        and (permission in OWN_THINGS or permission in anywhere or actor.has(permission))
    )


def create_api_key(
    *,
    actor: Actor,
    name: str,
    scopes: Iterable[str],
    expires_at: datetime | None = None,
    requests_per_minute: int = DEFAULT_REQUESTS_PER_MINUTE,
) -> tuple[ApiKey, str]:
    """Make a key that acts as the actor. Returns it with the secret, which is never to be had again.

    Raises ScopeBeyondOwn, TooManyKeys, ValidationProblem.
    """
    wanted = sorted(set(scopes))
    beyond = sorted(set(wanted) - set(possible_scopes(actor)))
    if beyond:
        raise ScopeBeyondOwn(scopes=beyond)
    if expires_at is not None and expires_at <= clock.now():
        raise ValidationProblem(errors=[FieldError("/expires_at", "past", "An instant to come.")])
    return _save(
        actor=actor,
        action="identity.api_key.created",
        name=clean_line(name),
        scopes=wanted,
        expires_at=expires_at,
        requests_per_minute=min(requests_per_minute, MOST_REQUESTS_PER_MINUTE),
    )


@transaction.atomic
def _save(*, actor: Actor, action: str, **fields: Any) -> tuple[ApiKey, str]:
    if alive(ApiKey.objects.filter(owner_id=actor.user_id)).count() >= KEYS_OF_ONE:
        raise TooManyKeys(limit=KEYS_OF_ONE)
    secret = new_secret()
    key = ApiKey.objects.create(
        owner_id=actor.user_id, prefix=shown_part(secret), key_hash=hash_secret(secret), **fields
    )
    _record(action, actor, key)
    return key, secret


@transaction.atomic
def rotate_api_key(*, key: ApiKey, actor: Actor, grace_hours: int) -> tuple[ApiKey, str]:
    """A new key like this one; the old one works for `grace_hours` more. For the owner alone: the new one acts as them.

    Raises KeyOver.
    """
    old: ApiKey = ApiKey.objects.select_for_update().get(pk=key.pk)
    now = clock.now()
    if not is_alive(old) or old.owner_id != actor.user_id:
        raise KeyOver
    new, secret = _save(
        actor=actor,
        action="identity.api_key.rotated",
        name=old.name,
        scopes=old.scopes,
        expires_at=old.expires_at,
        requests_per_minute=old.requests_per_minute,
        rotated_from=old,
    )
    end = now + timedelta(hours=min(max(grace_hours, 0), LONGEST_GRACE_HOURS))
    old.expires_at = min(old.expires_at, end) if old.expires_at else end
    old.save(update_fields=["expires_at", "updated_at"])
    return new, secret


@transaction.atomic
def revoke_api_key(*, key: ApiKey, actor: Actor) -> None:
    """End a key at once; twice is once."""
    changed = ApiKey.objects.filter(pk=key.pk, revoked_at__isnull=True).update(
        revoked_at=clock.now(), revoked_by_id=actor.user_id, updated_at=clock.now()
    )
    if changed:
        _record("identity.api_key.revoked", actor, key)


def _record(action: str, actor: Actor, key: ApiKey) -> None:
    facts = {"name": key.name, "prefix": key.prefix, "owner": key.owner_id, "scopes": key.scopes}
    audit.record(action, actor=actor, target=("api_key", key.pk), facts=facts)


def is_alive(key: ApiKey) -> bool:
    """Whether the key itself still works; its owner's access is another question."""
    return key.revoked_at is None and (key.expires_at is None or key.expires_at > clock.now())


def alive(keys: QuerySet[ApiKey]) -> QuerySet[ApiKey]:
    """Those that still work themselves."""
    return keys.filter(Q(expires_at__isnull=True) | Q(expires_at__gt=clock.now()), revoked_at__isnull=True)


def find_key(secret: str) -> ApiKey | None:
    """The living key of that secret, by one query; none at all for what cannot be a secret."""
    if not is_well_formed(secret):
        return None
    digest = hash_secret(secret)
    key = ApiKey.unscoped.filter(key_hash=digest).first()
    if key is None or not hmac.compare_digest(key.key_hash, digest) or not is_alive(key):
        return None
    return key


def note_use(*, key: ApiKey, address: str) -> None:
    """Remember when and from where the key was used, unless that was noted within five minutes."""
    now = clock.now()
    due = now - USE_NOTED_EVERY
    if key.last_used_at is not None and key.last_used_at > due:
        return
    ApiKey.unscoped.filter(Q(last_used_at__isnull=True) | Q(last_used_at__lte=due), pk=key.pk).update(
        last_used_at=now, last_used_address=address or None
    )


def api_keys(*, organization_id: int, owner_id: int | None = None) -> QuerySet[ApiKey]:
    """Keys of an organization (or of one person there) with their owners."""
    keys: QuerySet[ApiKey] = ApiKey.unscoped.filter(organization_id=organization_id).select_related("owner")
    return keys if owner_id is None else keys.filter(owner_id=owner_id)


def owners_with_access(owner_ids: Iterable[int], *, organization_id: int) -> set[int]:
    """Those of the people who are active members, in one query."""
    return set(
        OrganizationMembership.unscoped.filter(
            organization_id=organization_id,
            user_id__in=set(owner_ids),
            status=OrganizationMembership.Status.ACTIVE,
            user__is_active=True,
            user__deleted_at__isnull=True,
        ).values_list("user_id", flat=True)
    )
