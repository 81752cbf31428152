"""How alike two questions are: shingles of their words, and sketches of those by which SQL finds candidates.

Jaccard similarity of character 4-grams; MinHash with banding after Broder (1997) and Leskovec, Rajaraman, Ullman,
Mining of Massive Datasets, chapter 3: two questions that share 7 of 10 shingles share a band in 99 of 100 cases.
"""

import hashlib
import random
import re
import unicodedata
from collections.abc import Iterable

BANDS = 8
ROWS = 2
SHINGLE = 4
# What is longer differs in its beginning or is the same.
READ_CHARACTERS = 2000
_PRIME = (1 << 61) - 1
_source = random.Random(20261127)  # noqa: S311 (any fixed numbers do, no secret)
_FUNCTIONS = [(_source.randrange(1, _PRIME), _source.randrange(_PRIME)) for _ in range(BANDS * ROWS)]
_NO_WORDS = re.compile(r"[\W_]+")


def normalized(text: str) -> str:
    """The words in small letters: neither spelling of spaces and marks nor of wide letters makes a difference."""
    return _NO_WORDS.sub(" ", unicodedata.normalize("NFKC", text).casefold()).strip()[:READ_CHARACTERS]


def text_hash(text: str) -> str:
    """The same for texts that are the same after normalizing; empty for an empty text."""
    words = normalized(text)
    return hashlib.blake2b(words.encode(), digest_size=16).hexdigest() if words else ""


def shingles(text: str) -> frozenset[str]:
    """The pieces of four characters of the words."""
    words = normalized(text)
    if not words:
        return frozenset()
    return frozenset(words[place : place + SHINGLE] for place in range(max(1, len(words) - SHINGLE + 1)))


def sketch(text: str) -> list[int]:
    """A number for each band, fit for a BIGINT; empty for an empty text."""
    pieces = [
        int.from_bytes(hashlib.blake2b(piece.encode(), digest_size=7).digest()) for piece in shingles(text)
    ]
    if not pieces:
        return []
    least = [min((a * piece + b) % _PRIME for piece in pieces) for a, b in _FUNCTIONS]
    return [_folded(least[band * ROWS : (band + 1) * ROWS]) for band in range(BANDS)]


def _folded(numbers: Iterable[int]) -> int:
    digest = hashlib.blake2b(",".join(map(str, numbers)).encode(), digest_size=8).digest()
    return int.from_bytes(digest, signed=True)


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Shared pieces by all pieces, from 0 to 1."""
    return len(one & other) / len(one | other) if one and other else 0.0
