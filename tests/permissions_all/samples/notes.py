"""A learner's note and bookmark."""

from edusync.courses.models import Bookmark, LearnerNote
from edusync.courses.testing import lessons_of, make_course
from tests.permissions_all.samples import School


def ids(school: School) -> dict[str, str]:
    """Their ids."""
    lesson = lessons_of(make_course("Noted", modules=1, lessons=1))[0]
    note = LearnerNote.objects.create(learner=school.learner, lesson=lesson, body="Ask about this")
    bookmark = Bookmark.objects.create(learner=school.learner, lesson=lesson)
    return {"note_uuid": str(note.uuid), "bookmark_uuid": str(bookmark.uuid)}
