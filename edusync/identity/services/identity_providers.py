"""Services that people of an organization sign in with: set up, checked, switched on and off."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from allauth.socialaccount.models import SocialAccount
from django.db import transaction
from django.db.models import Count, QuerySet
from django.utils.crypto import get_random_string
from django.utils.text import slugify
from requests import RequestException

from edusync.identity.models import IdentityProvider
from edusync.identity.problems import ProviderInUse, SamlNotInstalled
from edusync.identity.services.roles import refuse_beyond_own, role_named
from edusync.identity.sso.claims import FIELDS
from edusync.identity.sso.metadata import read_metadata
from edusync.identity.sso.problems import AnswerRefused
from edusync.identity.sso.saml_extra import is_saml_installed
from edusync.kernel import audit, clock, outgoing
from edusync.kernel.policy import Actor
from edusync.kernel.problems import FieldError, ValidationProblem
from edusync.kernel.texts import clean_line

Protocol = IdentityProvider.Protocol
DOMAIN = re.compile(r"[a-z0-9]([a-z0-9-]{0,62}\.)*[a-z0-9][a-z0-9-]*\.[a-z0-9-]{2,63}")
TEXTS = ("name", "address", "client_id", "scopes", "default_role")
FLAGS = ("creates_people", "links_people", "vouches_for_email", "trusts_second_factor", "is_enabled")
# What these say decides who comes in: a change of them makes a check necessary again.
CHECKED = ("address", "client_id", "client_secret")


@transaction.atomic
def create_provider(*, values: Mapping[str, Any], organization_id: int, actor: Actor) -> IdentityProvider:
    """Set up a service. Raises ValidationProblem, UnknownRole, RoleBeyondOwn, SamlNotInstalled."""
    row = IdentityProvider(
        organization_id=organization_id,
        protocol=values["protocol"],
        slug=new_slug(values["name"]),
        created_by_id=actor.user_id,
    )
    _apply(row, values, actor)
    row.save(force_insert=True)
    _record("identity.identity_provider.created", row, actor, sorted(values))
    return row


@transaction.atomic
def update_provider(
    *, provider: IdentityProvider, changes: Mapping[str, Any], actor: Actor
) -> IdentityProvider:
    """Change a service; protocol and slug stay. Raises what `create_provider` raises."""
    before = {name: getattr(provider, name) for name in CHECKED}
    _apply(provider, changes, actor)
    if before != {name: getattr(provider, name) for name in CHECKED}:
        provider.check_status, provider.check_problem, provider.metadata_facts = "never", "", {}
    provider.save()
    _record("identity.identity_provider.updated", provider, actor, sorted(set(changes) - {"client_secret"}))
    return provider


@transaction.atomic
def delete_provider(*, provider: IdentityProvider, actor: Actor) -> None:
    """Take away a service that nobody is linked with. Raises ProviderInUse."""
    if SocialAccount.objects.filter(provider=provider.slug).exists():
        raise ProviderInUse
    _record("identity.identity_provider.deleted", provider, actor, [])
    provider.delete()


def new_slug(name: str) -> str:
    """A slug no other organization can guess or take: external identities hang on it."""
    return f"{slugify(name)[:40] or 'provider'}-{get_random_string(8, 'abcdefghjkmnpqrstuvwxyz23456789')}"


def providers_with_people(organization_id: int) -> QuerySet[IdentityProvider]:
    """The organization's services."""
    return IdentityProvider.unscoped.filter(organization_id=organization_id)


def people_by_provider(slugs: list[str]) -> dict[str, int]:
    """How many people are linked with each, in one query."""
    found = SocialAccount.objects.filter(provider__in=slugs).values("provider").annotate(people=Count("id"))
    return {row["provider"]: row["people"] for row in found}


def check_provider(provider: IdentityProvider) -> dict[str, str]:
    """Ask the service now, and remember how it went. Returns what it said, for people to read.

    Not in a transaction: the other side may take its time.
    """
    facts: dict[str, str] = {}
    problem = ""
    try:
        facts = _ask_saml(provider) if provider.protocol == Protocol.SAML else _ask_openid(provider)
    except AnswerRefused as error:
        problem = error.code
    except outgoing.OutgoingRefused:
        problem = "not-public"
    except RequestException:
        problem = "not-reachable"
    provider.check_status = "failed" if problem else "ok"
    provider.check_problem = problem[:60]
    provider.checked_at = clock.now()
    provider.save(
        update_fields=["check_status", "check_problem", "checked_at", "metadata_facts", "updated_at"]
    )
    return facts


def _ask_openid(provider: IdentityProvider) -> dict[str, str]:
    from edusync.identity.sso.openid import discover, fetch_json

    found = discover(provider.address)
    keys = fetch_json(found["jwks_uri"]).get("keys", [])
    if not keys:
        raise AnswerRefused("no-keys")
    methods = found.get("code_challenge_methods_supported", [])
    return {
        "issuer": str(found["issuer"]),
        "sign_in_page": str(found["authorization_endpoint"]),
        "keys": str(len(keys)),
        "pkce": "yes" if "S256" in methods else "not-said",
    }


def _ask_saml(provider: IdentityProvider) -> dict[str, str]:
    with outgoing.session() as session:
        response = session.get(provider.address)
        response.raise_for_status()
    found = read_metadata(response.content)
    provider.metadata_facts = found
    return {
        "issuer": found["entity_id"],
        "sign_in_page": found["sso_url"],
        "certificate_until": found["certificate_until"],
    }


def _apply(row: IdentityProvider, values: Mapping[str, Any], actor: Actor) -> None:
    for name in TEXTS:
        if name in values:
            setattr(row, name, clean_line(values[name]))
    for name in FLAGS:
        if name in values:
            setattr(row, name, values[name])
    if values.get("client_secret"):
        row.client_secret = values["client_secret"]
    if "email_domains" in values:
        row.email_domains = sorted({domain.strip().lower().lstrip("@") for domain in values["email_domains"]})
    if "attribute_mapping" in values:
        given = values["attribute_mapping"]
        row.attribute_mapping = {field: clean_line(name) for field, name in given.items() if name.strip()}
    _refuse_wrong(row)
    _refuse_role(row, actor)
    if row.is_enabled and row.protocol == Protocol.SAML and not is_saml_installed():
        raise SamlNotInstalled


def _refuse_wrong(row: IdentityProvider) -> None:
    found = []
    if not is_safe_address(row.address):
        found.append(FieldError("/address", "https-needed"))
    found += [
        FieldError("/email_domains", "invalid-domain", domain)
        for domain in row.email_domains
        if not DOMAIN.fullmatch(domain)
    ]
    if (row.creates_people or row.links_people) and not row.email_domains:
        found.append(FieldError("/email_domains", "domains-needed"))
    found += [
        FieldError(f"/attribute_mapping/{field}", "unknown-field")
        for field in row.attribute_mapping
        if field not in FIELDS
    ]
    if row.protocol == Protocol.OIDC and not row.client_id:
        found.append(FieldError("/client_id", "required"))
    if row.protocol == Protocol.OIDC and "openid" not in row.scopes.split():
        found.append(FieldError("/scopes", "openid-needed"))
    if found:
        raise ValidationProblem(errors=found)


def is_safe_address(address: str) -> bool:
    """https, or http to a host that the installation's owner named."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    if not parts.hostname or parts.username or parts.fragment:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and outgoing.is_allowed_host(parts.hostname))


def _refuse_role(row: IdentityProvider, actor: Actor) -> None:
    """Whoever sets the role of newcomers must be able to grant it."""
    refuse_beyond_own(actor, role_named(row.default_role, organization_id=row.organization_id))


def _record(action: str, row: IdentityProvider, actor: Actor, fields: list[str]) -> None:
    audit.record(
        action,
        actor=actor,
        target=("identity-provider", row.pk),
        facts={"slug": row.slug, "fields": fields},
    )
