"""Words of a search in texts: how well a title fits, and which pieces of a text to mark. No markup is made here."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from typing import NamedTuple

WINDOW_CHARACTERS = 180
LOOKED_AT_CHARACTERS = 20_000
_PIECE = re.compile(r"\S+")
_ACCENTS = re.compile("[\u0300-\u036f]")


class Piece(NamedTuple):
    """A stretch of text, and whether it is one of the words that were searched."""

    text: str
    is_marked: bool


def plain(text: str) -> str:
    """The text without capitals and accents."""
    return unicodedata.normalize("NFC", _ACCENTS.sub("", unicodedata.normalize("NFKD", text.casefold())))


def title_score(title: str, words: Sequence[str]) -> float:
    """How well a title fits, 0 to 1: the whole title, then its beginning, then the share of words that begin in it."""
    wanted = [plain(word) for word in words]
    if not wanted:
        return 0.0
    own = plain(title)
    asked = " ".join(wanted)
    if own == asked:
        return 1.0
    if own.startswith(asked):
        return 0.95
    beginnings = own.split()
    found = sum(
        1.0 if any(part.startswith(word) for part in beginnings) else 0.8 if word in own else 0.0
        for word in wanted
    )
    return 0.9 * found / len(wanted)


def contains_any(words: Sequence[str]) -> Callable[[str], bool]:
    """Whether a piece between blanks has one of the words in it."""
    wanted = [plain(word) for word in words]
    return lambda piece: any(word in plain(piece) for word in wanted)


def marked(text: str, is_found: Callable[[str], bool]) -> tuple[Piece, ...]:
    """The whole text, parted where a searched word begins or ends."""
    return _parted(text, _spans(text, is_found), 0, len(text))


def excerpt(text: str, is_found: Callable[[str], bool]) -> tuple[Piece, ...]:
    """About WINDOW_CHARACTERS of the text around the first searched word; nothing where none is found."""
    text = " ".join(text[:LOOKED_AT_CHARACTERS].split())
    spans = _spans(text, is_found)
    if not spans:
        return ()
    start = max(0, spans[0][0] - WINDOW_CHARACTERS // 3)
    if start:
        start = min(text.find(" ", start) + 1 or start, spans[0][0])
    end = min(len(text), start + WINDOW_CHARACTERS)
    if end < len(text):
        end = max(text.rfind(" ", start, end), min(spans[0][1], start + 2 * WINDOW_CHARACTERS))
    before = (Piece("… ", False),) if start else ()
    after = (Piece(" …", False),) if end < len(text) else ()
    return (*before, *_parted(text, spans, start, end), *after)


def _spans(text: str, is_found: Callable[[str], bool]) -> list[tuple[int, int]]:
    return [match.span() for match in _PIECE.finditer(text) if is_found(match[0])]


def _parted(text: str, spans: Sequence[tuple[int, int]], start: int, end: int) -> tuple[Piece, ...]:
    pieces, place = [], start
    for first, last in spans:
        if first < place or first >= end:
            continue
        if first > place:
            pieces.append(Piece(text[place:first], False))
        place = min(last, end)
        pieces.append(Piece(text[first:place], True))
    if place < end:
        pieces.append(Piece(text[place:end], False))
    return tuple(pieces)
