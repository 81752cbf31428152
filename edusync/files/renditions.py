"""Pictures made smaller: WebP in fixed widths, made in the background, upright and without metadata."""

import io
from typing import IO

from django.db import IntegrityError, transaction
from PIL import Image, ImageOps, UnidentifiedImageError

from edusync.files.images import FORMATS, MAX_PIXELS
from edusync.files.media_types import RASTER_IMAGES
from edusync.files.models import FileObject, FileRendition
from edusync.files.storage import storage

# A thumbnail of lists, a column of text, a wide screen.
WIDTHS = (320, 960, 1600)
QUALITY = 80
MAX_BYTES = 20 * 1024 * 1024


def is_wanted(file: FileObject) -> bool:
    """Whether smaller pictures of this file are worth having. Animations would stand still."""
    return file.media_type in RASTER_IMAGES - {"image/gif"} and (file.width or 0) > WIDTHS[0]


def make_renditions(file: FileObject) -> int:
    """Make what is missing; returns how many pictures were made. A damaged picture gets none."""
    if not is_wanted(file):
        return 0
    present = set(FileRendition.objects.filter(file=file).values_list("width", flat=True))
    wanted = [width for width in WIDTHS if width < (file.width or 0) and width not in present]
    if not wanted:
        return 0
    with storage().open(file.storage_key) as content:
        pictures = _smaller(content, wanted)
    return sum(_keep(file, width, picture) for width, picture in pictures)


def _smaller(content: IO[bytes], widths: list[int]) -> list[tuple[int, bytes]]:
    try:
        with Image.open(content, formats=FORMATS) as image:
            if image.width * image.height > MAX_PIXELS:
                return []
            upright = ImageOps.exif_transpose(image)
            picture = upright.convert(
                "RGBA" if "A" in upright.getbands() or "transparency" in upright.info else "RGB"
            )
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError):
        return []
    return [(width, _webp(picture, width)) for width in widths if width < picture.width]


def _webp(picture: Image.Image, width: int) -> bytes:
    height = max(1, round(picture.height * width / picture.width))
    target = io.BytesIO()
    picture.resize((width, height), Image.Resampling.LANCZOS).save(target, "WEBP", quality=QUALITY)
    return target.getvalue()


def _keep(file: FileObject, width: int, picture: bytes) -> bool:
    store = storage()
    incoming = store.receive(io.BytesIO(picture), max_bytes=MAX_BYTES)
    try:
        key = store.keep(incoming)
    finally:
        store.discard(incoming)
    try:
        with transaction.atomic():
            FileRendition.objects.create(file=file, width=width, size_bytes=len(picture), storage_key=key)
    except IntegrityError:
        # Another worker made it meanwhile.
        return False
    return True


def rendition_for(file: FileObject, width: int) -> FileRendition | None:
    """The smallest picture at least `width` pixels wide; None where only the picture itself is wide enough."""
    rows = FileRendition.unscoped.filter(file=file, width__gte=width)
    found: FileRendition | None = rows.order_by("width").first()
    return found
