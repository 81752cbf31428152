"""Other names of what people look for: a small dictionary of meaning, in several languages.

A line of `concepts.txt` holds names of one thing, parted by commas. A query that holds one of them is also looked for
under the others, so that "coding" finds a course on programming, and a Tamil word an English title.
"""

from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from edusync.courses.search.tokens import words_of

_FILE = Path(__file__).with_name("concepts.txt")
MAX_WORDS = 4

Name = tuple[str, ...]


@cache
def _names() -> dict[Name, frozenset[Name]]:
    """For each name, as stems, the other names of the same thing."""
    found: dict[Name, set[Name]] = defaultdict(set)
    for line in _FILE.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        group = {tuple(word.stem for word in words_of(name)) for name in line.split(",")}
        for name in group - {()}:
            found[name] |= group - {name, ()}
    return {name: frozenset(others) for name, others in found.items()}


def other_names(stems: Sequence[str]) -> list[Name]:
    """The query, as stems, with each name it holds replaced by the other names of the same thing."""
    names = _names()
    found: dict[Name, None] = {}
    for start in range(len(stems)):
        for end in range(min(len(stems), start + MAX_WORDS), start, -1):
            for other in sorted(names.get(tuple(stems[start:end]), ())):
                found[(*stems[:start], *other, *stems[end:])] = None
    return list(found)
