"""Finds courses of the catalog: by words, by mended words when nothing has them, and by other names of the same thing."""

import dataclasses

from edusync.courses.models import Course
from edusync.courses.queries.catalog_index import CatalogIndex
from edusync.courses.queries.search import SearchHit, matching_courses

# With so many courses found by their words, nobody needs those found by meaning.
ENOUGH_HITS = 12


@dataclasses.dataclass(frozen=True, slots=True)
class Found:
    """What a search found: hits in order, the best first, and the words they were found by."""

    hits: list[SearchHit]
    bits: int
    query: str
    is_mended: bool
    # A spelling with more hits; None where there is none.
    suggestion: str | None
    # The set of those found by other names only.
    related: int


def found_courses(index: CatalogIndex, query: str, allowed: int) -> Found:
    """Search among the `allowed` courses: one query, two when the words had to be mended."""
    hits = _hits(index, query, allowed)
    # What has another name is no slip of the pen.
    is_named = not hits and index.text.related(query) & allowed
    mended = index.text.mended(query) if len(hits) < ENOUGH_HITS and not is_named else None
    is_mended = False
    if mended and not hits:
        better = _hits(index, mended, allowed)
        if better:
            hits, query, is_mended, mended = better, mended, True, None
    bits = index.bits_of(hit.course_id for hit in hits)
    related = 0
    if len(hits) < ENOUGH_HITS:
        related = index.text.related(query) & allowed & ~bits
        places = index.in_order(related, "popular")
        hits = [*hits, *(SearchHit(index.ids[place], 0.0, (None,)) for place in places)]
    return Found(hits, bits | related, query, is_mended, mended if hits else None, related)


def _hits(index: CatalogIndex, query: str, allowed: int) -> list[SearchHit]:
    published = Course.objects.filter(status=Course.Status.PUBLISHED, deleted_at=None)
    hits = matching_courses(published, query)
    places = index.places
    return [hit for hit in hits if hit.course_id in places and allowed >> places[hit.course_id] & 1]
