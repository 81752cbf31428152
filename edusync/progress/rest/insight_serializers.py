"""Shapes of what teachers see of a course."""

from typing import Any

from rest_framework import serializers


class InsightModuleSerializer(serializers.Serializer[Any]):
    """A module and how many completed it."""

    id = serializers.IntegerField()
    title = serializers.CharField()
    completed_count = serializers.IntegerField()


class InsightLessonSerializer(serializers.Serializer[Any]):
    """A lesson and what learners did in it."""

    id = serializers.IntegerField()
    module_id = serializers.IntegerField()
    title = serializers.CharField()
    kind = serializers.CharField()
    estimated_minutes = serializers.IntegerField()
    started_count = serializers.IntegerField()
    completed_count = serializers.IntegerField()
    average_seconds = serializers.IntegerField(help_text="Of those who opened it.")
    stopped_count = serializers.IntegerField(
        help_text="Active learners last seen here two weeks ago or longer."
    )


class AttentionCountsSerializer(serializers.Serializer[Any]):
    """Active learners to whom each rule applies."""

    anybody = serializers.IntegerField(help_text="To whom any rule applies.")
    overdue = serializers.IntegerField()
    due_soon = serializers.IntegerField()
    never_started = serializers.IntegerField()
    quiet = serializers.IntegerField()
    low_engagement = serializers.IntegerField()


class CourseInsightsSerializer(serializers.Serializer[Any]):
    """How a course's learners get on. Learners are those with an active or completed enrollment."""

    as_of = serializers.DateTimeField()
    learner_count = serializers.IntegerField()
    started_count = serializers.IntegerField()
    completed_count = serializers.IntegerField()
    average_percent = serializers.IntegerField()
    average_seconds = serializers.IntegerField(help_text="Of those who began.")
    total_seconds = serializers.IntegerField(help_text="Of all learners together.")
    modules = InsightModuleSerializer(many=True)
    lessons = InsightLessonSerializer(many=True)
    attention = AttentionCountsSerializer()


class AttentionPersonSerializer(serializers.Serializer[Any]):
    """Who it is."""

    id = serializers.IntegerField()
    display_name = serializers.CharField()
    email = serializers.EmailField()
    avatar_url = serializers.CharField(allow_null=True)


class AttentionSerializer(serializers.Serializer[Any]):
    """A learner who needs somebody, and why."""

    enrollment_id = serializers.IntegerField()
    learner = AttentionPersonSerializer()
    percent = serializers.IntegerField(min_value=0, max_value=100)
    enrolled_at = serializers.DateTimeField()
    last_access_at = serializers.DateTimeField(allow_null=True)
    last_lesson_title = serializers.CharField(allow_null=True)
    due_at = serializers.DateTimeField(allow_null=True)
    engagement_score = serializers.FloatField(allow_null=True, min_value=0, max_value=1)
    reasons = serializers.ListField(
        child=serializers.ChoiceField(
            choices=["overdue", "due_soon", "never_started", "quiet", "low_engagement"]
        )
    )
