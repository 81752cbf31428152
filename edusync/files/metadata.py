"""Takes out of photographs what the camera wrote beside the picture: place, time, owner. The picture stays as it is."""

import io
import struct
from typing import IO

from PIL import Image

_EXIF = b"Exif\x00\x00"
_ORIENTATION = 0x0112
# Segments that carry facts about the picture-taking: APP1 (Exif, XMP), APP13 (IPTC), and comments.
_JPEG_DROPPED = frozenset({0xE1, 0xED, 0xFE})
_PNG_DROPPED = frozenset({b"eXIf", b"tEXt", b"iTXt", b"zTXt", b"tIME"})
_WEBP_DROPPED = frozenset({b"EXIF", b"XMP "})


def without_metadata(content: bytes, media_type: str) -> bytes:
    """The image without its metadata, pixel for pixel the same; the content itself where nothing is to be done."""
    cleaner = {"image/jpeg": _jpeg, "image/png": _png, "image/webp": _webp}.get(media_type)
    if cleaner is None:
        return content
    try:
        return cleaner(content)
    except (struct.error, IndexError, ValueError):
        # Odd files stay as they are: whether they are images at all is told elsewhere.
        return content


def orientation_of(content: IO[bytes]) -> int:
    """How the picture must be turned to stand upright (Exif 2.3, tag 0x0112): 1 to 8."""
    with Image.open(content) as image:
        value = image.getexif().get(_ORIENTATION, 1)
    return value if isinstance(value, int) and 1 <= value <= 8 else 1


def _jpeg(content: bytes) -> bytes:
    parts, at, is_turned = [content[:2]], 2, False
    while content[at] == 0xFF and content[at + 1] != 0xDA:
        marker, length = content[at + 1], struct.unpack_from(">H", content, at + 2)[0]
        segment = content[at : at + 2 + length]
        if length < 2 or len(segment) != length + 2:
            raise ValueError("a segment is cut off")
        if marker == 0xE1 and segment[4:10] == _EXIF and not is_turned:
            parts.append(_orientation_only(content))
            is_turned = True
        elif marker not in _JPEG_DROPPED:
            parts.append(segment)
        at += 2 + length
    return b"".join([*parts, content[at:]])


def _orientation_only(content: bytes) -> bytes:
    """An Exif segment that says only how to turn the picture; nothing for a picture that stands upright."""
    turned = orientation_of(io.BytesIO(content))
    if turned == 1:
        return b""
    entry = struct.pack(">HHIHH", _ORIENTATION, 3, 1, turned, 0)
    body = _EXIF + b"MM\x00*" + struct.pack(">IH", 8, 1) + entry + struct.pack(">I", 0)
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body


def _png(content: bytes) -> bytes:
    parts, at = [content[:8]], 8
    while at < len(content):
        length, kind = struct.unpack_from(">I4s", content, at)
        chunk = content[at : at + 12 + length]
        if len(chunk) != 12 + length:
            raise ValueError("a chunk is cut off")
        if kind not in _PNG_DROPPED:
            parts.append(chunk)
        at += 12 + length
    return b"".join(parts)


def _webp(content: bytes) -> bytes:
    parts, at = [], 12
    while at < len(content):
        kind, length = struct.unpack_from("<4sI", content, at)
        chunk = content[at : at + 8 + length + length % 2]
        if kind == b"VP8X":
            # Bits 3 and 2 announce Exif and XMP.
            chunk = chunk[:8] + bytes([chunk[8] & ~0x0C]) + chunk[9:]
        if kind not in _WEBP_DROPPED:
            parts.append(chunk)
        at += 8 + length + length % 2
    body = b"".join(parts)
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body
