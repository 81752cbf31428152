"""Deleting a file by hand: only what is used nowhere, and noted in the audit log."""

from django.db import transaction

from edusync.files.models import FileLink, FileObject
from edusync.files.policy import SHELVES
from edusync.files.problems import FileInUse
from edusync.files.services import drop_file
from edusync.kernel.audit import record
from edusync.kernel.policy import Actor


def remove_file(*, file: FileObject, by: Actor) -> None:
    """Delete a file with its earlier versions, and take it from the shelves of courses. Raises FileInUse."""
    facts = {"name": file.name, "size_bytes": file.size_bytes}
    with transaction.atomic():
        links = FileLink.objects.filter(file=file)
        uses = links.exclude(place__in=SHELVES).count()
        if uses:
            raise FileInUse(uses=uses)
        links.delete()
        record("files.file.deleted", actor=by, target=("file", file.pk), facts=facts)
        if not drop_file(file=file):
            raise FileInUse(uses=1)
