"""Shapes of what comparing ways of writing comes to."""

from typing import Any

from rest_framework import serializers


class UnusualMeasureSerializer(serializers.Serializer[Any]):
    """One measure that is far from usual."""

    name = serializers.CharField()
    value = serializers.FloatField()
    usual = serializers.FloatField(help_text="The class's median.")
    share = serializers.FloatField(help_text="Of what adds to the distance.")


class UnusualAnswerSerializer(serializers.Serializer[Any]):
    """An answer that took much less or more than usual, at the person's own pace."""

    number = serializers.IntegerField()
    seconds = serializers.FloatField()
    usual = serializers.FloatField()
    is_fast = serializers.BooleanField()
    is_right = serializers.BooleanField(allow_null=True)


class ExamBehaviorSerializer(serializers.Serializer[Any]):
    """How one candidate wrote, compared with all others."""

    is_marked = serializers.BooleanField()
    compared = serializers.IntegerField(help_text="With how many candidates; below 20 nothing is said.")
    distance = serializers.FloatField(allow_null=True)
    has_more_time = serializers.BooleanField()
    measures = UnusualMeasureSerializer(many=True)
    answers = UnusualAnswerSerializer(many=True)


class BehaviorGroupSerializer(serializers.Serializer[Any]):
    """How often one group of candidates is marked."""

    group = serializers.ChoiceField(choices=["more_time", "no_more_time"])
    people = serializers.IntegerField()
    marked = serializers.IntegerField()


class BehaviorSummarySerializer(serializers.Serializer[Any]):
    """What the comparison of an exam came to, and how it treats who was given more time."""

    is_compared = serializers.BooleanField(help_text="Whether the exam asks for it.")
    needed = serializers.IntegerField()
    people = serializers.IntegerField()
    marked = serializers.IntegerField()
    compared_at = serializers.DateTimeField(allow_null=True)
    groups = BehaviorGroupSerializer(many=True)
