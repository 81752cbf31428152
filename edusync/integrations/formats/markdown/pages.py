"""One Markdown file: front matter, text, title."""

import re
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

import yaml

from edusync.integrations.formats.text import decode_text
from edusync.integrations.formats.tree import SourceNode

MARKDOWN = frozenset({".md", ".markdown", ".rmd", ".mdx", ".qmd"})
_FRONT = re.compile(r"\A---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_FIRST_HEADING = re.compile(r"\A\s*#[ \t]+(.+?)[ \t]*#*[ \t]*(?:\n|\Z)")
_UNDERLINED = re.compile(r"\A\s*([^\n#>\-*`|:<{]+)\n=+[ \t]*(?:\n|\Z)")
_ATTRIBUTES = re.compile(r"\s*\{[^{}]*\}\s*$")
_MARKS = re.compile(r"[*_`]|<[^>]*>")
_ORDER_KEYS = ("order", "weight", "nav_order", "sidebar_position", "position")
_MAX_FRONT = 65_536


@dataclass(slots=True)
class MarkdownPage:
    """A page of the source. `body` is Markdown without the title."""

    path: str
    node: SourceNode
    title: str
    body: str
    front: dict[str, Any] = field(default_factory=dict)

    @property
    def order(self) -> float:
        """Where its front matter puts it among its neighbors; pages without a place come last."""
        for key in _ORDER_KEYS:
            value = self.front.get(key)
            if isinstance(value, int | float) and not isinstance(value, bool):
                return float(value)
        return float("inf")

    def minutes(self) -> int:
        """Minutes for teaching and exercises, as Carpentries write them; 0 when not told."""
        values = [self.front.get(key) for key in ("teaching", "exercises")]
        return sum(value for value in values if isinstance(value, int) and 0 <= value < 10_000)

    def listed(self, key: str) -> list[str]:
        """Texts of a list in the front matter."""
        value = self.front.get(key)
        return [str(item) for item in value if isinstance(item, str)] if isinstance(value, list) else []


def read_page(path: str, content: bytes, node: SourceNode) -> MarkdownPage:
    """The page of a file. Broken front matter is told and left out."""
    text = decode_text(content, node)
    front: dict[str, Any] = {}
    found = _FRONT.match(text)
    if found:
        text = text[found.end() :]
        front = _front_matter(found.group(1), node)
    title = front.get("title")
    words = str(title).strip() if isinstance(title, str | int | float) else ""
    heading = _FIRST_HEADING.match(text) or _UNDERLINED.match(text)
    if heading and (not words or words == plain_title(heading.group(1))):
        words = words or plain_title(heading.group(1))
        text = text[heading.end() :]
    node.title = (words or humanized(path))[:200]
    return MarkdownPage(path, node, node.title, text, front)


def plain_title(text: str) -> str:
    """A heading without its marks and attributes."""
    return " ".join(_MARKS.sub("", _ATTRIBUTES.sub("", text)).split())


def _front_matter(text: str, node: SourceNode) -> dict[str, Any]:
    try:
        value = yaml.safe_load(text) if len(text) <= _MAX_FRONT else None
    except (yaml.YAMLError, RecursionError, ValueError):
        value = None
    if not isinstance(value, dict):
        node.lose("front-matter-broken", "The settings at the head of the page cannot be read.")
        return {}
    return {str(key): item for key, item in value.items()}


def humanized(path: str) -> str:
    """Words of a file or folder name without its number."""
    stem = (
        PurePosixPath(path).stem
        if PurePosixPath(path).suffix.lower() in MARKDOWN
        else PurePosixPath(path).name
    )
    words = re.sub(r"[-_.\s]+", " ", re.sub(r"^\d+[-_.\s]*", "", stem)).strip()
    return words[:1].upper() + words[1:] if words else stem or "Page"


def natural(path: str) -> list[tuple[int, int, str]]:
    """Sort key that puts 2 before 10."""
    parts = re.split(r"(\d+)", path.lower())
    return [
        (0, int(part), "") if part.isdigit() and part.isascii() else (1, 0, part) for part in parts if part
    ]
