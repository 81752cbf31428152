"""Fingerprints of texts by winnowing (Schleimer, Wilkerson, Aiken: Winnowing, SIGMOD 2003)."""

import dataclasses
import hashlib
from collections.abc import Iterable, Iterator, Sequence

from edusync.assessment.similarity.tokens import Token, code_runs, text_runs


@dataclasses.dataclass(frozen=True, slots=True)
class Measure:
    """`length` tokens in a row make a hash; of every `window` hashes in a row one at least is chosen.

    So whatever is alike over `window + length - 1` tokens is found, and nothing shorter than `length` is.
    """

    length: int
    window: int


MEASURES = {"text": Measure(length=6, window=6), "code": Measure(length=12, window=9)}


@dataclasses.dataclass(frozen=True, slots=True)
class Print:
    """A chosen hash and the characters it stands for."""

    hash: int
    start: int
    end: int


def fingerprints(text: str, kind: str, *, without: frozenset[int] = frozenset()) -> list[Print]:
    """The chosen hashes of a text or program (`kind`), less those of what is common by right (`without`)."""
    measure = MEASURES[kind]
    return [
        found
        for run in runs(text, kind)
        for found in winnow(hashes(run, measure.length, kind), measure.window)
        if found.hash not in without
    ]


def all_hashes(text: str, kind: str) -> frozenset[int]:
    """Every hash of a text, chosen or not: whoever copies any of it is found to."""
    length = MEASURES[kind].length
    return frozenset(one.hash for run in runs(text, kind) for one in hashes(run, length, kind))


def runs(text: str, kind: str) -> Iterable[list[Token]]:
    """Tokens in a row."""
    return code_runs(text) if kind == "code" else text_runs(text)


def hashes(run: Sequence[Token], length: int, kind: str) -> list[Print]:
    """A hash for each `length` tokens in a row, the same on every machine. 63 bits: two alike by chance are rare."""
    values = [token.value for token in run]
    found = []
    for place in range(len(run) - length + 1):
        words = "\x1f".join([kind, *values[place : place + length]])
        digest = hashlib.blake2b(words.encode(), digest_size=8).digest()
        number = int.from_bytes(digest, "big") >> 1
        found.append(Print(number, run[place].start, run[place + length - 1].end))
    return found


def winnow(row: Sequence[Print], window: int) -> Iterator[Print]:
    """Of each `window` hashes in a row the smallest, the last of equal ones; each place once."""
    chosen = -1
    for end in range(min(window, len(row)), len(row) + 1 if row else 0):
        start = max(0, end - window)
        if chosen >= start:
            # Only the new one can be smaller than what was chosen before.
            place = end - 1 if row[end - 1].hash <= row[chosen].hash else chosen
        else:
            place = min(range(start, end), key=lambda at: (row[at].hash, -at))
        if place != chosen:
            chosen = place
            yield row[place]
