"""Shapes of the outline as its authors see and change it."""

from typing import Any

from rest_framework import serializers

from edusync.courses.models import Lesson, OutlineChange
from edusync.courses.rest.serializers import ModulePatchSerializer
from edusync.kernel.rest.fields import LineField

MAX_LESSONS = 2000
MAX_MODULES = 500


def _ids(maximum: int, **options: Any) -> serializers.ListField:
    return serializers.ListField(child=serializers.IntegerField(min_value=1), max_length=maximum, **options)


class OutlineChangeSerializer(serializers.Serializer[Any]):
    """An act on the outline that can be undone."""

    uuid = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=OutlineChange.Kind.choices)
    count = serializers.IntegerField()


class StudioLessonSerializer(serializers.Serializer[Any]):
    """A lesson in the studio's outline."""

    id = serializers.IntegerField()
    uuid = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=Lesson.Kind.choices)
    title = serializers.CharField()
    group_title = serializers.CharField(allow_blank=True)
    is_required = serializers.BooleanField()
    is_published = serializers.BooleanField()
    is_preview = serializers.BooleanField()
    weight = serializers.IntegerField()
    estimated_minutes = serializers.IntegerField()
    suggested_minutes = serializers.IntegerField(
        allow_null=True, help_text="From the words or the film; null where nothing tells."
    )
    completion = serializers.ChoiceField(choices=Lesson.Completion.choices)
    completion_value = serializers.IntegerField()
    row_version = serializers.IntegerField()
    has_draft = serializers.BooleanField(
        help_text="Written since the course was published, not shown to learners yet."
    )
    problems = serializers.ListField(child=serializers.ChoiceField(choices=["empty"]))


class StudioModuleSerializer(serializers.Serializer[Any]):
    """A module in the studio's outline."""

    id = serializers.IntegerField()
    title = serializers.CharField()
    summary = serializers.CharField(allow_blank=True)
    is_published = serializers.BooleanField()
    row_version = serializers.IntegerField()
    minutes = serializers.IntegerField()
    lessons = StudioLessonSerializer(many=True)


class StudioCourseSerializer(serializers.Serializer[Any]):
    """The course an outline belongs to."""

    id = serializers.IntegerField()
    slug = serializers.CharField()
    title = serializers.CharField()
    status = serializers.CharField()
    estimated_minutes = serializers.IntegerField()


class StudioOutlineSerializer(serializers.Serializer[Any]):
    """The outline for those who work on the course."""

    course = StudioCourseSerializer()
    can_edit = serializers.BooleanField()
    version = serializers.IntegerField()
    tag = serializers.CharField(
        help_text="Differs when modules or lessons stand otherwise: send it as If-Match."
    )
    minutes = serializers.IntegerField()
    modules = StudioModuleSerializer(many=True)
    undo = OutlineChangeSerializer(allow_null=True)


class OutlineAnswerSerializer(serializers.Serializer[Any]):
    """What an act led to."""

    outline = StudioOutlineSerializer()
    change = OutlineChangeSerializer(allow_null=True)
    merged = serializers.BooleanField(help_text="Others had changed the order meanwhile; both changes stand.")
    lesson_id = serializers.IntegerField(allow_null=True)
    module_id = serializers.IntegerField(allow_null=True)
    target = serializers.JSONField(help_text="{slug, change} of the course that copies went to, or null.")


class ModulePlaceSerializer(serializers.Serializer[Any]):
    """A module and its lessons in order."""

    id = serializers.IntegerField(min_value=1)
    lessons = _ids(MAX_LESSONS)


class OutlineOrderSerializer(serializers.Serializer[Any]):
    """The whole order."""

    modules = ModulePlaceSerializer(many=True, max_length=MAX_MODULES)  # type: ignore[call-arg]
    base = ModulePlaceSerializer(  # type: ignore[call-arg]
        many=True,
        max_length=MAX_MODULES,
        required=False,
        help_text="The order as it was when the author began: lets the server join both authors' moves.",
    )


class OutlineModuleAddSerializer(serializers.Serializer[Any]):
    """A new module."""

    title = LineField(max_length=200)
    after = serializers.IntegerField(min_value=1, required=False, allow_null=True)


class OutlineLessonAddSerializer(OutlineModuleAddSerializer):
    """A new lesson."""

    module = serializers.IntegerField(min_value=1)
    kind = serializers.ChoiceField(choices=Lesson.Kind.choices)


class OutlineChoiceSerializer(serializers.Serializer[Any]):
    """Which modules and lessons an act is about."""

    lessons = _ids(MAX_LESSONS, required=False)
    modules = _ids(MAX_MODULES, required=False)


class OutlineValuesSerializer(ModulePatchSerializer):
    """What to set on them."""

    position = None  # type: ignore[assignment]
    group_title = LineField(max_length=200, allow_blank=True, required=False)
    is_required = serializers.BooleanField(required=False)
    is_preview = serializers.BooleanField(required=False)
    weight = serializers.IntegerField(min_value=1, max_value=1000, required=False)
    estimated_minutes = serializers.IntegerField(min_value=0, max_value=1_000_000, required=False)
    completion = serializers.ChoiceField(choices=Lesson.Completion.choices, required=False)
    completion_value = serializers.IntegerField(min_value=0, max_value=1_000_000, required=False)


class OutlineSetSerializer(OutlineChoiceSerializer):
    """The same settings for many."""

    values = OutlineValuesSerializer()


class OutlineCopySerializer(OutlineChoiceSerializer):
    """Copies, here or in another course."""

    label = LineField(max_length=40, allow_blank=True, required=False)  # type: ignore[assignment]
    course = serializers.SlugField(max_length=120, required=False)
    module = serializers.IntegerField(min_value=1, required=False, allow_null=True)
    is_move = serializers.BooleanField(required=False)
