"""Pictures, films and frames of the source to blocks."""

from collections.abc import Callable
from urllib.parse import urlsplit

from lxml.etree import _Element as Element

from edusync.integrations.formats.richtext.inline import InlineWriter
from edusync.integrations.formats.richtext.links import file_address, film_of, web_address
from edusync.integrations.formats.richtext.shape import Block, tag_of, text_of


def media_blocks(
    writer: InlineWriter, element: Element, nested: Callable[[Element], list[Block]]
) -> list[Block]:
    """Blocks of a picture, figure, frame, film or sound."""
    tag = tag_of(element)
    if tag == "img":
        return image_blocks(writer, element)
    if tag == "figure":
        return _figure(element, nested)
    if tag in {"video", "audio"}:
        return _film(writer, element, tag)
    return _frame(writer, element, element.get("src") or element.get("data") or "", nested)


def image_blocks(writer: InlineWriter, element: Element) -> list[Block]:
    """An image of the package; one of the web becomes a link, for pages show no foreign pictures."""
    address = (element.get("src") or "").strip()
    alt = " ".join((element.get("alt") or "").split())[:2000]
    caption = " ".join((element.get("title") or "").split())[:2000]
    if not address:
        return []
    if address.startswith("data:"):
        writer.node.lose("embedded-picture", "A picture written into the page itself was left out.")
        return []
    key = writer.links.file(address)
    if key:
        width, height = _size(element, "width"), _size(element, "height")
        size = {"width": width, "height": height} if width and height else {}
        return [{"type": "image", "file": file_address(key), "alt": alt, "caption": caption, **size}]
    found = None if writer.links.is_local(address) else web_address(address)
    if found and found.startswith("http"):
        writer.node.lose("remote-picture", "A picture from another site became a link to it.")
        return [_card(found, alt or caption or found, caption if alt else "")]
    writer.node.lose("file-missing", f"The package does not hold the picture {address[:120]}.")
    return [{"type": "text", "html": f"<p>{writer.words(alt)}</p>"}] if alt else []


def _size(element: Element, name: str) -> int | None:
    value = (element.get(name) or "").strip().removesuffix("px")
    return int(value) if value.isdigit() and 0 < int(value) <= 20_000 else None


def _figure(element: Element, nested: Callable[[Element], list[Block]]) -> list[Block]:
    caption = next((child for child in element.iter("figcaption")), None)
    words = text_of(caption) if caption is not None else ""
    if caption is None or not words:
        return nested(element)
    parent = caption.getparent()
    if parent is not None:
        parent.remove(caption)
    blocks = nested(element)
    for block in blocks:
        if block["type"] in {"image", "table"}:
            block["caption"] = words[:2000]
            return blocks
    return [*blocks, {"type": "text", "html": f"<p><em>{_escaped(words)}</em></p>"}]


def _escaped(words: str) -> str:
    return words.replace("&", "&amp;").replace("<", "&lt;")


def _film(writer: InlineWriter, element: Element, tag: str) -> list[Block]:
    sources = [element.get("src"), *(child.get("src") for child in element.iter("source"))]
    title = (element.get("title") or element.get("aria-label") or "")[:300]
    for address in (source.strip() for source in sources if source):
        key = writer.links.file(address)
        if key and tag == "video":
            return [{"type": "video", "file": file_address(key), "provider": "file", "title": title}]
        if key:
            return [{"type": "file", "file": file_address(key)}]
        found = web_address(address)
        if found and found.startswith("http") and tag == "video":
            return [{"type": "video", "provider": "url", "url": found, "title": title}]
        if found and found.startswith("http"):
            return [_card(found, title or found)]
    writer.node.lose("file-missing", "The package does not hold a film or sound of the page.")
    return []


def _frame(
    writer: InlineWriter, element: Element, address: str, nested: Callable[[Element], list[Block]]
) -> list[Block]:
    title = " ".join((element.get("title") or "").split())[:300]
    film = film_of(address)
    if film:
        return [{"type": "embed", "provider": film[0], "id": film[1], "title": title}]
    key = writer.links.file(address)
    if key and not key.lower().endswith((".html", ".htm", ".swf", ".js")):
        return [{"type": "file", "file": file_address(key)}]
    found = None if writer.links.is_local(address) else web_address(address)
    if found and found.startswith("http") and not key:
        writer.node.lose(
            "frame-became-link", "A page of another site shown inside this one became a link to it."
        )
        return [_card(found, title or urlsplit(found).netloc)]
    if key:
        writer.node.lose(
            "frame-removed", "A page with scripts of its own, shown inside this one, was left out."
        )
    else:
        writer.node.lose(
            "file-missing", f"The package does not hold {address[:120] or 'what a frame shows'}."
        )
    return nested(element) if tag_of(element) == "object" else []


def _card(address: str, title: str, summary: str = "") -> Block:
    return {"type": "link_card", "url": address, "title": title[:300], "summary": summary}
