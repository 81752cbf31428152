"""Inline HTML of blocks to Markdown: words, lists, quotes. What has no Markdown stays HTML, which Markdown allows."""

import re
from collections.abc import Iterator

from edusync.courses.blocks.markdown.html_tree import Element, Node, escaped, outer_html, parse

_MARKS = {"strong": "**", "em": "*", "s": "~~"}
_FLOW = frozenset({"p", "ul", "ol", "blockquote", "pre", "h5", "h6", "dl", "dt", "dd", "hr", "li"})
_ALWAYS = re.compile(r"[\\`*\[\]<$]|(?<![^\W_])_|_(?![^\W_])|~(?=~)|(?<=~)~|&(?=#?\w+;)")
_EVERY = re.compile(r"[!-/:-@\[-`{-~]")
_LINE_START = re.compile(r"^(?:[#>|~:]|[-+=](?=[\s\-=:|]|$)|(\d{1,9})(?=[.)](?:\s|$)))", re.MULTILINE)


class FlowWriter:
    """Writes Markdown. `is_careful` escapes all signs and writes emphasis and links as HTML tags."""

    def __init__(self, *, is_careful: bool = False) -> None:
        self.is_careful = is_careful

    def document(self, nodes: list[Node]) -> str:
        """Flow content, blocks parted by empty lines."""
        return "\n\n".join(self.pieces(nodes))

    def pieces(self, nodes: list[Node]) -> list[str]:
        """Markdown of each block; words outside of any paragraph become one."""
        pieces: list[str] = []
        loose: list[Node] = []
        before, is_again = "", False
        for node in nodes:
            if isinstance(node, str) or node.tag not in _FLOW:
                loose.append(node)
                continue
            if loose:
                pieces.append(self.line(loose))
                loose = []
            # Of lists that follow each other, every second takes the other mark: else they would be one.
            is_again = node.tag == before and not is_again
            pieces.append(self.block(node, is_again=is_again))
            before = node.tag
        if loose:
            pieces.append(self.line(loose))
        return pieces

    def block(self, element: Element, *, is_again: bool = False) -> str:
        """One block element. `is_again`: another list of its kind stands right before it."""
        tag, attributes = element.tag, set(element.attributes)
        if tag == "p" and not attributes:
            return self.line(element.children)
        if (tag == "ul" and not attributes) or (tag == "ol" and attributes <= {"start"}):
            return self.listing(element, is_again=is_again)
        if tag == "blockquote" and not attributes:
            return prefixed(self.document(element.children), "> ")
        if tag in {"h5", "h6"} and not attributes:
            return f"{'#' * int(tag[1])} {self.line(element.children)}"
        if tag == "pre" and not attributes:
            return self.pre(element)
        return outer_html(element)

    def pre(self, element: Element) -> str:
        """Code inside of text: fenced."""
        code = element.children[0] if len(element.children) == 1 else None
        if not isinstance(code, Element) or code.tag != "code" or code.attributes:
            return outer_html(element)
        return fenced(code.text.removesuffix("\n"), "")

    def listing(self, element: Element, *, is_again: bool) -> str:
        """A list; tight unless an item holds a paragraph."""
        items = [child for child in element.children if isinstance(child, Element)]
        start = element.attributes.get("start", "1")
        if not start.isdigit() or len(start) > 9 or not items:
            return outer_html(element)
        is_loose = any(
            isinstance(part, Element) and part.tag == "p" for item in items for part in item.children
        )
        lines = []
        for number, item in enumerate(items, int(start)):
            if element.tag == "ul":
                mark = "*" if is_again else "-"
            else:
                mark = f"{number}{')' if is_again else '.'}"
            pieces = self.pieces(item.children)
            body = ("\n\n" if is_loose else "\n").join(pieces)
            lines.append(hanging(body, f"{mark} "))
        return ("\n\n" if is_loose else "\n").join(lines)

    def line(self, nodes: list[Node]) -> str:
        """Words of one paragraph."""
        words = "".join(self.inline(node) for node in nodes)
        return _LINE_START.sub(_escaped_start, words)

    def inline(self, node: Node) -> str:
        """Words, emphasis, code, formula, link; anything else as its tags around its words."""
        if isinstance(node, str):
            pattern = _EVERY if self.is_careful else _ALWAYS
            return pattern.sub(lambda found: f"\\{found.group()}", node).replace("\xa0", "&nbsp;")
        inner = "".join(self.inline(child) for child in node.children)
        tag, attributes = node.tag, node.attributes
        if tag == "br" and not attributes:
            return "\\\n"
        if tag == "code" and not attributes and all(isinstance(child, str) for child in node.children):
            return code_span(node.text)
        if tag == "span" and attributes == {"data-latex": node.text} and node.text:
            return f"${node.text}$"
        if not self.is_careful:
            if tag in _MARKS and not attributes:
                return f"{_MARKS[tag]}{inner}{_MARKS[tag]}"
            if tag == "a" and set(attributes) <= {"href", "title", "rel"} and attributes.get("href"):
                return link(inner, attributes["href"], attributes.get("title", ""))
        if tag == "a":
            attributes = {name: value for name, value in attributes.items() if name != "rel"}
        opening = Element(tag, attributes).opening()
        return opening if tag == "br" else f"{opening}{inner}</{tag}>"


def _escaped_start(found: re.Match[str]) -> str:
    number = found.group(1)
    return f"{number}\\" if number else f"\\{found.group()}"


def link(words: str, address: str, title: str = "") -> str:
    """A link. `words` are Markdown."""
    target = f"<{address}>" if re.search(r"[\s()<>]", address) or not address else address
    return f"[{words}]({target}{f' {quoted_title(title)}' if title else ''})"


def quoted_title(title: str) -> str:
    """A title in quotes."""
    return '"' + re.sub(r'(["\\&])', r"\\\1", title) + '"'


def code_span(code: str) -> str:
    """Code within a line; HTML where Markdown would change its spaces."""
    if not code or "\n" in code or code != code.strip(" "):
        return f"<code>{escaped(code)}</code>"
    longest = max((len(run) for run in re.findall(r"`+", code)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if code.startswith("`") or code.endswith("`") else ""
    return f"{fence}{pad}{code}{pad}{fence}"


def fenced(code: str, info: str) -> str:
    """A block of code."""
    longest = max((len(run) for run in re.findall(r"`+", code)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{info}\n{code}\n{fence}" if code else f"{fence}{info}\n{fence}"


def prefixed(text: str, mark: str) -> str:
    """Every line after the mark."""
    return "\n".join(
        f"{mark}{line}".rstrip(" ") if not line else f"{mark}{line}" for line in text.split("\n")
    )


def hanging(text: str, mark: str) -> str:
    """The first line after the mark, the others below its text."""
    first, *rest = text.split("\n")
    space = " " * len(mark)
    return "\n".join([f"{mark}{first}", *(f"{space}{line}" if line else "" for line in rest)])


def is_bare(markup: str) -> bool:
    """Whether HTML has words outside of any paragraph only: it then stands without one."""
    nodes = parse(markup)
    return bool(nodes) and all(isinstance(node, str) or node.tag not in _FLOW for node in nodes)


def spellings(markup: str) -> Iterator[str]:
    """Ways to write this HTML as Markdown, the most pleasant first. Not each reads back the same."""
    nodes = parse(markup)
    yield FlowWriter().document(nodes)
    yield FlowWriter(is_careful=True).document(nodes)
    yield "\n\n".join(outer_html(node) for node in nodes if isinstance(node, Element))
    yield markup
