"""Keeps the full-text rows of courses and lessons. The engine's own index follows them by triggers or by itself."""

from collections.abc import Iterable, Iterator, Mapping

from edusync.courses.blocks import document_text
from edusync.courses.models import Course, CourseLanguage, Lesson, SearchDocument
from edusync.courses.models.content import DocumentFile, LinkItem, Video
from edusync.courses.models.translation import Translation
from edusync.courses.search.tokens import terms_of
from edusync.courses.translation import in_document
from edusync.files.transcripts import transcript_texts

# What stands behind a lesson besides its title, by kind.
_DETAILS = ("page", "video", "document", "link")
_MEDIA = frozenset({Lesson.Kind.VIDEO, Lesson.Kind.DOCUMENT, Lesson.Kind.LINK})
NO_FILM = Video()


def index_course(*, course: Course) -> None:
    """Write the row of the course itself: title, tagline, overview and outcomes, in each language it is offered in."""
    parts = (course.tagline, document_text(course.overview or {}), *(course.outcomes or []))
    body = "\n".join(part for part in (*parts, *translated_texts(course)) if part)
    _write(
        course_id=course.pk,
        organization_id=course.organization_id,
        lesson_id=None,
        title=course.title,
        body=body,
    )


def translated_texts(course: Course) -> list[str]:
    """What the course says of itself in the other languages that it is offered in, as plain text (one query)."""
    offered = CourseLanguage.objects.filter(course_id=course.pk).values("language_id")
    rows = Translation.objects.filter(
        course_id=course.pk,
        entity=Translation.Entity.COURSE,
        state=Translation.State.READY,
        language_id__in=offered,
    )
    by_language: dict[str, dict[str, str]] = {}
    for language, field, text in rows.order_by("language_id", "id").values_list(
        "language_id", "field", "text"
    ):
        by_language.setdefault(language, {})[field] = text
    return [part for texts in by_language.values() for part in _in_language(course, texts)]


def _in_language(course: Course, texts: Mapping[str, str]) -> Iterator[str]:
    """Only what stands in the course still: a translation stays behind when its source goes."""
    yield from (texts[name] for name in ("title", "tagline") if name in texts)
    yield from (
        texts[field] for place in range(len(course.outcomes or [])) if (field := f"outcomes/{place}") in texts
    )
    overview = course.overview or {}
    if (translated := in_document(overview, texts, prefix="overview")) is not overview:
        yield document_text(translated)


def index_lesson(*, lesson: Lesson) -> None:
    """Write the row of one lesson, or remove it when the lesson is not shown."""
    if (
        lesson.deleted_at
        or not lesson.is_published
        or lesson.module.deleted_at
        or not lesson.module.is_published
    ):
        SearchDocument.objects.filter(lesson_id=lesson.pk).delete()
        return
    _write(
        course_id=lesson.course_id,
        organization_id=lesson.organization_id,
        lesson_id=lesson.pk,
        title=lesson.title,
        body=lesson_text(lesson),
    )


def lesson_text(lesson: Lesson) -> str:
    """Searchable text of a lesson's content."""
    parts = [lesson.group_title]
    for name in _DETAILS:
        detail = getattr(lesson, name, None)
        if detail is not None:
            parts += [str(getattr(detail, field, "")) for field in ("text", "transcript", "summary")]
    if lesson.kind in _MEDIA:
        parts += _media_texts(lesson)
    return "\n".join(part for part in parts if part)


def _media_texts(lesson: Lesson) -> list[str]:
    """What is spoken in a film, and the words beside the files and links of a lesson."""
    if lesson.kind == Lesson.Kind.VIDEO:
        chapters = [str(chapter["title"]) for chapter in (getattr(lesson, "video", None) or NO_FILM).chapters]
        return [*chapters, *transcript_texts(place="lesson", place_ids=[lesson.pk]).values()]
    if lesson.kind == Lesson.Kind.DOCUMENT:
        rows = DocumentFile.objects.filter(document_id=lesson.pk).order_by("position")
        return [text for row in rows.values_list("title", "text", "file__name") for text in row if text]
    items = LinkItem.objects.filter(link_id=lesson.pk).order_by("position")
    return [text for row in items.values_list("title", "summary") for text in row if text]


def index_course_lessons(*, course_id: int) -> int:
    """Write the rows of all lessons of a course anew; returns how many lessons were looked at."""
    return _index_lessons(Lesson.objects.filter(course_id=course_id))


def index_lessons(lesson_ids: Iterable[int]) -> int:
    """Write the rows of these lessons anew; returns how many were looked at."""
    return _index_lessons(Lesson.objects.filter(pk__in=list(lesson_ids)))


def rebuild_search() -> tuple[int, int]:
    """Write all rows of the organization in context anew; returns the numbers of courses and lessons."""
    SearchDocument.objects.all().delete()
    courses = 0
    for course in Course.objects.filter(deleted_at=None).iterator():
        index_course(course=course)
        courses += 1
    return courses, _index_lessons(Lesson.objects.filter(deleted_at=None, course__deleted_at=None))


def _index_lessons(lessons: Iterable[Lesson]) -> int:
    number = 0
    for lesson in lessons.select_related("module", *_DETAILS).iterator(chunk_size=200):  # type: ignore[attr-defined]
        index_lesson(lesson=lesson)
        number += 1
    return number


def _write(*, course_id: int, organization_id: int, lesson_id: int | None, title: str, body: str) -> None:
    SearchDocument.objects.update_or_create(
        course_id=course_id,
        lesson_id=lesson_id,
        defaults={
            "organization_id": organization_id,
            "title": title,
            "body": body,
            "terms": " ".join(terms_of(f"{title}\n{body}")),
        },
    )
