"""Shapes of requests and answers."""

from typing import Any

from rest_framework import serializers


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
    """What a slot earned and what would have been right."""

    points = serializers.FloatField()
    is_correct = serializers.BooleanField()
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
    slots = SlotShape(many=True)
