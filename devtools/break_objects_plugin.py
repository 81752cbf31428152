"""pytest plugin: the test database lacks the trigger that `break_objects` names."""

import os
from typing import Any

from devtools.break_objects import LEFT_OUT


def pytest_collection_finish() -> None:
    """Before the first test makes the database: from then on the object has no file."""
    from edusync.kernel import sqlobjects

    own, name = sqlobjects.object_files, os.environ[LEFT_OUT]

    def without(vendor: str) -> list[Any]:
        return [file for file in own(vendor) if file.name != name]

    sqlobjects.object_files = without
