"""Hooks by which an app refuses a session's request: identity asks for a fresh proof, or for a second factor."""

from collections.abc import Callable

from django.http import HttpRequest

Guard = Callable[[HttpRequest], None]
_step_up: list[Guard] = []
_entry: list[Guard] = []


def register_step_up(guard: Guard) -> Guard:
    """Let `guard` raise a problem unless the session proved lately who it is."""
    if guard not in _step_up:
        _step_up.append(guard)
    return guard


def register_entry(guard: Guard) -> Guard:
    """Let `guard` raise a problem while the person may do nothing but secure their account."""
    if guard not in _entry:
        _entry.append(guard)
    return guard


def require_step_up(request: HttpRequest) -> None:
    """Raise what the registered guards raise for a proof that is missing or too old."""
    for guard in _step_up:
        guard(request)


def require_entry(request: HttpRequest) -> None:
    """Raise what the registered guards raise for a person who must secure their account first."""
    for guard in _entry:
        guard(request)
