"""Addresses of stored files."""

import uuid
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from edusync.files.models import FileObject


def file_url(file: "FileObject") -> str:
    """Address of a file, from the root of the site. The name is only decoration: the id decides."""
    return file_address(file.uuid, file.name)


def file_address(public_id: uuid.UUID, name: str) -> str:
    """`file_url` of a row read by `values()`."""
    return f"/files/{public_id}/{quote(name, safe='')}"
