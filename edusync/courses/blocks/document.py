"""Which blocks there are, which fields each has, and the check of a whole document."""

import dataclasses
from typing import Any
from urllib.parse import urlsplit

from edusync.courses import embeds
from edusync.courses.blocks import fields
from edusync.courses.blocks.fields import Errors, Reader
from edusync.courses.blocks.walk import CONTAINERS, id_key
from edusync.kernel.problems import ValidationProblem

VERSION = 1
MAX_BLOCKS = 2_000
# Characters of all texts together; what is longer belongs on several pages.
MAX_CHARACTERS = 2_000_000
# Containers inside a container: columns in a toggle or a toggle in a column, and no further.
MAX_DEPTH = 2
MIN_COLUMNS, MAX_COLUMNS = 2, 4
TONES = ("info", "tip", "warning", "challenge", "solution", "success")
EMBED_PROVIDERS = embeds.PROVIDERS
VIDEO_PROVIDERS = ("file", "youtube", "vimeo", "url")

# Fields of each type. What is not listed is dropped.
BLOCKS: dict[str, dict[str, Reader]] = {
    "text": {"html": fields.html},
    "heading": {
        "level": fields.number(low=2, high=4, default=2),
        "text": fields.text(limit=500),
    },
    "image": {
        "file": fields.file_id,
        "src": fields.address(),
        "alt": fields.text(),
        "caption": fields.text(),
        "width": fields.optional_number(low=1, high=20_000),
        "height": fields.optional_number(low=1, high=20_000),
    },
    "code": {"code": fields.text(limit=fields.MAX_CODE_CHARACTERS), "language": fields.text(limit=40)},
    "callout": {
        "tone": fields.choice(TONES, default="info"),
        "title": fields.text(limit=300),
        "html": fields.html,
        "is_collapsed": fields.flag,
    },
    "table": {"caption": fields.text(), "header": fields.html_row, "rows": fields.html_rows},
    "math": {"latex": fields.text(limit=10_000)},
    "embed": {
        "provider": fields.choice(EMBED_PROVIDERS),
        "id": fields.external_id,
        "title": fields.text(limit=300),
    },
    "file": {
        "file": fields.file_id,
        "name": fields.text(limit=255),
        "size_bytes": fields.optional_number(low=0, high=2**53),
        "media_type": fields.text(limit=120),
        "url": fields.address(),
    },
    "video": {
        "file": fields.file_id,
        "url": fields.address(),
        "provider": fields.choice(VIDEO_PROVIDERS, default="file"),
        "external_id": fields.external_id,
        "captions": fields.captions,
        "title": fields.text(limit=300),
    },
    "audio": {
        "file": fields.file_id,
        "url": fields.address(),
        "title": fields.text(limit=300),
        "transcript": fields.text(limit=fields.MAX_HTML_CHARACTERS),
    },
    "link_card": {
        "url": fields.address(),
        "title": fields.text(limit=300),
        "summary": fields.text(),
    },
    "quote": {"html": fields.html, "source": fields.text(limit=500)},
    "toggle": {"title": fields.text(limit=300)},
    "columns": {},
    "divider": {},
    "question": {"question": fields.question_id},
}
# Fields that a block has only when they say something.
OPTIONAL: dict[str, dict[str, Reader]] = {
    "embed": {"url": fields.address()},
    "image": {"is_decorative": fields.flag},
}
# Any block may be the second of two versions that two authors made of one: see `merging`.
CONFLICT = "conflict_of"


def empty_document() -> dict[str, Any]:
    """A document with nothing in it."""
    return {"version": VERSION, "blocks": []}


def clean_document(document: Any, *, pointer: str = "") -> dict[str, Any]:
    """The document as it may be stored and shown: known blocks and fields only, HTML cleaned, every block with an id.

    An empty object is an empty document. `pointer` is put before the pointers of faults.
    Raises ValidationProblem with all faults.
    """
    cleaner = _Cleaner()
    blocks = cleaner.read_blocks(_raw_blocks(document, pointer, cleaner.errors), f"{pointer}/blocks", 0)
    if not cleaner.errors.found and _characters(blocks) > MAX_CHARACTERS:
        detail = f"All texts together may have {MAX_CHARACTERS} characters. Make several pages of it."
        cleaner.errors.add(f"{pointer}/blocks", "too-long", detail)
    if cleaner.errors.found:
        raise ValidationProblem(errors=cleaner.errors.found)
    return {"version": VERSION, "blocks": blocks}


def _raw_blocks(document: Any, pointer: str, errors: Errors) -> list[Any]:
    if document == {}:
        return []
    if not isinstance(document, dict):
        errors.add(pointer, "not-an-object", "A document is an object with blocks.")
        return []
    if document.get("version", VERSION) != VERSION:
        errors.add(f"{pointer}/version", "unknown-version", f"This site reads version {VERSION}.")
    blocks = document.get("blocks", [])
    if not isinstance(blocks, list):
        errors.add(f"{pointer}/blocks", "not-a-list", "Must be a list of blocks.")
        return []
    return blocks


def _characters(value: Any) -> int:
    """Characters of all texts inside cleaned JSON, keys left out."""
    if isinstance(value, str):
        return len(value)
    if isinstance(value, dict):
        return sum(_characters(inner) for inner in value.values())
    if isinstance(value, list):
        return sum(_characters(inner) for inner in value)
    return 0


@dataclasses.dataclass
class _Cleaner:
    """One pass over one document: the faults, and the names and the number of blocks met so far."""

    errors: Errors = dataclasses.field(default_factory=Errors)
    taken: set[str] = dataclasses.field(default_factory=set)
    count: int = 0

    def read_blocks(self, raw: list[Any], pointer: str, depth: int) -> list[dict[str, Any]]:
        """The clean blocks of one list."""
        self.count += len(raw)
        if self.count > MAX_BLOCKS:
            self.errors.add(pointer, "too-many", f"At most {MAX_BLOCKS} blocks.")
            return []
        read = (self._read_block(one, f"{pointer}/{place}", depth) for place, one in enumerate(raw))
        return [block for block in read if block is not None]

    def _read_block(self, raw: Any, pointer: str, depth: int) -> dict[str, Any] | None:
        if not isinstance(raw, dict):
            self.errors.add(pointer, "not-an-object", "A block is an object.")
            return None
        kind = raw.get("type")
        readers = BLOCKS.get(kind) if isinstance(kind, str) else None
        if not isinstance(kind, str) or readers is None:
            self.errors.add(f"{pointer}/type", "unknown-block", f"Must be one of {', '.join(BLOCKS)}.")
            return None
        block: dict[str, Any] = {"id": "", "type": kind}
        for name, read in readers.items():
            block[name] = read(raw.get(name), f"{pointer}/{name}", self.errors)
        for name, read in OPTIONAL.get(kind, {}).items():
            if value := read(raw.get(name), f"{pointer}/{name}", self.errors):
                block[name] = value
        self._name_block(block, raw)
        if kind == "embed":
            self._check_embed(block, pointer)
        if kind in CONTAINERS:
            self._read_inside(block, raw, pointer, depth)
        return block

    def _name_block(self, block: dict[str, Any], raw: dict[str, Any]) -> None:
        """Keep the block's id when it is a short, unused word, else give it the next free one."""
        key = id_key(block)
        wanted = raw.get(key)
        if not is_name(wanted) or wanted in self.taken:
            number = len(self.taken) + 1
            while f"b{number}" in self.taken:
                number += 1
            wanted = f"b{number}"
        self.taken.add(str(wanted))
        block[key] = wanted
        if is_name(raw.get(CONFLICT)):
            block[CONFLICT] = raw[CONFLICT]

    def _check_embed(self, block: dict[str, Any], pointer: str) -> None:
        """A page of another site comes from a host that this site allows; films need no address."""
        if block["provider"] != embeds.WEB:
            block.pop("url", None)
            return
        address = block.get("url", "")
        found = embeds.find_embed(address)
        if found is None or found.provider != embeds.WEB:
            host = urlsplit(address).hostname or "" if address else ""
            detail = f"Pages of {host or 'this address'} may not be embedded here. Use a link card."
            self.errors.add(f"{pointer}/url", "host-not-allowed", detail)

    def _read_inside(self, block: dict[str, Any], raw: dict[str, Any], pointer: str, depth: int) -> None:
        if depth >= MAX_DEPTH:
            self.errors.add(pointer, "too-deep", f"Blocks may stand {MAX_DEPTH} deep inside others.")
            return
        if block["type"] == "toggle":
            block["blocks"] = self._inner(raw.get("blocks"), f"{pointer}/blocks", depth)
            return
        columns = raw.get("columns")
        if not isinstance(columns, list) or not MIN_COLUMNS <= len(columns) <= MAX_COLUMNS:
            detail = f"Must be {MIN_COLUMNS} to {MAX_COLUMNS} columns."
            self.errors.add(f"{pointer}/columns", "not-columns", detail)
            block["columns"] = []
            return
        block["columns"] = [
            self._column(column, f"{pointer}/columns/{place}", depth) for place, column in enumerate(columns)
        ]

    def _column(self, raw: Any, pointer: str, depth: int) -> dict[str, Any]:
        if not isinstance(raw, dict):
            self.errors.add(pointer, "not-an-object", "A column is an object with blocks.")
            return {"blocks": []}
        return {"blocks": self._inner(raw.get("blocks"), f"{pointer}/blocks", depth)}

    def _inner(self, raw: Any, pointer: str, depth: int) -> list[dict[str, Any]]:
        if raw is None:
            return []
        if not isinstance(raw, list):
            self.errors.add(pointer, "not-a-list", "Must be a list of blocks.")
            return []
        return self.read_blocks(raw, pointer, depth + 1)


def is_name(value: Any) -> bool:
    """Whether a value can be the id of a block: a short ASCII word."""
    return (
        isinstance(value, str)
        and 0 < len(value) <= 40
        and value.isascii()
        and value.replace("-", "").isalnum()
    )
