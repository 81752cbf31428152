"""Walks an HTML tree and makes blocks of it; what stays text is gathered into text blocks."""

import re
from collections.abc import Callable
from typing import Any

import lxml.html
from lxml.etree import ParserError
from lxml.etree import _Element as Element

from edusync.integrations.formats.richtext import media, shape
from edusync.integrations.formats.richtext.callouts import callout_blocks
from edusync.integrations.formats.richtext.inline import InlineWriter, formula_html
from edusync.integrations.formats.richtext.links import Links
from edusync.integrations.formats.richtext.maths import mark_formulas
from edusync.integrations.formats.richtext.shape import Block, tag_of, text_of
from edusync.integrations.formats.richtext.tables import table_blocks
from edusync.integrations.formats.tree import SourceNode

_LANGUAGE = re.compile(r"(?:language|lang|highlight|sourceCode|brush)[-: ]+([\w+#-]{1,30})")
_MAX_HEADING = 300
_MAX_DEPTH = 40
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def parse_html(markup: str) -> Element:
    """The markup as a tree below one `div`. Never fails: HTML parsing repairs what it meets."""
    markup = _CONTROLS.sub("", markup)
    try:
        # Without `huge_tree` what is nested deeper than 255 elements would be lost without a word.
        parser = lxml.html.HTMLParser(huge_tree=True)
        root = lxml.html.fragment_fromstring(markup, create_parent="div", parser=parser)
    except (ParserError, ValueError):
        root = lxml.html.fragment_fromstring("", create_parent="div")
    lxml.etree.strip_tags(root, lxml.etree.Comment)
    _flatten(root)
    mark_formulas(root)
    return root


def _flatten(root: Element) -> None:
    """Take out elements nested deeper than any page needs; what they hold stays."""
    depth = 0
    deep: list[Element] = []
    for event, element in lxml.etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if event == "start" and depth > _MAX_DEPTH:
            deep.append(element)
    for element in reversed(deep):
        element.drop_tag()  # type: ignore[attr-defined]


def html_to_document(markup: str, *, links: Links, node: SourceNode) -> dict[str, Any]:
    """Block document of the HTML. Losses are told to the node."""
    return shape.document_of(html_to_blocks(markup, links=links, node=node))


def html_to_blocks(markup: str, *, links: Links, node: SourceNode) -> list[Block]:
    """Blocks of the HTML, not yet numbered."""
    return tree_to_blocks(parse_html(markup), links=links, node=node)


def tree_to_blocks(root: Element, *, links: Links, node: SourceNode) -> list[Block]:
    """Blocks of a parsed tree."""
    converter = Converter(links, node)
    converter.children(root)
    converter.flush()
    return converter.blocks


def html_to_inline(markup: str, *, links: Links, node: SourceNode) -> str:
    """The HTML as it may stand in a choice, a feedback or an explanation: no pictures, no tables."""
    root = parse_html(markup)
    return InlineWriter(links, node).inner(root).strip()


class Converter:
    """Gathers inline pieces into paragraphs, paragraphs into text blocks, and puts other blocks between them."""

    def __init__(self, links: Links, node: SourceNode) -> None:
        self.links = links
        self.node = node
        self.writer = InlineWriter(links, node)
        self.blocks: list[Block] = []
        self._paragraphs: list[str] = []
        self._inline: list[str] = []

    def add(self, kind: str, **fields: Any) -> None:
        """Put a block after what was gathered."""
        self.flush()
        self.blocks.append({"type": kind, **fields})

    def extend(self, blocks: list[Block]) -> None:
        """Put ready blocks after what was gathered."""
        self.flush()
        self.blocks.extend(blocks)

    def say(self, markup: str) -> None:
        """One more piece of the paragraph at hand."""
        self._inline.append(markup)

    def paragraph(self, markup: str) -> None:
        """One more piece of flow HTML: a paragraph, a list."""
        self.end_paragraph()
        self._paragraphs.append(markup)

    def end_paragraph(self) -> None:
        """Close the paragraph at hand."""
        markup = "".join(self._inline).strip()
        self._inline.clear()
        if not shape.is_blank_html(markup):
            self._paragraphs.append(f"<p>{markup}</p>")

    def flush(self) -> None:
        """Make a text block of what was gathered."""
        self.end_paragraph()
        if self._paragraphs:
            self.blocks.append({"type": "text", "html": "\n".join(self._paragraphs)})
            self._paragraphs.clear()

    def nested(self, element: Element) -> list[Block]:
        """Blocks of the content of an element, converted by itself."""
        return tree_to_blocks(element, links=self.links, node=self.node)

    def children(self, element: Element) -> None:
        """Convert all that stands in the element."""
        self.say(self.writer.words(element.text))
        for child in element:
            self.convert(child)
            self.say(self.writer.words(child.tail))

    def convert(self, element: Element) -> None:
        """Convert one element, without its tail."""
        tag = tag_of(element)
        handler = _HANDLERS.get(tag)
        if not tag or tag in shape.DROPPED:
            self.writer.note_dropped(element)
        elif handler:
            handler(self, element)
        elif (tag not in shape.FLOW and shape.is_plain(element)) or (
            tag == "a" and not shape.needs_blocks(element)
        ):
            self.say(self.writer.outer(element))
        else:
            self._container(element)

    def _container(self, element: Element) -> None:
        self.end_paragraph()
        tone = shape.tone_of(element)
        if tone:
            self.extend(callout_blocks(self, element, *tone))
            return
        self.children(element)
        self.end_paragraph()


def _paragraph(converter: Converter, element: Element) -> None:
    converter.end_paragraph()
    if shape.is_plain(element):
        markup = converter.writer.inner(element).strip()
        if not shape.is_blank_html(markup):
            converter.paragraph(f"<p>{markup}</p>")
        return
    converter.children(element)
    converter.end_paragraph()


def _heading(converter: Converter, element: Element) -> None:
    words = text_of(element)
    if words:
        level = max(2, int(tag_of(element)[1]))
        converter.add("heading", level=level, text=words[:_MAX_HEADING])
        if len(words) > _MAX_HEADING:
            converter.node.lose("heading-shortened", "A very long heading was cut.")
    for picture in element.iter("img"):
        converter.extend(media.image_blocks(converter.writer, picture))


def _low_heading(converter: Converter, element: Element) -> None:
    words = converter.writer.inner(element).strip()
    if not shape.is_blank_html(words):
        converter.paragraph(f"<{tag_of(element)}>{words}</{tag_of(element)}>")


def _list(converter: Converter, element: Element) -> None:
    tag = tag_of(element)
    items = [child for child in element if tag_of(child)]
    if not shape.needs_blocks(element):
        markup = converter.writer.outer(element)
        if not shape.is_blank_html(markup):
            converter.paragraph(markup)
        return
    start = int(element.get("start")) if (element.get("start") or "").isdigit() else 1  # type: ignore[arg-type]
    for number, item in enumerate(items, start):
        opening = f'<ol start="{number}">' if tag == "ol" else f"<{tag}>"
        _list_item(converter, item, opening, f"</{tag}>")


def _list_item(converter: Converter, item: Element, opening: str, closing: str) -> None:
    """One item of a list that holds pictures or code: its text stays in the list, the rest follows as blocks."""
    blocks = converter.nested(item)
    converter.end_paragraph()
    for index, block in enumerate(blocks):
        if block["type"] == "text" and index == 0:
            converter.paragraph(f"{opening}<li>{block['html']}</li>{closing}")
        elif block["type"] == "text":
            converter.paragraph(block["html"])
        else:
            converter.extend([block])


def _definitions(converter: Converter, element: Element) -> None:
    if shape.needs_blocks(element):
        converter.end_paragraph()
        converter.children(element)
        converter.end_paragraph()
        return
    markup = converter.writer.outer(element)
    if not shape.is_blank_html(markup):
        converter.paragraph(markup)


def _code(converter: Converter, element: Element) -> None:
    inner = next((child for child in element if tag_of(child) == "code"), None)
    language = ""
    for place in (element, inner):
        found = _LANGUAGE.search(place.get("class") or "") if place is not None else None
        language = language or (found.group(1) if found else "")
    for line_break in list(element.iter("br")):
        line_break.tail = "\n" + (line_break.tail or "")
    code = "".join(element.itertext()).strip("\n")  # type: ignore[arg-type]
    if code.strip():
        converter.add("code", code=code, language=language.lower())


def _quote(converter: Converter, element: Element) -> None:
    tone = shape.tone_of(element)
    if tone:
        converter.extend(callout_blocks(converter, element, *tone))
    elif shape.needs_blocks(element):
        converter.end_paragraph()
        converter.children(element)
        converter.end_paragraph()
    else:
        source = next((text_of(child) for child in element.iter("cite", "footer")), "")
        markup = converter.writer.inner(element).strip()
        if not shape.is_blank_html(markup):
            converter.add("quote", html=markup, source=source[:300])


def _details(converter: Converter, element: Element) -> None:
    element.set("class", "spoiler")
    converter.extend(callout_blocks(converter, element, "tip", "spoiler"))


def _display(converter: Converter, element: Element) -> None:
    latex = (element.text or "").strip()
    if len(latex) > 9_000:
        converter.paragraph(f"<p>{formula_html(latex)}</p>")
    elif latex:
        converter.add("math", latex=latex)


def _rule(converter: Converter, element: Element) -> None:
    converter.paragraph("<hr>")


def _table(converter: Converter, element: Element) -> None:
    converter.extend(table_blocks(converter.writer, element))


def _media(converter: Converter, element: Element) -> None:
    converter.extend(media.media_blocks(converter.writer, element, converter.nested))


Handler = Callable[[Converter, Element], None]
_HANDLERS: dict[str, Handler] = {
    "p": _paragraph,
    **dict.fromkeys(("h1", "h2", "h3", "h4"), _heading),
    **dict.fromkeys(("h5", "h6"), _low_heading),
    **dict.fromkeys(("ul", "ol"), _list),
    "dl": _definitions,
    "pre": _code,
    "blockquote": _quote,
    "details": _details,
    "x-display": _display,
    "hr": _rule,
    "table": _table,
    **dict.fromkeys(("img", "figure", "iframe", "object", "embed", "video", "audio"), _media),
}
