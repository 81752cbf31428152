"""What films, files and links lack before a course is published."""

from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Q

from edusync.courses.checklist import Finding, register_check
from edusync.courses.models import CaptionTrack, Course, Video
from edusync.courses.models.content import DocumentFile, LinkItem
from edusync.courses.queries.lessons import live_lessons
from edusync.files.queries import refused_files

# In providers' players the site cannot show captions; theirs are theirs.
_OWN = (Video.Provider.FILE, Video.Provider.URL)


def check_films(course: Course) -> Iterator[Finding]:
    """Films that somebody who does not hear cannot follow, and films without a picture to begin with."""
    lessons = live_lessons(course.pk)
    films = Video.objects.filter(lesson__in=lessons, provider__in=_OWN).exclude(
        Q(file=None) & Q(external_id="")
    )
    captioned = CaptionTrack.objects.filter(video_id=OuterRef("pk"))
    rows = films.annotate(has_captions=Exists(captioned)).order_by("lesson_id")
    for lesson_id, title, has_captions, poster, words in rows.values_list(
        "lesson_id", "lesson__title", "has_captions", "poster_file_id", "transcript"
    ):
        if not has_captions:
            said = "a transcript but no captions" if words.strip() else "neither captions nor a transcript"
            yield Finding("film-without-captions", "warning", f"“{title}” has {said}.", lesson_id)
        if poster is None:
            yield Finding(
                "film-without-poster", "warning", f"“{title}” shows no picture before it plays.", lesson_id
            )


def check_files(course: Course) -> Iterator[Finding]:
    """Files that are gone or locked away, and pictures without words."""
    lessons = live_lessons(course.pk)
    rows = DocumentFile.objects.filter(document__lesson__in=lessons).order_by("document_id", "position")
    for lesson_id, title, file_id, media_type, text in rows.values_list(
        "document_id", "document__lesson__title", "file_id", "file__media_type", "text"
    ):
        if file_id is None:
            yield Finding("missing-file", "error", f"A file of “{title}” is gone.", lesson_id)
        elif media_type.startswith("image/") and not text.strip():
            yield Finding(
                "picture-without-words",
                "warning",
                f"A picture of “{title}” is not described in words.",
                lesson_id,
            )
    for lesson_id, name in refused_files(place="lesson", place_ids=lessons.values("pk")):
        yield Finding("file-quarantined", "error", f"The virus scanner refuses “{name}”.", lesson_id)


def check_link_lists(course: Course) -> Iterator[Finding]:
    """Links that lead nowhere, as far as the last look knows."""
    rows = LinkItem.objects.filter(
        link__lesson__in=live_lessons(course.pk), state__in=[LinkItem.State.DEAD, LinkItem.State.MALFORMED]
    )
    for lesson_id, title, url in rows.order_by("link_id", "position").values_list(
        "link_id", "link__lesson__title", "url"
    ):
        yield Finding("dead-link", "warning", f"“{title}”: {url[:200]} leads nowhere.", lesson_id)


register_check("films", check_films)
register_check("files", check_files)
register_check("link-lists", check_link_lists)
