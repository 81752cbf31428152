"""Which blocks there are, which fields each has, and the check of a whole document."""

from typing import Any

from edusync.courses.blocks import fields
from edusync.courses.blocks.fields import Errors, Reader
from edusync.kernel.problems import ValidationProblem

VERSION = 1
MAX_BLOCKS = 2_000
TONES = ("info", "tip", "warning", "challenge", "solution", "success")
EMBED_PROVIDERS = ("youtube", "vimeo")
VIDEO_PROVIDERS = ("file", "youtube", "vimeo", "url")

# Fields of each type. What is not listed is dropped.
BLOCKS: dict[str, dict[str, Reader]] = {
    "text": {"html": fields.html},
    "heading": {
        "level": fields.number(low=2, high=4, default=2),
        "text": fields.text(limit=500, is_required=True),
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
    "math": {"latex": fields.text(limit=10_000, is_required=True)},
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
    "link_card": {
        "url": fields.address(is_required=True),
        "title": fields.text(limit=300),
        "summary": fields.text(),
    },
    "quote": {"html": fields.html, "source": fields.text(limit=500)},
}
# The provider's id of an embedded film lives in `id`, so its own name within the document moves to `block`.
OWN_ID_TYPES = frozenset({"embed"})


def empty_document() -> dict[str, Any]:
    """A document with nothing in it."""
    return {"version": VERSION, "blocks": []}


def clean_document(document: Any, *, pointer: str = "") -> dict[str, Any]:
    """The document as it may be stored and shown: known blocks and fields only, HTML cleaned, every block with an id.

    An empty object is an empty document. `pointer` is put before the pointers of faults.
    Raises ValidationProblem with all faults.
    """
    errors = Errors()
    blocks = _raw_blocks(document, pointer, errors)
    cleaned: list[dict[str, Any]] = []
    taken: set[str] = set()
    for index, raw in enumerate(blocks):
        block = _clean_block(raw, f"{pointer}/blocks/{index}", errors)
        if block is not None:
            _name_block(block, raw, taken)
            cleaned.append(block)
    if errors.found:
        raise ValidationProblem(errors=errors.found)
    return {"version": VERSION, "blocks": cleaned}


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
    if len(blocks) > MAX_BLOCKS:
        errors.add(f"{pointer}/blocks", "too-many", f"At most {MAX_BLOCKS} blocks.")
        return []
    return blocks


def _clean_block(raw: Any, pointer: str, errors: Errors) -> dict[str, Any] | None:
    if not isinstance(raw, dict):
        errors.add(pointer, "not-an-object", "A block is an object.")
        return None
    kind = raw.get("type")
    readers = BLOCKS.get(kind) if isinstance(kind, str) else None
    if readers is None:
        errors.add(f"{pointer}/type", "unknown-block", f"Must be one of {', '.join(BLOCKS)}.")
        return None
    block: dict[str, Any] = {"id": "", "type": kind}
    for name, read in readers.items():
        block[name] = read(raw.get(name), f"{pointer}/{name}", errors)
    return block


def _name_block(block: dict[str, Any], raw: dict[str, Any], taken: set[str]) -> None:
    """Keep the block's id when it is a short, unused word, else give it the next free one."""
    key = "block" if block["type"] in OWN_ID_TYPES else "id"
    wanted = raw.get(key)
    if not isinstance(wanted, str) or not wanted.isascii() or not wanted.replace("-", "").isalnum():
        wanted = ""
    if not wanted or len(wanted) > 40 or wanted in taken:
        number = len(taken) + 1
        while f"b{number}" in taken:
            number += 1
        wanted = f"b{number}"
    taken.add(wanted)
    block[key] = wanted
