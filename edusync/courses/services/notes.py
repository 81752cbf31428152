"""Notes, highlights and bookmarks of learners. Nothing of it is audited or announced: it is nobody else's matter."""

import datetime as dt
import uuid as uuids
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction

from edusync.courses.models import Bookmark, LearnerNote
from edusync.courses.problems import NotesFull
from edusync.courses.services.fields import invalid
from edusync.kernel import clock
from edusync.kernel.locking import save_versioned
from edusync.kernel.tenancy import current_organization_id

# More on one lesson is a program, not a reader; it keeps the answer that carries all of them small.
MAX_NOTES = 500
MAX_BOOKMARKS = 200
# So long can a deleted note be taken back; then it is gone for good.
KEEP_DELETED = dt.timedelta(days=30)
NOTE_FIELDS = ("body", "quote", "anchor", "at_seconds", "color")


@transaction.atomic
def write_note(
    *, learner_id: int, lesson_id: int, values: Mapping[str, Any], uuid: uuids.UUID | None = None
) -> tuple[LearnerNote, bool]:
    """Keep a note; `(note, whether it is new)`.

    A device that was offline names its own `uuid`: sent twice, it is one note, as it was first received.
    Raises ValidationProblem (neither words nor marked text, or the uuid is another's), NotesFull.
    """
    if uuid is not None:
        known = LearnerNote.unscoped.filter(uuid=uuid).first()
        if known is not None:
            if (known.learner_id, known.lesson_id) != (learner_id, lesson_id):
                raise invalid("/uuid", "taken", "Another note has this id.")
            return known, False
    fields = {name: values[name] for name in NOTE_FIELDS if name in values}
    named = {"uuid": uuid} if uuid else {}
    note = LearnerNote(
        organization_id=current_organization_id(),
        learner_id=learner_id,
        lesson_id=lesson_id,
        **named,
        **fields,
    )
    refuse_empty(note)
    if (
        LearnerNote.objects.filter(learner_id=learner_id, lesson_id=lesson_id, deleted_at=None).count()
        >= MAX_NOTES
    ):
        raise NotesFull
    try:
        with transaction.atomic():
            note.save(force_insert=True)
    except IntegrityError:
        # The same note came twice at once.
        twin = LearnerNote.objects.filter(uuid=note.uuid, learner_id=learner_id, lesson_id=lesson_id).first()
        if twin is None:
            raise
        return twin, False
    return note, True


@transaction.atomic
def change_note(*, note: LearnerNote, values: Mapping[str, Any]) -> LearnerNote:
    """Store other words, another color or a place found again. Raises ValidationProblem, PreconditionFailed."""
    changed = [name for name in NOTE_FIELDS if name in values and values[name] != getattr(note, name)]
    for name in changed:
        setattr(note, name, values[name])
    refuse_empty(note)
    if changed:
        save_versioned(note, changed)
    return note


@transaction.atomic
def delete_note(*, note: LearnerNote) -> None:
    """Take a note away; `restore_note` brings it back for 30 days."""
    note.deleted_at = clock.now()
    save_versioned(note, ["deleted_at"])


@transaction.atomic
def restore_note(*, note: LearnerNote) -> LearnerNote:
    """Bring a deleted note back. Raises PreconditionFailed."""
    if note.deleted_at is not None:
        note.deleted_at = None
        save_versioned(note, ["deleted_at"])
    return note


def purge_deleted_notes() -> int:
    """Drop the notes of all organizations that were deleted more than 30 days ago; how many."""
    gone = LearnerNote.unscoped.filter(deleted_at__lt=clock.now() - KEEP_DELETED)
    count: int = gone.delete()[0]
    return count


@transaction.atomic
def keep_bookmark(
    *, learner_id: int, lesson_id: int, block: str = "", at_seconds: int = 0, label: str = ""
) -> tuple[Bookmark, bool]:
    """Mark a place; `(bookmark, whether it is new)`: marking it again changes nothing. Raises NotesFull."""
    place = {"learner_id": learner_id, "lesson_id": lesson_id, "block": block, "at_seconds": at_seconds}
    known = Bookmark.objects.filter(**place).first()
    if (
        known is None
        and Bookmark.objects.filter(learner_id=learner_id, lesson_id=lesson_id).count() >= MAX_BOOKMARKS
    ):
        raise NotesFull
    return Bookmark.objects.get_or_create(**place, defaults={"label": label})


def drop_bookmark(*, bookmark: Bookmark) -> None:
    """Forget a place."""
    bookmark.delete()


def refuse_empty(note: LearnerNote) -> None:
    """Raise ValidationProblem for a note that says nothing."""
    if not note.body.strip() and not note.quote:
        raise invalid("/body", "blank", "Write something, or mark words of the page.")
    if not note.body.strip():
        note.body = ""
