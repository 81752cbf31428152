"""Words of the catalog in memory: for mending misspelled queries and for finding by meaning, in any script."""

import bisect
import heapq
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import lru_cache

from edusync.courses.search.concepts import other_names
from edusync.courses.search.tokens import Word, words_of

MAX_CANDIDATES = 40
# Shorter words are too near to too many others.
MIN_MENDED_CHARACTERS = 3


class TextIndex:
    """Which courses are called by which words. Sets of courses are numbers, a bit for each.

    Mended words come from public courses only: nobody learns by a suggestion what others offer in private.
    """

    def __init__(self, texts: Iterable[tuple[int, str]], *, public: int) -> None:
        self.bits: dict[str, int] = defaultdict(int)
        self.counts: Counter[str] = Counter()
        for bits, text in texts:
            for word in words_in(text):
                self.bits[word.stem] |= bits
                if bits & public and not word.is_unspaced:
                    self.counts[word.text] += (bits & public).bit_count()
        self.words = sorted(self.counts)
        self.grams: dict[str, list[int]] = defaultdict(list)
        for number, known in enumerate(self.words):
            for gram in grams_of(known):
                self.grams[gram].append(number)

    def mended(self, query: str) -> str | None:
        """The query with its unknown words replaced by the nearest known ones; None when there is nothing to mend."""
        words = [word for word in words_of(query[:400]) if word.text]
        is_open = not query[-1:].isspace()
        found = [self._mended(word, is_last=is_open and word is words[-1]) for word in words]
        if all(new is None for new in found):
            return None
        return " ".join(new or word.text for new, word in zip(found, words, strict=True))

    def _mended(self, word: Word, *, is_last: bool) -> str | None:
        if len(word.text) < MIN_MENDED_CHARACTERS or word.is_unspaced or self.knows(word, is_last=is_last):
            return None
        allowed = 1 if len(word.text) < 8 else 2
        best: tuple[float, int, str] | None = None
        for candidate in self._near(word.text):
            distance = float(edit_distance(word.text, candidate, allowed))
            if is_last and distance > allowed and len(candidate) > len(word.text):
                # The word may be unfinished as well as wrong.
                distance = edit_distance(word.text, candidate[: len(word.text)], allowed) + 0.5
            if distance <= allowed:
                rank = (distance, -self.counts[candidate], candidate)
                best = rank if best is None or rank < best else best
        return best[2] if best else None

    def knows(self, word: Word, *, is_last: bool) -> bool:
        """Whether a course is called by the word, or by one that begins so while it is still being typed."""
        if word.text in self.counts or word.stem in self.bits:
            return True
        place = bisect.bisect_left(self.words, word.text)
        return is_last and place < len(self.words) and self.words[place].startswith(word.text)

    def _near(self, text: str) -> list[str]:
        """Words that share the most pairs of characters."""
        shared: Counter[int] = Counter()
        for gram in grams_of(text):
            shared.update(self.grams.get(gram, ()))
        best = heapq.nlargest(MAX_CANDIDATES, shared.items(), key=lambda item: item[1])
        return [self.words[number] for number, _ in best]

    def related(self, query: str) -> int:
        """Courses that are called by other names of what the query names (see `concepts`)."""
        found = 0
        for name in other_names([word.stem for word in words_of(query[:400])]):
            bits = -1
            for stem in name:
                bits &= self.bits.get(stem, 0)
            found |= bits if bits > 0 else 0
        return found


@lru_cache(maxsize=50_000)
def words_in(text: str) -> frozenset[Word]:
    """Words of a text; the catalog is read anew at every change, and most of its texts stay."""
    return frozenset(word for word in words_of(text) if word.text)


def grams_of(word: str) -> set[str]:
    """Pairs of neighbors, with marks for beginning and end."""
    marked = f"^{word}$"
    return {marked[index : index + 2] for index in range(len(marked) - 1)}


def edit_distance(one: str, other: str, limit: int) -> int:
    """Fewest insertions, deletions, replacements and swaps of neighbors; `limit + 1` when there are more.

    Optimal string alignment, see Boytsov (2011), "Indexing methods for approximate dictionary searching".
    """
    if abs(len(one) - len(other)) > limit:
        return limit + 1
    before: list[int] = []
    above = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        current = [row]
        for column, other_letter in enumerate(other, 1):
            cost = min(above[column] + 1, current[-1] + 1, above[column - 1] + (letter != other_letter))
            if row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == other_letter:
                cost = min(cost, before[column - 2] + 1)
            current.append(cost)
        if min(current) > limit:
            return limit + 1
        before, above = above, current
    return min(above[-1], limit + 1)
