"""Going through a document: blocks, blocks inside blocks, and the name that each has within the document."""

from collections.abc import Callable, Iterator
from typing import Any

Block = dict[str, Any]

# The provider's id of an embedded film lives in `id`, so its own name within the document moves to `block`.
OWN_ID_TYPES = frozenset({"embed"})
CONTAINERS = frozenset({"toggle", "columns"})


def own_id(block: Block) -> str:
    """The block's name within its document."""
    return str(block.get(id_key(block), ""))


def id_key(block: Block) -> str:
    """Field in which a block of this type keeps its name."""
    return "block" if block.get("type") in OWN_ID_TYPES else "id"


def inner_lists(block: Block) -> list[tuple[str, list[Block]]]:
    """The lists of blocks that a container holds, each with its pointer below the block."""
    if block.get("type") == "toggle":
        return [("blocks", block.get("blocks") or [])]
    if block.get("type") == "columns":
        columns = block.get("columns") or []
        return [
            (f"columns/{place}/blocks", column.get("blocks") or []) for place, column in enumerate(columns)
        ]
    return []


def pointed_blocks(document: dict[str, Any], *, pointer: str = "") -> Iterator[tuple[str, Block]]:
    """Every block with its JSON pointer, containers before what they hold, in reading order."""
    yield from _pointed(document.get("blocks") or [], f"{pointer}/blocks")


def _pointed(blocks: list[Block], pointer: str) -> Iterator[tuple[str, Block]]:
    for place, block in enumerate(blocks):
        here = f"{pointer}/{place}"
        yield here, block
        for name, inner in inner_lists(block):
            yield from _pointed(inner, f"{here}/{name}")


def every_block(document: dict[str, Any]) -> Iterator[Block]:
    """Every block, containers before what they hold, in reading order."""
    for _, block in pointed_blocks(document):
        yield block


def map_blocks(blocks: list[Block], change: Callable[[Block], Block | None]) -> list[Block]:
    """A copy in which every block is what `change` makes of it, inner ones first; None leaves it out."""
    result: list[Block] = []
    for block in blocks:
        block = dict(block)
        if block.get("type") == "toggle":
            block["blocks"] = map_blocks(block.get("blocks") or [], change)
        elif block.get("type") == "columns":
            block["columns"] = [
                {**column, "blocks": map_blocks(column.get("blocks") or [], change)}
                for column in block.get("columns") or []
            ]
        changed = change(block)
        if changed is not None:
            result.append(changed)
    return result
