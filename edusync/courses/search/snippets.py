"""A short piece of a text around what was searched, with the found words marked."""

import html
import re
from collections.abc import Sequence

from edusync.courses.search.tokens import QueryTerm, encoded, words_of

WINDOW_CHARACTERS = 220
LOOKED_AT_CHARACTERS = 20_000
_PIECE = re.compile(r"\S+")


def snippet(text: str, wanted: Sequence[QueryTerm]) -> str:
    """About WINDOW_CHARACTERS of `text` as HTML: everything escaped, found words in `mark`. Empty when nothing is found."""
    text = " ".join(text[:LOOKED_AT_CHARACTERS].split())
    found = [match.span() for match in _PIECE.finditer(text) if is_found(match[0], wanted)]
    if not found:
        return ""
    start = max(0, found[0][0] - WINDOW_CHARACTERS // 3)
    if start:
        start = text.find(" ", start) + 1 or start
    end = min(len(text), start + WINDOW_CHARACTERS)
    if end < len(text):
        end = max(text.rfind(" ", start, end), found[0][1], start + 1)
    return ("… " if start else "") + _marked(text, found, start, end) + (" …" if end < len(text) else "")


def is_found(piece: str, wanted: Sequence[QueryTerm]) -> bool:
    """Whether a piece between spaces contains a wanted word."""
    for word in words_of(piece):
        if word.is_unspaced:
            pairs = {encoded(word.text[index : index + 2]) for index in range(len(word.text))}
            letters = {encoded(letter) for letter in word.text}
            if any(not (pairs | letters).isdisjoint(term.terms) for term in wanted):
                return True
            continue
        terms = {encoded(word.text), encoded(word.stem)}
        if any(term.is_among(terms) for term in wanted):
            return True
    return False


def _marked(text: str, found: Sequence[tuple[int, int]], start: int, end: int) -> str:
    parts, place = [], start
    for first, last in found:
        if first < place or first >= end:
            continue
        parts.append(html.escape(text[place:first]))
        parts.append(f"<mark>{html.escape(text[first : min(last, end)])}</mark>")
        place = min(last, end)
    parts.append(html.escape(text[place:end]))
    return "".join(parts)
