"""Captions of films: WebVTT files, a track per language, and the transcripts that are read out of them."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction

from edusync.courses.events import LessonChanged
from edusync.courses.models import CaptionTrack, Lesson, Video
from edusync.courses.problems import KindMismatch
from edusync.courses.services import fields
from edusync.courses.services.search_index import index_lesson
from edusync.files.cues import BadCues, Cue, CueError, parse_cues, to_webvtt
from edusync.files.models import FileObject
from edusync.files.problems import CaptionsMalformed
from edusync.files.services import open_file, replace_links, store_file
from edusync.files.transcripts import keep_transcripts, write_transcript
from edusync.kernel import events
from edusync.kernel.locking import save_versioned
from edusync.kernel.problems import FieldError, NotFound, PreconditionFailed

MAX_TRACKS = 50
MAX_CAPTION_BYTES = 2 * 1024 * 1024
# BCP 47, as far as tracks need it: en, pt-BR, zh-Hans.
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,2}")
_PLACE = "lesson"


def replace_tracks(*, video: Video, tracks: Any) -> None:
    """Make exactly these [{language, label, file}] the tracks of a film. Raises ValidationProblem."""
    if not isinstance(tracks, list) or len(tracks) > MAX_TRACKS:
        raise fields.invalid(
            "/detail/captions", "not-a-list", f"Must be a list of at most {MAX_TRACKS} tracks."
        )
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
    follow_tracks(lesson_id=video.lesson_id)


def follow_tracks(*, lesson_id: int) -> None:
    """Read the transcripts of a film out of its tracks anew; a track that cannot be read has none."""
    tracks = list(CaptionTrack.objects.filter(video_id=lesson_id).select_related("file"))
    keep_transcripts(place=_PLACE, place_id=lesson_id, languages=[track.language for track in tracks])
    for track in tracks:
        write_transcript(
            place=_PLACE, place_id=lesson_id, language=track.language, cues=cues_of_file(track.file)
        )


def lessons_with_tracks(lesson_ids: Iterable[int]) -> list[int]:
    """Those of these lessons that are films with captions. One query."""
    rows = CaptionTrack.objects.filter(video_id__in=list(lesson_ids)).order_by("video_id")
    return list(rows.values_list("video_id", flat=True).distinct())


def cues_of_file(file: FileObject) -> list[Cue]:
    """Cues of a stored track; none where it is damaged or lost."""
    try:
        with open_file(file) as content:
            return parse_cues(content.read(MAX_CAPTION_BYTES).decode("utf-8", errors="replace"))
    except (BadCues, FileNotFoundError):
        return []


def language_tag(value: str) -> str:
    """A language tag. Raises ValidationProblem."""
    if not _LANGUAGE.fullmatch(value) or len(value) > 16:
        raise fields.invalid("/language", "unknown-language", "Must be a language tag such as en or pt-BR.")
    return value


def malformed(bad: BadCues, pointer: str) -> CaptionsMalformed:
    """The problem that names rows (`/cues/0/…`) or lines (`/text/12`), counted as the sender counts them."""
    offset = 1 if pointer == "/cues" else 0
    return CaptionsMalformed(
        errors=[
            FieldError(f"{pointer}/{error.row - offset}", error.code, error.detail) for error in bad.errors
        ]
    )


@transaction.atomic
def save_captions(
    *, lesson: Lesson, language: str, label: str, cues: Sequence[Cue], base: str | None, by_id: int | None
) -> CaptionTrack:
    """Write the captions of a film in one language; the track is made if there is none.

    `base` is the digest of the track that the editor began with ("" for none, None to write anyhow).
    Raises KindMismatch, ValidationProblem, CaptionsMalformed for cues beyond the film, PreconditionFailed where
    somebody else wrote meanwhile.
    """
    if lesson.kind != Lesson.Kind.VIDEO:
        raise KindMismatch(kind=lesson.kind)
    language = language_tag(language)
    video = Video.objects.select_for_update().get(lesson=lesson)
    _check_end(video, cues)
    track = CaptionTrack.objects.filter(video=video, language=language).select_related("file").first()
    if base is not None and base != (track.file.sha256 if track else ""):
        raise PreconditionFailed
    file = store_file(content=to_webvtt(cues).encode(), name=f"{language}.vtt", uploaded_by_id=by_id)
    values = {"label": fields.short_text(label, pointer="/label", limit=80), "file": file}
    track, _ = CaptionTrack.objects.update_or_create(video=video, language=language, defaults=values)
    write_transcript(place=_PLACE, place_id=lesson.pk, language=language, cues=cues)
    _announce(lesson, video)
    return track


@transaction.atomic
def delete_captions(*, lesson: Lesson, language: str) -> None:
    """Take the captions of a film in one language away. Raises NotFound."""
    video = Video.objects.filter(lesson=lesson).first()
    gone = CaptionTrack.objects.filter(video=video, language=language) if video else None
    if video is None or gone is None or not gone.exists():
        raise NotFound
    gone.delete()
    rest = CaptionTrack.objects.filter(video=video).values_list("language", flat=True)
    keep_transcripts(place=_PLACE, place_id=lesson.pk, languages=list(rest))
    _announce(lesson, video)


def _check_end(video: Video, cues: Sequence[Cue]) -> None:
    """No cue begins after the film has ended, where its length is known."""
    if not video.duration_seconds:
        return
    end_ms = (video.duration_seconds + 1) * 1000
    late = [
        CueError(row, "beyond-end", "The film has ended by then.")
        for row, cue in enumerate(cues, start=1)
        if cue.start_ms > end_ms
    ]
    if late:
        raise malformed(BadCues(late), "/cues")


def _announce(lesson: Lesson, video: Video) -> None:
    save_versioned(video, [])
    used = [video.file, video.poster_file, *(track.file for track in video.captions.select_related("file"))]
    replace_links(files=[file for file in used if file], place="lesson", place_id=lesson.pk, role="video")
    index_lesson(lesson=lesson)
    events.publish(LessonChanged(course_id=lesson.course_id, lesson_id=lesson.pk))
