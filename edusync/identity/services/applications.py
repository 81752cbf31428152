"""Programs of an organization that sign people in here or call the API: made, changed, shut."""

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

from allauth.idp.oidc.adapter import get_adapter
from allauth.idp.oidc.models import Client
from django.db import transaction
from django.db.models import Count, QuerySet

from edusync.identity.models import (
    Application,
    ApplicationGrant,
    Organization,
    OrganizationMembership,
    User,
)
from edusync.identity.services import application_grants
from edusync.kernel import audit, clock
from edusync.kernel.policy import Actor
from edusync.kernel.problems import FieldError, ValidationProblem
from edusync.kernel.texts import clean_line

Grant = Client.GrantType
LOOPBACK = {"127.0.0.1", "::1", "localhost"}


def is_client_open(client: Client) -> bool:
    """Whether the client is an application of a working organization, and enabled."""
    application = (
        Application.unscoped.filter(client_id=client.pk).select_related("organization", "client").first()
    )
    if application is None:
        return False
    client.application = application
    return application.is_enabled and application.organization.status == Organization.Status.ACTIVE


def is_open_to(client: Client, person: User) -> bool:
    """Whether the person may use the application now: an active member of its organization."""
    if not person.is_active or person.deleted_at is not None:
        return False
    return OrganizationMembership.unscoped.filter(
        user_id=person.pk,
        organization_id=client.application.organization_id,
        status=OrganizationMembership.Status.ACTIVE,
    ).exists()


def applications_of(organization_id: int) -> QuerySet[Application]:
    """Programs of an organization."""
    return Application.unscoped.filter(organization_id=organization_id).select_related("client", "acts_for")


def people_by_application(ids: Iterable[int]) -> dict[int, int]:
    """How many people allow each something at present, in one query."""
    live = ApplicationGrant.unscoped.filter(application_id__in=ids, ended_at__isnull=True, user__isnull=False)
    found = live.values("application_id").annotate(people=Count("user_id", distinct=True))
    return {row["application_id"]: row["people"] for row in found}


@transaction.atomic
def create_application(
    *, values: Mapping[str, Any], organization_id: int, actor: Actor
) -> tuple[Application, str]:
    """Make an application. Returns it and its secret, which is stored only hashed; empty for a public client.

    Raises ValidationProblem.
    """
    check_application(values)
    client = Client(type=Client.Type.CONFIDENTIAL if values["is_confidential"] else Client.Type.PUBLIC)
    secret = get_adapter().generate_client_secret()
    client.set_secret(secret)
    _set_client(client, values)
    client.save(force_insert=True)
    application = Application.unscoped.create(
        client=client,
        organization_id=organization_id,
        description=clean_line(values.get("description", "")),
        acts_for_id=_acts_for(values, actor),
        created_by_id=actor.user_id,
        secret_changed_at=clock.now(),
    )
    _record(
        "identity.application.created",
        application,
        actor,
        {"name": client.name, "scopes": client.get_scopes()},
    )
    return application, secret if values["is_confidential"] else ""


@transaction.atomic
def update_application(*, application: Application, changes: Mapping[str, Any], actor: Actor) -> Application:
    """Change what an application may. Raises ValidationProblem."""
    client = application.client
    values = {**values_of(application), **changes}
    check_application(values)
    _set_client(client, values)
    client.save()
    application.description = clean_line(values["description"])
    application.acts_for_id = _acts_for(values, actor, application)
    application.save(update_fields=["description", "acts_for", "updated_at"])
    if changes.get("is_enabled", application.is_enabled) != application.is_enabled:
        set_enabled(application=application, is_enabled=changes["is_enabled"], actor=actor)
    _record("identity.application.updated", application, actor, {"fields": sorted(changes)})
    return application


@transaction.atomic
def set_enabled(*, application: Application, is_enabled: bool, actor: Actor) -> None:
    """Shut an application, which ends every token it holds; or open it again."""
    application.is_enabled = is_enabled
    application.save(update_fields=["is_enabled", "updated_at"])
    if not is_enabled:
        application_grants.end_grants(
            ApplicationGrant.unscoped.filter(application=application),
            reason=ApplicationGrant.EndReason.DISABLED,
            ended_by=actor,
        )
    _record(
        "identity.application.enabled" if is_enabled else "identity.application.disabled",
        application,
        actor,
        {},
    )


@transaction.atomic
def rotate_secret(*, application: Application, actor: Actor) -> str:
    """A new secret; the old one is void at once. Raises ValidationProblem for a public client, which has none."""
    if application.client.type != Client.Type.CONFIDENTIAL:
        raise ValidationProblem(errors=[FieldError("/is_confidential", "public-client")])
    secret: str = get_adapter().generate_client_secret()
    application.client.set_secret(secret)
    application.client.save(update_fields=["secret"])
    application.secret_changed_at = clock.now()
    application.save(update_fields=["secret_changed_at", "updated_at"])
    _record("identity.application.secret_rotated", application, actor, {})
    return secret


def values_of(application: Application) -> dict[str, Any]:
    """What can be set, as it is now."""
    client = application.client
    return {
        "name": client.name,
        "description": application.description,
        "is_confidential": client.type == Client.Type.CONFIDENTIAL,
        "redirect_uris": client.get_redirect_uris(),
        "grant_types": client.get_grant_types(),
        "scopes": client.get_scopes(),
        "acts_for_me": application.acts_for_id is not None,
    }


def check_application(values: Mapping[str, Any]) -> None:
    """Raise ValidationProblem for addresses and grants that would be no safe application."""
    found = [*_wrong_redirects(values["redirect_uris"])]
    grants = set(values["grant_types"])
    if Grant.AUTHORIZATION_CODE in grants and not values["redirect_uris"]:
        found.append(FieldError("/redirect_uris", "required"))
    if Grant.CLIENT_CREDENTIALS in grants and not values["is_confidential"]:
        found.append(FieldError("/grant_types", "needs-secret"))
    # allauth answers devices only for clients without a secret: a device cannot keep one.
    if Grant.DEVICE_CODE in grants and values["is_confidential"]:
        found.append(FieldError("/grant_types", "needs-public"))
    if grants <= {Grant.REFRESH_TOKEN}:
        found.append(FieldError("/grant_types", "required"))
    if found:
        raise ValidationProblem(errors=found)


def _wrong_redirects(addresses: Iterable[str]) -> list[FieldError]:
    return [
        FieldError("/redirect_uris", "unsafe-redirect", address)
        for address in addresses
        if not is_safe_redirect(address)
    ]


def is_safe_redirect(address: str) -> bool:
    """https, http on the person's own machine, or a scheme of an app that has a dot in it (RFC 8252, 7.1)."""
    try:
        parts = urlsplit(address)
        parts.port  # noqa: B018 - raises for a port that is none
    except ValueError:
        return False
    if parts.fragment or "*" in address or "#" in address or any(sign.isspace() for sign in address):
        return False
    if parts.scheme in {"http", "https"}:
        is_private = parts.scheme == "http"
        return bool(parts.hostname) and not parts.username and (not is_private or parts.hostname in LOOPBACK)
    return "." in parts.scheme


def _set_client(client: Client, values: Mapping[str, Any]) -> None:
    client.name = clean_line(values["name"])
    client.set_redirect_uris(list(values["redirect_uris"]))
    client.set_grant_types(list(values["grant_types"]))
    client.set_scopes(list(dict.fromkeys(values["scopes"])))
    client.set_default_scopes([])
    client.set_response_types(["code"])


def _acts_for(values: Mapping[str, Any], actor: Actor, application: Application | None = None) -> int | None:
    """A program that signs in by itself acts for whoever set it up: nobody lends more than they hold."""
    if Grant.CLIENT_CREDENTIALS not in values["grant_types"]:
        return None
    if application is not None and application.acts_for_id is not None:
        return application.acts_for_id
    return actor.user_id


def _record(action: str, application: Application, actor: Actor, facts: dict[str, Any]) -> None:
    audit.record(action, actor=actor, target=("application", application.pk), facts=facts)
