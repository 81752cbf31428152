"""Reads of single lessons and of what counts in a course."""

import dataclasses
from typing import Any

from edusync.courses.models import CaptionTrack, Course, Lesson
from edusync.files.urls import file_address

_LESSON_COLUMNS = (
    "id",
    "uuid",
    "title",
    "kind",
    "group_title",
    "is_published",
    "is_preview",
    "is_required",
    "estimated_minutes",
    "completion",
    "completion_value",
    "row_version",
    "module_id",
    "module__title",
    "module__is_published",
    "course_id",
    "course__uuid",
    "course__slug",
    "course__title",
    "course__status",
    "course__outline_version",
)
_FILE_COLUMNS = ("uuid", "name", "media_type", "size_bytes")
_KIND_COLUMNS = {
    "page": ("page__document", "page__row_version"),
    "video": (
        "video__provider",
        "video__external_id",
        "video__duration_seconds",
        "video__required_share",
        "video__transcript",
        *(f"video__file__{name}" for name in _FILE_COLUMNS),
        "video__poster_file__uuid",
        "video__poster_file__name",
    ),
    "document": ("document__summary", *(f"document__file__{name}" for name in _FILE_COLUMNS)),
    "link": ("link__url", "link__summary"),
}
_ALL_COLUMNS = (*_LESSON_COLUMNS, *(name for names in _KIND_COLUMNS.values() for name in names))
PROVIDER_ADDRESSES = {
    "youtube": "https://www.youtube-nocookie.com/embed/{id}",
    "vimeo": "https://player.vimeo.com/video/{id}?dnt=1",
}


@dataclasses.dataclass(frozen=True, slots=True)
class LessonContent:
    """A lesson with the content of its kind. `row` holds the columns by ORM path."""

    row: dict[str, Any]

    @property
    def is_live(self) -> bool:
        """Whether learners may see it at all."""
        return bool(self.row["is_published"] and self.row["module__is_published"])

    @property
    def detail(self) -> dict[str, Any] | None:
        """Content as JSON; None for kinds that other apps own."""
        maker = _DETAILS.get(self.row["kind"])
        return maker(self.row) if maker else None


def lesson_content(lesson_id: int) -> LessonContent | None:
    """A lesson of the organization in context with its module, course and content, in one query."""
    row = (
        Lesson.objects.filter(pk=lesson_id, deleted_at=None, module__deleted_at=None, course__deleted_at=None)
        .values(*_ALL_COLUMNS)
        .first()
    )
    return None if row is None else LessonContent(row)


def _page(row: dict[str, Any]) -> dict[str, Any]:
    return {"document": row["page__document"]}


def _video(row: dict[str, Any]) -> dict[str, Any]:
    provider, film = row["video__provider"], row["video__external_id"]
    poster = row["video__poster_file__uuid"]
    return {
        "provider": provider,
        "url": _video_address(provider, film, row),
        "external_id": film,
        "poster_url": file_address(poster, row["video__poster_file__name"]) if poster else None,
        "duration_seconds": row["video__duration_seconds"],
        "required_share": row["video__required_share"],
        "captions": _captions(row["id"]),
        "transcript": row["video__transcript"],
    }


def _video_address(provider: str, film: str, row: dict[str, Any]) -> str | None:
    if provider == "file":
        uuid = row["video__file__uuid"]
        return file_address(uuid, row["video__file__name"]) if uuid else None
    if provider == "url":
        return film or None
    return PROVIDER_ADDRESSES[provider].format(id=film) if film else None


def _captions(lesson_id: int) -> list[dict[str, Any]]:
    tracks = CaptionTrack.objects.filter(video_id=lesson_id).order_by("language")
    return [
        {"language": language, "label": label or language, "url": file_address(uuid, name)}
        for language, label, uuid, name in tracks.values_list("language", "label", "file__uuid", "file__name")
    ]


def _document(row: dict[str, Any]) -> dict[str, Any]:
    uuid = row["document__file__uuid"]
    return {
        "url": file_address(uuid, row["document__file__name"]) if uuid else None,
        "name": row["document__file__name"],
        "media_type": row["document__file__media_type"],
        "size_bytes": row["document__file__size_bytes"],
        "summary": row["document__summary"],
    }


def _link(row: dict[str, Any]) -> dict[str, Any]:
    return {"url": row["link__url"], "summary": row["link__summary"]}


_DETAILS = {"page": _page, "video": _video, "document": _document, "link": _link}


def live_lessons(course_id: int) -> Any:
    """Lessons that learners see, in order: published, in published modules."""
    return Lesson.unscoped.filter(
        course_id=course_id,
        deleted_at=None,
        is_published=True,
        module__deleted_at=None,
        module__is_published=True,
    ).order_by("module__position", "module_id", "position", "id")


def required_weights(course_id: int) -> dict[int, tuple[int, int]]:
    """`{lesson_id: (module_id, weight)}` of the lessons that count towards completion."""
    rows = live_lessons(course_id).filter(is_required=True).values_list("id", "module_id", "weight")
    return {lesson_id: (module_id, weight) for lesson_id, module_id, weight in rows}


def course_id_of(slug: str) -> int | None:
    """Id of a live course of the organization in context."""
    return Course.objects.filter(slug=slug, deleted_at=None).values_list("id", flat=True).first()
