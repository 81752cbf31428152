"""Shapes of what stands beside questions of a bank: passages, skills, decisions on alike ones."""

from decimal import Decimal
from typing import Any

from rest_framework import serializers


class QuestionSkillSerializer(serializers.Serializer[Any]):
    """A skill that a question measures, with its share of the question."""

    name = serializers.CharField(max_length=120)
    weight = serializers.DecimalField(
        max_digits=4, decimal_places=3, min_value=0, max_value=1, default=Decimal(1)
    )

    def validate_weight(self, value: Any) -> Any:
        """Above 0: what a question does not measure is left out."""
        if value <= 0:
            raise serializers.ValidationError("Above 0, up to 1.", code="out-of-range")
        return value


class QuestionSkillsSerializer(serializers.Serializer[Any]):
    """All skills of a question."""

    skills = QuestionSkillSerializer(many=True)


class PassageWriteSerializer(serializers.Serializer[Any]):
    """A passage to be written. `content` is a block document."""

    title = serializers.CharField(max_length=200)
    content = serializers.DictField()


class PassageRowSerializer(serializers.Serializer[Any]):
    """A passage in a list; `question_count` counts the questions whose newest wording is shown with it."""

    id = serializers.IntegerField()
    bank_id = serializers.IntegerField()
    title = serializers.CharField()
    text = serializers.CharField(allow_blank=True)
    question_count = serializers.IntegerField()


class PassageSerializer(PassageRowSerializer):
    """A whole passage. `is_asked`: a quiz asks a question with it, so its content stays."""

    content = serializers.DictField()
    is_asked = serializers.BooleanField()
    row_version = serializers.IntegerField()


class QuestionPassageSerializer(serializers.Serializer[Any]):
    """The passage of a question; null for none."""

    passage_id = serializers.IntegerField(min_value=1, allow_null=True)


class QuestionCareSerializer(serializers.Serializer[Any]):
    """What stands beside a question. `facility` is null until enough was answered."""

    skills = QuestionSkillSerializer(many=True)
    passage_id = serializers.IntegerField(allow_null=True)
    facility = serializers.FloatField(allow_null=True)
    answers = serializers.IntegerField()
    open_flags = serializers.IntegerField()


class AlikeDecisionSerializer(serializers.Serializer[Any]):
    """`keep`: quizzes that ask one of the others ask `question` in new attempts, the others are retired.

    `different`: the question and the others are never shown as alike again.
    """

    act = serializers.ChoiceField(choices=["keep", "different"])
    question = serializers.UUIDField()
    others = serializers.ListField(child=serializers.UUIDField(), min_length=1, max_length=20)


class AlikeDecidedSerializer(serializers.Serializer[Any]):
    """`quizzes` ask the kept question now; `left` had to stay as they were."""

    quizzes = serializers.IntegerField()
    left = serializers.IntegerField()
