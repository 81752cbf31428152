"""Shapes of practice questions in pages."""

from typing import Any

from rest_framework import serializers

from edusync.assessment.rest.quiz_editing_serializers import QuizQuestionSerializer
from edusync.assessment.rest.serializers import OptionShape


class PracticeQuestionSerializer(serializers.Serializer[Any]):
    """A question as it is asked: nothing in it tells the answer."""

    uuid = serializers.UUIDField()
    kind = serializers.CharField()
    stem = serializers.JSONField(help_text="Block document.")
    options = OptionShape(many=True)
    hints = serializers.ListField(child=serializers.CharField())
    inputs = serializers.DictField(allow_null=True)


class PracticeQuestionsSerializer(serializers.Serializer[Any]):
    """The questions of a page."""

    results = PracticeQuestionSerializer(many=True)


class PracticeAnswerSerializer(serializers.Serializer[Any]):
    """An answer, and the page in which the question stands."""

    lesson_id = serializers.IntegerField(min_value=1)
    response = serializers.DictField(help_text='`{"options": [ids]}` or `{"text": "…"}`.')
    show_solution = serializers.BooleanField(required=False, default=False)


class PracticeResultSerializer(serializers.Serializer[Any]):
    """What the answer was worth."""

    share = serializers.FloatField(help_text="0 to 1.")
    is_correct = serializers.BooleanField()
    feedback = serializers.CharField(allow_blank=True)
    explanation = serializers.CharField(allow_blank=True)
    correct_options = serializers.ListField(child=serializers.IntegerField())
    correct_text = serializers.CharField(allow_blank=True)
    correct_response = serializers.DictField(allow_null=True)


class PracticeQuestionRowSerializer(serializers.Serializer[Any]):
    """A question of the course, for authors who look for one."""

    uuid = serializers.UUIDField()
    kind = serializers.CharField()
    title = serializers.CharField(allow_blank=True)
    text = serializers.CharField(allow_blank=True, help_text="What is asked, shortened.")


class PracticeQuestionWriteSerializer(serializers.Serializer[Any]):
    """A new question."""

    question = QuizQuestionSerializer()
