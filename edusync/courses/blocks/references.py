"""Files and links inside documents: finding them, filling in what the server knows, rewriting them on import."""

import copy
import uuid
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from edusync.courses.blocks.inline import clean_inline
from edusync.courses.blocks.walk import every_block, own_id, pointed_blocks
from edusync.files.urls import file_url
from edusync.kernel.problems import FieldError, ValidationProblem

if TYPE_CHECKING:
    from edusync.files.models import FileObject

FILE_BLOCKS = frozenset({"image", "file", "video", "audio"})
HTML_BLOCKS = frozenset({"text", "callout", "quote"})


def document_files(document: dict[str, Any]) -> list[uuid.UUID]:
    """Public ids of the stored files that blocks name, and that links and captions point to, in order of appearance."""
    found: dict[uuid.UUID, None] = {}
    for block in every_block(document):
        if block["type"] in FILE_BLOCKS and block.get("file"):
            found[uuid.UUID(block["file"])] = None
        _walk_addresses(block, lambda target: _note(target, found))
    return list(found)


def _note(target: str, found: dict[uuid.UUID, None]) -> str:
    identifier = target.removeprefix("/files/").partition("/")[0]
    if target.startswith("/files/"):
        try:
            found[uuid.UUID(identifier)] = None
        except ValueError:
            return target
    return target


def fill_files(
    document: dict[str, Any], files: "Mapping[uuid.UUID, FileObject]", *, pointer: str = ""
) -> dict[str, Any]:
    """A copy with address, name, size and dimensions of each stored file written in.

    Raises ValidationProblem when a block names a file that is not in `files`.
    """
    document = copy.deepcopy(document)
    errors = []
    for place, block in pointed_blocks(document, pointer=pointer):
        if block["type"] not in FILE_BLOCKS or not block.get("file"):
            continue
        file = files.get(uuid.UUID(block["file"]))
        if file is None:
            errors.append(FieldError(pointer=f"{place}/file", code="unknown-file", detail="No such file."))
        else:
            _fill_block(block, file)
    if errors:
        raise ValidationProblem(errors=errors)
    return document


def _fill_block(block: dict[str, Any], file: "FileObject") -> None:
    if block["type"] == "image":
        block["src"] = file_url(file)
        block["width"] = block.get("width") or file.width
        block["height"] = block.get("height") or file.height
        return
    block["url"] = file_url(file)
    if block["type"] == "file":
        block["name"] = block.get("name") or file.name
        block["size_bytes"] = file.size_bytes
        block["media_type"] = file.media_type


def map_files(document: dict[str, Any], files: "Mapping[str, FileObject]") -> dict[str, Any]:
    """A copy in which every reference to a key of `files` points to the stored file: blocks, captions and links.

    Works on documents not cleaned yet, for relative references do not pass the cleaning. Importers call it with the references as the source wrote them ("/static/a.png", "../fig/a.png").
    """

    def stored(target: str) -> str:
        file = files.get(target) or files.get(target.partition("#")[0])
        return file_url(file) if file else target

    document = copy.deepcopy(document)
    for block in every_block(document):
        if block["type"] in FILE_BLOCKS:
            reference = block.get("src") or block.get("url") or ""
            if file := files.get(reference):
                block["file"] = str(file.uuid)
                _fill_block(block, file)
        _walk_addresses(block, stored)
    return document


def map_links(document: dict[str, Any], rewrite: Callable[[str], str]) -> dict[str, Any]:
    """A copy with the target of every link passed through `rewrite` (links between lessons on import)."""
    document = copy.deepcopy(document)
    for block in every_block(document):
        _walk_addresses(block, rewrite)
    return document


def _walk_addresses(block: dict[str, Any], rewrite: Callable[[str], str]) -> None:
    """Pass every link inside HTML, the target of link cards and the tracks of films through `rewrite`, in place."""
    kind = block["type"]
    if kind in HTML_BLOCKS and "<a" in block.get("html", ""):
        block["html"] = clean_inline(block["html"], rewrite=rewrite)
    elif kind == "table":
        block["header"] = [_rewritten(cell, rewrite) for cell in block.get("header") or []]
        block["rows"] = [[_rewritten(cell, rewrite) for cell in row] for row in block.get("rows") or []]
    elif kind == "link_card" and block.get("url"):
        block["url"] = rewrite(block["url"])
    elif kind == "video":
        for track in block.get("captions") or []:
            track["url"] = rewrite(track.get("url", ""))


def links_of(document: dict[str, Any]) -> list[str]:
    """Targets of all links of a cleaned document in order of appearance: in HTML, link cards, captions."""
    found: list[str] = []

    def note(target: str) -> str:
        found.append(target)
        return target

    for block in every_block(copy.deepcopy(document)):
        _walk_addresses(block, note)
    return found


def images_without_alt(document: dict[str, Any]) -> list[str]:
    """Ids of the image blocks that a voice reader could say nothing about, although they say something."""
    return [
        own_id(block)
        for block in every_block(document)
        if block["type"] == "image" and not block.get("is_decorative") and not block.get("alt", "").strip()
    ]


def questions_of(document: dict[str, Any]) -> list[uuid.UUID]:
    """Public ids of the practice questions in a document, in order of appearance."""
    found = (block.get("question") for block in every_block(document) if block["type"] == "question")
    return [uuid.UUID(value) for value in dict.fromkeys(found) if value]


def _rewritten(cell: str, rewrite: Callable[[str], str]) -> str:
    return clean_inline(cell, rewrite=rewrite) if "<a" in cell else cell
