"""Can one tell by waiting who has an account? `python -m bench.sign_in_timing` prints medians for known and unknown addresses.

Runs the whole stack in this process on a database of its own, with the real hash of passwords, each pair of requests in
turn, so that whatever slows the machine slows both. Read the result by eye: nothing here passes or fails.
"""

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from typing import Any

PASSWORD = "correct horse 42"
AUTH = "/_allauth/browser/v1/auth/"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=25)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "EDUSYNC_DATA_DIR": folder,
            "EDUSYNC_RATE_LIMITS": "false",
            "EDUSYNC_LOG_LEVEL": "ERROR",
            "DJANGO_SETTINGS_MODULE": "edusync.config.settings",
        }
        measure(rounds)


def measure(rounds: int) -> None:
    """Set the site up and print a line for each way in."""
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    # Nobody is locked out of this.
    settings.SIGN_IN_ATTEMPTS = 10**9
    settings.ALLOWED_HOSTS = ["*"]
    call_command("migrate", verbosity=0)
    make_people()
    print(f"{'':28}{'median ms':>12}{'quartiles':>18}")
    for way, calls in ways().items():
        for name, samples in in_turn(calls, rounds).items():
            low, middle, high = statistics.quantiles(samples, n=4)
            print(f"{way + ', ' + name:28}{middle:12.1f}{f'{low:.1f} to {high:.1f}':>18}")


def make_people() -> None:
    """One person with a password, one without."""
    from edusync.identity.services import create_person, ensure_default_organization

    organization_id = ensure_default_organization().pk
    for name, password in (("known", PASSWORD), ("nopassword", None)):
        create_person(
            email=f"{name}@example.com",
            password=password,
            organization_id=organization_id,
            is_email_verified=True,
        )


def ways() -> dict[str, dict[str, Callable[[int], Any]]]:
    """Requests by way in and by who is asked for; each takes the number of the round."""

    def ask(path: str, **body: str) -> Any:
        from edusync.kernel.testing import ApiClient

        return ApiClient().post(AUTH + path, body)

    return {
        "sign-in": {
            "known": lambda n: ask("login", email="known@example.com", password="wrong password"),
            "unknown": lambda n: ask("login", email="unknown@example.com", password="wrong password"),
            "without password": lambda n: ask(
                "login", email="nopassword@example.com", password="wrong password"
            ),
        },
        "sign-up": {
            "known": lambda n: ask("signup", email="known@example.com", password=PASSWORD),
            "unknown": lambda n: ask("signup", email=f"new{n}@example.com", password=PASSWORD),
        },
        "reset": {
            "known": lambda n: ask("password/request", email="known@example.com"),
            "unknown": lambda n: ask("password/request", email="unknown@example.com"),
        },
        "code by mail": {
            "known": lambda n: ask("code/request", email="known@example.com"),
            "unknown": lambda n: ask("code/request", email="unknown@example.com"),
        },
    }


def in_turn(calls: dict[str, Callable[[int], Any]], rounds: int) -> dict[str, list[float]]:
    """Milliseconds of each call; the first two rounds warm up and are not counted."""
    samples: dict[str, list[float]] = {name: [] for name in calls}
    for number in range(rounds + 2):
        for name, call in calls.items():
            began = time.perf_counter()
            call(number)
            if number >= 2:
                samples[name].append((time.perf_counter() - began) * 1000)
    return samples


if __name__ == "__main__":
    main()
