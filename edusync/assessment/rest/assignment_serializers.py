"""Shapes of assignments: as authors write them, as learners do them."""

from decimal import Decimal
from typing import Any

from rest_framework import serializers

from edusync.assessment.models import Assignment, LatePolicy, Submission, SubmissionFile


class LatePolicySerializer(serializers.Serializer[Any]):
    """What a late submission loses: a share for each begun period, down to a floor."""

    period = serializers.ChoiceField(choices=LatePolicy.Period.choices, default=LatePolicy.Period.DAY)
    percent_per_period = serializers.DecimalField(max_digits=5, decimal_places=2, min_value=0, max_value=100)
    floor_percent = serializers.DecimalField(
        max_digits=5, decimal_places=2, min_value=0, max_value=100, default=Decimal(0)
    )
    grace_minutes = serializers.IntegerField(min_value=0, max_value=10_000, default=0)


class AssignmentWriteSerializer(serializers.Serializer[Any]):
    """An assignment as its author sends it. `file_types`: endings with commas; empty for all."""

    brief = serializers.JSONField(help_text="Block document.")
    accepts_text = serializers.BooleanField(default=True)
    accepts_files = serializers.BooleanField(default=False)
    accepts_url = serializers.BooleanField(default=False)
    accepts_recording = serializers.BooleanField(default=False)
    file_types = serializers.CharField(max_length=500, allow_blank=True, default="")
    max_files = serializers.IntegerField(min_value=1, max_value=50, default=5)
    max_megabytes = serializers.IntegerField(min_value=1, max_value=2000, default=20)
    opens_at = serializers.DateTimeField(allow_null=True, default=None)
    due_at = serializers.DateTimeField(allow_null=True, default=None)
    closes_at = serializers.DateTimeField(allow_null=True, default=None)
    accepts_late = serializers.BooleanField(default=True)
    points = serializers.DecimalField(max_digits=9, decimal_places=3, min_value=0, default=Decimal(100))
    attempts_allowed = serializers.IntegerField(min_value=1, max_value=1000, allow_null=True, default=None)
    completes_on = serializers.ChoiceField(
        choices=Assignment.CompletesOn.choices, default=Assignment.CompletesOn.SUBMITTED
    )
    pass_percent = serializers.IntegerField(min_value=0, max_value=100, default=50)
    is_anonymous = serializers.BooleanField(default=False)
    is_group_work = serializers.BooleanField(default=False)
    is_similarity_checked = serializers.BooleanField(default=False)
    late_policy = LatePolicySerializer(allow_null=True, default=None)
    rubric = serializers.UUIDField(allow_null=True, default=None)


class AssignmentForAuthorsSerializer(AssignmentWriteSerializer):
    """An assignment as it stands. `row_version` 0: nothing was saved yet."""

    id = serializers.IntegerField(allow_null=True)
    lesson_id = serializers.IntegerField()
    row_version = serializers.IntegerField()
    submission_count = serializers.IntegerField()


class RubricLevelSerializer(serializers.Serializer[Any]):
    """How well a criterion can be met."""

    uuid = serializers.UUIDField(read_only=True)
    title = serializers.CharField(max_length=200)
    description = serializers.CharField(max_length=5000, allow_blank=True, default="")
    points = serializers.FloatField(min_value=0)


class RubricCriterionSerializer(serializers.Serializer[Any]):
    """One thing that is looked at."""

    uuid = serializers.UUIDField(read_only=True)
    title = serializers.CharField(max_length=200)
    description = serializers.CharField(max_length=5000, allow_blank=True, default="")
    levels = RubricLevelSerializer(many=True)


class RubricContentSerializer(serializers.Serializer[Any]):
    """A rubric with criteria and levels."""

    uuid = serializers.UUIDField(read_only=True)
    title = serializers.CharField(max_length=200)
    description = serializers.CharField(max_length=5000, allow_blank=True, default="")
    criteria = RubricCriterionSerializer(many=True)


class AssignmentTaskSerializer(serializers.Serializer[Any]):
    """What is asked and how it is handed in."""

    id = serializers.IntegerField()
    lesson_id = serializers.IntegerField()
    title = serializers.CharField()
    brief = serializers.DictField()
    accepts_text = serializers.BooleanField()
    accepts_files = serializers.BooleanField()
    accepts_url = serializers.BooleanField()
    accepts_recording = serializers.BooleanField()
    file_types = serializers.ListField(child=serializers.CharField())
    max_files = serializers.IntegerField()
    max_megabytes = serializers.IntegerField()
    points = serializers.FloatField()
    attempts_allowed = serializers.IntegerField(allow_null=True)
    completes_on = serializers.ChoiceField(choices=Assignment.CompletesOn.choices)
    pass_percent = serializers.IntegerField()
    is_anonymous = serializers.BooleanField()
    is_group_work = serializers.BooleanField()
    is_similarity_checked = serializers.BooleanField()
    has_peer_reviews = serializers.BooleanField(help_text="Whether learners review works.")
    late_policy = LatePolicySerializer(allow_null=True)
    rubric = RubricContentSerializer(allow_null=True)


class AssignmentDatesSerializer(serializers.Serializer[Any]):
    """The learner's dates, and what they mean now."""

    opens_at = serializers.DateTimeField(allow_null=True)
    due_at = serializers.DateTimeField(allow_null=True)
    closes_at = serializers.DateTimeField(allow_null=True)
    is_extended = serializers.BooleanField()
    is_open = serializers.BooleanField()
    is_late_now = serializers.BooleanField()


class SubmissionFileSerializer(serializers.Serializer[Any]):
    """A file of a submission."""

    uuid = serializers.UUIDField()
    name = serializers.CharField()
    role = serializers.ChoiceField(choices=SubmissionFile.Role.choices)
    media_type = serializers.CharField()
    size_bytes = serializers.IntegerField()
    url = serializers.CharField()


class SubmissionCommentSerializer(serializers.Serializer[Any]):
    """What marker or learner said about a submission."""

    uuid = serializers.UUIDField()
    author = serializers.CharField(allow_blank=True)
    is_from_learner = serializers.BooleanField()
    text = serializers.CharField(allow_blank=True)
    audio_url = serializers.CharField(allow_null=True)
    transcript = serializers.CharField(allow_blank=True, help_text="What the recording says.")
    created_at = serializers.DateTimeField()


class AnnotationSerializer(serializers.Serializer[Any]):
    """A remark on a passage: of the text from `start` to `end`, or on a page of a file."""

    uuid = serializers.UUIDField(read_only=True)
    start = serializers.IntegerField(min_value=0, default=0)
    end = serializers.IntegerField(min_value=0, default=0)
    quote = serializers.CharField(read_only=True)
    text = serializers.CharField(max_length=20_000)
    file = serializers.UUIDField(allow_null=True, default=None)
    page = serializers.IntegerField(min_value=1, allow_null=True, default=None)
    place_x = serializers.IntegerField(
        min_value=0, max_value=1000, allow_null=True, default=None, help_text="Thousandths from the left."
    )
    place_y = serializers.IntegerField(
        min_value=0, max_value=1000, allow_null=True, default=None, help_text="Thousandths from the top."
    )


class RubricScoreSerializer(serializers.Serializer[Any]):
    """The level reached in a criterion, by public ids."""

    criterion = serializers.UUIDField()
    level = serializers.UUIDField()
    points = serializers.FloatField(read_only=True)
    comment = serializers.CharField(max_length=5000, allow_blank=True, default="")


class OwnSubmissionSerializer(serializers.Serializer[Any]):
    """A try as its learner sees it: marks and remarks only once they are shown."""

    uuid = serializers.UUIDField()
    number = serializers.IntegerField()
    state = serializers.ChoiceField(choices=Submission.State.choices)
    text = serializers.CharField(allow_blank=True)
    url = serializers.CharField(allow_blank=True)
    saved_at = serializers.DateTimeField()
    submitted_at = serializers.DateTimeField(allow_null=True)
    late_seconds = serializers.IntegerField()
    digest = serializers.CharField(allow_blank=True)
    row_version = serializers.IntegerField()
    points = serializers.FloatField(allow_null=True)
    raw_points = serializers.FloatField(allow_null=True)
    deducted_percent = serializers.FloatField()
    max_points = serializers.FloatField()
    posted_at = serializers.DateTimeField(allow_null=True)
    files = SubmissionFileSerializer(many=True)
    comments = SubmissionCommentSerializer(many=True)
    annotations = AnnotationSerializer(many=True)
    levels = RubricScoreSerializer(many=True)


class AssignmentWorkSerializer(serializers.Serializer[Any]):
    """Everything a learner needs for an assignment. Instants are UTC; `server_time` lets a clock count down rightly."""

    assignment = AssignmentTaskSerializer()
    dates = AssignmentDatesSerializer()
    server_time = serializers.DateTimeField()
    can_submit = serializers.BooleanField()
    can_try_again = serializers.BooleanField()
    group = serializers.CharField(allow_null=True)
    draft = OwnSubmissionSerializer(allow_null=True)
    submissions = OwnSubmissionSerializer(many=True)


class DraftWriteSerializer(serializers.Serializer[Any]):
    """What was written so far. `base_version`: the draft's `row_version` the browser saw, 0 or missing before the first."""

    text = serializers.CharField(max_length=200_000, allow_blank=True, required=False, trim_whitespace=False)
    url = serializers.CharField(max_length=2000, allow_blank=True, required=False)
    base_version = serializers.IntegerField(min_value=0, default=0)


class DraftFileWriteSerializer(serializers.Serializer[Any]):
    """A file for the draft. `is_recording`: made by the browser's microphone."""

    file = serializers.FileField()
    name = serializers.CharField(max_length=255, required=False)
    is_recording = serializers.BooleanField(default=False)


class SubmissionCommentWriteSerializer(serializers.Serializer[Any]):
    """Words, or a recording, about a submission."""

    text = serializers.CharField(max_length=20_000, allow_blank=True, default="")
    audio = serializers.FileField(required=False, allow_null=True)
    transcript = serializers.CharField(max_length=4000, allow_blank=True, default="")
