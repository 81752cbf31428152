"""Reads of translations: the source's pieces, how far each language is, and what stands in place of the source."""

import threading
import uuid
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from typing import Any

from django.db import transaction

from edusync.courses.models import Course, CourseLanguage, Document, ExternalLink, Lesson, Module, Page, Video
from edusync.courses.models.translation import Translation
from edusync.courses.translation import Found, Piece, Place, document_pieces, in_document, texts_of_others

KEPT = 200
# Fields of questions begin so. Their texts stand only for the very wording that they were made from.
QUESTION = "question/"


class Texts(dict[Place, str]):
    """Texts by place. `digests` say of which source each was made, for those that must never stand for another one."""

    def __init__(self, texts: Mapping[Place, str], digests: Mapping[Place, str] | None = None) -> None:
        super().__init__(texts)
        self.digests = digests or {}


def source_pieces(course: Course) -> list[Piece]:
    """All pieces of the course in order: its own, then by module and lesson. As many queries whatever its size."""
    return [*_course_pieces(course), *_structure_pieces(course)]


def _course_pieces(course: Course) -> Iterator[Piece]:
    def piece(field: str, kind: Any, label: str, text: str) -> Piece:
        return Piece(Place("course", course.pk, field), kind, label, text)

    for name in ("title", "tagline", "meta_description"):
        if text := getattr(course, name).strip():
            yield piece(name, "line", name, text)
    for place, outcome in enumerate(course.outcomes or []):
        yield piece(f"outcomes/{place}", "line", "outcomes", outcome)
    for field, kind, label, text in document_pieces(course.overview, prefix="overview"):
        yield piece(field, kind, label, text)


def _structure_pieces(course: Course) -> Iterator[Piece]:
    lessons: dict[int, list[Lesson]] = {}
    rows = list(Lesson.objects.filter(course=course, deleted_at=None).order_by("position", "id"))
    for lesson in rows:
        lessons.setdefault(lesson.module_id, []).append(lesson)
    details = _details([lesson.pk for lesson in rows])
    documents = {pk: detail["document"] for pk, detail in details.items() if detail.get("document")}
    others = texts_of_others({lesson.pk: lesson.kind for lesson in rows}, documents)
    for module in Module.objects.filter(course=course, deleted_at=None).order_by("position", "id"):
        for name in ("title", "summary"):
            if text := getattr(module, name).strip():
                yield Piece(
                    Place("module", module.pk, name), "line" if name == "title" else "text", name, text
                )
        for lesson in lessons.get(module.pk, []):
            yield from _lesson_pieces(lesson, details.get(lesson.pk, {}), others.get(lesson.pk, []))


def _details(ids: list[int]) -> dict[int, dict[str, Any]]:
    """What the lessons say besides their titles, by lesson."""
    found: dict[int, dict[str, Any]] = {}
    for page_id, document in Page.objects.filter(lesson_id__in=ids).values_list("lesson_id", "document"):
        found.setdefault(page_id, {})["document"] = document
    for model, name in ((Document, "summary"), (ExternalLink, "summary"), (Video, "transcript")):
        for lesson_id, text in model.objects.filter(lesson_id__in=ids).values_list("lesson_id", name):  # type: ignore[attr-defined]
            found.setdefault(lesson_id, {})[name] = text
    return found


def _lesson_pieces(lesson: Lesson, detail: dict[str, Any], others: list[Found]) -> Iterator[Piece]:
    for name in ("title", "group_title"):
        if text := getattr(lesson, name).strip():
            yield Piece(Place("lesson", lesson.pk, name), "line", name, text)
    for name in ("summary", "transcript"):
        if text := (detail.get(name) or "").strip():
            yield Piece(Place("lesson", lesson.pk, name), "text", name, text)
    for field, kind, label, text in (
        *document_pieces(detail.get("document"), prefix="document"),
        *others,
    ):
        yield Piece(Place("lesson", lesson.pk, field), kind, label, text)


def rows_of(course_id: int, language: str | None = None) -> dict[tuple[str, Place], Translation]:
    """Translations of a course by language and place, in one query."""
    rows = Translation.objects.filter(course_id=course_id).select_related("author")
    if language is not None:
        rows = rows.filter(language_id=language)
    return {(row.language_id, Place(row.entity, row.entity_id, row.field)): row for row in rows}


def offered_languages(course_id: int) -> list[str]:
    """Codes of the languages in which learners may choose to read the course, besides its own."""
    rows = CourseLanguage.objects.filter(course_id=course_id).order_by("language_id")
    return list(rows.values_list("language_id", flat=True))


_lock = threading.Lock()
_kept: OrderedDict[tuple[uuid.UUID, int, str], Texts | None] = OrderedDict()


def texts_in(course: Mapping[str, Any], language: str) -> Texts | None:
    """What stands in place of the source in that language: ready translations by place; None when it is not offered.

    `course` has id, uuid and translation_version. No query when this process has read that version before, else two.
    """
    key = (course["uuid"], course["translation_version"], language)
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
    found = _read(course["id"], language)
    _keep(key, found)
    return found


def languages_in(course: Mapping[str, Any]) -> list[str]:
    """`offered_languages` of a course given by id, uuid and translation_version: no query when kept, else one."""
    key = (course["uuid"], course["translation_version"], "")
    with _lock:
        kept = _kept.get(key)
    if kept is None:
        kept = Texts({Place("course", 0, code): "" for code in offered_languages(course["id"])})
        _keep(key, kept)
    return [place.field for place in kept]


def _keep(key: tuple[uuid.UUID, int, str], found: Texts | None) -> None:
    """Keep what was read, unless an open transaction may still undo it."""
    if any(not block._from_testcase for block in transaction.get_connection().atomic_blocks):
        return
    with _lock:
        _kept[key] = found
        while len(_kept) > KEPT:
            _kept.popitem(last=False)


def _read(course_id: int, language: str) -> Texts | None:
    if not CourseLanguage.objects.filter(course_id=course_id, language_id=language).exists():
        return None
    rows = Translation.objects.filter(
        course_id=course_id, language_id=language, state=Translation.State.READY
    ).values_list("entity", "entity_id", "field", "text", "source_digest")
    places = {Place(*place): (text, digest) for *place, text, digest in rows}
    return Texts(
        {place: text for place, (text, _) in places.items()},
        {place: digest for place, (_, digest) in places.items() if place.field.startswith(QUESTION)},
    )


def course_texts(course_id: int, language: str) -> Texts | None:
    """`texts_in` of a course known by id: one query more. None in the course's own language and in one not offered."""
    if not language:
        return None
    row = (
        Course.objects.values("id", "uuid", "translation_version", "language_id").filter(pk=course_id).first()
    )
    return texts_in(row, language) if row is not None and row["language_id"] != language else None


def question_texts(texts: Texts, lesson_id: int) -> dict[str, tuple[str, str]]:
    """Texts of the lesson's questions by field, each with the digest of what it was made from."""
    return {
        place.field: (text, texts.digests[place])
        for place, text in texts.items()
        if place.entity == "lesson" and place.entity_id == lesson_id and place in texts.digests
    }


def fields_of(texts: Texts, entity: str, entity_id: int) -> dict[str, str]:
    """Texts of one course, module or lesson by field."""
    return {place.field: text for place, text in texts.items() if place[:2] == (entity, entity_id)}


def in_outline(body: dict[str, Any], texts: Texts) -> dict[str, Any]:
    """An outline's JSON with the titles in the language of the texts."""
    course_id = body["course"]["id"]
    body["course"] = {
        **body["course"],
        "title": texts.get(Place("course", course_id, "title"), body["course"]["title"]),
    }
    for module in body["modules"]:
        module["title"] = texts.get(Place("module", module["id"], "title"), module["title"])
        for lesson in module["lessons"]:
            for name in ("title", "group_title"):
                if name in lesson:
                    lesson[name] = texts.get(Place("lesson", lesson["id"], name), lesson[name])
    return body


def in_lesson(row: dict[str, Any], texts: Texts) -> dict[str, Any]:
    """The row of `lesson_content` with its texts in the language of `texts`."""
    lesson_id = row["id"]
    own = fields_of(texts, "lesson", lesson_id)
    row = dict(row)
    for column, field in (
        ("title", "title"),
        ("group_title", "group_title"),
        ("transcript", "transcript"),
        ("document_summary", "summary"),
        ("link_summary", "summary"),
    ):
        if row.get(column):
            row[column] = own.get(field, row[column])
    row["module_title"] = texts.get(Place("module", row["module_id"], "title"), row["module_title"])
    row["course_title"] = texts.get(Place("course", row["course_id"], "title"), row["course_title"])
    if row.get("document"):
        row["document"] = in_document(row["document"], own, prefix="document")
    return row


def in_detail(body: dict[str, Any], texts: Texts) -> dict[str, Any]:
    """A course page's JSON in the language of the texts."""
    own = fields_of(texts, "course", body["id"])
    for name in ("title", "tagline", "meta_description"):
        if name in body:
            body[name] = own.get(name, body[name])
    body["outcomes"] = [own.get(f"outcomes/{place}", text) for place, text in enumerate(body["outcomes"])]
    body["overview"] = in_document(body["overview"], own, prefix="overview")
    for module in body["modules"]:
        module["title"] = texts.get(Place("module", module["id"], "title"), module["title"])
        for lesson in module["lessons"]:
            for name in ("title", "group_title"):
                lesson[name] = texts.get(Place("lesson", lesson["id"], name), lesson[name])
    return body
