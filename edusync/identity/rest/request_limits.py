"""Bounds of single routes that send mails or take guesses, beside the bounds of the whole API."""

import hashlib
from typing import Any

from django.conf import settings
from django.core.cache import cache

from edusync.kernel import clock
from edusync.kernel.problems import RateLimited
from edusync.kernel.rest.rate_limits import client_address


def limit_requests(request: Any, *, scope: str, limit: int, seconds: int, per_person: bool = False) -> None:
    """Count the request for the caller's address, or for the person. Raises RateLimited beyond `limit` in a window."""
    if not settings.RATE_LIMITS_ON:
        return
    who = f"u{request.actor.user_id}" if per_person else f"a{client_address(request._request)}"
    moment = int(clock.now().timestamp())
    digest = hashlib.sha256(f"{scope}:{who}:{moment // seconds}".encode()).hexdigest()
    key = f"route-limit:{digest}"
    cache.add(key, 0, seconds)
    try:
        count = int(cache.incr(key))
    except ValueError:  # dropped between the two calls
        count = 1
    if count > limit:
        wait = seconds - moment % seconds
        raise RateLimited(headers={"Retry-After": str(wait)}, retry_after_seconds=wait)
