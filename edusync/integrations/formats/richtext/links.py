"""How addresses in foreign HTML are understood: each format brings its own reading."""

import re
from typing import Protocol
from urllib.parse import parse_qs, quote, unquote, urlsplit

from edusync.integrations.formats.tree import FILE_SCHEME, LESSON_SCHEME

_YOUTUBE = re.compile(r"^(?:www\.|m\.)?youtube(?:-nocookie)?\.com$")
_SAFE_ID = re.compile(r"^[\w-]{6,20}$")


class Links(Protocol):
    """Reads addresses for one document of the source."""

    def file(self, address: str) -> str | None:
        """Key of the file of the package that the address names; None when it is not in the package."""

    def lesson(self, address: str) -> str | None:
        """Key of the lesson or block of the source that the address leads to."""

    def is_local(self, address: str) -> bool:
        """Whether the address means something of the source rather than of the web."""


def file_address(key: str) -> str:
    """Placeholder address of a file of the course."""
    return FILE_SCHEME + quote(key, safe="/")


def lesson_address(key: str) -> str:
    """Placeholder address of a lesson of the course."""
    return LESSON_SCHEME + quote(key, safe="/")


def key_of(address: str) -> str:
    """Key in a placeholder address."""
    return unquote(address.partition(":")[2])


def web_address(address: str) -> str | None:
    """The address when it is one of the web, mail or telephone; else None."""
    address = address.strip()
    if address.startswith("//"):
        address = "https:" + address
    scheme = urlsplit(address).scheme.lower() if ":" in address else ""
    return address if scheme in {"http", "https", "mailto", "tel"} else None


def film_of(address: str) -> tuple[str, str] | None:
    """Provider and id of a film at YouTube or Vimeo, by any of their addresses."""
    try:
        parts = urlsplit("https:" + address if address.startswith("//") else address)
    except ValueError:
        return None
    host = (parts.hostname or "").lower()
    pieces = [piece for piece in parts.path.split("/") if piece]
    if host == "youtu.be" and pieces:
        return _film("youtube", pieces[0])
    if _YOUTUBE.match(host):
        if pieces[:1] and pieces[0] in {"embed", "v", "shorts", "live"} and len(pieces) > 1:
            return _film("youtube", pieces[1])
        return _film("youtube", parse_qs(parts.query).get("v", [""])[0])
    if host in {"vimeo.com", "www.vimeo.com", "player.vimeo.com"}:
        return _film("vimeo", next((piece for piece in pieces if piece.isdigit()), ""))
    return None


def _film(provider: str, external_id: str) -> tuple[str, str] | None:
    return (provider, external_id) if _SAFE_ID.match(external_id) else None
