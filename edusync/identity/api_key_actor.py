"""Tells the kernel who acts with an API key: `Authorization: Bearer esk_...`."""

from django.http import HttpRequest

from edusync.identity.models import ApiKey
from edusync.identity.services import api_keys
from edusync.identity.services.api_key_secrets import MARK
from edusync.identity.standing import Standing, person_with_standing
from edusync.kernel.policy import Actor
from edusync.kernel.problems import InvalidCredential
from edusync.kernel.rate_limits import Limit
from edusync.kernel.rest.rate_limits import client_address

CHALLENGE = {"WWW-Authenticate": 'Bearer realm="edusync", error="invalid_token"'}


def actor_of_api_key(request: HttpRequest) -> Actor | None:
    """The key's owner within the key's scopes; None if the request carries no API key.

    Raises InvalidCredential for a key that is not known, over, or whose owner lost access: it never acts as a visitor.
    """
    scheme, _, secret = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
    secret = secret.strip()
    if scheme.lower() != "bearer" or not secret.startswith(MARK):
        return None
    key = api_keys.find_key(secret)
    owner = person_with_standing(key.owner_id) if key is not None else None
    if key is None or owner is None:
        raise InvalidCredential(headers=CHALLENGE)
    standing: Standing | None = owner.standings.get(key.organization_id)  # type: ignore[attr-defined]
    if standing is None or not standing.is_member:
        raise InvalidCredential(headers=CHALLENGE)
    owner.standing = standing  # type: ignore[attr-defined]
    request.user = owner
    request.credential_limit = (  # type: ignore[attr-defined]
        Limit("api-key", key.requests_per_minute, 60),
        f"k:{key.pk}",
    )
    api_keys.note_use(key=key, address=client_address(request))
    return _actor_of(key, owner.is_superuser, standing, f"{owner.display_name} ({key.name})")


def _actor_of(key: ApiKey, is_superuser: bool, standing: Standing, label: str) -> Actor:
    ceiling = frozenset(key.scopes) - api_keys.FOR_PEOPLE_ONLY
    return Actor(
        user_id=key.owner_id,
        organization_id=key.organization_id,
        # A superuser's key is no superuser: it has what it names and nothing more.
        permissions=ceiling if is_superuser else standing.permissions & ceiling,
        course_permissions={pk: codes & ceiling for pk, codes in standing.course_permissions.items()},
        unit_permissions={pk: codes & ceiling for pk, codes in standing.unit_permissions.items()},
        ceiling=ceiling,
        label=label,
        roles=standing.roles,
        credential="api-key",
        credential_id=key.pk,
    )
