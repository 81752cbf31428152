"""Boxes in Markdown: Pandoc's fenced divisions (`:::`) and kramdown's block attributes (`{: .challenge}`)."""

import re
from collections.abc import Iterator

from edusync.integrations.formats.tree import Ledger, SourceNode

_OPEN = re.compile(
    r"^(?P<indent>\s{0,3}):{3,}\s*(?:\{(?P<attributes>[^}]*)\}|(?P<word>[A-Za-z][\w-]*))\s*:*\s*$"
)
_CLOSE = re.compile(r"^\s{0,3}:{3,}\s*$")
_FENCE = re.compile(r"^(?P<quote>(?:\s{0,3}>)*)\s*(?P<mark>`{3,}|~{3,})")
_BLOCK_ATTRIBUTES = re.compile(r"^(?P<quote>(?:>\s?)*)\s*\{:[^}]*\}\s*$")
_CLASS = re.compile(r"\.([A-Za-z][\w-]*)")
FOR_INSTRUCTORS = frozenset({"instructor", "instructors", "teacher"})
TITLES = {
    "objectives": "Objectives",
    "questions": "Questions",
    "keypoints": "Key points",
    "prereq": "Prerequisites",
    "prerequisites": "Prerequisites",
    "challenge": "Challenge",
    "exercise": "Exercise",
    "solution": "Solution",
    "discussion": "Discussion",
    "checklist": "Checklist",
    "hint": "Hint",
    "spoiler": "More",
    "caution": "Caution",
    "warning": "Warning",
}


class DivisionReader:
    """Turns the divisions of one page into `div` elements, each with its own node."""

    def __init__(self, ledger: Ledger, path: str) -> None:
        self.ledger = ledger
        self.path = path
        self.nodes: list[SourceNode] = []
        self._count = 0

    def read(self, body: str, page: SourceNode) -> str:
        """The text with divisions as HTML; those for instructors are left out."""
        lines: list[str] = []
        open_words: list[str] = []
        hidden_from = 0
        for line, is_code in code_aware(body):
            found = None if is_code else _OPEN.match(line)
            if found:
                word = _word(found)
                open_words.append(word)
                node = self._node(word)
                if hidden_from or word in FOR_INSTRUCTORS:
                    hidden_from = hidden_from or len(open_words)
                    node.skip("for-instructors", "Notes for instructors are not shown to learners.")
                else:
                    self.nodes.append(node)
                    lines += ["", f'<div class="{word}">', ""]
            elif not is_code and _CLOSE.match(line):
                if not open_words:
                    page.lose("division-unbalanced", "A box ends that never began.")
                    continue
                if not hidden_from:
                    lines += ["", "</div>", ""]
                if hidden_from == len(open_words):
                    hidden_from = 0
                open_words.pop()
            elif not hidden_from:
                lines.append(line)
        if open_words:
            page.lose(
                "division-unbalanced", "A box begins that never ends; it was closed at the end of the page."
            )
            lines += ["", "</div>", ""] * (len(open_words) if not hidden_from else hidden_from - 1)
        return "\n".join(_attributes_apart(lines))

    def _node(self, word: str) -> SourceNode:
        self._count += 1
        return self.ledger.list_node(
            f"{self.path}#{self._count}-{word}", "division", TITLES.get(word, word)[:200]
        )

    def add_box(self, word: str) -> None:
        """A box known only after rendering (kramdown)."""
        self.nodes.append(self._node(word))


def _word(found: re.Match[str]) -> str:
    if found["word"]:
        return found["word"].lower()
    classes = _CLASS.findall(found["attributes"] or "")
    return classes[0].lower() if classes else "division"


def code_aware(text: str) -> Iterator[tuple[str, bool]]:
    """Lines, each with whether it belongs to a fenced code block."""
    fence = ""
    for line in text.split("\n"):
        found = _FENCE.match(line)
        if fence:
            is_end = found and found["mark"].startswith(fence) and not line.strip().lstrip("> ").strip("`~")
            yield line, True
            if is_end:
                fence = ""
        elif found:
            fence = found["mark"]
            yield line, True
        else:
            yield line, False


def _attributes_apart(lines: list[str]) -> Iterator[str]:
    """An empty line before each `{: …}` line, or Markdown would take it for the last line of the block."""
    for line in lines:
        found = _BLOCK_ATTRIBUTES.match(line)
        if found:
            yield found["quote"].rstrip()
            yield line
            yield found["quote"].rstrip()
        else:
            yield line
