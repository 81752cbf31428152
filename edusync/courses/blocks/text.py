"""Plain text of a document, for search, summaries and reading aloud."""

from typing import Any

from edusync.courses.blocks.inline import inline_text
from edusync.courses.blocks.walk import every_block


def document_text(document: dict[str, Any]) -> str:
    """All text of a cleaned document, a line per paragraph, cell row or caption. Code counts, formulas do not."""
    parts: list[str] = []
    for block in every_block(document):
        parts.extend(part for part in _block_text(block) if part)
    return "\n".join(parts)


def _block_text(block: dict[str, Any]) -> list[str]:
    kind = block["type"]
    if kind in {"text", "quote", "callout"}:
        return [block.get("title", ""), inline_text(block["html"]), block.get("source", "")]
    if kind == "table":
        rows = [block["header"], *block["rows"]]
        return [block["caption"], *(" ".join(inline_text(cell) for cell in row) for row in rows)]
    names = {
        "heading": ("text",),
        "image": ("alt", "caption"),
        "code": ("code",),
        "embed": ("title",),
        "video": ("title",),
        "audio": ("title", "transcript"),
        "toggle": ("title",),
        "file": ("name",),
        "link_card": ("title", "summary"),
    }
    return [str(block.get(name, "")) for name in names.get(kind, ())]
