"""Shapes of submissions as those who mark see them."""

from typing import Any

from rest_framework import serializers

from edusync.assessment.models import MarkingPlan, Submission
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


class MarkerChoiceSerializer(serializers.Serializer[Any]):
    """A person who marks in the course."""

    id = serializers.IntegerField()
    name = serializers.CharField()


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
    is_settled = serializers.BooleanField(
        help_text="There is a mark to post: of two markers, when both are one."
    )
    row_version = serializers.IntegerField()
    similarity_percent = serializers.IntegerField(
        allow_null=True, help_text="Of the likest other work, where likeness is looked for; not in a sheet."
    )


class MarkerMarkSerializer(serializers.Serializer[Any]):
    """What one of two markers, or the moderator, says."""

    name = serializers.CharField()
    is_moderator = serializers.BooleanField()
    raw_points = serializers.FloatField(allow_null=True)
    levels = RubricScoreSerializer(many=True)


class MarkingDeskSerializer(serializers.Serializer[Any]):
    """The actor's place where two people mark. `marks` is empty while the others' are not to be seen."""

    role = serializers.ChoiceField(choices=["marker", "moderator", "none"])
    is_apart = serializers.BooleanField()
    marks = MarkerMarkSerializer(many=True)


class MarkingPlanSerializer(serializers.Serializer[Any]):
    """Two people mark: marks that differ by at most so many percent of the points become their average."""

    threshold_percent = serializers.IntegerField(min_value=0, max_value=100, default=10)
    when_apart = serializers.ChoiceField(
        choices=MarkingPlan.Apart.choices, default=MarkingPlan.Apart.MODERATOR
    )
    moderator = serializers.IntegerField(
        min_value=1, allow_null=True, default=None, help_text="Id of a person who marks in the course."
    )


class MarkingPlanOfAssignmentSerializer(serializers.Serializer[Any]):
    """The plan, if two people mark; and who could moderate."""

    plan = MarkingPlanSerializer(allow_null=True)
    markers = MarkerChoiceSerializer(many=True)


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
    desk = MarkingDeskSerializer(allow_null=True)


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
