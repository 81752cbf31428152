"""Who is signed in, as REST framework wants to hear it."""

from typing import Any

from rest_framework.authentication import BaseAuthentication


class RequestUser(BaseAuthentication):
    """Hands on the user that Django's session middleware knows; loaded only if somebody asks."""

    def authenticate(self, request: Any) -> tuple[Any, None]:
        """The lazy user of the request."""
        return request._request.user, None

    def authenticate_header(self, request: Any) -> str:
        """What a 401 answer names."""
        return 'Session realm="edusync"'
