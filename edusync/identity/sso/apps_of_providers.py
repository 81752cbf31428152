"""Our table of identity providers as the `SocialApp`s that allauth asks for."""

from typing import Any

from allauth.socialaccount.models import SocialApp
from django.db.models import QuerySet

from edusync.identity.models import IdentityProvider, Organization

OPENID = "openid_connect"
SAML = "saml"
NAMES = {OPENID: IdentityProvider.Protocol.OIDC, SAML: IdentityProvider.Protocol.SAML}


def enabled_providers() -> QuerySet[IdentityProvider]:
    """Those that may be used now, of all organizations: the slug tells which is meant."""
    return IdentityProvider.unscoped.filter(
        is_enabled=True, organization__status=Organization.Status.ACTIVE
    ).select_related("organization")


def provider_by_slug(slug: str) -> IdentityProvider | None:
    """The enabled provider of that slug."""
    return enabled_providers().filter(slug=slug).first()


def app_of(row: IdentityProvider) -> SocialApp:
    """Not saved: allauth only reads it."""
    if row.protocol == IdentityProvider.Protocol.SAML:
        return SocialApp(
            provider=SAML,
            provider_id=row.slug,
            name=row.name,
            client_id=row.slug,
            settings=saml_settings(row),
        )
    return SocialApp(
        provider=OPENID,
        provider_id=row.slug,
        name=row.name,
        client_id=row.client_id,
        secret=row.client_secret,
        settings={
            "server_url": row.address,
            "scope": row.scopes.split(),
            "oauth_pkce_enabled": True,
            "mapping": row.attribute_mapping,
            "uid_field": "sub",
        },
    )


def saml_settings(row: IdentityProvider) -> dict[str, Any]:
    """What allauth's SAML part reads: only signed assertions, only as the answer to a question of ours."""
    facts = row.metadata_facts
    return {
        "mapping": row.attribute_mapping,
        "idp": {
            "entity_id": facts.get("entity_id", ""),
            "sso_url": facts.get("sso_url", ""),
            "x509cert": facts.get("certificate", ""),
        },
        "advanced": {
            "want_assertion_signed": True,
            "reject_idp_initiated_sso": True,
            "reject_deprecated_algorithm": True,
            "want_name_id": True,
            "want_attribute_statement": False,
            "strict": True,
            "allow_single_label_domains": True,
        },
    }
