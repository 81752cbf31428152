"""Reads of stored files, permission-free."""

import uuid
from collections.abc import Iterable

from edusync.files.models import FileLink, FileObject


def files_by_uuid(uuids: Iterable[uuid.UUID]) -> dict[uuid.UUID, FileObject]:
    """Files of the organization in context, by public id. Unknown ids are missing from the answer."""
    wanted = set(uuids)
    if not wanted:
        return {}
    return {file.uuid: file for file in FileObject.objects.filter(uuid__in=wanted)}


def files_by_id(ids: Iterable[int]) -> dict[int, FileObject]:
    """Files of the organization in context, by id."""
    return FileObject.objects.in_bulk(set(ids))


def file_places(file_id: int) -> list[tuple[str, int]]:
    """Where a file is used: (place, id of the place)."""
    return list(FileLink.objects.filter(file_id=file_id).values_list("place", "place_id"))
