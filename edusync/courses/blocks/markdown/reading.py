"""Markdown to block documents: our own, and what people bring from elsewhere."""

import json
import re
from collections.abc import Callable, Sequence
from typing import Any

from markdown_it.tree import SyntaxTreeNode

from edusync.courses import embeds
from edusync.courses.blocks.document import MAX_COLUMNS, MAX_DEPTH, MIN_COLUMNS, VERSION, clean_document
from edusync.courses.blocks.inline import inline_text
from edusync.courses.blocks.markdown import boxes, foreign
from edusync.courses.blocks.markdown.dialect import parse, plain_words, rendered, rendered_words
from edusync.courses.blocks.markdown.directives import JSON_BLOCK, Directive, read_directive
from edusync.courses.blocks.walk import Block, id_key
from edusync.kernel.problems import ValidationProblem

_LANGUAGE = re.compile(r"[{.]*([\w+#.-]{1,40})")
_SOURCE = re.compile(r"\A(.*)<p>— (.+)</p>\Z", re.DOTALL)
# Types whose Markdown is a link alone in its paragraph, with the fields of its words and its address.
LINK_TYPES = {
    "file": ("name", "url"),
    "video": ("title", "url"),
    "audio": ("title", "url"),
    "link_card": ("title", "url"),
    "embed": ("title", ""),
}


def markdown_to_document(text: str) -> dict[str, Any]:
    """The clean block document of a Markdown text. What fits no block becomes text; nothing is refused.

    Raises ValidationProblem only when the text makes more blocks than a document may hold.
    """
    blocks = read_blocks(text)
    try:
        return clean_document({"version": VERSION, "blocks": blocks})
    except ValidationProblem:
        fitting = [fit for block in blocks for fit in foreign.fitting(block)]
        return clean_document({"version": VERSION, "blocks": fitting})


def read_blocks(text: str) -> list[Block]:
    """The blocks, not cleaned yet."""
    reader = Reader(depth=0)
    reader.read(parse(text.replace("\r\n", "\n")))
    return reader.blocks


class Reader:
    """Goes through the nodes of one level; what stays text gathers until another block comes."""

    def __init__(self, *, depth: int) -> None:
        self.depth = depth
        self.blocks: list[Block] = []
        self._text: list[str] = []
        self._directive: Directive | None = None

    def read(self, nodes: Sequence[SyntaxTreeNode]) -> None:
        """Make blocks of the nodes."""
        place = 0
        while place < len(nodes):
            place += self._one(nodes, place)
        self.flush()

    def flush(self) -> None:
        """End the text block at hand."""
        directive, self._directive = self._directive, None
        if not self._text and (directive is None or directive.kind):
            return
        html = "".join(self._text)
        self._text = []
        directive = directive or Directive()
        self._put({"type": "text", "html": unwrapped(html, directive)}, directive)

    def add(self, block: Block) -> None:
        """Put a block of its own, with what its directive said."""
        directive = None
        if not self._text:
            directive, self._directive = self._directive, None
        self.flush()
        self._put(block, directive or Directive())

    def say(self, html: str) -> None:
        """One more piece of text."""
        if html.strip():
            self._text.append(html)

    def _put(self, block: Block, directive: Directive) -> None:
        fields = {name: value for name, value in directive.fields.items() if name != "bare"}
        block.update(fields)
        if directive.id:
            block[id_key(block)] = directive.id
        self.blocks.append(block)

    def _one(self, nodes: Sequence[SyntaxTreeNode], place: int) -> int:
        """Read a node; how many were read, for some belong together."""
        node = nodes[place]
        if node.type == "html_block":
            return self._html(nodes, place)
        read = _READERS.get(node.type)
        if read is None:
            self.say(rendered(node))
        else:
            read(self, node)
        return 1

    def _html(self, nodes: Sequence[SyntaxTreeNode], place: int) -> int:
        content = nodes[place].content
        directive = read_directive(content)
        if directive is not None:
            self.flush()
            self._directive = directive
            return 1
        if content.lstrip().startswith("<!--"):
            return 1
        toggle = foreign.details(nodes, place)
        if toggle is not None:
            title, inner, count = toggle
            self.container({"type": "toggle", "title": title}, inner)
            return count
        for block in foreign.html_blocks(content):
            if block["type"] == "text":
                self.say(block["html"])
            else:
                self.add(block)
        return 1

    def container(self, block: Block, inner: Sequence[SyntaxTreeNode]) -> None:
        """A block with blocks inside; where nesting ends, these stand in its place."""
        blocks = self.inside(inner)
        if self.depth >= MAX_DEPTH:
            self.flush()
            title = str(block.get("title") or "")
            self.blocks += [{"type": "heading", "level": 4, "text": title}] if title else []
            self.blocks += blocks
            return
        self.add({**block, "blocks": blocks})

    def inside(self, nodes: Sequence[SyntaxTreeNode]) -> list[Block]:
        """Blocks one level deeper."""
        reader = Reader(depth=self.depth + 1)
        reader.read(nodes)
        return reader.blocks

    @property
    def directive(self) -> Directive:
        """What the comment before the node said."""
        return self._directive if self._directive is not None and not self._text else Directive()


def unwrapped(html: str, directive: Directive) -> str:
    """Words that stand without a paragraph, where the directive says so."""
    if directive.fields.get("bare") is True and html.startswith("<p>") and html.endswith("</p>"):
        return html[3:-4]
    return html


def _paragraph(reader: Reader, node: SyntaxTreeNode) -> None:
    inline = node.children[0] if node.children else None
    parts = [part for part in (inline.children if inline else []) if not foreign.is_space(part)]
    links = [part for part in parts if part.type == "link"]
    kind = reader.directive.kind
    if len(parts) == len(links) == 1 and kind in LINK_TYPES:
        _link_block(reader, links[0], kind)
    elif parts and all(foreign.is_picture(part) for part in parts):
        for part in parts:
            reader.add(foreign.image_block(part))
    elif len(parts) == 1 and (found := _film_alone(parts[0])):
        reader.add({"type": "embed", **found})
    else:
        reader.say(f"<p>{rendered_words(inline)}</p>")


def _link_block(reader: Reader, link: SyntaxTreeNode, kind: str) -> None:
    words, address = LINK_TYPES[kind]
    target = str(link.attrs.get("href", ""))
    block: Block = {"type": kind, words: plain_words(link)}
    if kind == "embed":
        found = embeds.find_embed(target)
        if found is not None:
            block |= {"provider": found.provider, "id": found.id}
            if found.provider == embeds.WEB:
                block["url"] = target
    else:
        block[address] = target
    if kind == "link_card":
        block["summary"] = str(link.attrs.get("title", ""))
    reader.add(block)


def _film_alone(part: SyntaxTreeNode) -> dict[str, Any] | None:
    """An address alone in its paragraph: the film that it names."""
    if part.type == "text":
        found, title = embeds.find_embed(part.content), ""
    elif part.type == "link" and part.attrs.get("href") == plain_words(part):
        found, title = embeds.find_embed(str(part.attrs["href"])), ""
    else:
        return None
    if found is None or found.provider == embeds.WEB:
        return None
    return {"provider": found.provider, "id": found.id, "title": title}


def _heading(reader: Reader, node: SyntaxTreeNode) -> None:
    words = plain_words(node.children[0] if node.children else None)
    pictures = [part for part in node.walk() if part.type == "image"]
    if not words.strip() and pictures:
        for picture in pictures:
            reader.add(foreign.image_block(picture))
        return
    reader.add({"type": "heading", "level": min(4, max(2, int(node.tag[1]))), "text": words})


def _code(reader: Reader, node: SyntaxTreeNode) -> None:
    info = node.info.strip() if node.type == "fence" else ""
    code = re.sub(r"\n\Z", "", node.content)
    if info == JSON_BLOCK and (block := _json_block(code)):
        reader.add(block)
        return
    if info == "math":
        reader.add({"type": "math", "latex": code})
        return
    language = _LANGUAGE.match(info)
    reader.add({"type": "code", "code": code, "language": language.group(1) if language else ""})


def _json_block(code: str) -> Block | None:
    try:
        block = json.loads(code)
    except (ValueError, RecursionError):
        return None
    return block if isinstance(block, dict) and isinstance(block.get("type"), str) else None


def _table(reader: Reader, node: SyntaxTreeNode) -> None:
    rows = [
        [rendered_words(cell.children[0] if cell.children else None) for cell in row.children]
        for part in node.children
        for row in part.children
    ]
    header, *rest = rows or [[]]
    if all(not cell for cell in header):
        header = []
    reader.add({"type": "table", "caption": "", "header": header, "rows": rest})


def _quote(reader: Reader, node: SyntaxTreeNode) -> None:
    html = "".join(rendered(child) for child in node.children)
    alert = boxes.alert(html)
    if alert:
        reader.add({"type": "callout", "tone": alert[0], "title": "", "html": alert[1]})
        return
    html = unwrapped(html, reader.directive)
    block: Block = {"type": "quote", "html": html, "source": ""}
    found = _SOURCE.match(html)
    if found:
        block |= {"html": found.group(1), "source": inline_text(found.group(2))}
        block["html"] = unwrapped(block["html"], reader.directive)
    reader.add(block)


def _math(reader: Reader, node: SyntaxTreeNode) -> None:
    reader.add({"type": "math", "latex": node.content.strip("\n")})


def _divider(reader: Reader, node: SyntaxTreeNode) -> None:
    reader.add({"type": "divider"})


def _box(reader: Reader, node: SyntaxTreeNode) -> None:
    box = boxes.read_box(node.info)
    if box is None:
        _spread(reader, node)
    elif box["type"] == "columns":
        _columns(reader, node)
    elif box["type"] == "toggle":
        reader.container(box, node.children)
    elif box["type"] == "question":
        reader.add(box)
    else:
        html = "".join(rendered(child) for child in node.children)
        reader.add({**box, "html": unwrapped(html, reader.directive)})


def _columns(reader: Reader, node: SyntaxTreeNode) -> None:
    columns = [
        child for child in node.children if child.type == "container_box" and boxes.is_column(child.info)
    ]
    fits = MIN_COLUMNS <= len(columns) <= MAX_COLUMNS and len(columns) == len(node.children)
    if not fits or reader.depth >= MAX_DEPTH:
        _spread(reader, node)
        return
    inner = [{"blocks": reader.inside(column.children)} for column in columns]
    reader.add({"type": "columns", "columns": inner})


def _spread(reader: Reader, node: SyntaxTreeNode) -> None:
    """A box that nobody knows: what it holds stands in its place."""
    reader.flush()
    blocks = Reader(depth=reader.depth)
    blocks.read(node.children)
    reader.blocks += blocks.blocks


_READERS: dict[str, Callable[[Reader, SyntaxTreeNode], None]] = {
    "paragraph": _paragraph,
    "heading": _heading,
    "fence": _code,
    "code_block": _code,
    "table": _table,
    "blockquote": _quote,
    "math_block": _math,
    "hr": _divider,
    "container_box": _box,
}
