"""Changes of stored files."""

import dataclasses
import io
import secrets
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import IO

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from PIL import Image

from edusync.files import media_types
from edusync.files.images import BadImage, image_size
from edusync.files.isomedia import is_sound_only
from edusync.files.metadata import without_metadata
from edusync.files.models import FileLink, FileObject, FileRendition, FileVersion
from edusync.files.names import safe_name
from edusync.files.problems import FileQuarantined, FileTooLarge, FileTypeRefused, ImageUnreadable
from edusync.files.quotas import require_room
from edusync.files.renditions import is_wanted
from edusync.files.scanning import refuse_infected
from edusync.files.storage import IncomingContent, TooManyBytes, chunks, storage
from edusync.kernel import tasks
from edusync.kernel.tenancy import current_organization_id

__all__ = [
    "AVATAR_MAX_BYTES",
    "MEGABYTE",
    "ORGANIZATION_PICTURE_MAX_BYTES",
    "KeptContent",
    "LooseContent",
    "drop_file",
    "drop_loose_content",
    "drop_unused_files",
    "forget_contents",
    "keep_content",
    "keep_loose_content",
    "link_file",
    "link_many",
    "max_file_bytes",
    "max_image_bytes",
    "open_file",
    "open_loose_content",
    "remove_avatar",
    "remove_organization_picture",
    "replace_links",
    "safe_name",
    "store_avatar",
    "store_file",
    "store_organization_picture",
    "unlink_file",
]
MEGABYTE = 1024 * 1024
AVATAR_MAX_BYTES = 5 * MEGABYTE
# It is loaded by every page.
ORGANIZATION_PICTURE_MAX_BYTES = MEGABYTE // 2


def max_file_bytes() -> int:
    """Largest upload in bytes (setting FILE_MAX_MEGABYTES)."""
    return int(settings.FILE_MAX_MEGABYTES) * MEGABYTE


def max_image_bytes() -> int:
    """Largest image in bytes (setting FILE_IMAGE_MAX_MEGABYTES)."""
    return int(settings.FILE_IMAGE_MAX_MEGABYTES) * MEGABYTE


@dataclasses.dataclass(frozen=True, slots=True)
class KeptContent:
    """A content that was examined and is in the store; no row names it yet, unless `known` does."""

    sha256: str
    size_bytes: int
    media_type: str
    name: str
    storage_key: str
    width: int | None
    height: int | None
    known: FileObject | None = None


def store_file(
    *,
    content: IO[bytes] | bytes,
    name: str,
    uploaded_by_id: int | None,
    max_bytes: int | None = None,
    allowed: Collection[str] | None = None,
    is_metadata_removed: bool = False,
) -> FileObject:
    """Keep a content for the organization in context; the same bytes give the row that is there already.

    `allowed` lists media types, or their first halves ("image/"). `is_metadata_removed`: what a camera wrote into a
    photograph is taken out. Raises FileTooLarge, FileTypeRefused, FileQuotaExceeded, FileQuarantined, ImageUnreadable,
    FileInfected, ScannerUnavailable.
    """
    kept = keep_content(
        content=content,
        name=name,
        uploaded_by_id=uploaded_by_id,
        max_bytes=max_bytes,
        allowed=allowed,
        is_metadata_removed=is_metadata_removed,
    )
    if kept.known is None:
        return _record(kept, uploaded_by_id=uploaded_by_id)
    if kept.known.scan == FileObject.Scan.REFUSED:
        raise FileQuarantined
    return kept.known


def keep_content(
    *,
    content: IO[bytes] | bytes,
    name: str,
    uploaded_by_id: int | None,
    max_bytes: int | None = None,
    allowed: Collection[str] | None = None,
    is_metadata_removed: bool = False,
) -> KeptContent:
    """Examine a content and put it into the store, without a row. Raises as `store_file` does; then nothing is left."""
    stream = io.BytesIO(content) if isinstance(content, bytes) else content
    limit = min(max_bytes or max_file_bytes(), max_file_bytes())
    store = storage()
    name = safe_name(name)
    incoming = _received(stream, limit)
    try:
        if is_metadata_removed:
            incoming = _cleaned(incoming, name, limit)
        known = FileObject.objects.filter(sha256=incoming.sha256).first()
        media_type = known.media_type if known else _type_of(incoming, name)
        _refuse_type(media_type, allowed)
        width, height = _checked_image(incoming, media_type)
        if known is None:
            require_room(size_bytes=incoming.size_bytes, uploaded_by_id=uploaded_by_id)
            with store.inspect(incoming) as inspected:
                refuse_infected(inspected)
        key = store.keep(incoming)
    finally:
        store.discard(incoming)
    return KeptContent(incoming.sha256, incoming.size_bytes, media_type, name, key, width, height, known)


def _received(stream: IO[bytes], limit: int) -> IncomingContent:
    try:
        return storage().receive(stream, max_bytes=limit)
    except TooManyBytes as error:
        raise FileTooLarge(max_bytes=limit) from error


def _type_of(incoming: IncomingContent, name: str) -> str:
    """By its first bytes; of an MP4 by its tracks, which may stand anywhere in it."""
    found = media_types.media_type_of(incoming.head, name)
    if found == "video/mp4":
        with storage().inspect(incoming) as inspected:
            if is_sound_only(inspected, incoming.size_bytes):
                return "audio/mp4"
    return found


def _cleaned(incoming: IncomingContent, name: str, limit: int) -> IncomingContent:
    """The photograph without what the camera wrote into it, in place of what was received."""
    media_type = media_types.media_type_of(incoming.head, name)
    if media_type not in media_types.RASTER_IMAGES or incoming.size_bytes > max_image_bytes():
        return incoming
    store = storage()
    with store.inspect(incoming) as inspected:
        before = inspected.read()
    try:
        after = without_metadata(before, media_type)
    except (OSError, SyntaxError, Image.DecompressionBombError) as error:
        store.discard(incoming)
        raise ImageUnreadable(str(error)) from error
    if after == before:
        return incoming
    store.discard(incoming)
    return _received(io.BytesIO(after), limit)


def _refuse_type(media_type: str, allowed: Collection[str] | None) -> None:
    if media_type in media_types.REFUSED:
        raise FileTypeRefused(media_type=media_type)
    if allowed is None or media_type in allowed:
        return
    if not any(kind.endswith("/") and media_type.startswith(kind) for kind in allowed):
        raise FileTypeRefused(media_type=media_type)


def _checked_image(incoming: IncomingContent, media_type: str) -> tuple[int | None, int | None]:
    """Width and height of a raster image, (None, None) of anything else."""
    if media_type not in media_types.RASTER_IMAGES:
        return None, None
    if incoming.size_bytes > max_image_bytes():
        raise FileTooLarge(max_bytes=max_image_bytes())
    with storage().inspect(incoming) as content:
        try:
            return image_size(content)
        except BadImage as error:
            raise ImageUnreadable(str(error)) from error


def _record(kept: KeptContent, *, uploaded_by_id: int | None) -> FileObject:
    try:
        with transaction.atomic():
            file = FileObject.objects.create(
                sha256=kept.sha256,
                size_bytes=kept.size_bytes,
                media_type=kept.media_type,
                name=kept.name,
                storage_key=kept.storage_key,
                width=kept.width,
                height=kept.height,
                uploaded_by_id=uploaded_by_id,
            )
            if is_wanted(file):
                tasks.enqueue("files.make_renditions", file_id=file.pk)
            return file
    except IntegrityError:
        # Somebody stored the same bytes between our look and our insert.
        return FileObject.objects.get(sha256=kept.sha256)


def link_file(*, file: FileObject, place: str, place_id: int, role: str = "content") -> FileLink:
    """Note that a file is used in a place; twice is once."""
    link, _ = FileLink.objects.get_or_create(file=file, place=place, place_id=place_id, role=role)
    return link


@transaction.atomic
def replace_links(*, files: Iterable[FileObject], place: str, place_id: int, role: str = "content") -> None:
    """Make exactly these files the ones used in a place under a role."""
    wanted = {file.pk for file in files}
    links = FileLink.objects.filter(place=place, place_id=place_id, role=role)
    present = set(links.values_list("file_id", flat=True))
    if gone := present - wanted:
        links.filter(file_id__in=gone).delete()
    for file_id in sorted(wanted - present):
        FileLink.objects.create(file_id=file_id, place=place, place_id=place_id, role=role)


def store_avatar(*, content: IO[bytes] | bytes, name: str, user_id: int) -> FileObject:
    """Keep a person's picture in place of the one before. Raises FileTooLarge, FileTypeRefused, ImageUnreadable."""
    file = store_file(
        content=content,
        name=name,
        uploaded_by_id=user_id,
        max_bytes=AVATAR_MAX_BYTES,
        allowed=media_types.RASTER_IMAGES,
    )
    replace_links(files=[file], place="avatar", place_id=user_id, role="avatar")
    return file


def remove_avatar(*, user_id: int) -> None:
    """Let nobody fetch a person's picture any more."""
    replace_links(files=[], place="avatar", place_id=user_id, role="avatar")


def store_organization_picture(
    *, content: IO[bytes] | bytes, name: str, picture: str, organization_id: int, uploaded_by_id: int | None
) -> FileObject:
    """Keep an organization's `logo` or `icon` in place of the one before; every visitor may fetch it.

    Raises FileTooLarge, FileTypeRefused, ImageUnreadable.
    """
    file = store_file(
        content=content,
        name=name,
        uploaded_by_id=uploaded_by_id,
        max_bytes=ORGANIZATION_PICTURE_MAX_BYTES,
        allowed=media_types.RASTER_IMAGES,
    )
    replace_links(files=[file], place="organization", place_id=organization_id, role=picture)
    return file


def remove_organization_picture(*, picture: str, organization_id: int) -> None:
    """Let nobody fetch an organization's `logo` or `icon` any more."""
    replace_links(files=[], place="organization", place_id=organization_id, role=picture)


def open_file(file: FileObject) -> IO[bytes]:
    """Content of a file, seekable. Raises FileNotFoundError when the store lost it."""
    return storage().open(file.storage_key)


def drop_file(*, file: FileObject) -> bool:
    """Forget a file that is used nowhere, with its contents. Returns whether it went; in use, it stays."""
    if FileLink.unscoped.filter(file=file).exists():
        return False
    keys = [
        file.storage_key,
        *FileVersion.unscoped.filter(file=file).values_list("storage_key", flat=True),
        *FileRendition.unscoped.filter(file=file).values_list("storage_key", flat=True),
    ]
    try:
        with transaction.atomic():
            file.delete()
    except (ProtectedError, IntegrityError):
        return False
    forget_contents(keys=keys)
    return True


def unlink_file(*, file: FileObject, place: str, place_id: int) -> bool:
    """A place uses a file no longer; the file goes with its content if nothing else uses it. Returns whether it went."""
    FileLink.unscoped.filter(file=file, place=place, place_id=place_id).delete()
    return drop_file(file=file)


def drop_unused_files(ids: Iterable[int]) -> int:
    """Forget those of these files that nothing uses; returns how many went."""
    return sum(drop_file(file=file) for file in FileObject.unscoped.filter(pk__in=list(ids)))


def forget_contents(*, keys: Iterable[str]) -> None:
    """Remove contents that no row of any organization names, as after a transaction that was rolled back."""
    wanted = set(keys)
    named: set[str] = set()
    for table in (FileObject, FileVersion, FileRendition):
        named |= set(table.unscoped.filter(storage_key__in=wanted).values_list("storage_key", flat=True))
    for key in wanted - named:
        storage().delete(key)


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


@dataclasses.dataclass(frozen=True, slots=True)
class LooseContent:
    """A content outside of the list of files: no address leads to it, nobody else gets the same one."""

    key: str
    size_bytes: int


def keep_loose_content(*, content: IO[bytes], max_bytes: int) -> LooseContent:
    """Keep a content that is made to be fetched once or twice and then dropped, as the file of a report.

    Whoever keeps one names its key in a row of their own and drops it in time. Equal contents are kept apart, so that one
    can go without the other. Raises FileTooLarge.
    """
    incoming = _received(content, max_bytes)
    own = dataclasses.replace(incoming, sha256=secrets.token_hex(32))
    try:
        return LooseContent(storage().keep(own), incoming.size_bytes)
    finally:
        storage().discard(incoming)


def open_loose_content(key: str) -> Iterator[bytes]:
    """The content in pieces. Raises FileNotFoundError at once when the store lost it."""
    return chunks(storage().open(key))


def drop_loose_content(key: str) -> None:
    """Forget the content; no error when it is gone already."""
    storage().delete(key)
