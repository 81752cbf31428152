"""Timed text: WebVTT and SubRip to plain cues and back. What is written out reads back the same."""

import dataclasses
import html
import re
from collections.abc import Iterable, Sequence

MAX_CUES = 20_000
MAX_TEXT_CHARACTERS = 2_000
# 99:59:59.999: more digits of hours are no film any more.
MAX_MS = 359_999_999

_TIME = r"(?:(\d{1,3}):)?(\d{1,2}):(\d{2})[.,](\d{1,3})"
_TIMING = re.compile(rf"\s*{_TIME}\s*-->\s*{_TIME}(?:\s.*)?")
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?\s+([^>]*)>")
_TAG = re.compile(r"</?[a-zA-Z0-9:.][^>]*>")
_HEADER = re.compile(r"WEBVTT(?:[ \t].*)?")
_SKIPPED = ("NOTE", "STYLE", "REGION")


@dataclasses.dataclass(frozen=True, slots=True)
class Cue:
    """A piece of text and when it is shown, in milliseconds from the beginning. The text is plain, without markup."""

    start_ms: int
    end_ms: int
    text: str


@dataclasses.dataclass(frozen=True, slots=True)
class CueError:
    """What is wrong, and in which line (of a file) or row (of a list), counted from 1."""

    row: int
    code: str
    detail: str


class BadCues(Exception):
    """The text or list is no valid series of cues."""

    def __init__(self, errors: Sequence[CueError]) -> None:
        super().__init__("; ".join(f"{error.row}: {error.detail}" for error in errors))
        self.errors = list(errors)


def parse_cues(text: str) -> list[Cue]:
    """Cues of a WebVTT or SubRip text, by time. Raises BadCues, naming lines."""
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    cues: list[Cue] = []
    errors: list[CueError] = []
    for number, block in _blocks(lines):
        _read_block(number, block, cues, errors)
        if len(errors) >= 50:
            break
    if not cues and not errors:
        errors.append(CueError(1, "no-cues", "There is no timed text in it."))
    if len(cues) > MAX_CUES:
        errors.append(CueError(MAX_CUES, "too-many", f"At most {MAX_CUES} cues."))
    if errors:
        raise BadCues(errors)
    return sorted(cues, key=lambda cue: (cue.start_ms, cue.end_ms))


def _blocks(lines: Sequence[str]) -> Iterable[tuple[int, list[str]]]:
    """Runs of lines between empty ones, each with the number of its first line."""
    block: list[str] = []
    for number, line in enumerate([*lines, ""], start=1):
        if line.strip():
            block.append(line)
        elif block:
            yield number - len(block), block
            block = []


def _read_block(number: int, block: list[str], cues: list[Cue], errors: list[CueError]) -> None:
    if (number == 1 and _HEADER.fullmatch(block[0].strip())) or block[0].split()[0] in _SKIPPED:
        return
    at = next((index for index, line in enumerate(block[:2]) if "-->" in line), None)
    if at is None:
        errors.append(CueError(number, "no-time", "A piece of text without its times."))
        return
    times = _TIMING.fullmatch(block[at])
    if times is None:
        errors.append(CueError(number + at, "bad-time", "Times look like 00:01:02.500 --> 00:01:04.000."))
        return
    start, end = _milliseconds(times.groups()[:4]), _milliseconds(times.groups()[4:])
    text = plain_text("\n".join(block[at + 1 :]))
    problem = _problem_of(number + at, start, end, text)
    if problem is not None:
        errors.append(problem)
    elif text:
        cues.append(Cue(start, end, text))


def _milliseconds(parts: Sequence[str | None]) -> int:
    hours, minutes, seconds, fraction = parts
    whole = int(hours or 0) * 3600 + int(minutes or 0) * 60 + int(seconds or 0)
    return whole * 1000 + int((fraction or "0").ljust(3, "0"))


def _problem_of(row: int, start: int, end: int, text: str) -> CueError | None:
    if not 0 <= start < end:
        return CueError(row, "end-before-start", "The end must come after the start.")
    if end > MAX_MS:
        return CueError(row, "too-late", "No film is that long.")
    if len(text) > MAX_TEXT_CHARACTERS:
        return CueError(row, "too-long", f"At most {MAX_TEXT_CHARACTERS} characters.")
    return None


def plain_text(payload: str) -> str:
    """The words of a cue's payload: tags go, a speaker's name stays in front, entities become characters."""
    named = _VOICE.sub(lambda found: f"{found[1].strip()}: ", payload)
    return tidy(html.unescape(_TAG.sub("", named)))


def tidy(text: str) -> str:
    """Lines without white space around them and without empty lines between them, which would end the cue."""
    text = "".join(letter if letter == "\n" or letter.isprintable() else " " for letter in text)
    return "\n".join(
        line for line in (" ".join(line.split(" ")).strip() for line in text.split("\n")) if line
    )


def checked_cues(rows: Iterable[tuple[int, int, str]]) -> list[Cue]:
    """Cues typed in an editor, by time. Raises BadCues, naming rows."""
    cues: list[Cue] = []
    errors: list[CueError] = []
    for row, (start, end, words) in enumerate(rows, start=1):
        text = tidy(words)
        problem = _problem_of(row, start, end, text)
        if problem is None and not text:
            problem = CueError(row, "blank", "Must not be empty.")
        if problem is not None:
            errors.append(problem)
        else:
            cues.append(Cue(start, end, text))
    if len(cues) > MAX_CUES:
        errors.append(CueError(MAX_CUES, "too-many", f"At most {MAX_CUES} cues."))
    if errors:
        raise BadCues(errors)
    return sorted(cues, key=lambda cue: (cue.start_ms, cue.end_ms))


def to_webvtt(cues: Iterable[Cue]) -> str:
    """A WebVTT file of the cues."""
    parts = ["WEBVTT", ""]
    for cue in cues:
        parts += [f"{_clock(cue.start_ms, '.')} --> {_clock(cue.end_ms, '.')}", _escaped(cue.text), ""]
    return "\n".join(parts)


def to_srt(cues: Iterable[Cue]) -> str:
    """A SubRip file of the cues."""
    parts: list[str] = []
    for number, cue in enumerate(cues, start=1):
        parts += [
            str(number),
            f"{_clock(cue.start_ms, ',')} --> {_clock(cue.end_ms, ',')}",
            _escaped(cue.text),
            "",
        ]
    return "\n".join(parts)


def to_text(cues: Iterable[Cue]) -> str:
    """The words alone, a line per cue."""
    return "\n".join(" ".join(cue.text.split("\n")) for cue in cues)


def _clock(milliseconds: int, point: str) -> str:
    seconds, fraction = divmod(milliseconds, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}{point}{fraction:03}"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
