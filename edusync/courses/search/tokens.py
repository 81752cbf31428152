"""Cuts text into search terms by script.

Words of spaced scripts are kept whole with their marks; Latin, Greek and Cyrillic lose diacritics; Chinese, Japanese,
Korean and the unspaced scripts of South-East Asia become pairs of characters; Arabic is normalized.
"""

import dataclasses
import re
import unicodedata
from collections.abc import Collection, Iterator

from edusync.courses.search.stems import arabic_stem, english_stem

MAX_QUERY_WORDS = 8
MAX_TERM_CHARACTERS = 80
MIN_PREFIX_CHARACTERS = 2

# Marks that belong to the word they stand in: points, vowel signs, viramas, joiners.
_MARKS = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670"
    "\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u0900-\u0963\u0966-\u0df3\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc"
    "\u0ec8-\u0ecd\u102b-\u103e\u1056-\u1059\u17b4-\u17d3\u200c\u200d"
)
_WORD = re.compile(rf"(?:[^\W_]|[{_MARKS}])+")
_ASCII_WORD = re.compile(r"[a-z0-9]+")
# Scripts written without spaces, and Hangul, whose particles hang on the word.
_UNSPACED = (
    "\u0e00-\u0e7f\u0e80-\u0eff\u1000-\u109f\u1780-\u17ff\u1100-\u11ff\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
)
_RUN = re.compile(rf"[{_UNSPACED}]+|[^{_UNSPACED}]+")
_IS_UNSPACED = re.compile(rf"[{_UNSPACED}]")
_ARABIC = re.compile("[\u0620-\u06ff]")
_ARABIC_POINTS = re.compile("[\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed]")
_ARABIC_LETTERS = str.maketrans(
    {"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ؤ": "و", "ئ": "ي", "ک": "ك", "ی": "ي"}
)
_HEBREW_POINTS = re.compile("[\u0591-\u05c7]")
_FOLDED = re.compile("[\u00c0-\u024f\u0370-\u052f\u1e00-\u1fff]")
_JOINERS = str.maketrans("", "", "\u200c\u200d")
_FOLDED_LETTERS = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ł": "l", "ı": "i", "ς": "σ"}
)
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


@dataclasses.dataclass(frozen=True, slots=True)
class Word:
    """A word as normalized, and its stem."""

    text: str
    stem: str
    is_unspaced: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class QueryTerm:
    """What one word of a query must match: any of these terms, or any term that begins with `prefix`."""

    terms: tuple[str, ...]
    prefix: str = ""

    def is_among(self, own: Collection[str]) -> bool:
        """Whether these terms of a text satisfy it."""
        if any(term in own for term in self.terms):
            return True
        return bool(self.prefix) and any(term.startswith(self.prefix) for term in own)


def normalized(text: str) -> str:
    """Compatibility forms unified, lower case."""
    return unicodedata.normalize("NFKC", text).lower()


def words_of(text: str) -> Iterator[Word]:
    """Words of a text in order; unspaced runs come whole."""
    text = normalized(text)
    if text.isascii():
        for match in _ASCII_WORD.finditer(text):
            yield Word(match[0], english_stem(match[0]))
        return
    for match in _WORD.finditer(text):
        for run in _RUN.findall(match[0]):
            yield _word(run)


def _word(run: str) -> Word:
    if run.isascii():
        return Word(run, english_stem(run))
    if _IS_UNSPACED.match(run):
        run = run.translate(_JOINERS)
        return Word(run, run, is_unspaced=True)
    if _ARABIC.search(run):
        plain = _ARABIC_POINTS.sub("", run).translate(_ARABIC_LETTERS)
        return Word(plain, arabic_stem(plain))
    run = _HEBREW_POINTS.sub("", run.translate(_JOINERS))
    if _FOLDED.search(run) or any("\u0300" <= letter <= "\u036f" for letter in run):
        run = folded(run)
    return Word(run, english_stem(run) if run.isascii() else run)


def folded(word: str) -> str:
    """The word without diacritics."""
    parts = unicodedata.normalize("NFKD", word.translate(_FOLDED_LETTERS))
    return "".join(letter for letter in parts if not "\u0300" <= letter <= "\u036f")


def encoded(word: str) -> str:
    """The word as an ASCII term that every engine takes for one word.

    The prefix keeps short words and stop words from being skipped; equal beginnings stay equal beginnings.
    """
    if word.isascii():
        return ("zq" + word)[:MAX_TERM_CHARACTERS]
    return ("zx" + "".join(_code(letter) for letter in word))[:MAX_TERM_CHARACTERS]


def _code(letter: str) -> str:
    """Four characters in base 36, enough for any code point."""
    number, digits = ord(letter), ""
    for _ in range(4):
        number, digit = divmod(number, 36)
        digits = _DIGITS[digit] + digits
    return digits


def terms_of(text: str) -> list[str]:
    """Terms under which a text is found, each once, in order of appearance."""
    found: dict[str, None] = {}
    seen: set[Word] = set()
    for word in words_of(text):
        if word in seen:
            continue
        seen.add(word)
        if word.is_unspaced:
            found.update(dict.fromkeys(encoded(part) for part in (*word.text, *_pairs(word.text))))
        elif word.text:
            found[encoded(word.text)] = None
            found[encoded(word.stem)] = None
    return list(found)


def _pairs(run: str) -> list[str]:
    return [run[index : index + 2] for index in range(len(run) - 1)]


def query_terms(query: str) -> list[QueryTerm]:
    """What must be found for a query: each of its words; the last one may be unfinished unless a space follows."""
    words = [word for word in words_of(query[:400]) if word.text]
    is_last_finished = query[-1:].isspace()
    found: dict[QueryTerm, None] = {}
    for index, word in enumerate(words[:MAX_QUERY_WORDS]):
        if word.is_unspaced:
            parts = _pairs(word.text) or [word.text]
            found.update(dict.fromkeys(QueryTerm((encoded(part),)) for part in parts[:MAX_QUERY_WORDS]))
            continue
        is_open = index == len(words) - 1 and not is_last_finished and len(word.text) >= MIN_PREFIX_CHARACTERS
        found[QueryTerm((encoded(word.stem),), encoded(word.text) if is_open else "")] = None
    return list(found)[:MAX_QUERY_WORDS]
