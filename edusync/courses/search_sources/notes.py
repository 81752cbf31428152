"""One's own notes and highlights: nobody else's, not for any role."""

from django.db.models import Q

from edusync.courses.models import LearnerNote, Lesson
from edusync.courses.note_policy import OwnNotesPolicy
from edusync.courses.policy import LessonPolicy
from edusync.kernel.policy import Actor
from edusync.kernel.search import SearchQuery, SearchRow
from edusync.kernel.search_text import Piece, contains_any, excerpt, title_score

_COLUMNS = (
    "lesson_id",
    "body",
    "quote",
    "at_seconds",
    "lesson__title",
    "lesson__course__slug",
    "lesson__course__title",
)


def find_notes(actor: Actor, query: SearchQuery) -> list[SearchRow]:
    """By one's own words and the marked ones, the newest first. Where the lesson is closed, among all notes."""
    notes = OwnNotesPolicy().visible(LearnerNote.objects.filter(deleted_at=None), actor)
    for word in query.words:
        notes = notes.filter(Q(body__icontains=word) | Q(quote__icontains=word))
    found = list(notes.order_by("-updated_at", "-id").values(*_COLUMNS)[: query.asked])
    ids = {note["lesson_id"] for note in found}
    lessons = LessonPolicy().visible(Lesson.objects.filter(pk__in=ids), actor)
    is_open = set(lessons.values_list("pk", flat=True))
    is_word = contains_any(query.words)
    rows = []
    for note in found:
        # What was found: one's own words, else the marked ones.
        text = note["body"] if excerpt(note["body"], is_word) else note["quote"]
        opens = note["lesson_id"] in is_open
        at = f"?t={note['at_seconds']}" if note["at_seconds"] else ""
        path = f"/learn/{note['lesson__course__slug']}/{note['lesson_id']}{at}" if opens else "/my-notes"
        rows.append(
            SearchRow(
                kind="note",
                title=excerpt(text, is_word) or (Piece(text[:120], False),),
                path=path,
                score=0.5 + 0.3 * title_score(text[:200], query.words),
                where=f"{note['lesson__course__title']} › {note['lesson__title']}",
                state="" if opens else "closed",
                at_seconds=note["at_seconds"],
            )
        )
    return rows
