"""Shapes of accommodations."""

from typing import Any

from rest_framework import serializers

from edusync.assessment.models import Accommodation


class AccommodationRulesSerializer(serializers.Serializer[Any]):
    """What is granted."""

    extra_time_percent = serializers.IntegerField(
        min_value=0, max_value=1000, required=False, help_text="25: a quarter more time than the quiz gives."
    )
    extra_attempts = serializers.IntegerField(min_value=0, max_value=100, required=False)
    opens_at = serializers.DateTimeField(required=False, allow_null=True)
    closes_at = serializers.DateTimeField(required=False, allow_null=True)
    reason = serializers.CharField(max_length=300, allow_blank=True, required=False)


class AccommodationWriteSerializer(AccommodationRulesSerializer):
    """Whom it is for: `enrollment_id` or `group_id`. Without `quiz_id` it holds in all quizzes of the course."""

    quiz_id = serializers.IntegerField(min_value=1, required=False, allow_null=True)
    enrollment_id = serializers.IntegerField(min_value=1, required=False, allow_null=True)
    group_id = serializers.IntegerField(min_value=1, required=False, allow_null=True)


class AccommodationSerializer(serializers.Serializer[Any]):
    """Other rules for one learner or one group."""

    id = serializers.IntegerField()
    quiz_id = serializers.IntegerField(allow_null=True)
    quiz_title = serializers.CharField(allow_blank=True)
    enrollment_id = serializers.IntegerField(allow_null=True)
    group_id = serializers.IntegerField(allow_null=True)
    name = serializers.CharField(help_text="Of the learner or the group.")
    extra_time_percent = serializers.IntegerField()
    extra_attempts = serializers.IntegerField()
    opens_at = serializers.DateTimeField(allow_null=True)
    closes_at = serializers.DateTimeField(allow_null=True)
    reason = serializers.CharField(allow_blank=True)
    granted_by_name = serializers.CharField(allow_blank=True)
    updated_at = serializers.DateTimeField()


def accommodation_json(row: Accommodation) -> dict[str, Any]:
    """The row as AccommodationSerializer describes it; from `accommodations_of_course`."""
    return {
        "id": row.pk,
        "quiz_id": row.quiz_id,
        "quiz_title": row.quiz.lesson.title if row.quiz else "",
        "enrollment_id": row.enrollment_id,
        "group_id": row.group_id,
        "name": row.enrollment.learner.display_name
        if row.enrollment
        else row.group.name
        if row.group
        else "",
        "extra_time_percent": row.extra_time_percent,
        "extra_attempts": row.extra_attempts,
        "opens_at": row.opens_at,
        "closes_at": row.closes_at,
        "reason": row.reason,
        "granted_by_name": row.granted_by.display_name if row.granted_by else "",
        "updated_at": row.updated_at,
    }
