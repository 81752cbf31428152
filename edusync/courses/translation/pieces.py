"""The pieces of text that can be translated, and where each stands."""

import dataclasses
import hashlib
from collections.abc import Iterator
from typing import Any, Literal, NamedTuple

from edusync.courses.blocks.walk import every_block, own_id

Kind = Literal["line", "text", "html"]

# Fields of blocks that people read. Tables are taken cell by cell.
BLOCK_FIELDS: dict[str, dict[str, Kind]] = {
    "text": {"html": "html"},
    "heading": {"text": "line"},
    "image": {"alt": "line", "caption": "line"},
    "callout": {"title": "line", "html": "html"},
    "embed": {"title": "line"},
    "file": {"name": "line"},
    "video": {"title": "line"},
    "audio": {"title": "line", "transcript": "text"},
    "link_card": {"title": "line", "summary": "text"},
    "quote": {"html": "html", "source": "line"},
    "toggle": {"title": "line"},
}


class Place(NamedTuple):
    """Where a piece stands: course, module or lesson, its id, and the field."""

    entity: str
    entity_id: int
    field: str


@dataclasses.dataclass(frozen=True, slots=True)
class Piece:
    """A piece of text of the source. `label` says what it is: a field's name or a block's type."""

    place: Place
    kind: Kind
    label: str
    text: str

    @property
    def digest(self) -> str:
        """Digest of what it says."""
        return piece_digest(self.text)


def piece_digest(text: str) -> str:
    """SHA-256 of a text."""
    return hashlib.sha256(text.encode()).hexdigest()


def document_pieces(document: dict[str, Any] | None, *, prefix: str) -> Iterator[tuple[str, Kind, str, str]]:
    """Field, kind, label and text of each piece of a block document that says something, in reading order."""
    for block in every_block(document or {}):
        name = own_id(block)
        if not name:
            continue
        for field, kind in BLOCK_FIELDS.get(block["type"], {}).items():
            text = block.get(field) or ""
            if text.strip():
                yield f"{prefix}/{name}/{field}", kind, block["type"], text
        if block["type"] == "table":
            yield from _table_pieces(block, f"{prefix}/{name}")


def _table_pieces(block: dict[str, Any], prefix: str) -> Iterator[tuple[str, Kind, str, str]]:
    if (block.get("caption") or "").strip():
        yield f"{prefix}/caption", "line", "table", block["caption"]
    rows = [block.get("header") or [], *(block.get("rows") or [])]
    for place, row in enumerate(rows):
        for column, cell in enumerate(row):
            if cell.strip():
                yield f"{prefix}/cells/{place}/{column}", "html", "table", cell
