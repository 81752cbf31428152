"""Shapes of notes and bookmarks in JSON."""

from typing import Any

from rest_framework import serializers

from edusync.courses.models import LearnerNote
from edusync.kernel.rest.fields import LineField, TextField

MAX_SECONDS = 360_000
MAX_OFFSET = 10_000_000


class NoteAnchorSerializer(serializers.Serializer[Any]):
    """Where marked words stand: offsets in characters from the start of a block, and the words around."""

    block = serializers.CharField(max_length=40, allow_blank=True)
    start = serializers.IntegerField(min_value=0, max_value=MAX_OFFSET)
    end = serializers.IntegerField(min_value=0, max_value=MAX_OFFSET)
    before = serializers.CharField(max_length=64, allow_blank=True, trim_whitespace=False, required=False)
    after = serializers.CharField(max_length=64, allow_blank=True, trim_whitespace=False, required=False)
    language = serializers.CharField(max_length=16, allow_blank=True, required=False)


class LearnerNoteSerializer(serializers.Serializer[Any]):
    """A note. Without words of one's own (`body`) it is a highlight, without `quote` it is about the lesson."""

    uuid = serializers.UUIDField()
    lesson_id = serializers.IntegerField()
    body = serializers.CharField(allow_blank=True)
    quote = serializers.CharField(allow_blank=True)
    anchor = NoteAnchorSerializer(allow_null=True)
    at_seconds = serializers.IntegerField(allow_null=True, help_text="Moment of the film.")
    color = serializers.ChoiceField(choices=LearnerNote.Color.choices)
    row_version = serializers.IntegerField()
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()


class LearnerNoteWriteSerializer(serializers.Serializer[Any]):
    """A new note. `uuid`: the id that an offline device gave it; sent twice, it is one note."""

    uuid = serializers.UUIDField(required=False)
    body = TextField(max_length=10_000, allow_blank=True, required=False)
    quote = TextField(max_length=2_000, allow_blank=True, required=False, trim_whitespace=False)
    anchor = NoteAnchorSerializer(required=False, allow_null=True)
    at_seconds = serializers.IntegerField(min_value=0, max_value=MAX_SECONDS, required=False, allow_null=True)
    color = serializers.ChoiceField(choices=LearnerNote.Color.choices, required=False)

    def validate_anchor(self, value: Any) -> Any:
        """None is stored as nothing."""
        return dict(value) if value else {}


class LearnerNotePatchSerializer(LearnerNoteWriteSerializer):
    """What is to change."""

    uuid = None  # type: ignore[assignment]


class BookmarkSerializer(serializers.Serializer[Any]):
    """A place one wants to come back to. `block` is empty for the lesson, `at_seconds` 0 for no moment of a film."""

    uuid = serializers.UUIDField()
    lesson_id = serializers.IntegerField()
    block = serializers.CharField(allow_blank=True)
    at_seconds = serializers.IntegerField()
    label = serializers.CharField(allow_blank=True)  # type: ignore[assignment]
    created_at = serializers.DateTimeField()


class BookmarkWriteSerializer(serializers.Serializer[Any]):
    """A place."""

    block = serializers.RegexField(r"^[A-Za-z0-9_-]*$", max_length=40, allow_blank=True, required=False)
    at_seconds = serializers.IntegerField(min_value=0, max_value=MAX_SECONDS, required=False)
    label = LineField(max_length=200, allow_blank=True, required=False)  # type: ignore[assignment]


class LessonNotesSerializer(serializers.Serializer[Any]):
    """What the learner noted and marked in a lesson."""

    notes = LearnerNoteSerializer(many=True)
    bookmarks = BookmarkSerializer(many=True)


class NotedLessonSerializer(serializers.Serializer[Any]):
    """The lesson of a note. `state`: open; closed, when access was lost; gone, when it was deleted."""

    id = serializers.IntegerField()
    title = serializers.CharField()
    state = serializers.ChoiceField(choices=["open", "closed", "gone"])


class NotedCourseNameSerializer(serializers.Serializer[Any]):
    """The course of a note."""

    slug = serializers.CharField()
    title = serializers.CharField()


class NotedCourseSerializer(NotedCourseNameSerializer):
    """A course with the number of own notes."""

    notes = serializers.IntegerField(min_value=1)


class MyNoteSerializer(LearnerNoteSerializer):
    """A note with its place."""

    lesson = NotedLessonSerializer()
    course = NotedCourseNameSerializer()


class MyBookmarkSerializer(BookmarkSerializer):
    """A bookmark with its place."""

    lesson = NotedLessonSerializer()
    course = NotedCourseNameSerializer()


class MyNotesSerializer(serializers.Serializer[Any]):
    """A page of notes; the first one also tells in which courses there are any."""

    results = MyNoteSerializer(many=True)
    next = serializers.CharField(allow_null=True)
    courses = NotedCourseSerializer(many=True, required=False)
