"""EduSync as OAuth 2 and OpenID Connect provider: programs sign people in here and call the API for them."""
