"""Shapes of a quiz as its authors see and send it."""

from typing import Any

from rest_framework import serializers

from edusync.assessment.models import Quiz
from edusync.assessment.scoring import kind_names


class QuizOptionSerializer(serializers.Serializer[Any]):
    """A choice. `weight` is the share of the points, from -1 to 1, as text or number."""

    html = serializers.CharField(max_length=20_000)
    weight = serializers.DecimalField(max_digits=6, decimal_places=5, min_value=-1, max_value=1)
    feedback = serializers.CharField(max_length=20_000, allow_blank=True, default="")


class QuizQuestionSerializer(serializers.Serializer[Any]):
    """A question with its key. `uuid` names one that is there already; a new one comes without."""

    uuid = serializers.UUIDField(required=False, allow_null=True)
    kind = serializers.ChoiceField(choices=kind_names())
    title = serializers.CharField(max_length=200, allow_blank=True, default="")
    points = serializers.DecimalField(max_digits=9, decimal_places=3, min_value=0)
    stem = serializers.JSONField(help_text="Block document.")
    settings = serializers.JSONField(help_text="By kind, see the README of the app.")
    feedback_correct = serializers.CharField(max_length=20_000, allow_blank=True, default="")
    feedback_incorrect = serializers.CharField(max_length=20_000, allow_blank=True, default="")
    explanation = serializers.CharField(max_length=20_000, allow_blank=True, default="")
    hints = serializers.ListField(child=serializers.CharField(max_length=20_000), max_length=20, default=list)
    options = QuizOptionSerializer(many=True, max_length=200, default=list)  # type: ignore[call-arg]


class QuizRulesSerializer(serializers.Serializer[Any]):
    """What holds for the whole quiz."""

    introduction = serializers.CharField(max_length=20_000, allow_blank=True, default="")
    time_limit_seconds = serializers.IntegerField(
        min_value=10, max_value=2_592_000, allow_null=True, default=None
    )
    attempts_allowed = serializers.IntegerField(min_value=1, max_value=1000, allow_null=True, default=None)
    pass_percent = serializers.IntegerField(min_value=0, max_value=100, default=60)
    is_shuffled = serializers.BooleanField(default=False)
    feedback = serializers.ChoiceField(choices=Quiz.Feedback.choices, default=Quiz.Feedback.AFTER_SUBMIT)


class QuizWriteSerializer(QuizRulesSerializer):
    """A quiz as it is sent."""

    questions = QuizQuestionSerializer(many=True, max_length=500)  # type: ignore[call-arg]


class QuizForAuthorsSerializer(QuizWriteSerializer):
    """A quiz as it stands. `row_version` 0: nothing was saved yet."""

    lesson_id = serializers.IntegerField()
    row_version = serializers.IntegerField()


class TryAnswerSerializer(serializers.Serializer[Any]):
    """A question as it is being written, and an answer to try: `{"options": [places from 1]}` or `{"text": "…"}`."""

    question = QuizQuestionSerializer()
    response = serializers.DictField()


class TriedAnswerSerializer(serializers.Serializer[Any]):
    """What the answer would earn: `share` of the points from 0 to 1."""

    share = serializers.FloatField()
    is_correct = serializers.BooleanField()
    feedback = serializers.ListField(child=serializers.CharField())
    inputs = serializers.DictField(allow_null=True, help_text="What a learner is given to answer.")
