"""Reads of stored files, permission-free."""

import uuid
from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet

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


def files_at(places: Q) -> QuerySet[FileObject]:
    """Files of the organization in context that are used in the places (a condition on `place` and `place_id`)."""
    return FileObject.objects.filter(pk__in=FileLink.objects.filter(places).values("file_id"))


def refused_files(*, place: str, place_ids: Any) -> list[tuple[int, str]]:
    """(id of the place, name) of files there that the virus scanner refuses."""
    rows = FileLink.objects.filter(place=place, place_id__in=place_ids, file__scan=FileObject.Scan.REFUSED)
    return list(rows.order_by("place_id", "file_id").values_list("place_id", "file__name"))


def file_owner(file_id: int) -> int | None:
    """Id of the person who brought a file of the organization in context."""
    owner: int | None = FileObject.objects.filter(pk=file_id).values_list("uploaded_by_id", flat=True).first()
    return owner


def is_file_of(organization_id: int, public_id: uuid.UUID) -> bool:
    """Whether the organization has a file of this public id."""
    return FileObject.unscoped.filter(uuid=public_id, organization_id=organization_id).exists()


def file_facts(organization_id: int, uuids: Iterable[uuid.UUID]) -> dict[str, dict[str, Any]]:
    """What identifies files of an organization, by public id as text, in the order of these."""
    columns = ("sha256", "name", "media_type", "size_bytes")
    rows = FileObject.unscoped.filter(organization_id=organization_id, uuid__in=set(uuids))
    found = {
        str(row[0]): dict(zip(columns, row[1:], strict=True)) for row in rows.values_list("uuid", *columns)
    }
    return dict(sorted(found.items()))
