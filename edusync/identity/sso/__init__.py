"""Signing in with another service: OpenID Connect and SAML providers of an organization."""
