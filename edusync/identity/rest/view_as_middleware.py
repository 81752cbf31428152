"""What somebody who sees the site as another person may reach outside the API: next to nothing."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from edusync.identity.services import view_as
from edusync.kernel.problems import NotWhileViewing
from edusync.kernel.rest.responses import problem_response
from edusync.kernel.rest.views import ApiView

CONFIG = "/_allauth/browser/v1/config"
SESSION = "/_allauth/browser/v1/auth/session"


class ViewAsMiddleware:
    """Refuses the sign-in service, the admin and every other plain route; signing out ends both sessions.

    Views of the API decide for themselves (kernel.view_as). Stands behind ActorMiddleware.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Hand on."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        """A refusal, or None."""
        real_user = getattr(request, "real_user", None)
        if real_user is None or is_api_view(view) or (request.method == "GET" and request.path == CONFIG):
            return None
        if request.method == "DELETE" and request.path == SESSION:
            session_id = request.session.pop(view_as.SESSION_KEY)
            view_as.end_view_as(session_id=session_id, actor_id=real_user.pk)
            request.user = real_user
            return None
        return problem_response(NotWhileViewing(), request)


def is_api_view(view: Any) -> bool:
    """Whether the view function was made from ApiView."""
    kind = getattr(view, "view_class", None) or getattr(view, "cls", None)
    return isinstance(kind, type) and issubclass(kind, ApiView)
