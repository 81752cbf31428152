"""Inline HTML of text blocks: an allow-list, applied by nh3 (ammonia)."""

import re
from collections.abc import Callable
from html.parser import HTMLParser

import nh3

TAGS = {
    *(
        "p",
        "br",
        "strong",
        "b",
        "em",
        "i",
        "u",
        "s",
        "sub",
        "sup",
        "code",
        "a",
        "ul",
        "ol",
        "li",
        "blockquote",
    ),
    *("span", "h5", "h6", "kbd", "mark", "abbr", "pre", "dl", "dt", "dd", "hr"),
}
# `lang` may stand on any tag: a voice reader needs it.
ATTRIBUTES = {
    "*": {"lang"},
    "a": {"href", "title"},
    "span": {"data-latex"},
    "abbr": {"title"},
    "ol": {"start"},
}
SCHEMES = {"http", "https", "mailto", "tel"}
BLOCK_TAGS = frozenset({"p", "br", "ul", "ol", "li", "blockquote", "h5", "h6", "pre", "dl", "dt", "dd", "hr"})

_NAMES = "p|ul|ol|li|blockquote|h5|h6|dl|dt|dd|hr"
_SPACE = r"[ \t\r\n\f]"
# White space between two blocks, or before one, says nothing; without it one content has one spelling.
_AFTER_BLOCK = re.compile(rf"(</?(?:{_NAMES})(?: [^<>]*)?>|</pre>){_SPACE}+(?=</?(?:{_NAMES}|pre)[ >])")
_BEFORE_BLOCK = re.compile(rf"(?<!{_SPACE}){_SPACE}+(?=<(?:{_NAMES}|pre)[ >])")
# A list item with one paragraph is the item itself.
_ONLY_PARAGRAPH = re.compile(
    rf"<li><p>((?:(?!</?(?:{_NAMES}|pre)[ >]).)*)</p>(?=</li>|<[uo]l[ >])", re.DOTALL
)
_BAD_REFERENCE = re.compile(r"[\x00-\x20\x7f]|\\")


def clean_inline(html: str, *, rewrite: Callable[[str], str] | None = None) -> str:
    """`html` with everything outside the allow-list removed; the text of removed tags stays, of scripts not.

    `rewrite` may change the target of each link (importers); its answer is cleaned like any other.
    """
    if rewrite is not None:
        html = nh3.clean(
            html,
            tags=TAGS,
            attributes=ATTRIBUTES,
            url_schemes=SCHEMES,
            link_rel=None,
            attribute_filter=lambda tag, name, value: (
                rewrite(value) if (tag, name) == ("a", "href") else value
            ),
        )
    cleaned = nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        link_rel="noopener noreferrer",
        attribute_filter=_safe_attribute,
    )
    return _in_one_spelling(cleaned)


def _in_one_spelling(html: str) -> str:
    if "<p" in html or "<li" in html or "<bl" in html:
        html = _BEFORE_BLOCK.sub("", _AFTER_BLOCK.sub(r"\1", html))
        html = _ONLY_PARAGRAPH.sub(r"<li>\1", html)
    return html


def _safe_attribute(tag: str, name: str, value: str) -> str | None:
    """Links lose what browsers silently drop or turn around inside an address; spaces are written as such."""
    if (tag, name) != ("a", "href"):
        return value
    value = value.strip().replace(" ", "%20")
    return None if _BAD_REFERENCE.search(value) else value


class _TextOnly(HTMLParser):
    """Collects the text of cleaned HTML, with a line break at each block."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []

    def handle_data(self, data: str) -> None:
        self.parts.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in BLOCK_TAGS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in BLOCK_TAGS:
            self.parts.append("\n")


def inline_text(html: str) -> str:
    """Readable text of inline HTML, one line per paragraph."""
    if "<" not in html and "&" not in html:
        return html.strip()
    parser = _TextOnly()
    parser.feed(html)
    parser.close()
    lines = (" ".join(line.split()) for line in "".join(parser.parts).splitlines())
    return "\n".join(line for line in lines if line)
