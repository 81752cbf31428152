"""Features that can be switched: declared in code, rolled out by organization, role and percentage, seen by all processes.

An app's `features.py` calls `declare(Flag(...))`; `is_on(flag, actor)` answers without a query: a process keeps what was
decided and asks every few seconds whether anything changed since. See docs/how-to/put-a-feature-behind-a-flag.md.
"""

import dataclasses
import functools
import hashlib
import threading
import time
from collections.abc import Callable, Collection, Iterable, Mapping
from enum import StrEnum
from typing import Any, Protocol

from django.http import Http404

from edusync.kernel.policy import Actor
from edusync.kernel.problems import NotFound

# A change is seen everywhere after so long at the latest, without anything between the processes but the database.
LOOK_SECONDS = 3.0
# Hundredths of a percent: a person's place is one of so many.
PLACES = 10_000


@dataclasses.dataclass(frozen=True, slots=True)
class Flag:
    """A feature that can be switched. `owner` is the app that answers for it, `removal` when the flag itself goes away.

    `default` holds until somebody decides otherwise.
    """

    key: str
    title: str
    description: str
    owner: str
    removal: str
    default: bool = False


class State(StrEnum):
    """What was decided for a flag: nothing, on for all, off for all whatever the rules say, or by the rules."""

    DEFAULT = "default"
    ON = "on"
    OFF = "off"
    ROLLOUT = "rollout"


@dataclasses.dataclass(frozen=True, slots=True)
class Rollout:
    """Who has a feature. An "off" rule outweighs every "on" rule, and both the percentage of the others."""

    state: State = State.DEFAULT
    percent: int = 0
    on_organizations: frozenset[int] = frozenset()
    off_organizations: frozenset[int] = frozenset()
    on_roles: frozenset[str] = frozenset()
    off_roles: frozenset[str] = frozenset()


NOTHING_DECIDED = Rollout()

_flags: dict[str, Flag] = {}


def declare(flag: Flag) -> Flag:
    """Make a flag known. Raises ValueError if another one has its key."""
    known = _flags.setdefault(flag.key, flag)
    if known != flag:
        raise ValueError(f"two flags named {flag.key}")
    return flag


def flag_named(key: str) -> Flag:
    """The declared flag. Raises LookupError."""
    if key not in _flags:
        raise LookupError(f"no flag named {key}")
    return _flags[key]


def all_flags() -> list[Flag]:
    """Every declared flag, by key."""
    return [_flags[key] for key in sorted(_flags)]


def place_of(key: str, person_id: int) -> int:
    """The person's place from 0 to 9999 for one flag: the same for ever, in every process, another for each flag."""
    digest = hashlib.sha256(f"{key}:{person_id}".encode()).digest()
    return int.from_bytes(digest[:8]) % PLACES


def decide(
    flag: Flag,
    rollout: Rollout,
    *,
    person_id: int | None,
    organization_id: int | None,
    roles: Collection[str] = (),
) -> bool:
    """Whether somebody has the feature. A visitor has no place: of a percentage they get only all or nothing."""
    if rollout.state is not State.ROLLOUT:
        return flag.default if rollout.state is State.DEFAULT else rollout.state is State.ON
    if organization_id in rollout.off_organizations or not rollout.off_roles.isdisjoint(roles):
        return False
    if organization_id in rollout.on_organizations or not rollout.on_roles.isdisjoint(roles):
        return True
    if person_id is None:
        return rollout.percent >= 100
    return place_of(flag.key, person_id) < rollout.percent * PLACES // 100


class Source(Protocol):
    """Where decisions are kept."""

    def version(self) -> int:
        """A number that grows with every decision: one cheap query."""

    def rollouts(self) -> Mapping[str, Rollout]:
        """What was decided, by key of the flag."""


class Memory:
    """What one process knows of the decisions. Its threads share it: they replace what it holds, and change nothing."""

    def __init__(self, source: Source | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        self.source = source
        self.clock = clock
        self.first = threading.Lock()
        self.look_again()

    def look_again(self) -> None:
        """Ask for the decisions when the next question comes."""
        self.version: int | None = None
        self.asks_at = float("-inf")
        self.known: Mapping[str, Rollout] = {}

    def trust(self, known: Mapping[str, Rollout]) -> None:
        """Take these decisions for the present ones until `look_again`."""
        self.known, self.asks_at = known, float("inf")

    def rollouts(self) -> Mapping[str, Rollout]:
        """The decisions, at most LOOK_SECONDS old."""
        if self.clock() < self.asks_at or self.source is None:
            return self.known
        if self.version is None:
            with self.first:  # Nothing is known yet: who comes meanwhile waits.
                if self.version is None:
                    self.ask(self.source)
            return self.known
        # First of all, so that other threads answer from what is known while this one asks.
        self.asks_at = self.clock() + LOOK_SECONDS
        self.ask(self.source)
        return self.known

    def ask(self, source: Source) -> None:
        """Read what is new."""
        version = source.version()
        if version != self.version:
            self.known = source.rollouts()
            self.version = version
        self.asks_at = self.clock() + LOOK_SECONDS


memory = Memory()


def is_on(flag: Flag, actor: Actor) -> bool:
    """Whether the actor has the feature; a visitor has what the organization they visit has."""
    return is_on_for(flag, person_id=actor.user_id, organization_id=actor.organization_id, roles=actor.roles)


def is_on_for(
    flag: Flag, *, person_id: int | None, organization_id: int | None, roles: Collection[str] = ()
) -> bool:
    """Whether that person has the feature in that organization."""
    rollout = memory.rollouts().get(flag.key, NOTHING_DECIDED)
    return decide(flag, rollout, person_id=person_id, organization_id=organization_id, roles=roles)


def keys_on_for(
    *, person_id: int | None, organization_id: int | None, roles: Collection[str] = ()
) -> list[str]:
    """Keys of all features that the person has: what pages are told, to hide the rest."""
    return [
        flag.key
        for flag in all_flags()
        if is_on_for(flag, person_id=person_id, organization_id=organization_id, roles=roles)
    ]


def require(flag: Flag | None, actor: Actor) -> None:
    """Raise NotFound where the feature is switched off for the actor: it is as if it did not exist."""
    if flag is not None and not is_on(flag, actor):
        raise NotFound


def behind(flag: Flag) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Decorator of a plain Django view: it is not there where the feature is off. Views of the API set `flag`."""

    def decorate(view: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(view)
        def guarded(request: Any, *args: Any, **kwargs: Any) -> Any:
            if not is_on(flag, request.actor):
                raise Http404
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def all_behind(flag: Flag, routes: Iterable[Any]) -> list[Any]:
    """The same for a list of `path(...)`: all routes of a feature in one place."""
    routes = list(routes)
    for route in routes:
        route.callback = behind(flag)(route.callback)
    return routes
