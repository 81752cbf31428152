"""Shapes of requests to look at a mark again, and of a learner's own cell."""

from typing import Any

from rest_framework import serializers

from edusync.grading.models import RegradeRequest
from edusync.grading.rest.serializers import POINTS, GradedWorkSerializer

Base = serializers.Serializer[Any]


class RegradeAskSerializer(Base):
    """Why a mark should be looked at again."""

    words = serializers.CharField(max_length=2000)


class OwnRegradeSerializer(Base):
    """A request of one's own."""

    state = serializers.ChoiceField(choices=RegradeRequest.State.choices)
    words = serializers.CharField()
    answer = serializers.CharField(allow_blank=True)
    points_before = serializers.FloatField(allow_null=True)
    points_after = serializers.FloatField(allow_null=True)
    asked_at = serializers.DateTimeField()
    answered_at = serializers.DateTimeField(allow_null=True)


class OwnCellSerializer(Base):
    """A learner's own mark: what it was earned with, and whether a second look may be asked for."""

    works = GradedWorkSerializer(many=True)
    may_ask = serializers.BooleanField()
    ask_until = serializers.DateTimeField(allow_null=True)
    requests = OwnRegradeSerializer(many=True)


class RegradeRequestSerializer(Base):
    """A request as staff see it."""

    id = serializers.IntegerField()
    item_id = serializers.IntegerField()
    enrollment_id = serializers.IntegerField()
    item = serializers.CharField()
    learner = serializers.CharField()
    max_points = serializers.FloatField()
    state = serializers.ChoiceField(choices=RegradeRequest.State.choices)
    words = serializers.CharField()
    answer = serializers.CharField(allow_blank=True)
    answered_by = serializers.CharField(allow_null=True)
    points_before = serializers.FloatField(allow_null=True)
    points_after = serializers.FloatField(allow_null=True)
    asked_at = serializers.DateTimeField()
    answered_at = serializers.DateTimeField(allow_null=True)
    row_version = serializers.IntegerField()


class RegradeAnswerSerializer(Base):
    """The answer: `points` for another mark, null to keep the one there is."""

    row_version = serializers.IntegerField(min_value=1)
    points = serializers.DecimalField(**POINTS, allow_null=True)
    answer = serializers.CharField(max_length=2000)
