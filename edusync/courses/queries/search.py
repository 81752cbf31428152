"""Finds and ranks courses by words in their title, tagline, overview, outcomes and lessons.

Which documents match is the engine's work, the order is made here from titles and counts, so that all engines agree.
"""

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from django.db.models import Q

from edusync.courses.models import SearchDocument
from edusync.courses.search import engine  # noqa: F401 - registers the lookup
from edusync.courses.search.snippets import snippet
from edusync.courses.search.tokens import QueryTerm, query_terms, terms_of

MAX_COURSES = 200
MAX_DOCUMENTS = 3_000


@dataclasses.dataclass(frozen=True, slots=True)
class SearchHit:
    """A found course: its score, and its documents that match, the best first (None is the course itself)."""

    course_id: int
    score: float
    lesson_ids: tuple[int | None, ...]


def matching_courses(courses: Any, query: str) -> list[SearchHit]:
    """The best MAX_COURSES of the courses in `courses` that contain every word of the query, best first. One query."""
    wanted = query_terms(query)
    if not wanted:
        return _by_title(courses, query)
    documents = SearchDocument.objects.all()
    for term in wanted:
        courses = courses.filter(pk__in=documents.filter(terms__matches_terms=term).values("course_id"))
    anywhere = Q()
    for term in wanted:
        anywhere |= Q(terms__matches_terms=term)
    rows = (
        documents.filter(anywhere, course_id__in=courses.order_by().values("pk"))
        .order_by("course_id", "id")
        .values_list("course_id", "lesson_id", "title")[:MAX_DOCUMENTS]
    )
    return _ranked(rows, wanted)


def _by_title(courses: Any, query: str) -> list[SearchHit]:
    """A query of signs only ("🎓", "?!") has no terms: look for it in titles as it stands."""
    if not query.strip():
        return []
    ids = (
        courses.filter(title__contains=query.strip())
        .order_by("-published_at", "-id")
        .values_list("pk", flat=True)
    )
    return [SearchHit(course_id, 1.0, (None,)) for course_id in ids[:MAX_COURSES]]


def _ranked(rows: Iterable[tuple[int, int | None, str]], wanted: Sequence[QueryTerm]) -> list[SearchHit]:
    by_course: dict[int, list[tuple[float, int | None]]] = {}
    for course_id, lesson_id, title in rows:
        terms = _title_terms(title)
        in_title = sum(term.is_among(terms) for term in wanted) / len(wanted)
        weight = 10 * in_title + 2 if lesson_id is None else 4 * in_title + 1
        by_course.setdefault(course_id, []).append((weight, lesson_id))
    hits = [_hit(course_id, found) for course_id, found in by_course.items()]
    return sorted(hits, key=lambda hit: (-hit.score, hit.course_id))[:MAX_COURSES]


@lru_cache(maxsize=20_000)
def _title_terms(title: str) -> frozenset[str]:
    """Terms of a title; the same lessons turn up in many searches."""
    return frozenset(terms_of(title))


def _hit(course_id: int, found: list[tuple[float, int | None]]) -> SearchHit:
    """The course counts with its own row and its best lesson; further lessons add a little."""
    found.sort(key=lambda item: (-item[0], item[1] or 0))
    own = max((weight for weight, lesson_id in found if lesson_id is None), default=0.0)
    lessons = [weight for weight, lesson_id in found if lesson_id is not None]
    score = own + max(lessons, default=0.0) + min(len(lessons), 20) * 0.05
    return SearchHit(course_id, score, tuple(lesson_id for _, lesson_id in found[:5]))


def snippets_of(
    hits: Sequence[SearchHit], query: str, *, opened: Mapping[int, bool]
) -> dict[int, dict[str, Any]]:
    """`{course_id: {"html": ..., "lesson": {id, title} | None}}` for the hits, in one query.

    Text of lessons is quoted only in courses the reader may open (`opened`); elsewhere their title alone is named.
    """
    wanted = query_terms(query)
    chosen = {hit.course_id: hit.lesson_ids[0] for hit in hits}
    lesson_ids = [lesson_id for lesson_id in chosen.values() if lesson_id is not None]
    own_ids = [course_id for course_id, lesson_id in chosen.items() if lesson_id is None]
    rows = SearchDocument.objects.filter(
        Q(lesson_id__in=lesson_ids) | Q(course_id__in=own_ids, lesson_id=None)
    )
    found = {}
    for course_id, lesson_id, title, body in rows.values_list("course_id", "lesson_id", "title", "body"):
        is_quoted = lesson_id is None or opened.get(course_id, False)
        html = (snippet(body, wanted) if is_quoted else "") or snippet(title, wanted)
        found[course_id] = {"html": html, "lesson": {"id": lesson_id, "title": title} if lesson_id else None}
    return found
