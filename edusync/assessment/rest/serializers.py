"""Shapes of requests and answers."""

from typing import Any

from rest_framework import serializers


class StartInput(serializers.Serializer[Any]):
    """What a learner says to begin."""

    password = serializers.CharField(
        max_length=200, required=False, allow_blank=True, default="", help_text="Where the quiz asks for one."
    )


class AnswerInput(serializers.Serializer[Any]):
    """A response by kind: `{"options": [ids]}` for choices, `{"text": "…"}` for written answers; see the app's README."""

    response = serializers.DictField()


class SavedAnswer(serializers.Serializer[Any]):
    """Receipt of an answer. `notice` tells that a written answer cannot be read, never whether it is right."""

    saved_at = serializers.DateTimeField()
    notice = serializers.CharField(allow_blank=True)


class OptionShape(serializers.Serializer[Any]):
    """One choice."""

    id = serializers.IntegerField()
    html = serializers.CharField()


class ResultShape(serializers.Serializer[Any]):
    """What a slot earned and what would have been right; null or empty where that may not be told now."""

    points = serializers.FloatField(allow_null=True)
    is_correct = serializers.BooleanField(allow_null=True)
    feedback = serializers.CharField(allow_blank=True)
    explanation = serializers.CharField(allow_blank=True)
    correct_options = serializers.ListField(child=serializers.IntegerField())
    correct_text = serializers.CharField(allow_blank=True)
    correct_response = serializers.DictField(allow_null=True)


class SlotShape(serializers.Serializer[Any]):
    """One question of an attempt."""

    id = serializers.IntegerField()
    position = serializers.IntegerField()
    kind = serializers.CharField()
    stem = serializers.DictField()
    points = serializers.FloatField()
    options = OptionShape(many=True)
    hints = serializers.ListField(child=serializers.CharField())
    inputs = serializers.DictField(allow_null=True)
    response = serializers.DictField(allow_null=True)
    result = ResultShape(allow_null=True)


class ReviewShape(serializers.Serializer[Any]):
    """What may be told about the attempt at this moment."""

    points = serializers.BooleanField()
    responses = serializers.BooleanField()
    correctness = serializers.BooleanField()
    feedback = serializers.BooleanField()
    key = serializers.BooleanField(help_text="What would have been right, and why.")


class AttemptShape(serializers.Serializer[Any]):
    """An attempt with all its questions. Instants are UTC; `server_time` lets a clock count down rightly."""

    uuid = serializers.UUIDField()
    quiz_id = serializers.IntegerField()
    lesson_id = serializers.IntegerField()
    number = serializers.IntegerField()
    state = serializers.CharField()
    started_at = serializers.DateTimeField()
    due_at = serializers.DateTimeField(allow_null=True)
    submitted_at = serializers.DateTimeField(allow_null=True)
    points = serializers.FloatField(allow_null=True)
    max_points = serializers.FloatField()
    percent = serializers.IntegerField(allow_null=True)
    is_passed = serializers.BooleanField(allow_null=True)
    pass_percent = serializers.IntegerField()
    server_time = serializers.DateTimeField()
    review = ReviewShape()
    slots = SlotShape(many=True)
