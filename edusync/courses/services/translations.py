"""Writing translations, and saying in which languages learners may read a course."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import F

from edusync.courses.blocks import clean_inline
from edusync.courses.blocks.fields import plain
from edusync.courses.models import Course
from edusync.courses.models.translation import Translation
from edusync.courses.queries.translations import offered_languages, rows_of, source_pieces
from edusync.courses.services import fields
from edusync.courses.services.search_index import index_course
from edusync.courses.services.taxonomy import set_languages
from edusync.courses.translation import Piece, Place
from edusync.kernel import audit
from edusync.kernel.problems import FieldError, PreconditionFailed, ValidationProblem

MAX_TEXT = {"line": 2_000, "text": 500_000, "html": 200_000}
MAX_PIECES = 500


@transaction.atomic
def save_pieces(
    *, course: Course, language: str, pieces: Sequence[dict[str, Any]], by_id: int | None
) -> None:
    """Write pieces of a translation, each `{entity, entity_id, field, text, state, row_version}`; an empty text takes it away.

    `row_version` is what the translator saw, 0 for a piece that had none. All of them are written, or none.
    Raises ValidationProblem (pointers below /pieces), PreconditionFailed when somebody else changed one meanwhile.
    """
    language = _checked_language(course, language)
    if len(pieces) > MAX_PIECES:
        raise fields.invalid("/pieces", "too-many", f"At most {MAX_PIECES} pieces at a time.")
    sources = {piece.place: piece for piece in source_pieces(course)}
    # The course's row is the lock: two translators write one after the other.
    Course.objects.select_for_update().filter(pk=course.pk).values_list("pk").first()
    present = {place: row for (_, place), row in rows_of(course.pk, language).items()}
    errors: list[FieldError] = []
    for number, given in enumerate(pieces):
        place = Place(given["entity"], given["entity_id"], given["field"])
        source = sources.get(place)
        if source is None:
            pointer = f"/pieces/{number}"
            errors.append(
                FieldError(pointer=pointer, code="unknown-piece", detail="The course has no such text.")
            )
            continue
        error = _save_piece(course, language, source, present.get(place), given, by_id)
        if error is not None:
            code, detail = error
            errors.append(FieldError(pointer=f"/pieces/{number}/text", code=code, detail=detail))
    if errors:
        raise ValidationProblem(errors=errors)
    _note(course, language, by_id, len(pieces))
    if any(given["entity"] == Translation.Entity.COURSE for given in pieces):
        index_course(course=Course.objects.get(pk=course.pk))


def _checked_language(course: Course, language: str) -> str:
    code: str = fields.language_of(language, pointer="/language")
    if code == course.language_id:
        raise fields.invalid("/language", "own-language", "That is the language of the course itself.")
    return code


def _save_piece(
    course: Course,
    language: str,
    source: Piece,
    row: Translation | None,
    given: dict[str, Any],
    by_id: int | None,
) -> tuple[str, str] | None:
    """Write one piece; returns what is wrong with its text."""
    if (row.row_version if row else 0) != given["row_version"]:
        raise PreconditionFailed(row_version=row.row_version if row else 0)
    text = str(clean_inline(given["text"])) if source.kind == "html" else plain(given["text"]).strip()
    if source.kind == "line":
        text = " ".join(text.split())
    if len(text) > MAX_TEXT[source.kind]:
        return "too-long", f"At most {MAX_TEXT[source.kind]} characters."
    if not text.strip():
        if row is not None:
            row.delete()
        return None
    values = {"text": text, "state": given["state"], "source_digest": source.digest, "author_id": by_id}
    if row is None:
        Translation.objects.create(
            organization_id=course.organization_id,
            course=course,
            language_id=language,
            **source.place._asdict(),
            **values,
        )
    elif any(getattr(row, name) != value for name, value in values.items() if name != "author_id"):
        for name, value in values.items():
            setattr(row, name, value)
        row.row_version += 1
        row.save(update_fields=["text", "state", "source_digest", "author", "row_version", "updated_at"])
    return None


def _note(course: Course, language: str, by_id: int | None, count: int) -> None:
    Course.objects.filter(pk=course.pk).update(translation_version=F("translation_version") + 1)
    audit.record(
        "courses.translation.saved",
        actor=by_id,
        target=("course", course.pk),
        facts={"language": language, "pieces": count},
    )


@transaction.atomic
def offer_language(*, course: Course, language: str, is_offered: bool, by_id: int | None) -> None:
    """Let learners read the course in that language from now on, or no longer. Raises ValidationProblem."""
    language = _checked_language(course, language)
    codes = set(offered_languages(course.pk))
    wanted = codes | {language} if is_offered else codes - {language}
    if wanted == codes:
        return
    set_languages(course=course, codes=sorted(wanted))
    index_course(course=Course.objects.get(pk=course.pk))
    Course.objects.filter(pk=course.pk).update(translation_version=F("translation_version") + 1)
    audit.record(
        "courses.language.offered" if is_offered else "courses.language.withdrawn",
        actor=by_id,
        target=("course", course.pk),
        facts={"language": language},
    )
