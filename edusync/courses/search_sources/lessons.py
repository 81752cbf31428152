"""Lessons, quizzes and what is said in films, as far as the reader may enter them."""

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Q

from edusync.courses.models import Lesson
from edusync.courses.policy import LessonPolicy, is_staff, keeps_catalog, staffed_courses
from edusync.courses.queries import is_out_of_sight
from edusync.courses.queries.availability import locks_in
from edusync.courses.search.tokens import QueryTerm, query_terms, words_of
from edusync.courses.search_sources.documents import (
    TEXT_SCORE,
    documents,
    finder,
    matching_documents,
    score_of,
    share_in_title,
)
from edusync.files.transcripts import SpokenPlace, spoken_places
from edusync.kernel.policy import Actor
from edusync.kernel.search import SearchQuery, SearchRow
from edusync.kernel.search_text import excerpt, marked, title_score

LOOKED_AT = 120
_COLUMNS = (
    *("id", "lesson_id", "course_id", "title", "lesson__kind", "lesson__module__title"),
    *("course__slug", "course__title", "course__uuid", "course__outline_version"),
)


@dataclasses.dataclass(frozen=True, slots=True)
class _Hit:
    """A lesson that was found. `is_open`: its text may be quoted."""

    document_id: int
    id: int
    kind: str
    title: str
    where: str
    slug: str
    score: float
    is_open: bool


def find_lessons(actor: Actor, query: SearchQuery) -> list[SearchRow]:
    """By title and text where the lesson is open to the reader; by title alone where its rules are not met yet."""
    wanted = query_terms(query.text)
    hits = _open_hits(actor, query.text, wanted)
    spoken = _spoken(hits, query)
    shown = [hit for hit in hits if hit.id not in spoken or hit.score > TEXT_SCORE]
    by_kind = {
        kind: [hit for hit in shown if (hit.kind == Lesson.Kind.QUIZ) == (kind == "quiz")][: query.asked]
        for kind in ("lesson", "quiz")
    }
    bodies = _bodies([hit for of_kind in by_kind.values() for hit in of_kind])
    is_word = finder(query.text, wanted)
    rows = [
        SearchRow(
            kind=kind,
            title=marked(hit.title, is_word),
            path=f"/learn/{hit.slug}/{hit.id}",
            score=hit.score,
            where=hit.where,
            snippet=excerpt(bodies.get(hit.id, ""), is_word),
            state="" if hit.is_open else "locked",
        )
        for kind, of_kind in by_kind.items()
        for hit in of_kind
    ]
    return [*rows, *_spoken_rows(hits, spoken, is_word), *_drafts(actor, query)]


def _open_hits(actor: Actor, text: str, wanted: Sequence[QueryTerm]) -> list[_Hit]:
    """The best lessons that contain the words, without what is out of sight for the reader."""
    readable = LessonPolicy().visible(Lesson.objects.all(), actor)
    rows = matching_documents(
        documents().filter(lesson_id__in=readable.order_by().values("pk")), text, wanted
    )
    found = list(rows.values(*_COLUMNS)[:LOOKED_AT])
    guarded = {
        row["course_id"]: (row["course__uuid"], row["course__outline_version"])
        for row in found
        if not is_staff(actor, row["course_id"])
    }
    locks = locks_in(guarded, user_id=actor.user_id)
    hits = [_hit(row, locks.get(row["course_id"], {}), text, wanted) for row in found]
    return sorted((hit for hit in hits if hit is not None), key=lambda hit: (-hit.score, hit.id))


def _hit(
    row: Mapping[str, Any], locks: Mapping[int, dict[str, Any]], text: str, wanted: Sequence[QueryTerm]
) -> _Hit | None:
    lock = locks.get(row["lesson_id"])
    # Of a lesson that is not open yet the outline names the title, so its title may be found and nothing else.
    if is_out_of_sight(lock) or (lock is not None and share_in_title(row["title"], wanted) < 1):
        return None
    return _Hit(
        document_id=row["id"],
        id=row["lesson_id"],
        kind=row["lesson__kind"],
        title=row["title"],
        where=f"{row['course__title']} › {row['lesson__module__title']}",
        slug=row["course__slug"],
        score=0.98 * score_of(row["title"], text, wanted),
        is_open=lock is None,
    )


def _bodies(hits: Sequence[_Hit]) -> dict[int, str]:
    ids = [hit.document_id for hit in hits if hit.is_open]
    return dict(documents().filter(pk__in=ids).values_list("lesson_id", "body"))


def _spoken(hits: Sequence[_Hit], query: SearchQuery) -> dict[int, SpokenPlace]:
    """Where in films the words are said, by lesson (one query)."""
    if "transcript" not in query.kinds:
        return {}
    films = [hit.id for hit in hits if hit.is_open and hit.kind == Lesson.Kind.VIDEO][: query.asked]
    words = [word.stem or word.text for word in words_of(query.text)] or [query.text]
    return spoken_places(place="lesson", place_ids=films, words=words, language=query.language)


def _spoken_rows(hits: Sequence[_Hit], spoken: Mapping[int, SpokenPlace], is_word: Any) -> list[SearchRow]:
    return [
        SearchRow(
            kind="transcript",
            title=marked(hit.title, is_word),
            path=f"/learn/{hit.slug}/{hit.id}?t={place.start_ms // 1000}",
            score=2 * TEXT_SCORE,
            where=hit.where,
            snippet=excerpt(place.text, is_word),
            at_seconds=place.start_ms // 1000,
        )
        for hit in hits
        if (place := spoken.get(hit.id)) is not None
    ]


def _drafts(actor: Actor, query: SearchQuery) -> list[SearchRow]:
    """Titles of lessons that are not shown to learners yet, for those who write them (one query)."""
    staffed = staffed_courses(actor)
    if not (staffed or keeps_catalog(actor)):
        return []
    lessons = Lesson.objects.filter(
        Q(is_published=False) | Q(module__is_published=False),
        deleted_at=None,
        module__deleted_at=None,
        course__deleted_at=None,
    )
    if not keeps_catalog(actor):
        lessons = lessons.filter(course_id__in=staffed)
    for word in query.words:
        lessons = lessons.filter(title__icontains=word)
    is_word = finder(query.text, query_terms(query.text))
    columns = ("id", "kind", "title", "module__title", "course__slug", "course__title")
    return [
        SearchRow(
            kind="quiz" if kind == Lesson.Kind.QUIZ else "lesson",
            title=marked(title, is_word),
            path=f"/teach/{slug}/build/{lesson_id}",
            score=0.9 * title_score(title, query.words),
            where=f"{course} › {module}",
            state="draft",
        )
        for lesson_id, kind, title, module, slug, course in lessons.order_by("id").values_list(*columns)[
            : query.asked
        ]
    ]
