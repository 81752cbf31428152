"""The content of lessons: one detail row per kind."""

from typing import Any

from edusync.courses.models import Lesson
from edusync.courses.services.media import write_document, write_link, write_video
from edusync.courses.services.pages import rewrite_page, store_page


def write_detail(*, lesson: Lesson, detail: dict[str, Any], is_new: bool, by_id: int | None = None) -> None:
    """Store the content of a lesson by its kind, within the caller's transaction.

    page: {document}, by the rule of drafts · video, document and link: see `media` · quiz: nothing, its questions are the assessment app's.
    Files are rows or their public ids. Raises ValidationProblem, pointing below /detail.
    """
    if lesson.kind == Lesson.Kind.PAGE:
        _write_page(lesson, detail, is_new, by_id)
        return
    writers = {
        Lesson.Kind.VIDEO: write_video,
        Lesson.Kind.DOCUMENT: write_document,
        Lesson.Kind.LINK: write_link,
    }
    writer = writers.get(Lesson.Kind(lesson.kind))
    if writer is not None:
        writer(lesson, detail, is_new)


def _write_page(lesson: Lesson, detail: dict[str, Any], is_new: bool, by_id: int | None) -> None:
    if is_new:
        store_page(lesson, detail.get("document", {}), pointer="/detail/document")
    elif "document" in detail:
        rewrite_page(lesson=lesson, document=detail["document"], pointer="/detail/document", by_id=by_id)
