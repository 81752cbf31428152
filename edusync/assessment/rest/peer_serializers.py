"""Shapes of reviews by learners: as they write and read them, as staff plan and watch them."""

from typing import Any

from rest_framework import serializers

from edusync.assessment.rest.assignment_serializers import (
    RubricContentSerializer,
    RubricScoreSerializer,
    SubmissionFileSerializer,
)


class PeerPlanWriteSerializer(serializers.Serializer[Any]):
    """The rules by which learners review works. `samples`: works with a mark that all reviewers judge, too."""

    reviews_each = serializers.IntegerField(min_value=0, max_value=10, default=3)
    has_self_review = serializers.BooleanField(default=False)
    self_review_percent = serializers.IntegerField(
        min_value=0,
        max_value=100,
        default=0,
        help_text="Share of the review of the own work in the proposed mark; the rest is what others say.",
    )
    opens_at = serializers.DateTimeField(allow_null=True, default=None)
    due_at = serializers.DateTimeField(allow_null=True, default=None)
    hides_authors = serializers.BooleanField(default=True)
    hides_reviewers = serializers.BooleanField(default=True)
    samples = serializers.ListField(child=serializers.UUIDField(), default=list, max_length=5)


class PeerPlanSerializer(PeerPlanWriteSerializer):
    """The plan as it stands."""

    allocated_at = serializers.DateTimeField(allow_null=True)
    released_at = serializers.DateTimeField(allow_null=True)
    is_open = serializers.BooleanField()


class SampleChoiceSerializer(serializers.Serializer[Any]):
    """A work with a mark, which may serve as a sample."""

    uuid = serializers.UUIDField()
    name = serializers.CharField()
    points = serializers.FloatField()


class PeerPlanOfAssignmentSerializer(serializers.Serializer[Any]):
    """The plan if there is one, with what it counts."""

    plan = PeerPlanSerializer(allow_null=True)
    title = serializers.CharField()
    course_title = serializers.CharField()
    has_rubric = serializers.BooleanField()
    work_count = serializers.IntegerField()
    review_count = serializers.IntegerField()
    sent_count = serializers.IntegerField()
    sample_choices = SampleChoiceSerializer(many=True)


class PeerReviewLineSerializer(serializers.Serializer[Any]):
    """A review as staff see it. Reviewers are numbers where authors are."""

    uuid = serializers.UUIDField()
    reviewer = serializers.CharField()
    kind = serializers.ChoiceField(choices=["peer", "self", "sample"])
    points = serializers.FloatField(allow_null=True)
    weight = serializers.FloatField()
    comment = serializers.CharField(allow_blank=True)
    submitted_at = serializers.DateTimeField(allow_null=True)
    is_left_out = serializers.BooleanField()


class PeerWorkSerializer(serializers.Serializer[Any]):
    """A work with who reviews it, and the mark that this proposes."""

    submission = serializers.UUIDField()
    name = serializers.CharField()
    proposed_points = serializers.FloatField(allow_null=True)
    counted = serializers.IntegerField(help_text="Reviews by others that count.")
    self_percent = serializers.IntegerField(help_text="What the author's own review counts here.")
    spread = serializers.FloatField()
    raw_points = serializers.FloatField(allow_null=True)
    max_points = serializers.FloatField()
    is_posted = serializers.BooleanField()
    reviews = PeerReviewLineSerializer(many=True)


class PeerCountSerializer(serializers.Serializer[Any]):
    """How many."""

    count = serializers.IntegerField()


class ProposalsWriteSerializer(serializers.Serializer[Any]):
    """The works whose proposed marks are taken."""

    submissions = serializers.ListField(child=serializers.UUIDField(), min_length=1, max_length=500)


class LeftOutWriteSerializer(serializers.Serializer[Any]):
    """Whether a review is kept out of the proposed mark."""

    is_left_out = serializers.BooleanField()


class PeerTaskSerializer(serializers.Serializer[Any]):
    """A review that the actor writes. A sample looks like any other."""

    uuid = serializers.UUIDField()
    name = serializers.CharField(allow_blank=True, help_text="Of the author; empty while hidden.")
    number = serializers.IntegerField()
    is_own_work = serializers.BooleanField()
    is_begun = serializers.BooleanField()
    submitted_at = serializers.DateTimeField(allow_null=True)


class ReceivedReviewSerializer(serializers.Serializer[Any]):
    """What somebody said about the actor's work."""

    reviewer = serializers.CharField(allow_blank=True, help_text="Empty while hidden.")
    points = serializers.FloatField(allow_null=True)
    comment = serializers.CharField(allow_blank=True)
    levels = RubricScoreSerializer(many=True)


class MyPeerReviewsSerializer(serializers.Serializer[Any]):
    """What the actor reviews, until when, and what was said about their own work."""

    is_planned = serializers.BooleanField()
    is_open = serializers.BooleanField()
    opens_at = serializers.DateTimeField(allow_null=True)
    due_at = serializers.DateTimeField(allow_null=True)
    hides_authors = serializers.BooleanField()
    hides_reviewers = serializers.BooleanField()
    max_points = serializers.FloatField()
    self_review_percent = serializers.IntegerField(help_text="What the review of the own work counts.")
    tasks = PeerTaskSerializer(many=True)
    received = ReceivedReviewSerializer(many=True)


class PeerReviewSheetSerializer(PeerTaskSerializer):
    """A work to review, with what was written about it so far."""

    assignment_id = serializers.IntegerField()
    title = serializers.CharField()
    course_slug = serializers.CharField()
    lesson_id = serializers.IntegerField()
    is_open = serializers.BooleanField()
    due_at = serializers.DateTimeField(allow_null=True)
    text = serializers.CharField(allow_blank=True)
    url = serializers.CharField(allow_blank=True)
    files = SubmissionFileSerializer(many=True)
    rubric = RubricContentSerializer(allow_null=True)
    levels = RubricScoreSerializer(many=True)
    comment = serializers.CharField(allow_blank=True)
    row_version = serializers.IntegerField()


class PeerReviewWriteSerializer(serializers.Serializer[Any]):
    """A review so far; `is_final` sends it."""

    levels = RubricScoreSerializer(many=True, max_length=50)  # type: ignore[call-arg]
    comment = serializers.CharField(max_length=10_000, allow_blank=True, default="")
    is_final = serializers.BooleanField(default=False)
