"""Writing pages: straight into the page while its course is unpublished, into its draft from then on.

Learners read `Page.document`, always. `publish_page_drafts` hands over what authors wrote since.
"""

import dataclasses
import datetime as dt
import uuid
from collections.abc import Iterable
from typing import Any

from django.db import transaction

from edusync.courses.blocks import (
    BlockConflict,
    clean_document,
    document_files,
    document_text,
    empty_document,
    fill_files,
    merge_documents,
    pointed_blocks,
    questions_of,
)
from edusync.courses.events import LessonChanged
from edusync.courses.models import Course, Lesson, Page
from edusync.courses.page_questions import unknown_questions
from edusync.courses.problems import KindMismatch, PageConflict
from edusync.courses.services.search_index import index_lesson
from edusync.files.models import FileObject
from edusync.files.queries import files_by_uuid
from edusync.files.services import replace_links
from edusync.kernel import audit, clock, events
from edusync.kernel.locking import save_versioned
from edusync.kernel.problems import FieldError, ValidationProblem

Document = dict[str, Any]

# States in which learners read the course: authors' words wait in a draft.
DRAFTED = frozenset({Course.Status.PUBLISHED, Course.Status.ARCHIVED})
# Autosaves of one person with shorter pauses are one sitting: one line in the audit log.
SITTING = dt.timedelta(minutes=30)


@dataclasses.dataclass(frozen=True, slots=True)
class SavedPage:
    """A page after saving. With `is_merged` the document holds another author's changes too."""

    page: Page
    document: Document
    is_merged: bool = False
    conflicts: tuple[BlockConflict, ...] = ()


def authored_document(page: Page | None) -> Document:
    """What authors see of a page: its draft, else what learners read."""
    if page is None:
        return empty_document()
    return page.draft if page.draft is not None else (page.document or empty_document())


@transaction.atomic
def save_page(
    *,
    lesson: Lesson,
    document: Any,
    base_version: int,
    base: Any = None,
    by_id: int | None,
) -> SavedPage:
    """Store what an author wrote by the rule of drafts. Nobody's words are lost.

    `base_version` is the version the author began from. When the page has moved on and `base`, the document of that
    version, comes with it, both are merged; without it nothing is written.
    Raises ValidationProblem with pointers below /document and /base, KindMismatch, PageConflict.
    """
    page = _locked_page(lesson)
    mine = clean_document(document, pointer="/document")
    current = authored_document(page)
    conflicts: tuple[BlockConflict, ...] = ()
    is_merged = False
    if page.row_version != base_version and current != mine:
        if base is None:
            raise PageConflict(
                document=current, row_version=page.row_version, edited_by=page.edited_by_id, mine=mine
            )
        merged = merge_documents(clean_document(base, pointer="/base"), mine, current)
        mine = clean_document(merged.document, pointer="/document")
        conflicts, is_merged = merged.conflicts, True
    files = files_by_uuid(document_files(mine))
    mine = fill_files(mine, files, pointer="/document")
    _check_questions(lesson, mine, current, pointer="/document")
    if mine != current or (page.draft is not None and not _waits(lesson)):
        _note_sitting(page, lesson, by_id)
        _write(page, lesson, mine, files.values(), by_id)
    return SavedPage(page, mine, is_merged, conflicts)


def rewrite_page(*, lesson: Lesson, document: Any, pointer: str, by_id: int | None) -> Page:
    """Put another document in the place of what authors see, by the rule of drafts, in the caller's transaction.

    Raises ValidationProblem, KindMismatch.
    """
    page = _locked_page(lesson)
    current = authored_document(page)
    mine = clean_document(document, pointer=pointer)
    files = files_by_uuid(document_files(mine))
    mine = fill_files(mine, files, pointer=pointer)
    _check_questions(lesson, mine, current, pointer=pointer)
    if mine != current:
        _note_sitting(page, lesson, by_id)
        _write(page, lesson, mine, files.values(), by_id)
    return page


def _check_questions(lesson: Lesson, document: Document, current: Document, *, pointer: str) -> None:
    """Raise ValidationProblem for new blocks with questions that pages of this course may not hold."""
    added = set(questions_of(document)) - set(questions_of(current))
    unknown = unknown_questions(course_id=lesson.course_id, questions=added) if added else set()
    errors = [
        FieldError(pointer=f"{place}/question", code="unknown-question", detail="No such question here.")
        for place, block in pointed_blocks(document, pointer=pointer)
        if block["type"] == "question" and block["question"] and uuid.UUID(block["question"]) in unknown
    ]
    if errors:
        raise ValidationProblem(errors=errors)


def _locked_page(lesson: Lesson) -> Page:
    """The page's row, locked; made when the lesson has none yet."""
    if lesson.kind != Lesson.Kind.PAGE:
        raise KindMismatch(kind=lesson.kind)
    page = Page.objects.select_for_update().filter(lesson=lesson).first()
    if page is None:
        page, _ = Page.objects.get_or_create(lesson=lesson, defaults={"document": empty_document()})
    lesson.page = page
    return page


def _waits(lesson: Lesson) -> bool:
    return lesson.course.status in DRAFTED


def _write(
    page: Page, lesson: Lesson, document: Document, files: Iterable[FileObject], by_id: int | None
) -> None:
    """Into the draft or into the page, with the links of its files and what learners' screens must know."""
    before = {*document_files(page.document or {}), *document_files(page.draft or {})}
    page.edited_by_id, page.edited_at = by_id, clock.now()
    if _waits(lesson):
        page.draft = document
        save_versioned(page, ["draft", "edited_by_id", "edited_at"])
    else:
        text = document_text(document)
        is_found_otherwise = text != page.text
        page.document, page.text, page.draft = document, text, None
        save_versioned(page, ["document", "text", "draft", "edited_by_id", "edited_at"])
        if is_found_otherwise:
            index_lesson(lesson=lesson)
        events.publish(LessonChanged(course_id=lesson.course_id, lesson_id=lesson.pk))
    after = {*document_files(page.document or {}), *document_files(page.draft or {})}
    if before != after:
        known = {file.uuid: file for file in files}
        rest = files_by_uuid(sorted(after - set(known)))
        linked = [file for name, file in {**rest, **known}.items() if name in after]
        replace_links(files=linked, place="lesson", place_id=lesson.pk, role="page")


def _note_sitting(page: Page, lesson: Lesson, by_id: int | None) -> None:
    """One audit line for one person's sitting, however often the editor saves."""
    is_same = page.edited_by_id == by_id and page.edited_at is not None
    if is_same and page.edited_at and clock.now() - page.edited_at < SITTING:
        return
    audit.record(
        "courses.page.edited",
        actor=by_id,
        target=("lesson", lesson.pk),
        facts={"course_id": lesson.course_id, "title": lesson.title, "is_draft": _waits(lesson)},
    )


@transaction.atomic
def discard_page_draft(*, lesson: Lesson, by_id: int | None) -> Page:
    """Throw away what was written since publishing. Without a draft nothing happens. Raises KindMismatch."""
    page = _locked_page(lesson)
    if page.draft is None:
        return page
    page.draft = None
    page.edited_by_id, page.edited_at = by_id, clock.now()
    save_versioned(page, ["draft", "edited_by_id", "edited_at"])
    files = files_by_uuid(document_files(page.document or {}))
    replace_links(files=files.values(), place="lesson", place_id=lesson.pk, role="page")
    audit.record(
        "courses.page.draft_discarded",
        actor=by_id,
        target=("lesson", lesson.pk),
        facts={"course_id": lesson.course_id, "title": lesson.title},
    )
    return page


@transaction.atomic
def publish_page_drafts(*, course: Course, by_id: int | None) -> int:
    """Let learners read what authors wrote since the last time; returns how many pages changed."""
    waiting = Page.objects.filter(
        lesson__course=course,
        lesson__organization_id=course.organization_id,
        lesson__deleted_at=None,
        draft__isnull=False,
    )
    pages = list(waiting.select_for_update().select_related("lesson__module"))
    for page in pages:
        lesson: Lesson = page.lesson
        lesson.page = page
        page.document, page.draft = page.draft or empty_document(), None
        page.text = document_text(page.document)
        save_versioned(page, ["document", "text", "draft"])
        save_versioned(lesson, [])
        files = files_by_uuid(document_files(page.document))
        replace_links(files=files.values(), place="lesson", place_id=lesson.pk, role="page")
        index_lesson(lesson=lesson)
        events.publish(LessonChanged(course_id=course.pk, lesson_id=lesson.pk))
    if pages:
        audit.record(
            "courses.page.drafts_published",
            actor=by_id,
            target=("course", course.pk),
            facts={"pages": len(pages)},
        )
    return len(pages)


@transaction.atomic
def set_page_document(*, lesson: Lesson, document: dict[str, Any]) -> Page:
    """Store a page's blocks at once, for importers and restored versions; a draft is gone with it.

    Raises ValidationProblem with pointers into the document, KindMismatch.
    """
    if lesson.kind != Lesson.Kind.PAGE:
        raise KindMismatch(kind=lesson.kind)
    page = store_page(lesson, document, pointer="")
    save_versioned(lesson, [])
    index_lesson(lesson=lesson)
    events.publish(LessonChanged(course_id=lesson.course_id, lesson_id=lesson.pk))
    return page


def store_page(lesson: Lesson, document: Any, *, pointer: str) -> Page:
    """The page with this document, within the caller's transaction. Raises ValidationProblem."""
    document = clean_document(document, pointer=pointer)
    files = files_by_uuid(document_files(document))
    document = fill_files(document, files, pointer=pointer)
    page, is_new = Page.objects.get_or_create(
        lesson=lesson, defaults={"document": document, "text": document_text(document)}
    )
    if not is_new:
        page.document, page.text, page.draft = document, document_text(document), None
        save_versioned(page, ["document", "text", "draft"])
    # A lesson made just now keeps no stale copy of its detail.
    lesson.page = page
    replace_links(files=files.values(), place="lesson", place_id=lesson.pk, role="page")
    return page
