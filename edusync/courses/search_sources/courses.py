"""Courses: those of the catalog, and those one teaches, writes, reviews or learns."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Q

from edusync.courses.models import Course, CourseLanguage
from edusync.courses.models.translation import Translation
from edusync.courses.policy import CoursePolicy, works_on
from edusync.courses.queries.catalog_index import catalog_index
from edusync.courses.search.tokens import query_terms
from edusync.courses.search_sources.documents import documents, finder, matching_documents, score_of
from edusync.kernel.policy import Actor
from edusync.kernel.search import SearchQuery, SearchRow
from edusync.kernel.search_text import excerpt, marked, title_score

LOOKED_AT = 120
_STATES = {
    Course.Status.DRAFT: "draft",
    Course.Status.IN_REVIEW: "in_review",
    Course.Status.CHANGES_REQUESTED: "draft",
    Course.Status.APPROVED: "in_review",
    Course.Status.ARCHIVED: "archived",
}


def find_courses(actor: Actor, query: SearchQuery) -> list[SearchRow]:
    """By title, tagline, overview and outcomes; with misspelled words mended when nothing has them."""
    rows = _found(actor, query, query.text, None)
    if not rows and (mended := catalog_index().text.mended(query.text)):
        rows = _found(actor, query, mended, mended)
    return rows


def _found(actor: Actor, query: SearchQuery, text: str, searched: str | None) -> list[SearchRow]:
    wanted = query_terms(text)
    visible = CoursePolicy().visible(Course.objects.all(), actor)
    own = documents().filter(lesson_id=None, course_id__in=visible.order_by().values("pk"))
    found = list(matching_documents(own, text, wanted).select_related("course").defer("terms")[:LOOKED_AT])
    titles = _titles_in(query.language, [document.course_id for document in found])
    scored = sorted(
        ((_score(document, text, wanted, titles), document) for document in found),
        key=lambda pair: (-pair[0], pair[1].course_id),
    )
    is_word = finder(text, wanted)
    return [
        SearchRow(
            kind="course",
            title=marked(titles.get(document.course_id, document.title), is_word),
            path=_path(actor, document.course),
            score=score,
            snippet=excerpt(document.body, is_word),
            state=_STATES.get(document.course.status, ""),
            searched=searched,
        )
        for score, document in scored[: query.asked]
    ]


def _score(document: Any, text: str, wanted: Sequence[Any], titles: Mapping[int, str]) -> float:
    translated = title_score(titles.get(document.course_id, ""), text.split())
    return max(score_of(document.title, text, wanted), translated)


def _path(actor: Actor, course: Course) -> str:
    is_in_studio = course.status not in (Course.Status.PUBLISHED, Course.Status.ARCHIVED)
    if is_in_studio and works_on(actor, course):
        return f"/teach/{course.slug}/build"
    return f"/courses/{course.slug}"


def _titles_in(language: str, course_ids: Sequence[int]) -> dict[int, str]:
    """Titles in the reader's language by course, as far as the courses are offered in it (one query)."""
    if not language:
        return {}
    rows = Translation.objects.filter(
        Q(course_id__in=CourseLanguage.objects.filter(language_id=language).values("course_id")),
        course_id__in=course_ids,
        language_id=language,
        entity=Translation.Entity.COURSE,
        field="title",
        state=Translation.State.READY,
    )
    return dict(rows.values_list("course_id", "text"))
