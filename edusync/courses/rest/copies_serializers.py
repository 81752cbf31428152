"""Shapes of copies, templates and blueprints."""

from typing import Any

from rest_framework import serializers

from edusync.courses.models import BlueprintLink, Course, CourseCopy


class CopiedCourseSerializer(serializers.Serializer[Any]):
    """A course at one end of a copy."""

    id = serializers.IntegerField()
    slug = serializers.CharField()
    title = serializers.CharField()
    status = serializers.ChoiceField(choices=Course.Status.choices)


class CopyWriteSerializer(serializers.Serializer[Any]):
    """How the copy shall be."""

    title = serializers.CharField(max_length=200)
    language = serializers.CharField(max_length=16, required=False, allow_blank=True, default="")
    has_rules = serializers.BooleanField(default=True)
    shift_days = serializers.IntegerField(min_value=-3650, max_value=3650, default=0)
    follows = serializers.BooleanField(default=False)
    locked_parts = serializers.ListField(
        child=serializers.ChoiceField(choices=BlueprintLink.Part.choices), default=list
    )


class MovedDatesSerializer(serializers.Serializer[Any]):
    """Which dates of a copy moved, and what with a date it left behind."""

    days = serializers.IntegerField()
    counts = serializers.DictField(
        child=serializers.IntegerField(), help_text="Dates by kind of lesson, and in `rules`."
    )
    left_behind = serializers.DictField(
        child=serializers.IntegerField(), help_text="`sittings` of exams: not copied."
    )


class CourseDatesSerializer(serializers.Serializer[Any]):
    """The dates that a copy of the course would move."""

    first_at = serializers.DateTimeField(allow_null=True, help_text="The earliest of them.")
    counts = serializers.DictField(
        child=serializers.IntegerField(), help_text="Dates by kind of lesson, and in `rules`."
    )
    left_behind = serializers.DictField(
        child=serializers.IntegerField(), help_text="`sittings` of exams: not copied."
    )


class CopySerializer(serializers.Serializer[Any]):
    """The making of a copy. `course` is there once it is done."""

    uuid = serializers.UUIDField()
    state = serializers.ChoiceField(choices=CourseCopy.State.choices)
    done_count = serializers.IntegerField()
    total_count = serializers.IntegerField()
    error_code = serializers.CharField(allow_blank=True)
    course = CopiedCourseSerializer(allow_null=True)
    moved = MovedDatesSerializer(allow_null=True)


class BlueprintLinkSerializer(serializers.Serializer[Any]):
    """How a copy follows its blueprint. `is_in_line`: the blueprint did not change since `synced_at`."""

    id = serializers.IntegerField()
    blueprint = CopiedCourseSerializer()
    copy = CopiedCourseSerializer()
    locked_parts = serializers.ListField(child=serializers.ChoiceField(choices=BlueprintLink.Part.choices))
    synced_at = serializers.DateTimeField(allow_null=True)
    is_in_line = serializers.BooleanField()
    actions = serializers.ListField(child=serializers.CharField())


class CourseCopyRowSerializer(CopiedCourseSerializer):
    """A course that was copied from another. `link` is null where it does not follow."""

    created_at = serializers.DateTimeField()
    link = BlueprintLinkSerializer(allow_null=True)


class CopyingSerializer(serializers.Serializer[Any]):
    """What a course is among copies."""

    is_template = serializers.BooleanField()
    blueprint = BlueprintLinkSerializer(allow_null=True)
    copied_from = CopiedCourseSerializer(allow_null=True)


class TemplateWriteSerializer(serializers.Serializer[Any]):
    """Whether courses are made from it."""

    is_template = serializers.BooleanField()


class CourseTemplateSerializer(serializers.Serializer[Any]):
    """A template of the organization."""

    id = serializers.IntegerField()
    slug = serializers.CharField()
    title = serializers.CharField()
    tagline = serializers.CharField(allow_blank=True)
    language = serializers.CharField()
    lesson_count = serializers.IntegerField()
    estimated_minutes = serializers.IntegerField()
    image_url = serializers.CharField(allow_null=True)
    uuid = serializers.UUIDField()


class LockedPartsSerializer(serializers.Serializer[Any]):
    """What the copy's teachers may not keep different."""

    locked_parts = serializers.ListField(child=serializers.ChoiceField(choices=BlueprintLink.Part.choices))


class SyncStepSerializer(serializers.Serializer[Any]):
    """One thing that a sync does, or leaves as it is."""

    code = serializers.CharField()
    title = serializers.CharField(allow_blank=True)
    lesson = serializers.CharField(allow_blank=True)
    part = serializers.CharField(allow_blank=True)


class SyncPreviewSerializer(serializers.Serializer[Any]):
    """What a sync would do. `entries` as in the comparison of versions."""

    steps = SyncStepSerializer(many=True)
    changes_anything = serializers.BooleanField()
    entries = serializers.ListField(child=serializers.DictField())


class BlueprintSyncSerializer(serializers.Serializer[Any]):
    """A sync that was done."""

    id = serializers.IntegerField()
    created_at = serializers.DateTimeField()
    by = serializers.CharField(allow_null=True)
    changes = SyncStepSerializer(many=True)
    undone_at = serializers.DateTimeField(allow_null=True)
