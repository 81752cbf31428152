"""Shapes of a quiz as its authors see and send it."""

from decimal import Decimal
from typing import Any

from rest_framework import serializers

from edusync.assessment.models import Quiz, QuizReview
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
    rubric = serializers.UUIDField(
        required=False,
        allow_null=True,
        help_text="Of a question that people mark: the rubric to mark it by, of the course or the organization.",
    )
    part = serializers.IntegerField(
        min_value=0,
        required=False,
        allow_null=True,
        help_text="Place of its part, from 0. Without one it stays with the question before.",
    )


class QuizPartSerializer(serializers.Serializer[Any]):
    """A part of the quiz."""

    title = serializers.CharField(max_length=200, allow_blank=True, default="")
    introduction = serializers.CharField(max_length=20_000, allow_blank=True, default="")
    is_shuffled = serializers.BooleanField(default=False)


class QuizDrawSerializer(serializers.Serializer[Any]):
    """A place that each attempt fills with questions of a bank, at random."""

    bank_id = serializers.IntegerField(min_value=1)
    category_id = serializers.IntegerField(min_value=1, allow_null=True, default=None)
    is_deep = serializers.BooleanField(default=True, help_text="Categories below it as well.")
    tag = serializers.CharField(max_length=60, allow_blank=True, default="")
    count = serializers.IntegerField(min_value=1, max_value=500, default=1)
    points = serializers.DecimalField(max_digits=9, decimal_places=3, min_value=0, default=Decimal(1))
    part = serializers.IntegerField(min_value=0, allow_null=True, default=None)
    after = serializers.IntegerField(
        min_value=0, max_value=500, default=0, help_text="It stands after so many questions."
    )


class DrawForAuthorsSerializer(QuizDrawSerializer):
    """A draw as it stands."""

    bank_title = serializers.CharField()
    category_path = serializers.ListField(child=serializers.CharField())
    fits = serializers.IntegerField(help_text="Approved questions that fit.")


class QuizReviewSerializer(serializers.Serializer[Any]):
    """What learners are told in one phase; a phase that is not named follows `feedback`."""

    phase = serializers.ChoiceField(choices=QuizReview.Phase.choices)
    shows_points = serializers.BooleanField(default=False)
    shows_answers = serializers.BooleanField(default=False, help_text="What they answered themselves.")
    shows_correctness = serializers.BooleanField(default=False)
    shows_feedback = serializers.BooleanField(default=False)
    shows_key = serializers.BooleanField(default=False, help_text="What would have been right, and why.")


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
    mode = serializers.ChoiceField(choices=Quiz.Mode.choices, default=Quiz.Mode.GRADED)
    navigation = serializers.ChoiceField(choices=Quiz.Navigation.choices, default=Quiz.Navigation.ALL)
    opens_at = serializers.DateTimeField(allow_null=True, default=None)
    closes_at = serializers.DateTimeField(allow_null=True, default=None)
    grace_seconds = serializers.IntegerField(min_value=0, max_value=3600, default=5)
    password = serializers.CharField(
        max_length=200, allow_blank=True, required=False, help_text="Empty: none. Left out: as it was."
    )
    retake_wait_minutes = serializers.IntegerField(min_value=0, max_value=525_600, default=0)
    is_certainty_asked = serializers.BooleanField(default=False)
    wrong_penalty_percent = serializers.IntegerField(min_value=0, max_value=100, default=0)


class QuizWriteSerializer(QuizRulesSerializer):
    """A quiz as it is sent."""

    questions = QuizQuestionSerializer(many=True, max_length=500)  # type: ignore[call-arg]
    parts = QuizPartSerializer(many=True, max_length=50, default=list)  # type: ignore[call-arg]
    draws = QuizDrawSerializer(many=True, max_length=50, default=list)  # type: ignore[call-arg]
    reviews = QuizReviewSerializer(many=True, max_length=3, default=list)  # type: ignore[call-arg]


class QuizForAuthorsSerializer(QuizWriteSerializer):
    """A quiz as it stands. `row_version` 0: nothing was saved yet."""

    lesson_id = serializers.IntegerField()
    row_version = serializers.IntegerField()
    draws = DrawForAuthorsSerializer(many=True)


class FitsInput(serializers.Serializer[Any]):
    """Draws as they are being written, and the questions placed beside them."""

    draws = QuizDrawSerializer(many=True, max_length=50)  # type: ignore[call-arg]
    questions = serializers.ListField(child=serializers.UUIDField(), max_length=500, default=list)


class FitsSerializer(serializers.Serializer[Any]):
    """How many questions fit each draw, and whether there are enough for all of them together."""

    counts = serializers.ListField(child=serializers.IntegerField())
    is_enough = serializers.BooleanField()


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
    values = serializers.DictField(
        child=serializers.CharField(), help_text="What is drawn for names in braces in this trial."
    )
