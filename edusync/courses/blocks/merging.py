"""Two authors at once: their documents are put together block by block, and nobody's text is lost.

A block that one of them changed is taken as changed; a block that both changed is merged field by field and word by
word; where they changed the same words, both versions stand one after the other and the second says so
(`conflict_of`). What one deleted and the other changed stays. Blocks are known by their ids.
"""

import copy
import dataclasses
from typing import Any

from edusync.courses.blocks.document import CONFLICT, VERSION, is_name
from edusync.courses.blocks.inline import clean_inline
from edusync.courses.blocks.walk import Block, id_key, inner_lists, own_id
from edusync.courses.blocks.word_merge import merge_text

Document = dict[str, Any]

# Texts in which words may be merged; other fields are taken whole.
_WORDS = frozenset(
    {"html", "text", "code", "title", "caption", "alt", "latex", "summary", "source", "transcript", "name"}
)


@dataclasses.dataclass(frozen=True, slots=True)
class BlockConflict:
    """Both authors changed the same words: `block` holds the stored version, `copy` the other author's."""

    block: str
    copy: str


@dataclasses.dataclass(frozen=True, slots=True)
class MergeResult:
    """The merged document and what a person has to look at."""

    document: Document
    conflicts: tuple[BlockConflict, ...] = ()


def merge_documents(base: Document, mine: Document, theirs: Document) -> MergeResult:
    """`base` as both authors read it, `mine` as one wants to store it, `theirs` as the other has stored it.

    All three are cleaned documents. Cost is linear in the blocks, and bounded in the words of a block.
    """
    before, ours, others = _blocks(base), _blocks(mine), _blocks(theirs)
    if others in (ours, before):
        return MergeResult(_document(ours))
    if ours == before:
        return MergeResult(_document(others))
    merger = _Merger(taken={name for side in (before, ours, others) for name in _names(side)})
    blocks = merger.merged(before, ours, others)
    return MergeResult(_document(_unique(blocks, merger)), tuple(merger.conflicts))


def _document(blocks: list[Block]) -> Document:
    return {"version": VERSION, "blocks": copy.deepcopy(blocks)}


def _blocks(document: Document) -> list[Block]:
    return list((document or {}).get("blocks") or [])


def _names(blocks: list[Block]) -> set[str]:
    found: set[str] = set()
    for block in blocks:
        found.add(own_id(block))
        for _, inner in inner_lists(block):
            found |= _names(inner)
    return found


def _unique(blocks: list[Block], merger: "_Merger") -> list[Block]:
    """The same blocks with a name of their own each: one author may have moved what the other kept in place."""
    met: set[str] = set()

    def visit(inner: list[Block]) -> None:
        for block in inner:
            if own_id(block) in met:
                block[id_key(block)] = merger.free_name()
            met.add(own_id(block))
            for _, deeper in inner_lists(block):
                visit(deeper)

    result = copy.deepcopy(blocks)
    visit(result)
    return result


@dataclasses.dataclass
class _Merger:
    """One merge: the names in use and the conflicts met."""

    taken: set[str]
    conflicts: list[BlockConflict] = dataclasses.field(default_factory=list)

    def free_name(self) -> str:
        """A name that no version has used."""
        number = len(self.taken) + 1
        while f"b{number}" in self.taken:
            number += 1
        self.taken.add(f"b{number}")
        return f"b{number}"

    def merged(self, base: list[Block], mine: list[Block], theirs: list[Block]) -> list[Block]:
        """The blocks of one list."""
        before, ours, others = _by_name(base), _by_name(mine), _by_name(theirs)
        kept: dict[str, list[Block]] = {}
        for name in dict.fromkeys([*others, *ours]):
            kept[name] = self._one(before.get(name), ours.get(name), others.get(name))
        order = _order(list(before), list(ours), list(others))
        return [block for name in order for block in kept[name]]

    def _one(self, base: Block | None, mine: Block | None, theirs: Block | None) -> list[Block]:
        """What stays of one block."""
        if mine is None or theirs is None:
            left = mine if mine is not None else theirs
            return [] if left is None or left == base else [left]
        if theirs in (mine, base):
            return [mine]
        if mine == base:
            return [theirs]
        if base is not None and base["type"] == mine["type"] == theirs["type"]:
            both = self._fields(base, mine, theirs)
            if both is not None:
                return [both]
        return self._both(mine, theirs)

    def _both(self, mine: Block, theirs: Block) -> list[Block]:
        second = copy.deepcopy(mine)
        second[id_key(second)] = self.free_name()
        name = own_id(theirs)
        if is_name(name):
            second[CONFLICT] = name
        self.conflicts.append(BlockConflict(name, own_id(second)))
        return [theirs, second]

    def _fields(self, base: Block, mine: Block, theirs: Block) -> Block | None:
        """One block with the changes of both, or None when they contradict each other."""
        result = dict(theirs)
        for name in dict.fromkeys([*theirs, *mine]):
            values = base.get(name), mine.get(name), theirs.get(name)
            if name == "blocks":
                result[name] = self.merged(*(list(value or []) for value in values))
                continue
            value = self._columns(*values) if name == "columns" else _field(name, *values)
            if value is _CONTRADICTION:
                return None
            result[name] = value
            if value is None and name not in theirs and name not in base:
                del result[name]
        if CONFLICT in result and (mine.get(CONFLICT) is None or theirs.get(CONFLICT) is None):
            # One of them settled the conflict.
            del result[CONFLICT]
        return result

    def _columns(self, base: Any, mine: Any, theirs: Any) -> Any:
        if not len(base) == len(mine) == len(theirs):
            return _field("columns", base, mine, theirs)
        return [
            {"blocks": self.merged(one["blocks"], two["blocks"], three["blocks"])}
            for one, two, three in zip(base, mine, theirs, strict=True)
        ]


_CONTRADICTION = object()


def _field(name: str, base: Any, mine: Any, theirs: Any) -> Any:
    if theirs in (mine, base):
        return mine
    if mine == base:
        return theirs
    if name in _WORDS and isinstance(base, str) and isinstance(mine, str) and isinstance(theirs, str):
        words = merge_text(base, mine, theirs)
        if words is not None and (name != "html" or clean_inline(words) == words):
            return words
    if name in {"rows", "header"}:
        return _rows(base, mine, theirs)
    return _CONTRADICTION


def _rows(base: Any, mine: Any, theirs: Any) -> Any:
    """Cells of a table whose shape nobody changed, each by itself."""
    if not (isinstance(base, list) and isinstance(mine, list) and isinstance(theirs, list)):
        return _field("html", base, mine, theirs)
    if not len(base) == len(mine) == len(theirs):
        return _CONTRADICTION
    cells = [_rows(*cell) for cell in zip(base, mine, theirs, strict=True)]
    return _CONTRADICTION if any(cell is _CONTRADICTION for cell in cells) else cells


def _by_name(blocks: list[Block]) -> dict[str, Block]:
    return {own_id(block): block for block in blocks}


def _order(base: list[str], mine: list[str], theirs: list[str]) -> list[str]:
    """Order of all names: the side that moved things leads, what only the other has stands behind its neighbor."""
    leader, follower = (mine, theirs) if _has_moved(base, mine) else (theirs, mine)
    order = list(leader)
    present = set(leader)
    before: str | None = None
    for name in follower:
        if name not in present:
            place = order.index(before) + 1 if before is not None else 0
            order.insert(place, name)
            present.add(name)
        before = name
    return order


def _has_moved(base: list[str], side: list[str]) -> bool:
    both = set(base) & set(side)
    return [name for name in base if name in both] != [name for name in side if name in both]
