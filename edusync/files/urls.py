"""Addresses of stored files."""

import uuid
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import quote

from django.core import signing

if TYPE_CHECKING:
    from edusync.files.models import FileObject


def file_url(file: "FileObject") -> str:
    """Address of a file, from the root of the site. The name is only decoration: the id decides."""
    return file_address(file.uuid, file.name)


def file_address(public_id: uuid.UUID, name: str) -> str:
    """`file_url` of a row read by `values()`."""
    return f"/files/{public_id}/{quote(name, safe='')}"


LINK_SALT = "files.link"
LINK_LIFETIME = timedelta(minutes=10)


def signed_file_url(file: "FileObject") -> str:
    """`file_url` that opens without a session, for ten minutes: for programs beside the browser."""
    return f"{file_url(file)}?signature={signing.TimestampSigner(salt=LINK_SALT).sign(str(file.uuid)).partition(':')[2]}"


def is_signed(public_id: uuid.UUID, signature: str) -> bool:
    """Whether the signature was made for this file within the last ten minutes."""
    signer = signing.TimestampSigner(salt=LINK_SALT)
    try:
        signer.unsign(f"{public_id}:{signature}", max_age=LINK_LIFETIME)
    except signing.BadSignature:
        return False
    return True
