"""What files keeps about people."""

from collections.abc import Iterator
from typing import IO

from django.db.models import Q

from edusync.files.models import FileLink, FileObject
from edusync.files.services import drop_file, open_file, remove_avatar
from edusync.kernel.personal_data import Subject, declare, keep, register_exported_files, table
from edusync.kernel.tenancy import organization_context

IN_USE = "Used in a course or a record: it belongs to the organization."


def uploads(subject: Subject) -> Q:
    """Files the person brought."""
    return Q(uploaded_by_id=subject.user_id)


def erase_files(subject: Subject) -> int:
    """Take the person's picture away and drop what they brought and nothing uses."""
    pictures = FileLink.unscoped.filter(place="avatar", place_id=subject.user_id)
    for organization_id in set(pictures.values_list("organization_id", flat=True)):
        with organization_context(organization_id):
            remove_avatar(user_id=subject.user_id)
    rows = FileObject.unscoped.filter(uploads(subject))
    if not subject.is_account_included:
        rows = rows.filter(organization_id=subject.organization_id)
    return sum(drop_file(file=file) for file in rows.order_by("id"))


def exported(subject: Subject) -> Iterator[tuple[str, IO[bytes]]]:
    """The files a person brought."""
    rows = FileObject.unscoped.filter(uploads(subject), organization_id=subject.organization_id)
    for file in rows.order_by("id"):
        try:
            content = open_file(file)
        except FileNotFoundError:
            continue
        yield f"uploads/{file.uuid}-{file.name}", content


register_exported_files(exported)
declare(
    table(
        "files.FileObject",
        match=uploads,
        purpose="account",
        retention="membership",
        reason=IN_USE,
        columns={"name": keep("technical", IN_USE)},
        others=("uploaded_by", "replaced_by"),
        plain=("sha256", "media_type", "storage_key", "scan_definitions", "scan_finding"),
        eraser=erase_files,
    ),
    table("files.FileVersion", purpose="teaching", retention="record", others=("stored_by",)),
    table(
        "files.FileUpload",
        "uploaded_by_id",
        purpose="account",
        retention="membership",
        on_erasure="delete",
        plain=("name",),
    ),
)
