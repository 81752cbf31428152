"""Three-way merge of one text by words: both authors' changes stand when they touch different places."""

import difflib
import itertools
import re

# Tags, words, white space and single signs; a tag is never cut in two.
_TOKENS = re.compile(r"<[^<>]*>|\w+|\s+|[^\w\s]")
# Comparing is quadratic at worst: beyond this many changed words both versions are kept instead.
MAX_TOKENS = 3_000

Hunk = tuple[int, int, tuple[str, ...]]


def merge_text(base: str, mine: str, theirs: str) -> str | None:
    """The text with both changes, or None when they meet in one place."""
    if theirs in (mine, base):
        return mine
    if mine == base:
        return theirs
    words = _TOKENS.findall(base)
    ours, others = _hunks(words, _TOKENS.findall(mine)), _hunks(words, _TOKENS.findall(theirs))
    if ours is None or others is None:
        return None
    hunks = _combined(ours, others)
    return None if hunks is None else _applied(words, hunks)


def _hunks(base: list[str], changed: list[str]) -> list[Hunk] | None:
    """Changes from base to changed: first and last place in base, and the words that stand there now."""
    head = 0
    while head < min(len(base), len(changed)) and base[head] == changed[head]:
        head += 1
    tail = 0
    while tail < min(len(base), len(changed)) - head and base[-1 - tail] == changed[-1 - tail]:
        tail += 1
    before, after = base[head : len(base) - tail], changed[head : len(changed) - tail]
    if len(before) + len(after) > MAX_TOKENS:
        return None
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    return [
        (head + start, head + end, tuple(after[low:high]))
        for kind, start, end, low, high in matcher.get_opcodes()
        if kind != "equal"
    ]


def _combined(ours: list[Hunk], others: list[Hunk]) -> list[Hunk] | None:
    """All changes in order, or None when two differ about one place. Places that touch are one place."""
    hunks = sorted({*ours, *others}, key=lambda hunk: (hunk[0], hunk[1]))
    for before, after in itertools.pairwise(hunks):
        if after[0] <= before[1]:
            is_own_neighbor = {before, after} <= set(ours) or {before, after} <= set(others)
            if not (is_own_neighbor and after[0] >= before[1]):
                return None
    return hunks


def _applied(words: list[str], hunks: list[Hunk]) -> str:
    parts: list[str] = []
    place = 0
    for start, end, new in hunks:
        parts += words[place:start]
        parts += new
        place = end
    return "".join([*parts, *words[place:]])
