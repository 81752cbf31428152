"""Markdown of the Carpentries and of Jekyll to HTML: attributes, formulas, template code, definition lists."""

import re
from html import escape

from lxml.etree import _Element as Element
from markdown_it import MarkdownIt
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

from edusync.integrations.formats.markdown.divisions import TITLES, DivisionReader, code_aware
from edusync.integrations.formats.richtext.convert import parse_html
from edusync.integrations.formats.richtext.shape import HEADINGS, tag_of
from edusync.integrations.formats.tree import SourceNode

_IMAGE = re.compile(
    r"!\[(?P<words>[^\]\n]{0,1000})\]\((?P<address>[^()\s]{1,1000})(?:\s+\"(?P<title>[^\"\n]{0,1000})\")?\)\{:?(?P<attributes>[^{}\n]{0,2000})\}"
)
_ALT = re.compile(r"""\b(?:fig-)?alt\s*=\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")""")
_SPAN = re.compile(r"(?<!\\)\[([^\[\]\n]{1,1000})\]\{[#.][^{}\n]{0,500}\}")
_AFTER_LINK = re.compile(r"(\]\([^()\s]{0,1000}(?:\s{1,10}\"[^\"\n]{0,1000}\")?\))\{[^{}\n]{0,500}\}")
_HEADING_ATTRIBUTES = re.compile(r"^(\s{0,3}#{1,6}\s.*?)\s*\{[#.:][^{}\n]*\}\s*$")
_LIQUID_LINK = re.compile(r"\{%-?\s{0,9}link\s{1,9}([^%\s]{1,300})\s{0,9}-?%\}")
_LIQUID_TAG = re.compile(r"\{%[^\n]{0,500}?%\}")
_LIQUID_VALUE = re.compile(r"\{\{\s{0,9}(?:page|site|relative)[^{}]{0,300}\}\}/?")
_DISPLAY = re.compile(r"\$\$(?P<latex>[^$]{1,5000})\$\$")
_INLINE = re.compile(r"(?<![\\$\w])\$(?P<latex>[^\s$](?:[^$\n]*[^\s$\\])?)\$(?![\d$])")
_LATEX_SIGN = re.compile(r"\\[A-Za-z]|[\^_]\{?\w|^[A-Za-z]$|^[A-Za-z]\s*[=<>+]\s*[\w.]+$")
_CODE_SPAN = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)", re.DOTALL)
_ONLY_ATTRIBUTES = re.compile(r"^\{:\s*(?P<inner>[^}]*)\}$")
_CLASS = re.compile(r"\.([A-Za-z][\w-]*)")
_PRE_LANGUAGES = frozenset(
    {"output", "error", "source", "python", "bash", "r", "sql", "shell", "html", "warning"}
)


def renderer() -> MarkdownIt:
    """CommonMark with tables, strike-through, definition lists and footnotes; raw HTML passes on to the converter."""
    parser = MarkdownIt("commonmark", {"html": True, "linkify": False})
    return parser.enable(["table", "strikethrough"]).use(deflist_plugin).use(footnote_plugin)


def to_tree(body: str, *, divisions: DivisionReader, page: SourceNode) -> Element:
    """The page as an HTML tree in which every box is a `div` or `blockquote` with its class."""
    text = divisions.read(body, page)
    text = _outside_code(text, page)
    root = parse_html(renderer().render(text))
    _apply_block_attributes(root, divisions)
    _give_titles(root)
    return root


def _outside_code(text: str, page: SourceNode) -> str:
    """Changes that must not touch code blocks or code spans."""
    parts: list[str] = []
    prose: list[str] = []
    for line, is_code in code_aware(text):
        if is_code:
            parts.append(_prose("\n".join(prose), page)) if prose else None
            prose = []
            parts.append(line)
        else:
            prose.append(_HEADING_ATTRIBUTES.sub(r"\1", line))
    if prose:
        parts.append(_prose("\n".join(prose), page))
    return "\n".join(parts)


def _prose(text: str, page: SourceNode) -> str:
    pieces: list[str] = []
    last = 0
    for span in _CODE_SPAN.finditer(text):
        pieces += (_words(text[last : span.start()], page), span.group(0))
        last = span.end()
    pieces.append(_words(text[last:], page))
    return "".join(pieces)


def _words(text: str, page: SourceNode) -> str:
    text = _IMAGE.sub(_image, text)
    text = _LIQUID_LINK.sub(lambda found: "/" + found.group(1).lstrip("/"), text)
    if _LIQUID_TAG.search(text):
        page.lose("template-code", "Template code of the source's site generator was left out.")
        text = _LIQUID_TAG.sub("", text)
    text = _LIQUID_VALUE.sub("/", text)
    text = _AFTER_LINK.sub(r"\1", text)
    text = _SPAN.sub(r"\1", text)
    text = _DISPLAY.sub(lambda found: f"<x-display>{_literal(found['latex'])}</x-display>", text)
    return _INLINE.sub(_formula, text)


def _image(found: re.Match[str]) -> str:
    """Sandpaper writes the caption where Markdown has the alternative text, and that as an attribute."""
    attributes = found["attributes"] or ""
    alt = _ALT.search(attributes)
    described = re.sub(r"\\(.)", r"\1", (alt.group(1) or alt.group(2) or "")) if alt else ""
    words = found["words"] or ""
    caption = found["title"] or (words if described and words != described else "")
    return (
        f'<img src="{escape(found["address"])}" alt="{escape(described or words)}"'
        f"{f' title={chr(34)}{escape(caption)}{chr(34)}' if caption else ''}>"
    )


def _formula(found: re.Match[str]) -> str:
    """Dollars are formulas only when LaTeX stands between them: lessons also speak of prices and shell variables."""
    latex = found["latex"]
    return f"<x-inline>{_literal(latex)}</x-inline>" if _LATEX_SIGN.search(latex) else found.group(0)


def _literal(text: str) -> str:
    """Text in which Markdown sees no marks."""
    return "".join(c if c.isalnum() or c == " " else f"&#{ord(c)};" for c in " ".join(text.split()))


def _apply_block_attributes(root: Element, divisions: DivisionReader) -> None:
    """`{: .challenge}` as a paragraph of its own belongs to the block before it."""
    for paragraph in list(root.iter("p")):
        found = _ONLY_ATTRIBUTES.match("".join(paragraph.itertext()).strip())  # type: ignore[arg-type]
        if not found:
            continue
        before, parent = paragraph.getprevious(), paragraph.getparent()
        classes = _CLASS.findall(found["inner"])
        if before is not None and classes:
            _classify(before, classes[0].lower(), divisions)
        if parent is not None:
            parent.remove(paragraph)


def _classify(block: Element, word: str, divisions: DivisionReader) -> None:
    if tag_of(block) == "pre":
        block.set("class", word if word.startswith("language-") else f"language-{word}")
        for code in block.iter("code"):
            code.attrib.pop("class", "")
    else:
        block.set("class", word)
        if tag_of(block) == "blockquote":
            divisions.add_box(word)


def _give_titles(root: Element) -> None:
    """Boxes without a heading of their own get the name of what they are."""
    from lxml import etree

    for box in list(root.iter("div", "blockquote")):
        word = (box.get("class") or "").strip()
        if word not in TITLES or (box.text or "").strip():
            continue
        first = next((child for child in box if tag_of(child)), None)
        if first is not None and tag_of(first) in HEADINGS:
            continue
        heading = etree.Element("h3")
        heading.text = TITLES[word]
        box.insert(0, heading)
