"""What a reader of a format hands over: one entry for each thing in the file, with what became of it."""

import dataclasses
import re
from collections.abc import Sequence
from decimal import Decimal
from html import escape
from typing import Any

from edusync.assessment.drafts import QuestionDraft
from edusync.courses.blocks import document_text, inline_text, markdown_to_document
from edusync.integrations.formats.richtext import html_to_document
from edusync.integrations.formats.richtext.convert import html_to_inline
from edusync.integrations.formats.tree import SourceNode

TITLE_LENGTH = 80
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")


@dataclasses.dataclass(slots=True)
class Found:
    """A question of the file, or why there is none. `place` is its line or number, for the report."""

    place: int
    title: str
    kind: str
    node: SourceNode
    draft: QuestionDraft | None = None
    category: tuple[str, ...] = ()
    tags: Sequence[str] = ()
    # What the source calls it, where that lasts; empty otherwise.
    ref: str = ""
    # Pictures that its text names by placeholders, by path in the package.
    files: dict[str, bytes] = dataclasses.field(default_factory=dict)


class NoFiles:
    """Links of a file that brings nothing but itself: what is not on the web is nowhere."""

    def file(self, address: str) -> str | None:
        """None: there are no files."""
        return None

    def lesson(self, address: str) -> str | None:
        """None: there are no lessons."""
        return None

    def is_local(self, address: str) -> bool:
        """Whether it leads into the system that the file comes from."""
        return not re.match(r"(https?|mailto|tel):", address, re.IGNORECASE)


_links = NoFiles()


def as_html(text: str, format_name: str = "html") -> str:
    """A text of the source as HTML: a plain one in paragraphs."""
    if format_name == "html" or (format_name == "moodle" and _TAG.search(text)):
        return text
    paragraphs = [part.strip() for part in re.split(r"\n\s*\n", text)]
    return "".join(f"<p>{escape(part, quote=False)}</p>" for part in paragraphs if part).replace("\n", "<br>")


def stem_of(text: str, node: SourceNode, format_name: str = "html") -> dict[str, Any]:
    """A block document of what is asked."""
    if format_name == "markdown":
        document: dict[str, Any] = markdown_to_document(text)
        return document
    return html_to_document(as_html(text, format_name), links=_links, node=node)


def title_of(text: str, format_name: str = "html") -> str:
    """What a question without a name is called: the beginning of what it asks, as plain text, cut at a word."""
    if format_name == "markdown":
        words = document_text(markdown_to_document(text))
    elif format_name == "plain":
        words = text
    else:
        words = inline_text(as_html(text, format_name))
    words = " ".join(words.split())
    if len(words) <= TITLE_LENGTH:
        return words
    start = words[: TITLE_LENGTH - 1]
    # A script without spaces is cut where it is full.
    cut = start.rsplit(" ", 1)[0] if words[TITLE_LENGTH - 1] != " " else start
    return f"{cut.rstrip()}…"


def inline_of(text: str, node: SourceNode, format_name: str = "html") -> str:
    """Inline HTML of a choice, a feedback, an explanation."""
    if not text.strip():
        return ""
    if format_name == "html" or (format_name == "moodle" and _TAG.search(text)):
        return html_to_inline(text, links=_links, node=node)
    return escape(text.strip(), quote=False).replace("\n", "<br>")


def wildcard(text: str) -> dict[str, Any]:
    """An accepted text; a star stands for anything, one behind a backslash for itself."""
    parts = re.split(r"(?<!\\)\*", text)
    if len(parts) == 1:
        return {"text": text.replace("\\*", "*"), "is_pattern": False}
    pattern = ".*".join(re.escape(part.replace("\\*", "*")) for part in parts)
    return {"text": pattern, "is_pattern": True}


def weight_text(share: Decimal) -> str:
    """A share of the points as settings and options hold it."""
    kept = max(Decimal(-1), min(Decimal(1), share)).quantize(Decimal("0.00001"))
    return format(kept.normalize(), "f")


def category_path(text: str) -> tuple[str, ...]:
    """Names of a category from the top: `$course$/top/Physics/Heat`; two slashes are one in a name."""
    parts = [part.replace("\0", "/").strip() for part in text.replace("//", "\0").split("/")]
    while parts and (parts[0].startswith("$") or parts[0].casefold() == "top"):
        parts.pop(0)
    return tuple(part[:120] for part in parts if part)


class LeftOut(Exception):
    """A question of the source cannot be asked here; code and words say why."""

    def __init__(self, code: str, words: str) -> None:
        super().__init__(words)
        self.code, self.words = code, words


def no_right_answer() -> LeftOut:
    """The usual reason."""
    return LeftOut("no-right-answer", "The source marks no answer as right.")
