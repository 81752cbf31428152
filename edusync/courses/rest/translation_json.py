"""Translations as JSON: counts by language and part, pieces beside each other."""

from collections.abc import Iterable
from typing import Any

from edusync.courses.models import Course, Language, Lesson, Module
from edusync.courses.models.translation import Translation
from edusync.courses.queries import translations as reads
from edusync.courses.translation import Piece, Place

Rows = dict[tuple[str, Place], Translation]


def counts(pieces: Iterable[Piece], rows: Rows, language: str) -> dict[str, int]:
    """How far a translation of these pieces is."""
    total = ready = draft = outdated = 0
    for piece in pieces:
        total += 1
        row = rows.get((language, piece.place))
        if row is None:
            continue
        ready += row.state == Translation.State.READY
        draft += row.state == Translation.State.DRAFT
        outdated += row.source_digest != piece.digest
    return {"total": total, "ready": ready, "draft": draft, "outdated": outdated}


def language_json(language: Language, *, is_offered: bool, **facts: int) -> dict[str, Any]:
    """A language with how far it is."""
    return {
        "code": language.code,
        "name": language.name,
        "native_name": language.native_name,
        "direction": language.direction,
        "is_offered": is_offered,
        **facts,
    }


def course_translations_json(course: Course) -> dict[str, Any]:
    """All languages of a course: those offered, and those that somebody began with."""
    pieces, rows = reads.source_pieces(course), reads.rows_of(course.pk)
    offered = reads.offered_languages(course.pk)
    codes = sorted({*offered, *(code for code, _ in rows)} - {course.language_id})
    known = {language.code: language for language in Language.objects.filter(code__in=codes)}
    return {
        "source_language": course.language_id,
        "languages": [
            language_json(known[code], is_offered=code in offered, **counts(pieces, rows, code))
            for code in codes
        ],
    }


def parts_json(course: Course, language: Language) -> dict[str, Any]:
    """The parts of a course, each with how far it is."""
    pieces, rows = reads.source_pieces(course), reads.rows_of(course.pk, language.code)
    by_part: dict[tuple[str, int], list[Piece]] = {}
    for piece in pieces:
        by_part.setdefault(piece.place[:2], []).append(piece)
    titles = _titles(course)
    parts = [
        {
            "key": "course" if entity == "course" else f"{entity}-{entity_id}",
            "entity": entity,
            "title": titles.get((entity, entity_id), ("", ""))[0],
            "module_title": titles.get((entity, entity_id), ("", ""))[1],
            **counts(found, rows, language.code),
        }
        for (entity, entity_id), found in by_part.items()
    ]
    is_offered = language.code in reads.offered_languages(course.pk)
    return {
        "language": language_json(language, is_offered=is_offered, **counts(pieces, rows, language.code)),
        "parts": parts,
    }


def _titles(course: Course) -> dict[tuple[str, int], tuple[str, str]]:
    """Title of each part, and of the module it stands in."""
    titles = {("course", course.pk): (course.title, "")}
    for module_id, title in Module.objects.filter(course=course).values_list("pk", "title"):
        titles["module", module_id] = (title, "")
    rows = Lesson.objects.filter(course=course).values_list("pk", "title", "module__title")
    for lesson_id, title, module_title in rows:
        titles["lesson", lesson_id] = (title, module_title)
    return titles


def pieces_json(course: Course, language: str, key: str) -> list[dict[str, Any]]:
    """The pieces of one part beside their translations; empty for a part that is not there."""
    entity, _, number = key.partition("-")
    entity_id = course.pk if entity == "course" else int(number) if number.isdigit() else 0
    rows = reads.rows_of(course.pk, language)
    found = [piece for piece in reads.source_pieces(course) if piece.place[:2] == (entity, entity_id)]
    return [_piece_json(piece, rows.get((language, piece.place))) for piece in found]


def _piece_json(piece: Piece, row: Translation | None) -> dict[str, Any]:
    return {
        **piece.place._asdict(),
        "kind": piece.kind,
        "label": piece.label,
        "source": piece.text,
        "text": row.text if row else "",
        "state": row.state if row else "missing",
        "is_outdated": row is not None and row.source_digest != piece.digest,
        "row_version": row.row_version if row else 0,
        "author": row.author.display_name if row and row.author else "",
    }
