"""Tells what a file is by its first bytes. The name only chooses between types that look alike."""

import re
from pathlib import PurePosixPath

from edusync.files.matroska import is_sound_only

HEAD_BYTES = 4096
UNKNOWN = "application/octet-stream"
PLAIN_TEXT = "text/plain"

# Offset, signature, type. The first that fits wins.
SIGNATURES: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"GIF87a", "image/gif"),
    (0, b"GIF89a", "image/gif"),
    (8, b"WEBP", "image/webp"),
    (0, b"BM", "image/bmp"),
    (0, b"II*\x00", "image/tiff"),
    (0, b"MM\x00*", "image/tiff"),
    (0, b"\x00\x00\x01\x00", "image/x-icon"),
    (4, b"ftypavif", "image/avif"),
    (0, b"%PDF-", "application/pdf"),
    (4, b"ftypM4A", "audio/mp4"),
    (4, b"ftypqt", "video/quicktime"),
    (4, b"ftyp", "video/mp4"),
    (0, b"\x1a\x45\xdf\xa3", "video/webm"),
    (0, b"OggS", "audio/ogg"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"\xff\xfb", "audio/mpeg"),
    (0, b"\xff\xf3", "audio/mpeg"),
    (0, b"fLaC", "audio/flac"),
    (8, b"WAVE", "audio/wav"),
    (0, b"wOFF", "font/woff"),
    (0, b"wOF2", "font/woff2"),
    (0, b"\x1f\x8b", "application/gzip"),
    (0, b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (0, b"PK\x03\x04", "application/zip"),
    (0, b"PK\x05\x06", "application/zip"),
    (257, b"ustar", "application/x-tar"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (0, b"SQLite format 3\x00", "application/vnd.sqlite3"),
    (0, b"{\\rtf", "application/rtf"),
    (0, b"MZ", "application/x-dosexec"),
    (0, b"\x7fELF", "application/x-executable"),
    (0, b"\xca\xfe\xba\xbe", "application/x-mach-binary"),
    (0, b"\xcf\xfa\xed\xfe", "application/x-mach-binary"),
    (0, b"\xce\xfa\xed\xfe", "application/x-mach-binary"),
)
REFUSED = frozenset({"application/x-dosexec", "application/x-executable", "application/x-mach-binary"})

OFFICE = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".odp": "application/vnd.oasis.opendocument.presentation",
    ".epub": "application/epub+zip",
}
# What a name may say about content that has no signature of its own.
BY_NAME: dict[str, dict[str, str]] = {
    "application/zip": OFFICE,
    "application/x-ole-storage": {
        ".doc": "application/msword",
        ".xls": "application/vnd.ms-excel",
        ".ppt": "application/vnd.ms-powerpoint",
    },
    PLAIN_TEXT: {
        ".csv": "text/csv",
        ".vtt": "text/vtt",
        ".md": "text/markdown",
        ".json": "application/json",
        ".srt": "application/x-subrip",
        ".css": "text/css",
        ".py": "text/x-python",
        ".ics": "text/calendar",
    },
    "video/webm": {".mkv": "video/x-matroska", ".weba": "audio/webm"},
    "audio/ogg": {".ogv": "video/ogg"},
}

# A browser shows these by itself and runs nothing in them.
INLINE = frozenset(
    {
        *("image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp", "image/avif", "image/x-icon"),
        *("video/mp4", "video/webm", "video/ogg", "video/quicktime", "audio/mpeg", "audio/mp4", "audio/ogg"),
        *("audio/wav", "audio/flac", "audio/webm", "application/pdf", "text/plain", "text/vtt"),
    }
)
RASTER_IMAGES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp"})
SVG = "image/svg+xml"
HTML = "text/html"

_MARKUP = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|script|iframe|style|title|table|div|span|a|h1|p|br|img|b|object|embed|meta|link"
    rb"|form)[\s>/]",
    re.IGNORECASE,
)
_SVG = re.compile(rb"<(?:[a-z]+:)?svg[\s>]", re.IGNORECASE)


def media_type_of(head: bytes, name: str) -> str:
    """Media type of content that begins with `head` (up to HEAD_BYTES bytes) and is called `name`."""
    found = _by_signature(head) or _by_text(head)
    if found == "video/webm" and is_sound_only(head):
        return "audio/webm"
    return BY_NAME.get(found, {}).get(PurePosixPath(name).suffix.lower(), found)


def _by_signature(head: bytes) -> str | None:
    for offset, signature, media_type in SIGNATURES:
        if head.startswith(signature, offset):
            return media_type
    return None


def _by_text(head: bytes) -> str:
    """Text in UTF-8 or UTF-16, markup where a browser could take it for markup, else unknown bytes."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        # Browsers decode UTF-16 by its mark, so markup must be looked for in the decoded text.
        head = head.decode("utf-16", errors="ignore").encode()
    if _SVG.search(head):
        return SVG
    if _MARKUP.search(head[:1024]):
        return HTML
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<?xml"):
        return "application/xml"
    if b"\x00" in head:
        return UNKNOWN
    return PLAIN_TEXT if _is_text(head) else UNKNOWN


def _is_text(head: bytes) -> bool:
    try:
        head.decode()
    except UnicodeDecodeError as error:
        # The head may end inside a character.
        return len(head) >= HEAD_BYTES and error.start >= len(head) - 4
    return True
