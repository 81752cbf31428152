"""Block documents to Markdown. Each block is read back before its spelling counts."""

import itertools
import json
import re
from collections.abc import Callable, Iterator
from typing import Any

from edusync.courses import embeds
from edusync.courses.blocks.document import CONFLICT, VERSION, clean_document
from edusync.courses.blocks.markdown import boxes, flow
from edusync.courses.blocks.markdown.directives import JSON_BLOCK, Directive, write_directive
from edusync.courses.blocks.markdown.html_tree import parse
from edusync.courses.blocks.markdown.reading import LINK_TYPES, read_blocks
from edusync.courses.blocks.walk import Block, id_key, own_id
from edusync.kernel.problems import ValidationProblem

# One way to write a block: what its comment says, and the Markdown below it.
Spelling = tuple[Directive, str]

_BAR, _ESCAPED_BAR = re.compile(r"(?<!\\)\|"), r"\\|"
_AFTER = "\n\n<!-- block end-of-block -->\n\nend\n"


def document_to_markdown(document: dict[str, Any], *, with_ids: bool = True) -> str:
    """The Markdown of a clean document.

    With ids `markdown_to_document` gives the same document again. Without them it is for people: names are left out,
    and neighboring text blocks become one.
    """
    return _written((document or {}).get("blocks") or [], with_ids=with_ids)


def _written(blocks: list[Block], *, with_ids: bool) -> str:
    pieces = [_block(block, with_ids=with_ids) for block in blocks]
    return "".join(f"{piece}\n\n" for piece in pieces if piece).rstrip("\n") + "\n" if any(pieces) else ""


def _block(block: Block, *, with_ids: bool) -> str:
    """The most pleasant spelling that says exactly this block."""
    plain = {name: value for name, value in block.items() if name not in {id_key(block), CONFLICT}}
    conflict = {CONFLICT: block[CONFLICT]} if CONFLICT in block else {}
    name = own_id(block) if with_ids else ""
    known = clean_names(block)
    for directive, body in _WRITERS[block["type"]](block, with_ids):
        comment = write_directive(Directive(name, directive.kind, {**directive.fields, **conflict}))
        markdown = "\n".join(part for part in (comment, body) if part)
        if _reads_back(markdown, known, is_named=with_ids):
            return markdown
    text = json.dumps({**plain, **conflict}, ensure_ascii=False, indent=1)
    comment = write_directive(Directive(name))
    return "\n".join(part for part in (comment, flow.fenced(text, JSON_BLOCK)) if part)


def clean_names(block: Block) -> Block:
    """The block as cleaning leaves it when it stands alone; as it is when the site would refuse it by now."""
    try:
        return clean_document({"version": VERSION, "blocks": [block]})["blocks"][0]  # type: ignore[no-any-return]
    except ValidationProblem:
        return block


def _reads_back(markdown: str, block: Block, *, is_named: bool) -> bool:
    """Whether the Markdown gives exactly this block, and ends with it."""
    blocks = read_blocks(f"{markdown}{_AFTER}")
    if len(blocks) != 2 or blocks[1] != {"type": "text", "html": "<p>end</p>", "id": "end-of-block"}:
        return False
    try:
        read = clean_names(blocks[0])
    except ValidationProblem:
        return False
    return read == block if is_named else _nameless(read) == _nameless(block)


def _nameless(value: Any) -> Any:
    """The block without any names, for spellings that leave them out."""
    if isinstance(value, list):
        return [_nameless(inner) for inner in value]
    if not isinstance(value, dict):
        return value
    key = id_key(value) if "type" in value else ""
    return {name: _nameless(inner) for name, inner in value.items() if name != key}


def _html_spellings(markup: str) -> Iterator[Spelling]:
    if flow.is_bare(markup):
        words = itertools.islice(flow.spellings(markup), 2)
        yield from ((Directive(fields={"bare": True}), spelling) for spelling in words)
        return
    yield from ((Directive(), spelling) for spelling in flow.spellings(markup))


def _text(block: Block, with_ids: bool) -> Iterator[Spelling]:
    if not block["html"]:
        yield Directive(), ""
        return
    yield from _html_spellings(block["html"])


def _heading(block: Block, with_ids: bool) -> Iterator[Spelling]:
    marks = "#" * block["level"]
    for is_careful in (False, True):
        yield (
            Directive(),
            f"{marks} {flow.FlowWriter(is_careful=is_careful).inline(block['text'])}".rstrip(" "),
        )


def _image(block: Block, with_ids: bool) -> Iterator[Spelling]:
    writer = flow.FlowWriter(is_careful=False)
    known = ("file", "width", "height", "is_decorative")
    fields = {name: block[name] for name in known if block.get(name) is not None}
    alt = writer.inline(block["alt"])
    if block["src"]:
        yield Directive(fields=fields), f"!{flow.link(alt, block['src'], block['caption'])}"
        fields = {name: value for name, value in block.items() if name not in {"id", "type", CONFLICT, "src"}}
        yield Directive(fields=fields), f"!{flow.link('', block['src'])}"


def _code(block: Block, with_ids: bool) -> Iterator[Spelling]:
    yield Directive(), flow.fenced(block["code"], block["language"])
    yield Directive(fields={"language": block["language"]}), flow.fenced(block["code"], "")


def _callout(block: Block, with_ids: bool) -> Iterator[Spelling]:
    fields = {name: block[name] for name in ("tone", "title", "is_collapsed")}
    for directive, body in _html_spellings(block["html"]) if block["html"] else [(Directive(), "")]:
        yield directive, box(boxes.callout_info(block), body)
        yield Directive(fields={**directive.fields, **fields}), box("callout", body)


def box(info: str, body: str) -> str:
    """A box, with more colons than any box inside it."""
    longest = max((len(run) for run in re.findall(r"^:{3,}", body, re.MULTILINE)), default=2)
    fence = ":" * (longest + 1)
    return f"{fence} {info}\n{body.rstrip(chr(10))}\n{fence}" if body else f"{fence} {info}\n{fence}"


def _table(block: Block, with_ids: bool) -> Iterator[Spelling]:
    header, rows = block["header"], block["rows"]
    width = len(header) or (len(rows[0]) if rows else 0)
    if not width or any(len(row) != width for row in rows):
        return
    fields = {"caption": block["caption"]} if block["caption"] else {}
    for is_careful in (False, True):
        lines = [_row(header or [""] * width, is_careful), _rule(width)]
        yield Directive(fields=fields), "\n".join([*lines, *(_row(row, is_careful) for row in rows)])


def _row(cells: list[str], is_careful: bool) -> str:
    writer = flow.FlowWriter(is_careful=is_careful)
    written = ("".join(writer.inline(node) for node in parse(cell)) for cell in cells)
    return f"| {' | '.join(_BAR.sub(_ESCAPED_BAR, cell) for cell in written)} |"


def _rule(width: int) -> str:
    return f"|{' --- |' * width}"


def _math(block: Block, with_ids: bool) -> Iterator[Spelling]:
    yield Directive(), f"$$\n{block['latex']}\n$$"


def _link(block: Block, with_ids: bool) -> Iterator[Spelling]:
    """A link alone in its paragraph; the other fields in the comment."""
    kind = block["type"]
    words, address = LINK_TYPES[kind]
    spare = {"id", "type", CONFLICT, words}
    target = block.get(address) or ""
    fields = {
        name: value for name, value in block.items() if name not in spare and value not in (None, "", [])
    }
    if kind == "link_card":
        fields.pop("summary", None)
    if kind in {"video", "audio", "file"} and not target:
        film = block.get("provider") in {"youtube", "vimeo"} and block.get("external_id")
        target = embeds.film_embed(block["provider"], block["external_id"]).page_url if film else "#"
        fields["url"] = block["url"]
    else:
        fields.pop("url", None)
    title = block["summary"] if kind == "link_card" else ""
    label = flow.FlowWriter().inline(block[words])
    yield Directive(kind=kind, fields=fields), flow.link(label, target, title)
    kept = {name: value for name, value in block.items() if name not in {"id", "type", CONFLICT}}
    yield Directive(kind=kind, fields=kept), flow.link("", target or "#")


def _embed(block: Block, with_ids: bool) -> Iterator[Spelling]:
    if block["provider"] == embeds.WEB:
        target = block.get("url", "")
    else:
        target = embeds.film_embed(block["provider"], block["id"]).page_url
    if not block["title"] and block["provider"] != embeds.WEB:
        yield Directive(), f"<{target}>"
    yield Directive(kind="embed"), flow.link(flow.FlowWriter().inline(block["title"]), target)
    yield Directive(kind="embed", fields={"title": block["title"], "id": block["id"]}), flow.link("", target)


def _quote(block: Block, with_ids: bool) -> Iterator[Spelling]:
    source = flow.FlowWriter().inline(block["source"])
    for directive, body in _html_spellings(block["html"]) if block["html"] else [(Directive(), "")]:
        lines = f"{body}\n\n— {source}" if source else body
        yield directive, flow.prefixed(lines, "> ")
        if source:
            yield Directive(fields={**directive.fields, "source": block["source"]}), flow.prefixed(body, "> ")


def _toggle(block: Block, with_ids: bool) -> Iterator[Spelling]:
    inner = _written(block["blocks"], with_ids=with_ids)
    yield Directive(), box(boxes.toggle_info(block), inner)
    yield Directive(fields={"title": block["title"]}), box("toggle", inner)


def _columns(block: Block, with_ids: bool) -> Iterator[Spelling]:
    columns = [box("column", _written(column["blocks"], with_ids=with_ids)) for column in block["columns"]]
    yield Directive(), box("columns", "\n\n".join(columns))


def _question(block: Block, with_ids: bool) -> Iterator[Spelling]:
    yield Directive(), box(f"question {block['question']}" if block["question"] else "question", "")


def _divider(block: Block, with_ids: bool) -> Iterator[Spelling]:
    yield Directive(), "---"


_WRITERS: dict[str, Callable[[Block, bool], Iterator[Spelling]]] = {
    "text": _text,
    "heading": _heading,
    "image": _image,
    "code": _code,
    "callout": _callout,
    "table": _table,
    "math": _math,
    "embed": _embed,
    "file": _link,
    "video": _link,
    "audio": _link,
    "link_card": _link,
    "quote": _quote,
    "toggle": _toggle,
    "columns": _columns,
    "divider": _divider,
    "question": _question,
}
