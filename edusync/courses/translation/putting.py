"""Translations in the place of the source's texts. What is not translated stays in the source's language."""

from collections.abc import Mapping
from typing import Any

from edusync.courses.blocks.walk import map_blocks, own_id
from edusync.courses.translation.pieces import BLOCK_FIELDS


def in_document(document: dict[str, Any], texts: Mapping[str, str], *, prefix: str) -> dict[str, Any]:
    """A copy of the block document with the texts (by field, as `document_pieces` names them) in their places."""
    own = {field: text for field, text in texts.items() if field.startswith(f"{prefix}/")}
    if not own:
        return document

    def translated(block: dict[str, Any]) -> dict[str, Any]:
        base = f"{prefix}/{own_id(block)}"
        for field in BLOCK_FIELDS.get(block["type"], {}):
            if f"{base}/{field}" in own:
                block[field] = own[f"{base}/{field}"]
        if block["type"] == "table":
            _put_in_table(block, own, base)
        return block

    return {**document, "blocks": map_blocks(document.get("blocks") or [], translated)}


def _put_in_table(block: dict[str, Any], texts: Mapping[str, str], base: str) -> None:
    block["caption"] = texts.get(f"{base}/caption", block.get("caption", ""))
    rows = [
        [texts.get(f"{base}/cells/{place}/{column}", cell) for column, cell in enumerate(row)]
        for place, row in enumerate([block.get("header") or [], *(block.get("rows") or [])])
    ]
    block["header"], block["rows"] = rows[0], rows[1:]
