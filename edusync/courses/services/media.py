"""The content of video, document and link lessons."""

import re
from collections.abc import Callable
from typing import Any

from edusync.courses.blocks.fields import is_web_address
from edusync.courses.embeds import find_embed
from edusync.courses.models import Document, ExternalLink, Lesson, Video
from edusync.courses.models.content import DocumentFile, LinkItem
from edusync.courses.services import fields
from edusync.courses.services.captions import replace_tracks
from edusync.files.models import FileObject
from edusync.files.services import replace_links
from edusync.kernel.locking import save_versioned

MAX_TRANSCRIPT_CHARACTERS = 500_000
MAX_SUMMARY_CHARACTERS = 10_000
MAX_CHAPTERS = 200
MAX_FILES = 50
MAX_LINKS = 200
_PROVIDER_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


def write_video(lesson: Lesson, detail: dict[str, Any], is_new: bool) -> None:
    """Store a film: {provider, file | external_id, poster_file, duration_seconds, required_share, is_seek_locked,
    chapters: [{start_seconds, title}], transcript, captions: [{language, label, file}]}.
    """
    video = Video(lesson=lesson) if is_new else Video.objects.get(lesson=lesson)
    changed = _apply_video(video, detail)
    _check_film(video, is_draft=is_new and not detail)
    _check_chapters(video)
    if is_new:
        video.save(force_insert=True)
    elif changed:
        save_versioned(video, changed)
    if "captions" in detail:
        replace_tracks(video=video, tracks=detail["captions"])
    lesson.video = video
    link_video_files(video)


def link_video_files(video: Video) -> None:
    """Note all files of a film as used in its lesson."""
    used = [video.file, video.poster_file, *(track.file for track in video.captions.select_related("file"))]
    replace_links(
        files=[file for file in used if file], place="lesson", place_id=video.lesson_id, role="video"
    )


def _optional_file(pointer: str, kinds: tuple[str, ...] = ()) -> Callable[[Any], FileObject | None]:
    def read(value: Any) -> FileObject | None:
        if value is None or value == "":
            return None
        file = fields.file_of(value, pointer=pointer)
        if kinds and not file.media_type.startswith(kinds):
            raise fields.invalid(pointer, "wrong-type", f"Must be of {' or '.join(kinds)}.")
        return file

    return read


def chapters_of(value: Any) -> list[dict[str, Any]]:
    """Chapters in order of time. Raises ValidationProblem naming the row."""
    pointer = "/detail/chapters"
    if not isinstance(value, list) or len(value) > MAX_CHAPTERS:
        raise fields.invalid(pointer, "not-a-list", f"Must be a list of at most {MAX_CHAPTERS} chapters.")
    found: dict[int, str] = {}
    for index, row in enumerate(value):
        if not isinstance(row, dict):
            raise fields.invalid(f"{pointer}/{index}", "not-an-object", "Must have start_seconds and title.")
        start = fields.number_of(
            row.get("start_seconds"), pointer=f"{pointer}/{index}/start_seconds", high=1_000_000
        )
        if start in found:
            raise fields.invalid(
                f"{pointer}/{index}/start_seconds", "not-unique", "Two chapters begin there."
            )
        found[start] = fields.title_of(row.get("title", ""), pointer=f"{pointer}/{index}/title")
    return [{"start_seconds": start, "title": found[start]} for start in sorted(found)]


_VIDEO_READERS: dict[str, Callable[[Any], Any]] = {
    "provider": lambda value: fields.choice_of(value, Video.Provider.values, pointer="/detail/provider"),
    "file": _optional_file("/detail/file"),
    "external_id": lambda value: fields.short_text(value, pointer="/detail/external_id", limit=500),
    "poster_file": _optional_file("/detail/poster_file", ("image/",)),
    "duration_seconds": lambda value: fields.number_of(
        value, pointer="/detail/duration_seconds", high=1_000_000
    ),
    "required_share": lambda value: fields.number_of(value, pointer="/detail/required_share", high=100),
    "is_seek_locked": bool,
    "chapters": chapters_of,
    "transcript": lambda value: fields.short_text(
        value, pointer="/detail/transcript", limit=MAX_TRANSCRIPT_CHARACTERS
    ),
}


def _apply_video(video: Video, detail: dict[str, Any]) -> list[str]:
    changed = [name for name in detail if name in _VIDEO_READERS]
    for name in changed:
        setattr(video, name, _VIDEO_READERS[name](detail[name]))
    if "provider" in detail or "external_id" in detail:
        _read_address(video)
        changed = [*dict.fromkeys([*changed, "provider", "external_id"])]
    return changed


def _read_address(video: Video) -> None:
    """Where somebody pasted the address of a film instead of its id, take the id out of it."""
    if video.provider in {Video.Provider.YOUTUBE, Video.Provider.VIMEO} and "/" in video.external_id:
        embed = find_embed(video.external_id)
        if embed is not None and embed.provider in {"youtube", "vimeo"}:
            video.provider, video.external_id = embed.provider, embed.id


def _check_film(video: Video, *, is_draft: bool) -> None:
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


def _check_chapters(video: Video) -> None:
    """No chapter begins after the film has ended, where its length is known."""
    for index, chapter in enumerate(video.chapters or []):
        if video.duration_seconds and chapter["start_seconds"] >= video.duration_seconds:
            raise fields.invalid(
                f"/detail/chapters/{index}/start_seconds", "beyond-end", "The film has ended by then."
            )


def write_document(lesson: Lesson, detail: dict[str, Any], is_new: bool) -> None:
    """Store a document lesson: {files: [{file, title, text}], summary}; {file} means that one file."""
    document = Document(lesson=lesson) if is_new else Document.objects.get(lesson=lesson)
    rows = _document_rows(detail, is_new)
    if rows is not None:
        document.file = rows[0].file if rows else None
    if "summary" in detail:
        document.summary = _summary(detail["summary"], "/detail/summary")
    if is_new:
        document.save(force_insert=True)
    else:
        save_versioned(document, ["file", "summary"])
    lesson.document = document
    if rows is None:
        return
    DocumentFile.objects.filter(document=document).delete()
    for row in rows:
        row.document = document
    DocumentFile.objects.bulk_create(rows)
    replace_links(
        files=[row.file for row in rows if row.file], place="lesson", place_id=lesson.pk, role="document"
    )


def _document_rows(detail: dict[str, Any], is_new: bool) -> list[DocumentFile] | None:
    """The files that the detail names, in order; None where it says nothing about them."""
    if "files" in detail:
        values, pointer = detail["files"], "/detail/files"
    elif detail.get("file") or "file" in detail:
        values, pointer = [{"file": detail["file"]}], ""
    else:
        return [] if is_new else None
    if not isinstance(values, list) or len(values) > MAX_FILES:
        raise fields.invalid("/detail/files", "not-a-list", f"Must be a list of at most {MAX_FILES} files.")
    return [
        _document_row(value, index, f"{pointer}/{index}" if pointer else "/detail")
        for index, value in enumerate(values)
    ]


def _document_row(value: Any, index: int, pointer: str) -> DocumentFile:
    if not isinstance(value, dict):
        raise fields.invalid(pointer, "not-an-object", "Must name a file.")
    return DocumentFile(
        file=fields.file_of(value.get("file") or "", pointer=f"{pointer}/file"),
        position=index,
        title=fields.short_text(value.get("title", ""), pointer=f"{pointer}/title"),
        text=fields.short_text(
            value.get("text", ""), pointer=f"{pointer}/text", limit=MAX_TRANSCRIPT_CHARACTERS
        ),
    )


def write_link(lesson: Lesson, detail: dict[str, Any], is_new: bool) -> None:
    """Store a link lesson: {links: [{url, title, summary}], summary}; {url} means that one link."""
    link = ExternalLink(lesson=lesson) if is_new else ExternalLink.objects.get(lesson=lesson)
    rows = _link_rows(detail, is_new)
    if rows is not None:
        link.url = rows[0].url if rows else ""
    if "summary" in detail:
        link.summary = _summary(detail["summary"], "/detail/summary")
    if is_new:
        link.save(force_insert=True)
    else:
        save_versioned(link, ["url", "summary"])
    lesson.link = link
    if rows is None:
        return
    known = {row.url: row for row in LinkItem.objects.filter(link=link)}
    LinkItem.objects.filter(link=link).delete()
    for row in rows:
        row.link = link
        if row.url in known:
            row.state, row.checked_at = known[row.url].state, known[row.url].checked_at
    LinkItem.objects.bulk_create(rows)


def _link_rows(detail: dict[str, Any], is_new: bool) -> list[LinkItem] | None:
    """The links that the detail names, in order; None where it says nothing about them."""
    if "links" in detail:
        values, pointer = detail["links"], "/detail/links"
    elif "url" in detail:
        values, pointer = [{"url": detail["url"]}], ""
    elif is_new and detail:
        raise fields.invalid("/detail/url", "bad-address", "Must be an http or https address.")
    else:
        return [] if is_new else None
    if not isinstance(values, list) or len(values) > MAX_LINKS:
        raise fields.invalid("/detail/links", "not-a-list", f"Must be a list of at most {MAX_LINKS} links.")
    return [
        _link_row(value, index, f"{pointer}/{index}" if pointer else "/detail")
        for index, value in enumerate(values)
    ]


def _link_row(value: Any, index: int, pointer: str) -> LinkItem:
    if not isinstance(value, dict):
        raise fields.invalid(pointer, "not-an-object", "Must name an address.")
    url = fields.short_text(value.get("url", ""), pointer=f"{pointer}/url", limit=2_000)
    # A path of this site is an address, too: a lesson of another course, a file.
    if not (is_web_address(url) or re.match(r"/(?![/\\])", url)):
        raise fields.invalid(f"{pointer}/url", "bad-address", "Must be an http or https address.")
    return LinkItem(
        url=url,
        position=index,
        title=fields.short_text(value.get("title", ""), pointer=f"{pointer}/title"),
        summary=_summary(value.get("summary", ""), f"{pointer}/summary"),
    )


def _summary(value: Any, pointer: str) -> str:
    return fields.short_text(value, pointer=pointer, limit=MAX_SUMMARY_CHARACTERS)
