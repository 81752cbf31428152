"""pytest plugin of the release before: its tests run on a database that a newer release migrated, and change no table.

Copied beside the older code, which knows nothing of it, by devtools/compatibility.py; its fixture is imported there by
the outermost conftest.
"""

from collections.abc import Iterator
from typing import Any

import pytest


@pytest.fixture(scope="session", name="django_db_setup")
def prepared_database(django_test_environment: None, django_db_blocker: Any) -> Iterator[None]:
    """The database of the settings as it stands: none is made, none migrated, and every test rolls back what it wrote."""
    from django.db import connections

    yield
    with django_db_blocker.unblock():
        connections.close_all()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test that commits would leave its rows to the others: such tests are not for this run."""
    items[:] = [item for item in items if not commits(item)]


def commits(item: pytest.Item) -> bool:
    """Whether the test's rows would stay."""
    mark = item.get_closest_marker("django_db")
    is_marked = mark is not None and bool(mark.kwargs.get("transaction"))
    return is_marked or "transactional_db" in getattr(item, "fixturenames", ())
