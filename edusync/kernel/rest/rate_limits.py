"""Limits of requests. Any request: by address and by session, counted in the process. Some: strictly, for all processes.

A view names its strict limits by method: `rate_limits = {"get": "search"}`. A credential may bring a limit of its own:
whoever recognizes it sets `request.credential_limit` to a `Limit` and who it is.
"""

import threading
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from edusync.kernel import clock
from edusync.kernel.problems import RateLimited
from edusync.kernel.rate_limits import Usage, limit_named, refusal, use
from edusync.kernel.rest.responses import problem_response

WINDOW_SECONDS = 60
LIMITED_PREFIXES = ("/api/", "/scim/")
# A list is searched only if it is asked with words; without them it is a list like any other.
NEEDS_WORDS = {"search": "search"}


class RateLimitMiddleware:
    """Counts requests in windows of a minute."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request or refuse it."""
        if settings.RATE_LIMITS_ON and request.path.startswith(LIMITED_PREFIXES):
            wait = seconds_to_wait(request)
            if wait:
                headers = {"Retry-After": str(wait), "RateLimit-Remaining": "0", "RateLimit-Reset": str(wait)}
                return problem_response(RateLimited(headers=headers, retry_after_seconds=wait), request)
        return self.get_response(request)


class CredentialLimitMiddleware:
    """Counts what an API key asks, against the key's own limit."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request or refuse it."""
        own = getattr(request, "credential_limit", None)
        if own is None or not settings.RATE_LIMITS_ON:
            return self.get_response(request)
        usage = use(*own)
        if usage.is_over:
            return problem_response(refusal(usage), request)
        response = self.get_response(request)
        for name, value in usage.headers.items():
            # A tighter limit of the view has said its own.
            response.headers.setdefault(name, value)
        return response


def use_named(request: HttpRequest, name: str) -> Usage | None:
    """Count the request against a named limit of the settings; None if it does not count. Raises RateLimited."""
    words = NEEDS_WORDS.get(name)
    if not settings.RATE_LIMITS_ON or (words and not request.GET.get(words, "").strip()):
        return None
    usage = use(limit_named(name), who_asks(request))
    if usage.is_over:
        raise refusal(usage)
    return usage


def who_asks(request: HttpRequest) -> str:
    """Key, person or address: in this order."""
    actor = getattr(request, "actor", None)
    if actor is None or not actor.is_authenticated:
        return f"a:{client_address(request)}"
    return f"k:{actor.credential_id}" if actor.credential == "api-key" else f"u:{actor.user_id}"


class WindowCounter:
    """Counts keys in the present window, in memory; a new window begins empty."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._window = -1
        self._counts: dict[str, int] = {}

    def add(self, key: str, window: int) -> int:
        """Uses of the key in the window, with this one."""
        with self._lock:
            if window != self._window:
                self._window, self._counts = window, {}
            count = self._counts[key] = self._counts.get(key, 0) + 1
            return count

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._window, self._counts = -1, {}


counter = WindowCounter()


def seconds_to_wait(request: HttpRequest) -> int:
    """0 if the request may pass, else the seconds until the next window."""
    moment = int(clock.now().timestamp())
    window = moment // WINDOW_SECONDS
    who = [(f"a:{client_address(request)}", settings.RATE_LIMIT_PER_ADDRESS)]
    session_key = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")[:64]
    if session_key:
        who.append((f"s:{session_key}", settings.RATE_LIMIT_PER_USER))
    is_over = [counter.add(key, window) > limit for key, limit in who]
    return WINDOW_SECONDS - moment % WINDOW_SECONDS if any(is_over) else 0


def client_address(request: HttpRequest) -> str:
    """Address of the caller; the proxy's word counts only if there is one."""
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.ENV.behind_proxy else ""
    return forwarded.rsplit(",", 1)[-1].strip() or request.META.get("REMOTE_ADDR", "")
