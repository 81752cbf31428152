"""Shapes of the line of a sitting."""

from typing import Any

from rest_framework import serializers

from edusync.assessment.models import ExamWaitlistEntry


class ExamLineMoveSerializer(serializers.Serializer[Any]):
    """Where somebody comes in the line."""

    position = serializers.IntegerField(min_value=1, max_value=100_000, help_text="1: the next.")


class ExamLineEntrySerializer(serializers.Serializer[Any]):
    """Somebody in the line of a sitting, as staff see it."""

    uuid = serializers.UUIDField()
    name = serializers.CharField()
    state = serializers.ChoiceField(choices=ExamWaitlistEntry.State.choices)
    position = serializers.IntegerField(
        allow_null=True, help_text="1: the next; null while a seat is on offer."
    )
    joined_at = serializers.DateTimeField()
    offer_ends_at = serializers.DateTimeField(allow_null=True)


class ExamLineSerializer(serializers.Serializer[Any]):
    """The line of a sitting."""

    results = ExamLineEntrySerializer(many=True)
    waiting = serializers.IntegerField()


class OwnExamLineSerializer(serializers.Serializer[Any]):
    """The candidate's own place in a line."""

    sitting = serializers.UUIDField()
    starts_at = serializers.DateTimeField()
    state = serializers.ChoiceField(choices=ExamWaitlistEntry.State.choices)
    position = serializers.IntegerField(
        allow_null=True, help_text="1: the next; null while a seat is on offer."
    )
    offer_ends_at = serializers.DateTimeField(allow_null=True)


class ExamLineInput(serializers.Serializer[Any]):
    """For which sitting one waits."""

    sitting = serializers.UUIDField()
