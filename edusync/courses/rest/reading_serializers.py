"""Shapes of what the player reads: outline and lesson (for the API's description)."""

from typing import Any

from rest_framework import serializers

from edusync.courses.models import Lesson, Video
from edusync.courses.models.content import LinkItem
from edusync.courses.rest.serializers import NamedLessonSerializer


class CourseNameSerializer(serializers.Serializer[Any]):
    """A course's name."""

    id = serializers.IntegerField()
    slug = serializers.CharField()
    title = serializers.CharField()


class ModuleNameSerializer(serializers.Serializer[Any]):
    """A module's name."""

    id = serializers.IntegerField()
    title = serializers.CharField()


class OutlineEnrollmentSerializer(serializers.Serializer[Any]):
    """Own enrollment in the outline."""

    id = serializers.IntegerField()
    percent = serializers.IntegerField(min_value=0, max_value=100)
    status = serializers.CharField()
    last_lesson_id = serializers.IntegerField(allow_null=True)


class LockSerializer(serializers.Serializer[Any]):
    """What stands before a lesson. For staff every rule is named and none enforced.

    Reasons have a `kind` (opens-at, closed-at, dates, days-after-enrollment, lesson-done, lesson-score, module-done,
    group, course-done, course-grade, lesson-grade, any, all, not) and the facts of that kind.
    """

    is_enforced = serializers.BooleanField()
    is_hidden = serializers.BooleanField()
    reasons = serializers.ListField(child=serializers.DictField())


class OutlineLessonSerializer(serializers.Serializer[Any]):
    """A lesson in the outline."""

    id = serializers.IntegerField()
    title = serializers.CharField()
    kind = serializers.ChoiceField(choices=Lesson.Kind.choices)
    group_title = serializers.CharField(allow_blank=True)
    estimated_minutes = serializers.IntegerField()
    is_required = serializers.BooleanField()
    is_preview = serializers.BooleanField()
    state = serializers.ChoiceField(choices=["started", "completed"], allow_null=True)
    lock = LockSerializer(allow_null=True)


class OutlineModuleSerializer(serializers.Serializer[Any]):
    """A module in the outline."""

    id = serializers.IntegerField()
    title = serializers.CharField()
    lessons = OutlineLessonSerializer(many=True)
    done_weight = serializers.IntegerField()
    required_weight = serializers.IntegerField()


class OutlineSerializer(serializers.Serializer[Any]):
    """What a course consists of, with own progress."""

    course = CourseNameSerializer()
    version = serializers.IntegerField()
    enrollment = OutlineEnrollmentSerializer(allow_null=True)
    modules = OutlineModuleSerializer(many=True)
    language = serializers.CharField(help_text="In which it is told.")
    languages = serializers.ListField(child=serializers.CharField(), help_text="Its own, then the others.")


class CompletionRuleSerializer(serializers.Serializer[Any]):
    """How the lesson counts as done."""

    rule = serializers.ChoiceField(choices=Lesson.Completion.choices)
    value = serializers.IntegerField()


class LessonProgressSerializer(serializers.Serializer[Any]):
    """What the actor did in the lesson."""

    state = serializers.ChoiceField(choices=["started", "completed"])
    position_seconds = serializers.IntegerField()
    watched_share = serializers.IntegerField()
    watched = serializers.ListField(
        child=serializers.ListField(child=serializers.FloatField(), min_length=2, max_length=2),
        help_text="Watched stretches of a film, [from, to] in seconds.",
    )
    seconds = serializers.IntegerField()
    completed_at = serializers.DateTimeField(allow_null=True)


class PageSerializer(serializers.Serializer[Any]):
    """Content of a page."""

    document = serializers.JSONField(help_text="Block document.")


class CaptionSerializer(serializers.Serializer[Any]):
    """A caption track."""

    language = serializers.CharField()
    label = serializers.CharField(allow_blank=True)  # type: ignore[assignment]
    url = serializers.CharField()


class ChapterSerializer(serializers.Serializer[Any]):
    """A part of a film."""

    start_seconds = serializers.IntegerField()
    title = serializers.CharField()


class VideoSerializer(serializers.Serializer[Any]):
    """Content of a video lesson."""

    provider = serializers.ChoiceField(choices=Video.Provider.choices)
    url = serializers.CharField(allow_null=True)
    embed_url = serializers.CharField(
        allow_null=True, help_text="The provider's player, where the site lets lessons show it."
    )
    external_id = serializers.CharField(allow_blank=True)
    file = serializers.UUIDField(allow_null=True)
    file_name = serializers.CharField(allow_null=True)
    media_type = serializers.CharField(allow_null=True)
    size_bytes = serializers.IntegerField(allow_null=True)
    poster_file = serializers.UUIDField(allow_null=True)
    poster_url = serializers.CharField(allow_null=True)
    duration_seconds = serializers.IntegerField()
    required_share = serializers.IntegerField()
    is_seek_locked = serializers.BooleanField()
    chapters = ChapterSerializer(many=True)
    captions = CaptionSerializer(many=True)
    transcript = serializers.CharField(allow_blank=True)


class DocumentFileSerializer(serializers.Serializer[Any]):
    """A file of a document lesson; `file` and `url` are null where it was deleted."""

    file = serializers.UUIDField(allow_null=True)
    url = serializers.CharField(allow_null=True)
    title = serializers.CharField(allow_blank=True)
    text = serializers.CharField(allow_blank=True, help_text="What the file shows, in words.")
    name = serializers.CharField(allow_null=True)
    media_type = serializers.CharField(allow_null=True)
    size_bytes = serializers.IntegerField(allow_null=True)


class DocumentSerializer(serializers.Serializer[Any]):
    """Content of a document lesson."""

    url = serializers.CharField(allow_null=True)
    name = serializers.CharField(allow_null=True)
    media_type = serializers.CharField(allow_null=True)
    size_bytes = serializers.IntegerField(allow_null=True)
    summary = serializers.CharField(allow_blank=True, allow_null=True)
    files = DocumentFileSerializer(many=True)


class LinkItemSerializer(serializers.Serializer[Any]):
    """One link of a link lesson."""

    url = serializers.CharField()
    title = serializers.CharField(allow_blank=True)
    summary = serializers.CharField(allow_blank=True)
    state = serializers.ChoiceField(choices=LinkItem.State.choices)


class LinkSerializer(serializers.Serializer[Any]):
    """Content of a link lesson. `url` is that of the first link."""

    url = serializers.CharField(allow_blank=True)
    summary = serializers.CharField(allow_blank=True)
    links = LinkItemSerializer(many=True)


class LessonViewSerializer(serializers.Serializer[Any]):
    """A lesson as the player shows it. Of page, video, document, link, quiz and assignment, the one of its
    kind is filled.
    """

    id = serializers.IntegerField()
    uuid = serializers.UUIDField()
    title = serializers.CharField()
    kind = serializers.ChoiceField(choices=Lesson.Kind.choices)
    group_title = serializers.CharField(allow_blank=True)
    module = ModuleNameSerializer()
    course = CourseNameSerializer()
    completion = CompletionRuleSerializer()
    estimated_minutes = serializers.IntegerField()
    is_required = serializers.BooleanField()
    is_preview = serializers.BooleanField()
    lock = LockSerializer(allow_null=True)
    previous = NamedLessonSerializer(allow_null=True)
    next = NamedLessonSerializer(allow_null=True)
    progress = LessonProgressSerializer(allow_null=True)
    page = PageSerializer(allow_null=True)
    video = VideoSerializer(allow_null=True)
    document = DocumentSerializer(allow_null=True)
    link = LinkSerializer(allow_null=True)
    quiz = serializers.DictField(
        allow_null=True, help_text="Quiz and own attempts, see the attempts' routes."
    )
    assignment = serializers.DictField(
        allow_null=True, help_text="Brief, due date and own state, see the routes of assignments."
    )
    language = serializers.CharField(help_text="In which it is told.")
    actions = serializers.ListField(child=serializers.CharField())
    row_version = serializers.IntegerField()
