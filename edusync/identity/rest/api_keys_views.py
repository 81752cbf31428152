"""API keys: one's own, and those of the organization for who manages them."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse
from django.views.decorators.debug import sensitive_variables

from edusync.identity.api_keys_policy import ApiKeyPolicy
from edusync.identity.models import ApiKey
from edusync.identity.rest.api_keys_serializers import (
    ApiKeyInputSerializer,
    ApiKeyRotationSerializer,
    ApiKeyScopesSerializer,
    ApiKeySerializer,
    NewApiKeySerializer,
)
from edusync.identity.services import api_keys
from edusync.kernel import clock
from edusync.kernel.pagination import keyset_page
from edusync.kernel.policy import Actor, Permission
from edusync.kernel.rest.views import ApiView, FastResponse, schema
from edusync.kernel.tenancy import current_organization_id

NO_STORE = {"Cache-Control": "no-store"}


def key_rows(keys: Iterable[ApiKey], actor: Actor) -> list[dict[str, Any]]:
    """Keys as the list shows them; one query for all."""
    keys = list(keys)
    present = api_keys.owners_with_access(
        (key.owner_id for key in keys), organization_id=current_organization_id()
    )
    return [key_row(key, actor, has_owner=key.owner_id in present) for key in keys]


def key_row(key: ApiKey, actor: Actor, *, has_owner: bool = True) -> dict[str, Any]:
    """A key without its secret."""
    return {
        "id": key.pk,
        "name": key.name,
        "prefix": key.prefix,
        "owner": {"id": key.owner_id, "display_name": key.owner.display_name},
        "is_own": key.owner_id == actor.user_id,
        "scopes": key.scopes,
        "requests_per_minute": key.requests_per_minute,
        "state": state_of(key, has_owner=has_owner),
        "created_at": key.created_at,
        "expires_at": key.expires_at,
        "last_used_at": key.last_used_at,
        "last_used_address": key.last_used_address,
        "revoked_at": key.revoked_at,
        "rotated_from": key.rotated_from_id,
    }


def state_of(key: ApiKey, *, has_owner: bool) -> str:
    """The first reason why the key does not work, else `active`."""
    if key.revoked_at is not None:
        return "revoked"
    if key.expires_at is not None and key.expires_at <= clock.now():
        return "expired"
    return "active" if has_owner else "owner-left"


def new_key(key: ApiKey, secret: str, actor: Actor) -> FastResponse:
    """The one answer that holds the secret."""
    return FastResponse({**key_row(key, actor), "secret": secret}, status=201, headers=NO_STORE)


class ApiKeysView(ApiView):
    """The keys."""

    policy = ApiKeyPolicy()
    needs_step_up = frozenset({"post"})

    @schema(
        response=ApiKeySerializer,
        paginated=True,
        query={
            "mine": "`1`: one's own keys only.",
            "state": "`active`: without those that ended.",
        },
        summary="API keys",
    )
    def get(self, request: Any) -> FastResponse:
        """The newest first."""
        owner_id = self.actor.user_id if request.GET.get("mine") == "1" else None
        keys = api_keys.api_keys(organization_id=current_organization_id(), owner_id=owner_id)
        if request.GET.get("state") == "active":
            keys = api_keys.alive(keys)
        page = keyset_page(self.required_policy().visible(keys, self.actor), request=request, order=("-id",))
        page["results"] = key_rows(page["results"], self.actor)
        return FastResponse(page)

    # Without an idempotency key: the answer would be kept, and the secret with it.
    @sensitive_variables("secret")
    @schema(
        request=ApiKeyInputSerializer, response=NewApiKeySerializer, status=201, summary="Make an API key"
    )
    def post(self, request: Any) -> FastResponse:
        """A key that acts as oneself, with what `scopes` names and no more; the secret is told this once."""
        self.check(Permission.API_KEY_MANAGE)
        given = self.validated(ApiKeyInputSerializer)
        key, secret = api_keys.create_api_key(actor=self.actor, **given)
        return new_key(key, secret, self.actor)


class ApiKeyScopesView(ApiView):
    """What one's keys may carry."""

    policy = ApiKeyPolicy()

    @schema(response=ApiKeyScopesSerializer, summary="Permissions that an own API key may carry")
    def get(self, request: Any) -> FastResponse:
        """Codes of permissions."""
        return FastResponse(
            {
                "scopes": api_keys.possible_scopes(self.actor),
                "most_requests_per_minute": api_keys.MOST_REQUESTS_PER_MINUTE,
                "default_requests_per_minute": api_keys.DEFAULT_REQUESTS_PER_MINUTE,
            }
        )


class ApiKeyBaseView(ApiView):
    """One key."""

    policy = ApiKeyPolicy()

    def key(self, pk: int) -> ApiKey:
        """The key if the actor may end it. Raises NotFound."""
        row: ApiKey = self.get_visible(api_keys.api_keys(organization_id=current_organization_id()), pk)
        self.check(Permission.API_KEY_MANAGE, row)
        return row


class ApiKeyView(ApiKeyBaseView):
    """One key."""

    @schema(status=204, summary="Revoke an API key")
    def delete(self, request: Any, pk: int) -> HttpResponse:
        """It stops working at once and stays in the list."""
        api_keys.revoke_api_key(key=self.key(pk), actor=self.actor)
        return HttpResponse(status=204)


class ApiKeyRotationView(ApiKeyBaseView):
    """A new secret."""

    needs_step_up = frozenset({"post"})

    @sensitive_variables("secret")
    @schema(
        request=ApiKeyRotationSerializer,
        response=NewApiKeySerializer,
        status=201,
        summary="Rotate an API key",
    )
    def post(self, request: Any, pk: int) -> FastResponse:
        """A new key like the old one, which works for some hours more. Own keys only."""
        given = self.validated(ApiKeyRotationSerializer)
        key, secret = api_keys.rotate_api_key(key=self.key(pk), actor=self.actor, **given)
        return new_key(key, secret, self.actor)
