"""Signing in with another service: OpenID Connect and SAML providers of an organization."""

# In the session, the person's id: the service asked for a second factor, and the organization trusts it with that.
SECOND_FACTOR_BY_PROVIDER = "second_factor_by_provider"
