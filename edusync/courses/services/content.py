"""The content of lessons: one detail row per kind."""

import re
from typing import Any

from edusync.courses.blocks.fields import is_web_address
from edusync.courses.models import CaptionTrack, Document, ExternalLink, Lesson, Video
from edusync.courses.services import fields
from edusync.courses.services.pages import store_page
from edusync.files.models import FileObject
from edusync.files.services import replace_links
from edusync.kernel.locking import save_versioned

MAX_TRANSCRIPT_CHARACTERS = 500_000
MAX_SUMMARY_CHARACTERS = 10_000
_PROVIDER_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


def write_detail(*, lesson: Lesson, detail: dict[str, Any], is_new: bool) -> None:
    """Store the content of a lesson by its kind, within the caller's transaction.

    page: {document} · video: {provider, file | external_id, poster_file, duration_seconds, required_share,
    transcript, captions: [{language, label, file}]} · document: {file, summary} · link: {url, summary} ·
    quiz: nothing, its questions are the assessment app's. Files are rows or their public ids.
    Raises ValidationProblem, pointing below /detail.
    """
    writers = {
        Lesson.Kind.PAGE: _write_page,
        Lesson.Kind.VIDEO: _write_video,
        Lesson.Kind.DOCUMENT: _write_document,
        Lesson.Kind.LINK: _write_link,
    }
    writer = writers.get(Lesson.Kind(lesson.kind))
    if writer is not None:
        writer(lesson, detail, is_new)


def _write_page(lesson: Lesson, detail: dict[str, Any], is_new: bool) -> None:
    if is_new or "document" in detail:
        store_page(lesson, detail.get("document", {}), pointer="/detail/document")


def _write_video(lesson: Lesson, detail: dict[str, Any], is_new: bool) -> None:
    video = Video(lesson=lesson) if is_new else Video.objects.get(lesson=lesson)
    changed = _apply_video(video, detail)
    _check_video(video, is_draft=is_new and not detail)
    if is_new:
        video.save(force_insert=True)
    elif changed:
        save_versioned(video, changed)
    if "captions" in detail:
        _write_captions(video, detail["captions"])
    lesson.video = video
    used = [video.file, video.poster_file, *(track.file for track in video.captions.select_related("file"))]
    replace_links(files=[file for file in used if file], place="lesson", place_id=lesson.pk, role="video")


def _optional_file(pointer: str) -> Any:
    return lambda value: None if value is None else fields.file_of(value, pointer=pointer)


_VIDEO_READERS: dict[str, Any] = {
    "provider": lambda value: fields.choice_of(value, Video.Provider.values, pointer="/detail/provider"),
    "file": _optional_file("/detail/file"),
    "external_id": lambda value: fields.short_text(value, pointer="/detail/external_id", limit=500),
    "poster_file": _optional_file("/detail/poster_file"),
    "duration_seconds": lambda value: fields.number_of(
        value, pointer="/detail/duration_seconds", high=10_000_000
    ),
    "required_share": lambda value: fields.number_of(value, pointer="/detail/required_share", high=100),
    "transcript": lambda value: fields.short_text(
        value, pointer="/detail/transcript", limit=MAX_TRANSCRIPT_CHARACTERS
    ),
}


def _apply_video(video: Video, detail: dict[str, Any]) -> list[str]:
    changed = [name for name in detail if name in _VIDEO_READERS]
    for name in changed:
        setattr(video, name, _VIDEO_READERS[name](detail[name]))
    return changed


def _check_video(video: Video, *, is_draft: bool) -> None:
    """A film has a place to play from. A lesson just begun may still lack it."""
    if is_draft:
        return
    provider, film = video.provider, video.external_id
    if provider == Video.Provider.FILE:
        if video.file is None:
            raise fields.invalid("/detail/file", "blank", "Name the stored film.")
        if not video.file.media_type.startswith(("video/", "audio/")):
            raise fields.invalid("/detail/file", "not-a-film", "Must be a film or a sound.")
    elif provider == Video.Provider.URL:
        if not is_web_address(film):
            raise fields.invalid("/detail/external_id", "bad-address", "Must be an http or https address.")
    elif not _PROVIDER_ID.fullmatch(film):
        raise fields.invalid("/detail/external_id", "bad-id", "Must be the provider's id of the film.")


def _write_captions(video: Video, tracks: Any) -> None:
    if not isinstance(tracks, list) or len(tracks) > 50:
        raise fields.invalid("/detail/captions", "not-a-list", "Must be a list of at most 50 tracks.")
    CaptionTrack.objects.filter(video=video).delete()
    seen: set[str] = set()
    for index, track in enumerate(tracks):
        pointer = f"/detail/captions/{index}"
        language = fields.short_text(track.get("language", ""), pointer=f"{pointer}/language", limit=16)
        if not language or language in seen:
            raise fields.invalid(f"{pointer}/language", "not-unique", "Each track has a language of its own.")
        seen.add(language)
        CaptionTrack.objects.create(
            video=video,
            language=language,
            label=fields.short_text(track.get("label", ""), pointer=f"{pointer}/label", limit=80),
            file=fields.file_of(track.get("file", ""), pointer=f"{pointer}/file"),
        )


def _write_document(lesson: Lesson, detail: dict[str, Any], is_new: bool) -> None:
    document = Document(lesson=lesson) if is_new else Document.objects.get(lesson=lesson)
    if is_new or "file" in detail:
        document.file = fields.file_of(detail.get("file", ""), pointer="/detail/file")
    if "summary" in detail:
        document.summary = fields.short_text(
            detail["summary"], pointer="/detail/summary", limit=MAX_SUMMARY_CHARACTERS
        )
    if is_new:
        document.save(force_insert=True)
    else:
        save_versioned(document, ["file", "summary"])
    lesson.document = document
    files: list[FileObject] = [document.file]
    replace_links(files=files, place="lesson", place_id=lesson.pk, role="document")


def _write_link(lesson: Lesson, detail: dict[str, Any], is_new: bool) -> None:
    link = ExternalLink(lesson=lesson) if is_new else ExternalLink.objects.get(lesson=lesson)
    if is_new or "url" in detail:
        url = fields.short_text(detail.get("url", ""), pointer="/detail/url", limit=2_000)
        if not is_web_address(url):
            raise fields.invalid("/detail/url", "bad-address", "Must be an http or https address.")
        link.url = url
    if "summary" in detail:
        link.summary = fields.short_text(
            detail["summary"], pointer="/detail/summary", limit=MAX_SUMMARY_CHARACTERS
        )
    if is_new:
        link.save(force_insert=True)
    else:
        save_versioned(link, ["url", "summary"])
    lesson.link = link
