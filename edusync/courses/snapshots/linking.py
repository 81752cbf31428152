"""Files that many lessons use, looked up in one query."""

import uuid
from collections.abc import Iterable
from typing import Any

from edusync.files.models import FileObject
from edusync.files.queries import files_by_uuid


def files_named(names: Iterable[Any]) -> dict[str, FileObject]:
    """Files of the organization in context, by public id as text. What is no id, or unknown, is missing."""
    wanted = set()
    for name in names:
        try:
            wanted.add(uuid.UUID(str(name)))
        except ValueError:
            continue
    return {str(name): file for name, file in files_by_uuid(wanted).items()}
