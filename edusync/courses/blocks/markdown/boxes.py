"""Boxes: `::: callout tip "Title"`, toggles, columns, questions; and the boxes of other programs."""

import re

from edusync.courses.blocks.document import TONES
from edusync.courses.blocks.walk import Block

_CALLOUT = re.compile(r'callout(?: (\w+))?(?: "((?:[^"\\]|\\.)*)")?( collapsed)?')
_TOGGLE = re.compile(r'toggle(?: "((?:[^"\\]|\\.)*)")?')
_QUESTION = re.compile(r"question(?: ([0-9a-fA-F-]{32,36}))?")
_FOREIGN = re.compile(r"\{?\.?([A-Za-z]+)\}?\s*(.*)", re.DOTALL)
_ALERT = re.compile(r"\A<p>\[!(\w+)\]\s*(?:<br>)?(.*)\Z", re.DOTALL)
# Words of GitHub, Docusaurus, VitePress and MyST, and what they are here.
_TONES = {
    **{tone: tone for tone in TONES},
    "note": "info",
    "important": "info",
    "abstract": "info",
    "hint": "tip",
    "caution": "warning",
    "danger": "warning",
    "attention": "warning",
    "error": "warning",
    "exercise": "challenge",
    "answer": "solution",
    "check": "success",
}
_FOLDED = frozenset({"details", "spoiler", "collapse", "dropdown"})


def read_box(info: str) -> Block | None:
    """The block that a box begins; None when nobody knows its word."""
    info = info.strip()
    if info == "columns":
        return {"type": "columns"}
    if found := _QUESTION.fullmatch(info):
        return {"type": "question", "question": found.group(1)}
    if found := _TOGGLE.fullmatch(info):
        return {"type": "toggle", "title": _plain(found.group(1) or "")}
    found = _CALLOUT.fullmatch(info)
    if found and (found.group(1) or "info") in TONES:
        return {
            "type": "callout",
            "tone": found.group(1) or "info",
            "title": _plain(found.group(2) or ""),
            "is_collapsed": bool(found.group(3)),
        }
    return _foreign_box(info)


def _foreign_box(info: str) -> Block | None:
    found = _FOREIGN.fullmatch(info)
    if not found:
        return None
    word, title = found.group(1).lower(), found.group(2).strip().strip("\"'[]")[:300]
    if word in _FOLDED:
        return {"type": "toggle", "title": title}
    if word in _TONES:
        return {"type": "callout", "tone": _TONES[word], "title": title, "is_collapsed": False}
    return None


def is_column(info: str) -> bool:
    """Whether the box is one column of several."""
    return info.strip() == "column"


def callout_info(block: Block) -> str:
    """First line of a callout."""
    title = f" {_written(block['title'])}" if block["title"] else ""
    return f"callout {block['tone']}{title}{' collapsed' if block['is_collapsed'] else ''}"


def toggle_info(block: Block) -> str:
    """First line of a toggle."""
    return f"toggle {_written(block['title'])}" if block["title"] else "toggle"


def _written(title: str) -> str:
    return '"' + re.sub(r'(["\\])', r"\\\1", title) + '"'


def _plain(title: str) -> str:
    return re.sub(r"\\(.)", r"\1", title)


def alert(html: str) -> tuple[str, str] | None:
    """Tone and content of GitHub's `> [!NOTE]`."""
    found = _ALERT.match(html)
    if not found or found.group(1).lower() not in _TONES:
        return None
    rest = found.group(2)
    return _TONES[found.group(1).lower()], rest.removeprefix("</p>") if rest.startswith(
        "</p>"
    ) else f"<p>{rest}"
