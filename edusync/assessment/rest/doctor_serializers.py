"""Shapes of the item doctor and of reports by learners."""

from typing import Any

from rest_framework import serializers

from edusync.assessment.models import QuestionFlag
from edusync.assessment.scoring import kind_names


class ItemChoiceSerializer(serializers.Serializer[Any]):
    """An answer to an item. `discrimination` above 0: the better learners answer so; `mean` is their share of the quiz.

    `is_key` is null where an answer is not right or wrong by itself.
    """

    name = serializers.CharField()
    label = serializers.CharField(allow_blank=True)  # type: ignore[assignment]
    count = serializers.IntegerField()
    share = serializers.FloatField()
    discrimination = serializers.FloatField(allow_null=True)
    mean = serializers.FloatField()
    is_key = serializers.BooleanField(allow_null=True)


class ItemGroupSerializer(serializers.Serializer[Any]):
    """A group for which an item is harder (`delta` below 0) or easier than for others who are as good (Mantel-Haenszel)."""

    name = serializers.CharField()
    answers = serializers.IntegerField()
    delta = serializers.FloatField()
    odds_ratio = serializers.FloatField()
    chi_squared = serializers.FloatField()
    level = serializers.ChoiceField(choices=["A", "B", "C"])


class ItemVerdictSerializer(serializers.Serializer[Any]):
    """What may be wrong. `value` is the number it rests on, `subject` an answer or a group in words."""

    code = serializers.ChoiceField(
        choices=[
            "few_answers", "key_suspect", "negative_discrimination", "low_discrimination", "too_easy", "too_hard",
            "unused_distractor", "lowers_reliability", "group_difference", "left_empty", "slow",
        ]
    )  # fmt: skip
    level = serializers.ChoiceField(choices=["bad", "warn", "note"])
    value = serializers.FloatField(allow_null=True)
    subject = serializers.CharField(allow_blank=True)


class ItemReportSerializer(serializers.Serializer[Any]):
    """One wording of a question in one quiz. Figures are null where they cannot be told; see docs/explanation."""

    question = serializers.UUIDField()
    bank_id = serializers.IntegerField(allow_null=True)
    number = serializers.IntegerField()
    kind = serializers.ChoiceField(choices=kind_names())
    text = serializers.CharField(allow_blank=True)
    is_asked = serializers.BooleanField()
    answers = serializers.IntegerField()
    empty = serializers.IntegerField()
    facility = serializers.FloatField(allow_null=True)
    discrimination = serializers.FloatField(allow_null=True)
    corrected = serializers.FloatField(allow_null=True)
    nominal_weight = serializers.FloatField(allow_null=True)
    effective_weight = serializers.FloatField(allow_null=True)
    alpha_without = serializers.FloatField(allow_null=True)
    seconds = serializers.FloatField(allow_null=True)
    fast = serializers.IntegerField()
    slow = serializers.IntegerField()
    trouble = serializers.IntegerField()
    open_flags = serializers.IntegerField()
    choices = ItemChoiceSerializer(many=True)
    groups = ItemGroupSerializer(many=True)
    verdicts = ItemVerdictSerializer(many=True)


class QuizDoctorSerializer(serializers.Serializer[Any]):
    """What the first attempts at a quiz tell about its questions, those with most trouble first.

    `waiting` attempts are not counted yet. `alpha` is null unless all were asked the same.
    """

    quiz_id = serializers.IntegerField()
    lesson_id = serializers.IntegerField()
    title = serializers.CharField()
    attempts = serializers.IntegerField()
    waiting = serializers.IntegerField()
    counted_at = serializers.DateTimeField(allow_null=True)
    mean_percent = serializers.FloatField(allow_null=True)
    deviation_percent = serializers.FloatField(allow_null=True)
    alpha = serializers.FloatField(allow_null=True)
    standard_error_percent = serializers.FloatField(allow_null=True)
    items = ItemReportSerializer(many=True)


class QuestionFlagWriteSerializer(serializers.Serializer[Any]):
    """What is wrong with the question in a slot of one's attempt."""

    slot_id = serializers.IntegerField(min_value=1)
    reason = serializers.ChoiceField(choices=QuestionFlag.Reason.choices)
    text = serializers.CharField(max_length=1000, required=False, allow_blank=True, default="")


class OwnQuestionFlagSerializer(serializers.Serializer[Any]):
    """One's own report on a question, and what staff said."""

    slot_id = serializers.IntegerField()
    reason = serializers.ChoiceField(choices=QuestionFlag.Reason.choices)
    text = serializers.CharField(allow_blank=True)
    state = serializers.ChoiceField(choices=QuestionFlag.State.choices)
    answer = serializers.CharField(allow_blank=True)
    answered_at = serializers.DateTimeField(allow_null=True)


class OwnQuestionFlagsSerializer(serializers.Serializer[Any]):
    """One's own reports in an attempt."""

    results = OwnQuestionFlagSerializer(many=True)


class QuestionFlagSerializer(serializers.Serializer[Any]):
    """A report by a learner, who is not named. `answered_by` is the name of whoever answered."""

    id = serializers.IntegerField()
    question = serializers.UUIDField()
    bank_id = serializers.IntegerField(allow_null=True)
    question_text = serializers.CharField(allow_blank=True)
    number = serializers.IntegerField()
    quiz_id = serializers.IntegerField()
    quiz_title = serializers.CharField()
    reason = serializers.ChoiceField(choices=QuestionFlag.Reason.choices)
    text = serializers.CharField(allow_blank=True)
    state = serializers.ChoiceField(choices=QuestionFlag.State.choices)
    answer = serializers.CharField(allow_blank=True)
    answered_by = serializers.CharField(allow_null=True)
    answered_at = serializers.DateTimeField(allow_null=True)
    created_at = serializers.DateTimeField()


class QuestionFlagAnswerSerializer(serializers.Serializer[Any]):
    """An answer to a report."""

    state = serializers.ChoiceField(choices=["accepted", "declined"])
    answer = serializers.CharField(max_length=1000, required=False, allow_blank=True, default="")
