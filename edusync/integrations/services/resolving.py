"""Placeholders in documents of a source become addresses of stored files and of lessons."""

import copy
import html
import re
from collections.abc import Callable, Mapping
from typing import Any

from edusync.courses.blocks import clean_document
from edusync.files.models import FileObject
from edusync.files.urls import file_url
from edusync.integrations.formats.richtext.links import key_of
from edusync.integrations.formats.tree import FILE_SCHEME, LESSON_SCHEME, SourceNode
from edusync.kernel.problems import ValidationProblem

Document = dict[str, Any]
_HREF = re.compile(rf' href="((?:{FILE_SCHEME}|{LESSON_SCHEME})[^"]*)"')
_HTML_FIELDS = ("html",)
_FILE_BLOCKS = frozenset({"image", "file", "video"})


class Resolver:
    """Knows where the files and lessons of one course stand now."""

    def __init__(self, files: Mapping[str, FileObject], lesson_address: Callable[[str], str | None]) -> None:
        self.files = files
        self.lesson_address = lesson_address
        self.used: dict[int, FileObject] = {}

    def file(self, address: str) -> FileObject | None:
        """The stored file of a placeholder."""
        file = self.files.get(key_of(address))
        if file is not None:
            self.used[file.pk] = file
        return file

    def address(self, placeholder: str) -> str | None:
        """Where a placeholder leads now; None when the store refused the file."""
        if placeholder.startswith(LESSON_SCHEME):
            return self.lesson_address(key_of(placeholder))
        file = self.file(placeholder)
        return file_url(file) if file else None

    def markup(self, markup: str) -> str:
        """HTML with its placeholders replaced; a link that leads nowhere keeps its words only."""

        def replaced(found: re.Match[str]) -> str:
            address = self.address(html.unescape(found.group(1)))
            return f' href="{html.escape(address)}"' if address else ""

        return _HREF.sub(replaced, markup) if "source-" in markup else markup

    def document(self, document: Document | None, node: SourceNode | None = None) -> Document:
        """A document that `clean_document` accepts. Blocks that it refuses are left out and told."""
        blocks = [self._block(copy.deepcopy(block)) for block in (document or {}).get("blocks", [])]
        resolved: Document = {"version": 1, "blocks": [block for block in blocks if block is not None]}
        return _accepted(resolved, node)

    def _block(self, block: Document) -> Document | None:
        if block["type"] in _FILE_BLOCKS and str(block.get("file") or "").startswith(FILE_SCHEME):
            file = self.file(block["file"])
            if file is None:
                words = block.get("alt") or block.get("title") or ""
                return {"type": "text", "html": f"<p>{html.escape(words)}</p>"} if words else None
            block["file"] = str(file.uuid)
        for name in _HTML_FIELDS:
            if name in block:
                block[name] = self.markup(block[name])
        if block["type"] == "table":
            block["header"] = [self.markup(cell) for cell in block["header"]]
            block["rows"] = [[self.markup(cell) for cell in row] for row in block["rows"]]
        if block["type"] == "video":
            tracks = [{**track, "url": self.address(track["url"])} for track in block.get("captions", [])]
            block["captions"] = [track for track in tracks if track["url"]]
        return block


def _accepted(document: Document, node: SourceNode | None) -> Document:
    try:
        return clean_document(document)
    except ValidationProblem as problem:
        refused = {_block_number(error.pointer) for error in problem.errors}
        if node:
            node.lose("block-refused", f"A part was left out: {problem.errors[0].detail}"[:300])
        kept = [block for number, block in enumerate(document["blocks"][:2000]) if number not in refused]
        return clean_document({"version": 1, "blocks": kept})


def _block_number(pointer: str) -> int | None:
    parts = pointer.split("/")
    return int(parts[2]) if len(parts) > 2 and parts[1] == "blocks" and parts[2].isdigit() else None
