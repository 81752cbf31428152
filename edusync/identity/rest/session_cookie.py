"""The session's cookie, kept where two requests of one page overtake each other."""

from typing import Any

from django.conf import settings
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest
from django.utils.cache import patch_vary_headers


class SessionCookieMiddleware(SessionMiddleware):
    """Django's, but a request takes away only the cookie of a session that it has ended itself.

    Signing in gives the session a new key. Another request of the same page, sent before with the old key, finds no
    session; where it is answered last, taking the cookie away would sign the person out again.
    """

    def process_response(self, request: HttpRequest, response: Any) -> Any:
        """Save the session and set its cookie, or take away that of an ended one."""
        session = request.session
        is_unknown = settings.SESSION_COOKIE_NAME in request.COOKIES and session.is_empty()
        if is_unknown and not session.modified:
            patch_vary_headers(response, ("Cookie",))
            return response
        return super().process_response(request, response)
