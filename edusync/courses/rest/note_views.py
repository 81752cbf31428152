"""A learner's own notes and bookmarks."""

from typing import Any

from django.http import HttpResponse

from edusync.courses.models import Bookmark, LearnerNote, Lesson
from edusync.courses.note_policy import OwnNotesPolicy
from edusync.courses.policy import LessonPolicy
from edusync.courses.queries import notes as queries
from edusync.courses.rest import note_serializers as shapes
from edusync.courses.rest.catalog_query import choice
from edusync.courses.services import notes as services
from edusync.kernel.locking import require_match
from edusync.kernel.pagination import keyset_page
from edusync.kernel.problems import NotFound
from edusync.kernel.rest.views import ApiView, FastResponse, schema

LIST_QUERY = {
    "search": "Words in the note or in the marked text.",
    "course": "Slug of a course.",
    "color": "yellow, green, blue or pink",
}


class OwnNotesView(ApiView):
    """A route about what is nobody else's: whoever sees the site as the learner is shown nothing either."""

    policy = OwnNotesPolicy()
    refused_while_viewing = frozenset({"get", "post", "patch", "delete"})

    @property
    def learner_id(self) -> int:
        """Who asks."""
        return int(self.actor.user_id or 0)

    def readable_lesson(self, lesson_id: int) -> int:
        """The id, if the actor may open the lesson. Raises NotFound."""
        rows = LessonPolicy().visible(Lesson.objects.filter(pk=lesson_id), self.actor)
        if not rows.exists():
            raise NotFound
        return lesson_id

    def placed(self, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Rows with the names of their lessons and whether those still open (one query)."""
        ids = {row["lesson_id"] for row in rows}
        open_ids = set(
            LessonPolicy().visible(Lesson.objects.filter(pk__in=ids), self.actor).values_list("pk", flat=True)
        )
        return [placed_json(row, is_open=row["lesson_id"] in open_ids) for row in rows]


def note_json(row: dict[str, Any]) -> dict[str, Any]:
    """A note without its place."""
    found = {name: row[name] for name in queries.NOTE_COLUMNS if name != "id"}
    return {**found, "anchor": row["anchor"] or None}


def note_of(note: LearnerNote) -> dict[str, Any]:
    """A note from its row."""
    return note_json({name: getattr(note, name) for name in queries.NOTE_COLUMNS})


def bookmark_json(row: dict[str, Any]) -> dict[str, Any]:
    """A bookmark without its place."""
    return {name: row[name] for name in queries.BOOKMARK_COLUMNS if name != "id"}


def placed_json(row: dict[str, Any], *, is_open: bool) -> dict[str, Any]:
    """A note or bookmark with its place."""
    is_gone = (
        row["lesson__deleted_at"] or row["lesson__module__deleted_at"] or row["lesson__course__deleted_at"]
    )
    state = "gone" if is_gone else "open" if is_open else "closed"
    return {
        **(note_json(row) if "body" in row else bookmark_json(row)),
        "lesson": {"id": row["lesson_id"], "title": row["lesson__title"], "state": state},
        "course": {"slug": row["lesson__course__slug"], "title": row["lesson__course__title"]},
    }


class LessonNotesView(OwnNotesView):
    """What the actor noted and marked in one lesson."""

    @schema(response=shapes.LessonNotesSerializer, summary="Own notes and bookmarks of a lesson")
    def get(self, request: Any, lesson_id: int) -> FastResponse:
        """All of them; also when the lesson itself opens no longer, as long as there are any."""
        notes = [
            note_json(row) for row in queries.lesson_notes(learner_id=self.learner_id, lesson_id=lesson_id)
        ]
        bookmarks = [
            bookmark_json(row)
            for row in queries.lesson_bookmarks(learner_id=self.learner_id, lesson_id=lesson_id)
        ]
        if not notes and not bookmarks:
            self.readable_lesson(lesson_id)
        return FastResponse({"notes": notes, "bookmarks": bookmarks})

    @schema(
        request=shapes.LearnerNoteWriteSerializer,
        response=shapes.LearnerNoteSerializer,
        status=201,
        summary="Write a note or highlight",
    )
    def post(self, request: Any, lesson_id: int) -> FastResponse:
        """The note; 200 when this device sent it before."""
        self.readable_lesson(lesson_id)
        values = self.validated(shapes.LearnerNoteWriteSerializer)
        uuid = values.pop("uuid", None)
        note, is_new = services.write_note(
            learner_id=self.learner_id, lesson_id=lesson_id, values=values, uuid=uuid
        )
        return FastResponse(note_of(note), status=201 if is_new else 200)


class NoteBaseView(OwnNotesView):
    """A route about one note."""

    def note(self, note_uuid: Any, **conditions: Any) -> LearnerNote:
        """The actor's note. Raises NotFound."""
        row: LearnerNote = self.get_visible(LearnerNote.objects.all(), uuid=note_uuid, **conditions)
        return row


class NoteView(NoteBaseView):
    """One note."""

    @schema(
        request=shapes.LearnerNotePatchSerializer,
        response=shapes.LearnerNoteSerializer,
        needs_version=True,
        summary="Change a note",
    )
    def patch(self, request: Any, note_uuid: Any) -> FastResponse:
        """The changed note; also when its lesson opens no longer."""
        note = self.note(note_uuid, deleted_at=None)
        require_match(request, note)
        values = self.validated(shapes.LearnerNotePatchSerializer)
        return FastResponse(note_of(services.change_note(note=note, values=values)))

    @schema(status=204, summary="Delete a note")
    def delete(self, request: Any, note_uuid: Any) -> HttpResponse:
        """It can be brought back for 30 days."""
        services.delete_note(note=self.note(note_uuid, deleted_at=None))
        return HttpResponse(status=204)


class NoteRestoreView(NoteBaseView):
    """Undo of a deletion."""

    @schema(response=shapes.LearnerNoteSerializer, summary="Bring a deleted note back")
    def post(self, request: Any, note_uuid: Any) -> FastResponse:
        """The note as it was."""
        return FastResponse(note_of(services.restore_note(note=self.note(note_uuid))))


class MyNotesView(OwnNotesView):
    """All notes of the actor."""

    @schema(
        response=shapes.MyNotesSerializer,
        query={
            **LIST_QUERY,
            "cursor": "Where the page before ended.",
            "limit": "Rows of a page, at most 100.",
        },
        summary="Own notes, the last changed first",
    )
    def get(self, request: Any) -> FastResponse:
        """Those of lessons that opened once, too."""
        rows = queries.own_notes(learner_id=self.learner_id, **wanted(request))
        page = keyset_page(rows, request=request, order=("-updated_at", "-id"))
        page["results"] = self.placed(page["results"])
        if not request.GET.get("cursor"):
            page["courses"] = queries.noted_courses(self.learner_id)
        return FastResponse(page)


class MyNotesFileView(OwnNotesView):
    """All notes of the actor to take along."""

    @schema(query=LIST_QUERY, media_type="text/markdown", summary="Own notes as Markdown")
    def get(self, request: Any) -> HttpResponse:
        """By course and lesson, marked words as quotes."""
        rows = queries.notes_in_reading_order(
            queries.own_notes(learner_id=self.learner_id, **wanted(request))
        )
        text = "".join(queries.notes_markdown(rows.iterator(chunk_size=500)))
        headers = {
            "Content-Disposition": 'attachment; filename="notes.md"',
            "Cache-Control": "private, no-store",
        }
        return HttpResponse(text, content_type="text/markdown; charset=utf-8", headers=headers)


class LessonBookmarksView(OwnNotesView):
    """Marking a place."""

    @schema(
        request=shapes.BookmarkWriteSerializer,
        response=shapes.BookmarkSerializer,
        status=201,
        summary="Bookmark a lesson, a block of it or a moment of its film",
    )
    def post(self, request: Any, lesson_id: int) -> FastResponse:
        """The bookmark; 200 when the place was marked before."""
        self.readable_lesson(lesson_id)
        values = self.validated(shapes.BookmarkWriteSerializer)
        bookmark, is_new = services.keep_bookmark(learner_id=self.learner_id, lesson_id=lesson_id, **values)
        body = bookmark_json({name: getattr(bookmark, name) for name in queries.BOOKMARK_COLUMNS})
        return FastResponse(body, status=201 if is_new else 200)


class BookmarkView(OwnNotesView):
    """One bookmark."""

    @schema(status=204, summary="Forget a bookmark")
    def delete(self, request: Any, bookmark_uuid: Any) -> HttpResponse:
        """The place is marked no longer."""
        services.drop_bookmark(bookmark=self.get_visible(Bookmark.objects.all(), uuid=bookmark_uuid))
        return HttpResponse(status=204)


class MyBookmarksView(OwnNotesView):
    """All bookmarks of the actor."""

    @schema(
        response=shapes.MyBookmarkSerializer,
        paginated=True,
        query={"course": "Slug of a course."},
        summary="Own bookmarks, the latest first",
    )
    def get(self, request: Any) -> FastResponse:
        """Those of lessons that opened once, too."""
        rows = queries.own_bookmarks(learner_id=self.learner_id, course=request.GET.get("course", ""))
        page = keyset_page(rows, request=request)
        page["results"] = self.placed(page["results"])
        return FastResponse(page)


def wanted(request: Any) -> dict[str, str]:
    """The filters of a list. Raises ValidationProblem."""
    return {
        "search": request.GET.get("search", "").strip()[:200],
        "course": request.GET.get("course", ""),
        "color": choice(request.GET, "color", list(LearnerNote.Color.values)) or "",
    }
