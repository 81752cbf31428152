"""Many requests in one test: the school is made once, and each request finds it as it was made."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from http.cookies import SimpleCookie
from typing import Any

from django.core.cache import cache
from django.db import transaction

from edusync.kernel.testing import ApiClient


def walk(cases: Iterable[tuple[Any, ...]], check: Callable[..., None], *, client: ApiClient) -> None:
    """Check every case (route, method, ...) by itself; fails at the end, naming each case that failed, and why."""
    faults = []
    for case in cases:
        route, method = case[0], str(case[1])
        try:
            with nothing_stays(client):
                check(*case)
        except AssertionError as fault:
            faults.append(f"{method.upper()} {route}: {fault}")
    assert not faults, "\n".join(faults)


@contextmanager
def nothing_stays(client: ApiClient) -> Iterator[None]:
    """What happens inside is undone: rows, what the cache learned of them, and cookies."""
    cookies = SimpleCookie(client.cookies.output(header="", sep=";"))
    try:
        with transaction.atomic():
            try:
                yield
            finally:
                transaction.set_rollback(True)
    finally:
        client.cookies = cookies
        cache.clear()
