"""Named limits: so many uses in a window, by whoever uses, counted for all processes together."""

import dataclasses
import functools
import hashlib

from django.conf import settings

from edusync.kernel import clock
from edusync.kernel.problems import RateLimited
from edusync.kernel.rate_stores import shared_store

_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


@dataclasses.dataclass(frozen=True, slots=True)
class Limit:
    """At most `amount` uses in windows of `seconds`."""

    name: str
    amount: int
    seconds: int


@dataclasses.dataclass(frozen=True, slots=True)
class Usage:
    """What is left of a limit; `reset_seconds` until the window ends."""

    limit: int
    remaining: int
    reset_seconds: int
    is_over: bool

    @property
    def headers(self) -> dict[str, str]:
        """RateLimit fields of draft-ietf-httpapi-ratelimit-headers-06 (later drafts fold them into one field)."""
        fields = {
            "RateLimit-Limit": str(self.limit),
            "RateLimit-Remaining": str(self.remaining),
            "RateLimit-Reset": str(self.reset_seconds),
        }
        return {**fields, "Retry-After": str(self.reset_seconds)} if self.is_over else fields


@functools.cache
def parse_limit(name: str, rate: str) -> Limit:
    """The limit written as `120/m` (s, m, h or d). Raises ValueError."""
    amount, _, unit = rate.partition("/")
    if not amount.isdecimal() or int(amount) < 1 or unit not in _SECONDS:
        raise ValueError(f"limit {name}: {rate!r} is not like 120/m")
    return Limit(name, int(amount), _SECONDS[unit])


def limit_named(name: str) -> Limit:
    """A limit of the settings. Raises KeyError."""
    return parse_limit(name, settings.RATE_LIMITS[name])


def use(limit: Limit, who: str) -> Usage:
    """Count one use by `who` (`a:<address>`, `u:<person>`, `k:<key>`)."""
    moment = int(clock.now().timestamp())
    ends_at = moment - moment % limit.seconds + limit.seconds
    # Hashed: an address in a table would be a personal fact to look after.
    key = hashlib.sha256(f"{limit.name}|{limit.seconds}|{who}".encode()).hexdigest()
    used = shared_store().add(key, ends_at)
    return Usage(limit.amount, max(0, limit.amount - used), ends_at - moment, used > limit.amount)


def refusal(usage: Usage) -> RateLimited:
    """The problem that says how long to wait."""
    return RateLimited(headers=usage.headers, retry_after_seconds=usage.reset_seconds)
