"""Shapes of versions in the API."""

from typing import Any

from rest_framework import serializers

from edusync.courses.models import CourseVersion


class ChangeEntrySerializer(serializers.Serializer[Any]):
    """One thing that differs. `code` and `values` make the sentence, `runs` show how a text changed, word by word."""

    kind = serializers.ChoiceField(choices=["added", "removed", "moved", "changed"])
    code = serializers.CharField()
    values = serializers.DictField()
    path = serializers.ListField(child=serializers.CharField())
    runs = serializers.ListField(child=serializers.ListField(child=serializers.CharField()))
    details = serializers.ListField(child=serializers.DictField())


class ChangesSerializer(serializers.Serializer[Any]):
    """How many things differ from the version before, and the first of them."""

    count = serializers.IntegerField(min_value=0)
    first = ChangeEntrySerializer(many=True)


class VersionAuthorSerializer(serializers.Serializer[Any]):
    """Who made a version."""

    id = serializers.IntegerField()
    name = serializers.CharField()


class CourseVersionSerializer(serializers.Serializer[Any]):
    """A kept state of a course."""

    number = serializers.IntegerField(min_value=1)
    reason = serializers.ChoiceField(choices=CourseVersion.Reason.choices)
    notes = serializers.CharField(allow_blank=True)
    author = VersionAuthorSerializer(allow_null=True)
    created_at = serializers.DateTimeField()
    lesson_count = serializers.IntegerField(min_value=0)
    changes = ChangesSerializer()


class VersionWriteSerializer(serializers.Serializer[Any]):
    """A version to save."""

    notes = serializers.CharField(max_length=500, allow_blank=True, default="")


class VersionLessonRowSerializer(serializers.Serializer[Any]):
    """A lesson of a version."""

    uuid = serializers.UUIDField()
    title = serializers.CharField()
    kind = serializers.CharField()
    is_published = serializers.BooleanField()


class VersionModuleSerializer(serializers.Serializer[Any]):
    """A module of a version."""

    uuid = serializers.UUIDField()
    title = serializers.CharField()
    is_published = serializers.BooleanField()
    lessons = VersionLessonRowSerializer(many=True)


class VersionOutlineSerializer(serializers.Serializer[Any]):
    """A version with its structure."""

    version = CourseVersionSerializer()
    title = serializers.CharField()
    modules = VersionModuleSerializer(many=True)


class VersionLessonSerializer(serializers.Serializer[Any]):
    """A lesson as it was: its settings and its content by kind."""

    uuid = serializers.UUIDField()
    title = serializers.CharField()
    kind = serializers.CharField()
    document = serializers.DictField(allow_null=True)
    content = serializers.DictField()


class ComparisonSerializer(serializers.Serializer[Any]):
    """What differs between two versions. `to` is null when the present state is meant."""

    start = serializers.IntegerField(min_value=1)
    end = serializers.IntegerField(min_value=1, allow_null=True)
    count = serializers.IntegerField(min_value=0)
    entries = ChangeEntrySerializer(many=True)


class RestorePreviewSerializer(serializers.Serializer[Any]):
    """What restoring a version would do."""

    number = serializers.IntegerField(min_value=1)
    learner_count = serializers.IntegerField(min_value=0)
    returning = serializers.ListField(child=serializers.CharField())
    hidden = serializers.ListField(child=serializers.CharField())
    is_text_a_draft = serializers.BooleanField()
    count = serializers.IntegerField(min_value=0)
    entries = ChangeEntrySerializer(many=True)


class RestoreWriteSerializer(serializers.Serializer[Any]):
    """Which lessons to restore; all, and the course itself, when none are named."""

    lessons = serializers.ListField(child=serializers.UUIDField(), max_length=500, required=False)


class RestoredSerializer(serializers.Serializer[Any]):
    """What was done: restoring `undo` takes it back."""

    restored = serializers.IntegerField(min_value=1)
    undo = serializers.IntegerField(min_value=1)
