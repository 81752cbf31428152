"""Courses like another one: by tags, category and words, and by who else took both."""

import dataclasses
import math
from collections.abc import Callable, Mapping

from edusync.courses.queries.catalog_index import CatalogIndex, TreeNode
from edusync.courses.search.text_index import words_in

MAX_SIMILAR = 6
# Below this, "others also took" would tell about single people.
MIN_COMMON_LEARNERS = 3
# Words that most courses share say nothing.
MAX_SHARE = 0.2
MIN_WORD_CHARACTERS = 4

Companions = Callable[[int], Mapping[int, int]]
_companions: Companions = lambda _course_id: {}  # noqa: E731 - nobody registered


def register_companions(provider: Companions) -> None:
    """Let the enrollment app say how many learners of a course took which other ones: `{course_id: number}`."""
    global _companions
    _companions = provider


@dataclasses.dataclass(slots=True)
class Similar:
    """A similar course; `because` holds names by reason: tags, category, words, learners (without names)."""

    course_id: int
    score: float
    because: dict[str, list[str]]


def similar_courses(index: CatalogIndex, course_id: int, allowed: int) -> list[Similar]:
    """The most alike of the allowed courses, best first; one query beyond the index."""
    place = index.places.get(course_id)
    if place is None:
        return []
    found: dict[int, Similar] = {}
    others = allowed & ~(1 << place)
    for reason, name, bits, weight in _features(index, place):
        for other in index.in_order(bits & others, "newest"):
            similar = found.setdefault(other, Similar(index.ids[other], 0.0, {}))
            if reason == "words" and name in map(str.lower, similar.because.get("tags", [])):
                continue  # said as a tag already
            similar.score += weight
            similar.because.setdefault(reason, []).append(name)
    for other_id, number in _companions(course_id).items():
        other_place = index.places.get(other_id)
        if number < MIN_COMMON_LEARNERS or other_place is None or not others >> other_place & 1:
            continue
        similar = found.setdefault(other_place, Similar(other_id, 0.0, {}))
        similar.score += math.log2(1 + number)
        similar.because["learners"] = []
    best = sorted(found.values(), key=lambda item: (-item.score, item.course_id))
    return best[:MAX_SIMILAR]


def _features(index: CatalogIndex, place: int) -> list[tuple[str, str, int, float]]:
    """What the course has in common with others: reason, name, courses that have it, weight by rareness."""
    size = len(index.ids)
    found = []
    for slug, bits in index.facets["tag"].items():
        if bits >> place & 1:
            found.append(("tags", index.tag_names.get(slug, slug), bits, 2 * _rareness(bits, size)))
    node = _narrowest(index, place)
    if node is not None:
        bits = index.facets["category"][node.slug]
        found.append(("category", node.name, bits, 1 + _rareness(bits, size)))
    for word in sorted(words_in(index.titles[place]), key=lambda word: word.text):
        bits = index.text.bits.get(word.stem, 0)
        is_telling = len(word.text) >= MIN_WORD_CHARACTERS and 1 < bits.bit_count() <= max(
            5, size * MAX_SHARE
        )
        if is_telling:
            found.append(("words", word.text, bits, _rareness(bits, size)))
    return found


def _rareness(bits: int, size: int) -> float:
    return math.log(1 + size / max(1, bits.bit_count()))


def _narrowest(index: CatalogIndex, place: int) -> TreeNode | None:
    """The smallest category the course stands in."""
    own = [node for node in index.tree if index.facets["category"].get(node.slug, 0) >> place & 1]
    return min(own, key=lambda node: index.facets["category"][node.slug].bit_count(), default=None)
