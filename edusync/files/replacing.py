"""New content under an old use: every place that shows the file shows the new one; what was before can come back."""

from typing import IO

from django.db import transaction

from edusync.files import services
from edusync.files.models import FileObject, FileRendition, FileVersion
from edusync.files.problems import FileKnown
from edusync.files.scanning import refuse_infected
from edusync.kernel import clock, tasks
from edusync.kernel.audit import record
from edusync.kernel.policy import Actor
from edusync.kernel.problems import NotFound

_CONTENT = ("sha256", "size_bytes", "media_type", "name", "storage_key", "width", "height")


def replace_content(*, file: FileObject, content: IO[bytes] | bytes, name: str, by: Actor) -> FileObject:
    """Give a file new content of the same kind (a film stays a film); the old one is kept as a version.

    Raises FileTypeRefused for another kind, FileKnown where the content is a file already, and what `store_file` raises.
    """
    kept = services.keep_content(
        content=content,
        name=name,
        uploaded_by_id=by.user_id,
        allowed=[_kind_of(file)],
        is_metadata_removed=True,
    )
    if kept.sha256 == file.sha256:
        return file
    known = FileObject.objects.filter(sha256=kept.sha256).exclude(pk=file.pk).first()
    if known is not None:
        raise FileKnown(uuid=str(known.uuid), name=known.name)
    try:
        return _swap(
            file, {column: getattr(kept, column) for column in _CONTENT}, by=by, action="files.file.replaced"
        )
    except BaseException:
        services.forget_contents(keys=[kept.storage_key])
        raise


def restore_version(*, file: FileObject, number: int, by: Actor) -> FileObject:
    """Bring an earlier content back; the present one becomes a version. Raises NotFound, FileKnown, FileInfected."""
    version = FileVersion.objects.filter(file=file, number=number).first()
    if version is None:
        raise NotFound
    known = FileObject.objects.filter(sha256=version.sha256).exclude(pk=file.pk).first()
    if known is not None:
        raise FileKnown(uuid=str(known.uuid), name=known.name)
    values = {column: getattr(version, column) for column in _CONTENT}
    # The scanner may know more than when this content came in.
    with services.open_file(version) as content:
        refuse_infected(content)
    return _swap(file, values, by=by, action="files.file.restored")


def _kind_of(file: FileObject) -> str:
    """What the new content must be: the same first half (image/, video/), or the same type."""
    half = file.media_type.partition("/")[0]
    return f"{half}/" if half in {"image", "video", "audio", "text"} else file.media_type


@transaction.atomic
def _swap(file: FileObject, values: dict[str, object], *, by: Actor, action: str) -> FileObject:
    row = FileObject.objects.select_for_update().get(pk=file.pk)
    before = FileVersion.objects.filter(file=row, sha256=values["sha256"]).first()
    if before is not None:
        # It comes back: it is no earlier version any more.
        before.delete()
    FileVersion.objects.create(
        file=row,
        number=row.version,
        stored_by_id=row.replaced_by_id or row.uploaded_by_id,
        stored_at=row.replaced_at or row.created_at,
        **{column: getattr(row, column) for column in _CONTENT},
    )
    for column, value in values.items():
        setattr(row, column, value)
    # This content passed the scanner just now; with which definitions, the next round finds out.
    row.scan, row.scan_finding, row.scan_definitions = FileObject.Scan.CLEAN, "", ""
    row.version += 1
    row.replaced_at, row.replaced_by_id = clock.now(), by.user_id
    row.save()
    FileRendition.objects.filter(file=row).delete()
    tasks.enqueue("files.make_renditions", file_id=row.pk)
    record(action, actor=by, target=("file", row.pk), facts={"name": row.name, "version": row.version})
    return row  # type: ignore[no-any-return]


def versions_of(file: FileObject) -> list[FileVersion]:
    """Earlier contents, newest first."""
    return list(FileVersion.objects.filter(file=file).select_related("stored_by").order_by("-number"))
