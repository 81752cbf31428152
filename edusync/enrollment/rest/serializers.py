"""Shapes of enrollments in the API."""

from typing import Any

from rest_framework import serializers

from edusync.enrollment.models import Enrollment
from edusync.enrollment.queries import percent_of
from edusync.identity.queries import PersonCard


class EnrollmentSerializer(serializers.Serializer[Any]):
    """One learner's place in one course."""

    id = serializers.IntegerField()
    uuid = serializers.UUIDField()
    course_id = serializers.IntegerField()
    course_slug = serializers.CharField()
    course_title = serializers.CharField()
    learner_id = serializers.IntegerField()
    status = serializers.ChoiceField(choices=Enrollment.Status.choices)
    percent = serializers.IntegerField(min_value=0, max_value=100)
    seconds = serializers.IntegerField(min_value=0)
    last_lesson_id = serializers.IntegerField(allow_null=True)
    enrolled_at = serializers.DateTimeField()
    last_access_at = serializers.DateTimeField(allow_null=True)
    completed_at = serializers.DateTimeField(allow_null=True)
    actions = serializers.ListField(child=serializers.CharField(), required=False)


class LearnerCardSerializer(serializers.Serializer[Any]):
    """A learner as staff see them."""

    id = serializers.IntegerField()
    display_name = serializers.CharField()
    email = serializers.CharField(allow_null=True)
    avatar_url = serializers.CharField(allow_null=True)


class CourseLearnerSerializer(serializers.Serializer[Any]):
    """A learner of a course with progress."""

    enrollment_id = serializers.IntegerField()
    learner = LearnerCardSerializer()
    status = serializers.ChoiceField(choices=Enrollment.Status.choices)
    percent = serializers.IntegerField(min_value=0, max_value=100)
    last_access_at = serializers.DateTimeField(allow_null=True)
    enrolled_at = serializers.DateTimeField()
    completed_at = serializers.DateTimeField(allow_null=True)
    seconds = serializers.IntegerField(min_value=0)


class ChildCourseSerializer(serializers.Serializer[Any]):
    """A course of a learner as a guardian sees it."""

    id = serializers.IntegerField()
    course_slug = serializers.CharField()
    course_title = serializers.CharField()
    status = serializers.ChoiceField(choices=Enrollment.Status.choices)
    percent = serializers.IntegerField(min_value=0, max_value=100)
    seconds = serializers.IntegerField(min_value=0)
    enrolled_at = serializers.DateTimeField()
    last_access_at = serializers.DateTimeField(allow_null=True)
    completed_at = serializers.DateTimeField(allow_null=True)


class ReasonSerializer(serializers.Serializer[Any]):
    """Why somebody changes an enrollment."""

    reason = serializers.CharField(required=False, allow_blank=True, max_length=200, default="")


class StaffEnrollSerializer(serializers.Serializer[Any]):
    """Whom staff bring into a course."""

    learner_id = serializers.IntegerField(min_value=1)
    reason = serializers.CharField(
        required=False,
        allow_blank=True,
        max_length=200,
        default="",
        help_text="Why the course may be taken before others that come first.",
    )


class TeachingCourseSerializer(serializers.Serializer[Any]):
    """A course one teaches, with its numbers."""

    id = serializers.IntegerField()
    uuid = serializers.UUIDField()
    slug = serializers.CharField()
    title = serializers.CharField()
    status = serializers.CharField()
    seats_taken = serializers.IntegerField()
    capacity = serializers.IntegerField(allow_null=True)
    published_at = serializers.DateTimeField(allow_null=True)
    updated_at = serializers.DateTimeField()
    learner_count = serializers.IntegerField()
    completed_count = serializers.IntegerField()
    average_percent = serializers.IntegerField(min_value=0, max_value=100)
    sees_learners = serializers.BooleanField(help_text="Whether the numbers of learners are theirs to see.")


def enrollment_json(row: Enrollment, actions: list[str] | None = None) -> dict[str, Any]:
    """The enrollment as EnrollmentSerializer describes it; `course` must be selected."""
    shown = {
        "id": row.pk,
        "uuid": row.uuid,
        "course_id": row.course_id,
        "course_slug": row.course.slug,
        "course_title": row.course.title,
        "learner_id": row.learner_id,
        "status": row.status,
        "percent": percent_of(row),
        "seconds": row.seconds,
        "last_lesson_id": row.last_lesson_id,
        "enrolled_at": row.enrolled_at,
        "last_access_at": row.last_access_at,
        "completed_at": row.completed_at,
    }
    return shown if actions is None else {**shown, "actions": actions}


def learner_json(row: Enrollment, card: PersonCard | None) -> dict[str, Any]:
    """The learner as CourseLearnerSerializer describes it; `learner` must be selected."""
    return {
        "enrollment_id": row.pk,
        "learner": {
            "id": row.learner_id,
            "display_name": row.learner.display_name,
            "email": row.learner.email,
            "avatar_url": card.avatar_url if card else None,
        },
        "status": row.status,
        "percent": percent_of(row),
        "last_access_at": row.last_access_at,
        "enrolled_at": row.enrolled_at,
        "completed_at": row.completed_at,
        "seconds": row.seconds,
    }
