"""GIFT as a tree: blocks parted by empty lines, each a question, a description or a category.

The tree has the shape that the reference grammar of GIFT gives (fuhrmanator/GIFT-grammar-PEG.js), so it can be compared.
"""

import re
from typing import Any

Tree = dict[str, Any]

_FORMAT = re.compile(r"\s*\[(html|moodle|plain|markdown)\]")
_TITLE = re.compile(r"\s*::((?:\\.|(?!::).)*)::", re.DOTALL)
_CATEGORY = re.compile(r"\s*\$CATEGORY:\s*(.*)", re.IGNORECASE)
_ID = re.compile(r"\[id:((?:\\.|[^\]])+)\]")
_TAG = re.compile(r"\[tag:((?:\\.|[^\]])+)\]")
_TRUTH = re.compile(r"\s*(TRUE|T|FALSE|F)\s*(?=#|$)", re.IGNORECASE)
_WEIGHT = re.compile(r"\s*%(-?\d+(?:\.\d+)?)%")
_NUMBER = r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"
_RANGE = re.compile(rf"\s*({_NUMBER})\s*\.\.\s*({_NUMBER})\s*$")
_WITH_TOLERANCE = re.compile(rf"\s*({_NUMBER})\s*:\s*({_NUMBER})\s*$")
_SIMPLE = re.compile(rf"\s*({_NUMBER})\s*$")
_ESCAPED = re.compile(r"\\([\\~=#{}:n])")
BLANK = "_____"


class GiftFault(ValueError):
    """A block that is no GIFT; `line` is where it begins."""

    def __init__(self, line: int, detail: str) -> None:
        super().__init__(detail)
        self.line = line
        self.detail = detail


class Block:
    """Lines that belong together. `id` and `tags` stand in the comments before it."""

    def __init__(self, line: int) -> None:
        self.line = line
        self.lines: list[str] = []
        self.id: str | None = None
        self.tags: list[str] = []

    @property
    def text(self) -> str:
        """The lines without comments."""
        return "\n".join(self.lines)


def blocks_of(text: str) -> list[Block]:
    """The blocks of a file; an empty line within braces parts nothing."""
    found: list[Block] = []
    block = Block(1)
    for number, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1):
        if line.lstrip().startswith("//"):
            if identifier := _ID.search(line):
                block.id = identifier[1]
            block.tags += _TAG.findall(line)
            continue
        if line.strip() or _is_open(block.text):
            if not block.lines:
                block.line = number
            block.lines.append(line)
        elif block.lines:
            found.append(block)
            block = Block(number)
    if block.lines:
        found.append(block)
    return [part for one in found for part in _without_category(one)]


def _without_category(block: Block) -> list[Block]:
    """A category may stand right above a question."""
    if len(block.lines) < 2 or not _CATEGORY.match(block.lines[0]):
        return [block]
    head, rest = Block(block.line), Block(block.line + 1)
    head.lines, rest.lines, rest.id, rest.tags = block.lines[:1], block.lines[1:], block.id, block.tags
    return [head, *_without_category(rest)]


def _is_open(text: str) -> bool:
    """Whether a brace of the text is still open."""
    plain = re.sub(r"\\.", "", text, flags=re.DOTALL)
    opened = plain.find("{")
    return opened >= 0 and "}" not in plain[opened:]


def parse_gift(text: str) -> list[Tree]:
    """All blocks as trees. Raises GiftFault."""
    return [parse_block(block) for block in blocks_of(text.lstrip("\ufeff"))]


def opening(text: str) -> tuple[str | None, str, str]:
    """Name of a question, format of its texts, and what follows these two."""
    title = None
    if found := _TITLE.match(text):
        title, text = plain_text(found[1]).strip(), text[found.end() :]
    format_name = "moodle"
    if named := _FORMAT.match(text):
        format_name, text = named[1], text[named.end() :]
    return title, format_name, text


def parse_block(block: Block) -> Tree:
    """One block as a tree. Raises GiftFault."""
    if category := _CATEGORY.match(block.text):
        return {"type": "Category", "title": category[1].strip()}
    title, format_name, text = opening(block.text)
    head: Tree = {"id": block.id, "tags": block.tags or None, "title": title}
    opened = _find(text, "{")
    if opened < 0:
        stem = written(text, format_name)
        return {**head, "type": "Description", "stem": stem, "hasEmbeddedAnswers": False}
    closed = _find(text, "}", opened + 1)
    if closed < 0:
        raise GiftFault(block.line, "The answers are not closed by a brace.")
    before, inside, after = text[:opened], text[opened + 1 : closed], text[closed + 1 :]
    is_embedded = bool(after.strip())
    asked = f"{before.rstrip()} {BLANK} {after.strip()}" if is_embedded else before
    head |= {"stem": written(asked, format_name), "hasEmbeddedAnswers": is_embedded}
    return {**head, **_Answers(inside, format_name, block.line).tree()}


class _Answers:
    """What stands between the braces."""

    def __init__(self, inside: str, format_name: str, line: int) -> None:
        self.format, self.line = format_name, line
        self.general: Tree | None = None
        place = _find(inside, "####")
        if place >= 0:
            self.general = self._formatted(inside[place + 4 :])
            inside = inside[:place]
        self.inside = inside

    def tree(self) -> Tree:
        """Type and answers."""
        feedback = {"globalFeedback": self.general}
        if not self.inside.strip():
            return {"type": "Essay", **feedback}
        if _TRUTH.match(self.inside):
            return {"type": "TF", **feedback, **self._truth()}
        if self.inside.lstrip().startswith("#"):
            return {"type": "Numerical", **feedback, "choices": self._numbers(self.inside.lstrip()[1:])}
        marked = _marked(self.inside)
        if not marked:
            raise GiftFault(self.line, "Between the braces stands no answer.")
        marks = {mark for mark, _ in marked}
        if marks == {"="} and all(_find(text, "->") >= 0 for _, text in marked):
            return {"type": "Matching", **feedback, "matchPairs": [self._pair(text) for _, text in marked]}
        choices = [self._choice(mark, text) for mark, text in marked]
        return {"type": "Short" if marks == {"="} else "MC", **feedback, "choices": choices}

    def _truth(self) -> Tree:
        found = _TRUTH.match(self.inside)
        rest = self.inside[found.end() :] if found else ""
        pieces = _split(rest, "#")[1:]
        said = [self._formatted(piece) for piece in (*pieces, "", "")[:2]]
        is_true = bool(found) and str(found[1]).upper().startswith("T") if found else False
        return {"isTrue": is_true, "trueFeedback": said[0], "falseFeedback": said[1]}

    def _numbers(self, inside: str) -> Any:
        marked = _marked(inside)
        if not marked:
            return self._number(_split(inside, "#")[0])
        begin = inside[: min(place for mark in "=~" if (place := _find(inside, mark)) >= 0)]
        # The first number may go without a mark.
        first = [("=", begin)] if begin.strip() else []
        return [self._choice(mark, text, is_number=True) for mark, text in [*first, *marked]]

    def _number(self, text: str) -> Tree:
        if found := _RANGE.match(text):
            return {"type": "high-low", "numberLow": number(found[1]), "numberHigh": number(found[2])}
        if found := _WITH_TOLERANCE.match(text):
            return {"type": "range", "number": number(found[1]), "range": number(found[2])}
        if found := _SIMPLE.match(text):
            return {"type": "simple", "number": number(found[1])}
        raise GiftFault(self.line, f"“{text.strip()[:40]}” is not a number.")

    def _choice(self, mark: str, text: str, *, is_number: bool = False) -> Tree:
        weight = None
        if found := _WEIGHT.match(text):
            weight, text = number(found[1]), text[found.end() :]
        said, *feedback = _split(text, "#")
        is_any = is_number and said.strip() in ("*", "")
        return {
            "isCorrect": mark == "=",
            "weight": weight,
            "text": self._number(said) if is_number and not is_any else written(said, self.format),
            "feedback": self._formatted("#".join(feedback)),
        }

    def _pair(self, text: str) -> Tree:
        place = _find(text, "->")
        return {
            "subquestion": written(text[:place], self.format),
            "subanswer": plain_text(text[place + 2 :]).strip(),
        }

    def _formatted(self, text: str) -> Tree | None:
        found = written(text, self.format)
        return found if found["text"] else None


def written(text: str, format_name: str) -> Tree:
    """A text with its format; one of its own at the beginning wins."""
    if named := _FORMAT.match(text):
        format_name, text = named[1], text[named.end() :]
    text = text.strip()
    if format_name in ("moodle", "plain"):
        text = re.sub(r"\s*\n\s*", " ", text)
    return {"format": format_name, "text": plain_text(text)}


def plain_text(text: str) -> str:
    """The text without the backslashes that make marks ordinary signs."""
    return _ESCAPED.sub(lambda found: "\n" if found[1] == "n" else found[1], text)


def number(text: str) -> int | float:
    """A number, whole where it can be."""
    value = float(text)
    return int(value) if value.is_integer() and "e" not in text.lower() else value


def _find(text: str, mark: str, start: int = 0) -> int:
    """Place of the first mark that no backslash makes an ordinary sign, or -1."""
    place = start
    while place < len(text):
        if text[place] == "\\":
            place += 2
        elif text.startswith(mark, place):
            return place
        else:
            place += 1
    return -1


def _split(text: str, mark: str) -> list[str]:
    parts = []
    while (place := _find(text, mark)) >= 0:
        parts.append(text[:place])
        text = text[place + len(mark) :]
    return [*parts, text]


def _marked(text: str) -> list[tuple[str, str]]:
    """The answers, each with the mark it begins with."""
    found: list[tuple[str, str]] = []
    begin, mark, place = 0, "", 0
    while place < len(text):
        if text[place] == "\\":
            place += 2
            continue
        if text[place] in "=~":
            if mark:
                found.append((mark, text[begin:place]))
            mark, begin = text[place], place + 1
        place += 1
    return [*found, (mark, text[begin:])] if mark else found
