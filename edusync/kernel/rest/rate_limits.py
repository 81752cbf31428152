"""Bounds the requests of one address and of one person. Sign-in has stricter bounds of its own."""

from collections.abc import Callable

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from edusync.kernel import clock
from edusync.kernel.problems import RateLimited
from edusync.kernel.rest.responses import problem_response

WINDOW_SECONDS = 60
LIMITED_PREFIX = "/api/"


class RateLimitMiddleware:
    """Counts API requests in windows of a minute."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request or refuse it."""
        if settings.RATE_LIMITS_ON and request.path.startswith(LIMITED_PREFIX):
            wait = seconds_to_wait(request)
            if wait:
                refusal = RateLimited(headers={"Retry-After": str(wait)}, retry_after_seconds=wait)
                return problem_response(refusal, request)
        return self.get_response(request)


def seconds_to_wait(request: HttpRequest) -> int:
    """0 if the request may pass, else the seconds until the next window."""
    moment = int(clock.now().timestamp())
    window = moment // WINDOW_SECONDS
    who = [(f"rate:a:{client_address(request)}:{window}", settings.RATE_LIMIT_PER_ADDRESS)]
    session_key = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")[:64]
    if session_key:
        who.append((f"rate:s:{session_key}:{window}", settings.RATE_LIMIT_PER_USER))
    is_over = [count(key) > limit for key, limit in who]
    return WINDOW_SECONDS - moment % WINDOW_SECONDS if any(is_over) else 0


def count(key: str) -> int:
    """Number of requests in the window, with this one."""
    if cache.add(key, 1, WINDOW_SECONDS * 2):
        return 1
    try:
        return int(cache.incr(key))
    except ValueError:
        # The cache dropped the key between the two calls.
        return 1


def client_address(request: HttpRequest) -> str:
    """Address of the caller; the proxy's word counts only if there is one."""
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.ENV.behind_proxy else ""
    return forwarded.rsplit(",", 1)[-1].strip() or request.META.get("REMOTE_ADDR", "")
