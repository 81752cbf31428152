"""Shapes of courses in JSON: what authors send, and what is answered (for the API's description)."""

from typing import Any

from rest_framework import serializers

from edusync.courses.models import Course, Lesson
from edusync.courses.rest.rules_serializers import PrerequisiteSerializer
from edusync.courses.services.fields import MAX_DAYS
from edusync.kernel.rest.fields import LineField, TextField


class PersonCardSerializer(serializers.Serializer[Any]):
    """A person as others see them."""

    id = serializers.IntegerField()
    display_name = serializers.CharField()
    avatar_url = serializers.CharField(allow_null=True)


class CategoryNameSerializer(serializers.Serializer[Any]):
    """A category's name."""

    slug = serializers.CharField()
    name = serializers.CharField()


class CategorySerializer(CategoryNameSerializer):
    """A node of the category tree."""

    id = serializers.IntegerField()
    parent_id = serializers.IntegerField(allow_null=True)
    kind = serializers.CharField()
    icon = serializers.CharField(allow_blank=True)
    course_count = serializers.IntegerField()


class TagSerializer(serializers.Serializer[Any]):
    """A tag in use."""

    slug = serializers.CharField()
    name = serializers.CharField()
    course_count = serializers.IntegerField()


class LanguageSerializer(serializers.Serializer[Any]):
    """A language courses can be offered in."""

    code = serializers.CharField()
    name = serializers.CharField()
    native_name = serializers.CharField()
    direction = serializers.ChoiceField(choices=["ltr", "rtl"])


class OwnEnrollmentSerializer(serializers.Serializer[Any]):
    """The actor's own place in a course."""

    id = serializers.IntegerField()
    status = serializers.CharField()
    percent = serializers.IntegerField(min_value=0, max_value=100)


class NamedLessonSerializer(serializers.Serializer[Any]):
    """A lesson's name."""

    id = serializers.IntegerField()
    title = serializers.CharField()


class SnippetSerializer(serializers.Serializer[Any]):
    """Where a search found something. `html` is escaped text with `mark` around found words."""

    html = serializers.CharField(allow_blank=True)
    lesson = NamedLessonSerializer(allow_null=True)


class CourseCardSerializer(serializers.Serializer[Any]):
    """A course in lists."""

    id = serializers.IntegerField()
    uuid = serializers.UUIDField()
    slug = serializers.CharField()
    title = serializers.CharField()
    tagline = serializers.CharField(allow_blank=True)
    level = serializers.ChoiceField(choices=Course.Level.choices)
    language = serializers.CharField()
    estimated_minutes = serializers.IntegerField()
    image_url = serializers.CharField(allow_null=True)
    category = CategoryNameSerializer(allow_null=True)
    instructors = PersonCardSerializer(many=True)
    lesson_count = serializers.IntegerField()
    enrolled_count = serializers.IntegerField()
    status = serializers.ChoiceField(choices=Course.Status.choices)
    visibility = serializers.ChoiceField(choices=Course.Visibility.choices)
    rating = serializers.FloatField(allow_null=True)
    rating_count = serializers.IntegerField()
    is_saved = serializers.BooleanField()
    is_featured = serializers.BooleanField()
    published_at = serializers.DateTimeField(allow_null=True)
    enrollment = OwnEnrollmentSerializer(allow_null=True)
    snippet = SnippetSerializer(required=False, allow_null=True)


class OutlineLessonNameSerializer(NamedLessonSerializer):
    """A lesson on the course page."""

    kind = serializers.ChoiceField(choices=Lesson.Kind.choices)
    estimated_minutes = serializers.IntegerField()
    is_preview = serializers.BooleanField()
    group_title = serializers.CharField(allow_blank=True)
    is_conditional = serializers.BooleanField(help_text="A rule stands before it.")


class OutlineModuleNameSerializer(serializers.Serializer[Any]):
    """A module on the course page."""

    id = serializers.IntegerField()
    title = serializers.CharField()
    lessons = OutlineLessonNameSerializer(many=True)


class CourseDetailSerializer(CourseCardSerializer):
    """A course's own page."""

    overview = serializers.JSONField(help_text="Block document.")
    outcomes = serializers.ListField(child=serializers.CharField())
    modules = OutlineModuleNameSerializer(many=True)
    capacity = serializers.IntegerField(allow_null=True)
    seats_taken = serializers.IntegerField()
    access = serializers.ChoiceField(choices=Course.Access.choices)
    seats_offered = serializers.IntegerField(help_text="Kept free for people in line.")
    is_waitlist_on = serializers.BooleanField()
    offer_hours = serializers.IntegerField(help_text="How long a seat is kept for the first in line.")
    enrollment_opens_at = serializers.DateTimeField(allow_null=True)
    enrollment_closes_at = serializers.DateTimeField(allow_null=True)
    access_days = serializers.IntegerField(allow_null=True, help_text="Until when access lasts.")
    due_days = serializers.IntegerField(allow_null=True, help_text="By when one should be through.")
    recertify_days = serializers.IntegerField(
        allow_null=True, help_text="After completion, when the course is to be taken anew."
    )
    required_score = serializers.IntegerField(
        allow_null=True, help_text="Percent of the course grade that passes."
    )
    allow_retake = serializers.BooleanField(
        help_text="Quizzes that say nothing themselves may be tried again."
    )
    max_attempts = serializers.IntegerField(
        allow_null=True, help_text="At quizzes that say nothing themselves."
    )
    categories = CategoryNameSerializer(many=True)
    tags = serializers.ListField(child=serializers.CharField())
    certificate = serializers.BooleanField()
    prerequisites = PrerequisiteSerializer(many=True, help_text="What comes first, with own state.")
    languages = serializers.ListField(child=serializers.CharField(), help_text="Besides its own.")
    language_shown = serializers.CharField(help_text="In which it is told.")
    meta_description = serializers.CharField(allow_blank=True)
    meta_keywords = serializers.CharField(allow_blank=True)
    actions = serializers.ListField(child=serializers.CharField())
    row_version = serializers.IntegerField()


class CourseWriteSerializer(serializers.Serializer[Any]):
    """What an author sets on a course."""

    title = LineField(max_length=200)
    tagline = LineField(max_length=200, allow_blank=True, required=False)
    overview = serializers.JSONField(required=False, help_text="Block document.")
    outcomes = serializers.ListField(child=LineField(max_length=500), max_length=50, required=False)
    level = serializers.ChoiceField(choices=Course.Level.choices, required=False)
    language = serializers.CharField(max_length=16, required=False)
    estimated_minutes = serializers.IntegerField(min_value=0, max_value=1_000_000, required=False)
    access = serializers.ChoiceField(choices=Course.Access.choices, required=False)
    capacity = serializers.IntegerField(min_value=1, max_value=1_000_000, allow_null=True, required=False)
    is_waitlist_on = serializers.BooleanField(required=False)
    offer_hours = serializers.IntegerField(min_value=1, max_value=720, required=False)
    enrollment_opens_at = serializers.DateTimeField(allow_null=True, required=False)
    enrollment_closes_at = serializers.DateTimeField(allow_null=True, required=False)
    access_days = serializers.IntegerField(min_value=1, max_value=MAX_DAYS, allow_null=True, required=False)
    due_days = serializers.IntegerField(min_value=1, max_value=MAX_DAYS, allow_null=True, required=False)
    recertify_days = serializers.IntegerField(
        min_value=1, max_value=MAX_DAYS, allow_null=True, required=False
    )
    required_score = serializers.IntegerField(min_value=1, max_value=100, allow_null=True, required=False)
    allow_retake = serializers.BooleanField(required=False)
    max_attempts = serializers.IntegerField(min_value=1, max_value=1000, allow_null=True, required=False)
    is_featured = serializers.BooleanField(required=False)
    is_certificate_on = serializers.BooleanField(required=False)
    image_file = serializers.UUIDField(allow_null=True, required=False)
    categories = serializers.ListField(
        child=serializers.CharField(max_length=120), max_length=20, required=False
    )
    tags = serializers.ListField(child=LineField(max_length=60), max_length=50, required=False)
    languages = serializers.ListField(
        child=serializers.CharField(max_length=16), max_length=30, required=False
    )
    visibility = serializers.ChoiceField(choices=Course.Visibility.choices, required=False)
    meta_description = LineField(max_length=320, allow_blank=True, required=False)
    meta_keywords = LineField(max_length=320, allow_blank=True, required=False)


class CoursePatchSerializer(CourseWriteSerializer):
    """The same, only what changes."""

    title = LineField(max_length=200, required=False)


class ModuleSerializer(serializers.Serializer[Any]):
    """A module as its authors see it."""

    id = serializers.IntegerField()
    course_id = serializers.IntegerField()
    title = serializers.CharField()
    summary = serializers.CharField(allow_blank=True)
    position = serializers.IntegerField()
    is_published = serializers.BooleanField()
    row_version = serializers.IntegerField()


class ModuleWriteSerializer(serializers.Serializer[Any]):
    """What an author sets on a module."""

    title = LineField(max_length=200)
    summary = TextField(max_length=5000, allow_blank=True, required=False)
    is_published = serializers.BooleanField(required=False)
    position = serializers.IntegerField(min_value=0, max_value=1_000_000, required=False)


class ModulePatchSerializer(ModuleWriteSerializer):
    """The same, only what changes."""

    title = LineField(max_length=200, required=False)


class LessonRowSerializer(serializers.Serializer[Any]):
    """A lesson as its authors see it."""

    id = serializers.IntegerField()
    uuid = serializers.UUIDField()
    course_id = serializers.IntegerField()
    module_id = serializers.IntegerField()
    kind = serializers.ChoiceField(choices=Lesson.Kind.choices)
    title = serializers.CharField()
    group_title = serializers.CharField(allow_blank=True)
    position = serializers.IntegerField()
    is_required = serializers.BooleanField()
    is_published = serializers.BooleanField()
    is_preview = serializers.BooleanField()
    weight = serializers.IntegerField()
    estimated_minutes = serializers.IntegerField()
    completion = serializers.ChoiceField(choices=Lesson.Completion.choices)
    completion_value = serializers.IntegerField()
    row_version = serializers.IntegerField()


class AuthorModuleSerializer(ModuleSerializer):
    """A module with all its lessons, hidden ones too."""

    lessons = LessonRowSerializer(many=True)


class AuthorModulesSerializer(serializers.Serializer[Any]):
    """The structure of a course for its authors."""

    results = AuthorModuleSerializer(many=True)


class LessonPatchSerializer(serializers.Serializer[Any]):
    """What an author changes on a lesson."""

    title = LineField(max_length=200, required=False)
    group_title = LineField(max_length=200, allow_blank=True, required=False)
    position = serializers.IntegerField(min_value=0, max_value=1_000_000, required=False)
    is_required = serializers.BooleanField(required=False)
    is_published = serializers.BooleanField(required=False)
    is_preview = serializers.BooleanField(required=False)
    weight = serializers.IntegerField(min_value=1, max_value=1000, required=False)
    estimated_minutes = serializers.IntegerField(min_value=0, max_value=1_000_000, required=False)
    completion = serializers.ChoiceField(choices=Lesson.Completion.choices, required=False)
    completion_value = serializers.IntegerField(min_value=0, max_value=1_000_000, required=False)
    module_id = serializers.IntegerField(min_value=1, required=False)
    detail = serializers.DictField(required=False, help_text="Content of the lesson's kind.")


class LessonWriteSerializer(LessonPatchSerializer):
    """A new lesson."""

    kind = serializers.ChoiceField(choices=Lesson.Kind.choices)
    title = LineField(max_length=200)
    module_id = None  # type: ignore[assignment]


class OrderSerializer(serializers.Serializer[Any]):
    """Ids in the wanted order."""

    ids = serializers.ListField(child=serializers.IntegerField(min_value=1), max_length=2000)
