"""Shapes of ratings and reviews in JSON."""

from typing import Any

from rest_framework import serializers

from edusync.courses.models import CourseReview
from edusync.courses.rest.serializers import CourseCardSerializer
from edusync.kernel.rest.fields import LineField, TextField


class ReviewAnswerSerializer(serializers.Serializer[Any]):
    """What the course's staff answered in public."""

    text = serializers.CharField()
    author = serializers.CharField(allow_blank=True)
    answered_at = serializers.DateTimeField()


class CourseReviewSerializer(serializers.Serializer[Any]):
    """A review. `hidden_*` are filled for its author and moderators only."""

    id = serializers.IntegerField()
    author = serializers.CharField(allow_blank=True)
    stars = serializers.IntegerField(min_value=1, max_value=5)
    text = serializers.CharField(allow_blank=True)
    percent = serializers.IntegerField()
    created_at = serializers.DateTimeField()
    edited_at = serializers.DateTimeField(allow_null=True)
    helpful_count = serializers.IntegerField()
    answer = ReviewAnswerSerializer(allow_null=True)
    is_own = serializers.BooleanField()
    is_voted = serializers.BooleanField()
    is_reported = serializers.BooleanField()
    is_hidden = serializers.BooleanField()
    hidden_reason = serializers.CharField(allow_blank=True)
    hidden_note = serializers.CharField(allow_blank=True)


class CourseReviewsSerializer(serializers.Serializer[Any]):
    """Reviews of a course; the first page also says how the stars are spread and what the reader may do."""

    results = CourseReviewSerializer(many=True)
    next = serializers.CharField(allow_null=True)
    stars = serializers.DictField(child=serializers.IntegerField(), required=False)
    own = CourseReviewSerializer(required=False, allow_null=True)
    may_write = serializers.BooleanField(required=False)
    may_answer = serializers.BooleanField(required=False)
    needed_percent = serializers.IntegerField(required=False)


class CourseReviewWriteSerializer(serializers.Serializer[Any]):
    """A rating."""

    stars = serializers.IntegerField(min_value=1, max_value=5)
    text = TextField(max_length=4000, allow_blank=True, required=False)


class ReviewAnswerWriteSerializer(serializers.Serializer[Any]):
    """An answer; empty takes it back."""

    text = TextField(max_length=4000, allow_blank=True)


class ReviewReportSerializer(serializers.Serializer[Any]):
    """What is wrong with a review."""

    reason = serializers.ChoiceField(choices=CourseReview.HiddenReason.choices)
    note = LineField(max_length=500, allow_blank=True, required=False)


class OpenReportSerializer(serializers.Serializer[Any]):
    """A report that nobody has settled."""

    reason = serializers.CharField()
    note = serializers.CharField(allow_blank=True)
    created_at = serializers.DateTimeField()


class ReviewedCourseSerializer(serializers.Serializer[Any]):
    """The course of a review."""

    slug = serializers.CharField()
    title = serializers.CharField()


class QueuedReviewSerializer(CourseReviewSerializer):
    """A review as moderators see it."""

    course = ReviewedCourseSerializer()
    reports = OpenReportSerializer(many=True)
    hidden_at = serializers.DateTimeField(allow_null=True)


class SavedSerializer(serializers.Serializer[Any]):
    """Whether the course is saved."""

    is_saved = serializers.BooleanField()


class SavedCourseCardSerializer(CourseCardSerializer):
    """A saved course."""

    saved_at = serializers.DateTimeField()
