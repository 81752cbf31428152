"""What people bring from elsewhere: HTML inside Markdown, folded details, pictures among badges."""

import html
import re
from collections.abc import Iterator, Sequence
from typing import Any

from markdown_it.tree import SyntaxTreeNode

from edusync.courses.blocks.document import clean_document
from edusync.courses.blocks.fields import MAX_HTML_CHARACTERS, is_web_address
from edusync.courses.blocks.inline import clean_inline, inline_text
from edusync.courses.blocks.walk import Block
from edusync.kernel.problems import ValidationProblem

# A longer line is cut: its signs may take five characters each.
MAX_PARAGRAPH = 20_000
_DETAILS = re.compile(
    r"\A\s*<details(?: [^<>]{0,200})?>\s*(?:<summary(?: [^<>]{0,200})?>(.{0,2000}?)</summary>)?\s*(.*)\Z",
    re.DOTALL | re.IGNORECASE,
)
_IMAGE = re.compile(r"<img\s([^<>]{1,4000})>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""([a-zA-Z-]{1,30})\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_CENTERED = re.compile(r"</?(?:div|center|picture|source|section|p)(?:\s[^<>]{0,500})?>", re.IGNORECASE)


def details(nodes: Sequence[SyntaxTreeNode], place: int) -> tuple[str, list[SyntaxTreeNode], int] | None:
    """Title, content and length of `<details>` that begins here; None when it does not, or never ends."""
    from edusync.courses.blocks.markdown.dialect import parse

    found = _DETAILS.match(nodes[place].content)
    if not found:
        return None
    title = inline_text(clean_inline(found.group(1) or "")).replace("\n", " ")[:300]
    first, rest = found.group(2), nodes[place + 1 :]
    if "</details>" in first.lower():
        inside = re.split(r"</details>", first, maxsplit=1, flags=re.IGNORECASE)[0]
        return title, parse(inside), 1
    for count, node in enumerate(rest):
        if node.type == "html_block" and node.content.lstrip().lower().startswith("</details"):
            return title, [*parse(first), *rest[:count]], count + 2
    return None


def html_blocks(markup: str) -> list[Block]:
    """Pictures and text of HTML that stands in Markdown."""
    blocks: list[Block] = []
    last = 0
    for found in _IMAGE.finditer(markup):
        blocks += _text(markup[last : found.start()])
        last = found.end()
        attributes = {name.lower(): a or b or c for name, a, b, c in _ATTRIBUTE.findall(found.group(1))}
        address = html.unescape(attributes.get("src", ""))
        blocks.append(picture(address, html.unescape(attributes.get("alt", ""))))
    return [*blocks, *_text(markup[last:] if last else markup, is_whole=not last)]


def _text(markup: str, *, is_whole: bool = False) -> list[Block]:
    if not is_whole:
        markup = _CENTERED.sub("", markup).strip()
        markup = f"<p>{markup}</p>" if inline_text(clean_inline(markup)) else ""
    # Empty paragraphs of our own stay; of frames without words nothing is left.
    cleaned = clean_inline(markup)
    return [{"type": "text", "html": cleaned}] if cleaned.strip() else []


def is_space(part: SyntaxTreeNode) -> bool:
    """A line break or spaces between others."""
    return part.type == "softbreak" or (part.type == "text" and not part.content.strip())


def is_picture(part: SyntaxTreeNode) -> bool:
    """A picture, or a picture that is a link, as badges are."""
    if part.type == "image":
        return True
    inner = [child for child in part.children if not is_space(child)] if part.type == "link" else []
    return len(inner) == 1 and inner[0].type == "image"


def image_block(part: SyntaxTreeNode) -> Block:
    """The block of a picture. One that stands in no place this site can show becomes its words."""
    image = part if part.type == "image" else next(child for child in part.walk() if child.type == "image")
    return picture(str(image.attrs.get("src", "")), image.content, caption=str(image.attrs.get("title", "")))


def picture(address: str, alt: str, *, caption: str = "") -> Block:
    """The block of a picture at an address."""
    if address and not is_web_address(address, is_site_path_allowed=True):
        words = html.escape(alt or address, quote=False)
        return {"type": "text", "html": f"<p>{words}</p>"}
    return {"type": "image", "src": address, "alt": alt, "caption": caption}


def fitting(block: Block) -> list[Block]:
    """The block if it may be stored; else its words as text blocks."""
    try:
        clean_document({"version": 1, "blocks": [block]})
    except ValidationProblem:
        return list(_text_blocks(_words(block)))
    return [block]


def _text_blocks(words: str) -> Iterator[Block]:
    """Words as paragraphs, in as many blocks as they need."""
    paragraphs: list[str] = []
    size = 0
    for line in words.split("\n"):
        for start in range(0, len(line), MAX_PARAGRAPH):
            paragraph = f"<p>{html.escape(line[start : start + MAX_PARAGRAPH], quote=False)}</p>"
            if size + len(paragraph) > MAX_HTML_CHARACTERS:
                yield {"type": "text", "html": "".join(paragraphs)}
                paragraphs, size = [], 0
            paragraphs.append(paragraph)
            size += len(paragraph)
    if paragraphs:
        yield {"type": "text", "html": "".join(paragraphs)}


def _words(value: Any) -> str:
    """All words of a block that cannot be stored."""
    if isinstance(value, dict) and value.get("type") in {"text", "callout", "quote"}:
        return "\n".join([str(value.get("title", "")), inline_text(clean_inline(str(value.get("html", ""))))])
    if isinstance(value, dict):
        kept = (inner for name, inner in value.items() if name not in {"type", "id", "block", "file"})
        return "\n".join(filter(None, (_words(inner) for inner in kept)))
    if isinstance(value, list):
        return "\n".join(filter(None, (_words(inner) for inner in value)))
    return inline_text(clean_inline(value)) if isinstance(value, str) else ""
