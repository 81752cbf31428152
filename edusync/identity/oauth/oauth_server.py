"""Puts our rules into allauth's OAuth server."""

from allauth.idp.oidc.internal.oauthlib import server

from edusync.identity.oauth.validator import TokenRules


def use_own_rules() -> None:
    """Allauth has a setting for its adapter, none for the rules of tokens: it looks this name up at each request."""
    server.OAuthLibRequestValidator = TokenRules
