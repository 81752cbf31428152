"""Shapes of submissions as those who mark see them."""

from typing import Any

from rest_framework import serializers

from edusync.assessment.models import Submission
from edusync.assessment.rest.assignment_serializers import (
    AnnotationSerializer,
    AssignmentTaskSerializer,
    RubricScoreSerializer,
    SubmissionCommentSerializer,
    SubmissionFileSerializer,
)


class MarkingLoadSerializer(serializers.Serializer[Any]):
    """An assignment with how much waits: for a mark, for posting."""

    id = serializers.IntegerField()
    lesson_id = serializers.IntegerField()
    title = serializers.CharField()
    course_slug = serializers.CharField()
    course_title = serializers.CharField()
    due_at = serializers.DateTimeField(allow_null=True)
    is_anonymous = serializers.BooleanField()
    waiting_count = serializers.IntegerField()
    marked_count = serializers.IntegerField()
    posted_count = serializers.IntegerField()


class MarkingTaskSerializer(serializers.Serializer[Any]):
    """The assignment to mark."""

    assignment = AssignmentTaskSerializer()
    course_slug = serializers.CharField()
    course_title = serializers.CharField()
    due_at = serializers.DateTimeField(allow_null=True)
    waiting_count = serializers.IntegerField()
    marked_count = serializers.IntegerField()
    posted_count = serializers.IntegerField()
    can_mark = serializers.BooleanField()


class QueuedSubmissionSerializer(serializers.Serializer[Any]):
    """One line of what there is to mark. `name` is a number while the assignment is anonymous."""

    uuid = serializers.UUIDField()
    name = serializers.CharField()
    is_anonymous = serializers.BooleanField()
    state = serializers.ChoiceField(choices=Submission.State.choices)
    number = serializers.IntegerField()
    submitted_at = serializers.DateTimeField(allow_null=True)
    late_seconds = serializers.IntegerField()
    raw_points = serializers.FloatField(allow_null=True)
    points = serializers.FloatField(allow_null=True)
    max_points = serializers.FloatField()
    is_posted = serializers.BooleanField()
    row_version = serializers.IntegerField()


class MarkingSheetSerializer(QueuedSubmissionSerializer):
    """A submission with everything that hangs on it."""

    assignment_id = serializers.IntegerField()
    text = serializers.CharField(allow_blank=True)
    url = serializers.CharField(allow_blank=True)
    deducted_percent = serializers.FloatField()
    files = SubmissionFileSerializer(many=True)
    comments = SubmissionCommentSerializer(many=True)
    annotations = AnnotationSerializer(many=True)
    levels = RubricScoreSerializer(many=True)
    can_mark = serializers.BooleanField()


class MarkWriteSerializer(serializers.Serializer[Any]):
    """A mark: points, or levels of the rubric, or both (then the points stand)."""

    points = serializers.DecimalField(
        max_digits=9, decimal_places=3, min_value=0, allow_null=True, default=None
    )
    levels = RubricScoreSerializer(many=True, allow_null=True, default=None, max_length=50)  # type: ignore[call-arg]
    is_late_waived = serializers.BooleanField(default=False)


class PostedCountSerializer(serializers.Serializer[Any]):
    """How many marks were posted."""

    posted = serializers.IntegerField()


class MarkedFileWriteSerializer(serializers.Serializer[Any]):
    """A file that goes back with the work, or a ZIP of many."""

    file = serializers.FileField()


class ReturnedCountSerializer(serializers.Serializer[Any]):
    """How many marked files came back."""

    returned = serializers.IntegerField()


class AssignmentExtensionSerializer(serializers.Serializer[Any]):
    """More time for one learner."""

    id = serializers.IntegerField()
    enrollment_id = serializers.IntegerField()
    name = serializers.CharField()
    due_at = serializers.DateTimeField()
    reason = serializers.CharField(allow_blank=True)


class AssignmentExtensionWriteSerializer(serializers.Serializer[Any]):
    """Until when the learner of this enrollment may hand in."""

    enrollment_id = serializers.IntegerField(min_value=1)
    due_at = serializers.DateTimeField()
    reason = serializers.CharField(max_length=200, allow_blank=True, default="")


class RemarkSerializer(serializers.Serializer[Any]):
    """A remark kept for the next time."""

    uuid = serializers.UUIDField()
    text = serializers.CharField()


class RemarkWriteSerializer(serializers.Serializer[Any]):
    """A remark to keep."""

    text = serializers.CharField(max_length=2000)
