"""Files that many lessons use, looked up and noted in a few queries."""

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from edusync.files.models import FileLink, FileObject
from edusync.kernel.tenancy import current_organization_id


def files_named(names: Iterable[Any]) -> dict[str, FileObject]:
    """Files of the organization in context, by public id as text. What is no id, or unknown, is missing."""
    wanted = set()
    for name in names:
        try:
            wanted.add(uuid.UUID(str(name)))
        except ValueError:
            continue
    if not wanted:
        return {}
    return {str(file.uuid): file for file in FileObject.objects.filter(uuid__in=wanted)}


def link_many(used: Mapping[int, Iterable[FileObject]], *, place: str, role: str) -> None:
    """Make exactly these files (by id of the place) the ones used there under a role."""
    wanted = {(place_id, file.pk) for place_id, files in used.items() for file in files}
    rows = FileLink.objects.filter(place=place, role=role, place_id__in=list(used))
    present = {
        (place_id, file_id): pk for pk, place_id, file_id in rows.values_list("id", "place_id", "file_id")
    }
    if gone := [pk for pair, pk in present.items() if pair not in wanted]:
        FileLink.objects.filter(pk__in=gone).delete()
    organization_id = current_organization_id()
    FileLink.objects.bulk_create(
        FileLink(organization_id=organization_id, file_id=file_id, place=place, place_id=place_id, role=role)
        for place_id, file_id in sorted(wanted - set(present))
    )
