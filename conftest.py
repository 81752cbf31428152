"""What holds for every test of the repository."""

import gc

import pytest
from hypothesis import HealthCheck, settings

pytest_plugins = ["devtools.database_users_plugin", "devtools.given_schema_plugin"]

# The same examples in every run, and no verdict by the clock: a slow machine must not fail a test.
settings.register_profile(
    "ci",
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("ci")


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Bytes name no test: they are unreadable, and what a packer made of them may differ between two processes."""
    return argname if isinstance(val, bytes) else None


def pytest_collection_finish(session: pytest.Session) -> None:
    """What is loaded by now stays until the end: Python need not look through all of it for garbage again and again.

    What tests make is collected as always.
    """
    gc.collect()
    gc.freeze()
