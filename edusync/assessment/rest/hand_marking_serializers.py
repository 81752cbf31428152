"""Shapes of marking answers by hand and of regrading."""

from typing import Any

from rest_framework import serializers

from edusync.assessment.models import Regrade
from edusync.assessment.rest.assignment_serializers import RubricContentSerializer, RubricScoreSerializer


class QuestionToMarkSerializer(serializers.Serializer[Any]):
    """A question of a quiz that people mark."""

    uuid = serializers.UUIDField()
    kind = serializers.CharField()
    title = serializers.CharField(help_text="What it asks, as plain text.")
    waiting = serializers.IntegerField(help_text="Answers without points.")
    answers = serializers.IntegerField()
    is_anonymous = serializers.BooleanField()
    rubrics = RubricContentSerializer(
        many=True, help_text="By which its wordings are marked; mostly one or none."
    )


class QuestionsToMarkSerializer(serializers.Serializer[Any]):
    """What there is to mark in a quiz."""

    title = serializers.CharField()
    questions = QuestionToMarkSerializer(many=True)


class AnswerFileSerializer(serializers.Serializer[Any]):
    """A file of an answer."""

    uuid = serializers.UUIDField()
    name = serializers.CharField()
    size_bytes = serializers.IntegerField(allow_null=True)
    media_type = serializers.CharField(allow_blank=True)


class AnswerToMarkSerializer(serializers.Serializer[Any]):
    """One answer, with its mark as it stands."""

    id = serializers.IntegerField()
    learner_name = serializers.CharField(help_text="In an anonymous question a code.")
    attempt_number = serializers.IntegerField(allow_null=True)
    stem = serializers.DictField()
    notes = serializers.CharField(allow_blank=True, help_text="For markers, HTML.")
    max_points = serializers.FloatField()
    text = serializers.CharField(allow_blank=True)
    words = serializers.IntegerField()
    files = AnswerFileSerializer(many=True)
    points = serializers.FloatField(allow_null=True)
    remark = serializers.CharField(allow_blank=True)
    marked_at = serializers.DateTimeField(allow_null=True)
    marked_by = serializers.CharField(allow_blank=True)
    can_mark = serializers.BooleanField(help_text="Nobody marks an answer of their own.")
    rubric = serializers.UUIDField(allow_null=True, help_text="One of the question's `rubrics`.")
    levels = RubricScoreSerializer(many=True)


class AnswerMarkInput(serializers.Serializer[Any]):
    """A mark: points, or levels of the rubric, or both (then the points stand). Without both it is taken back."""

    points = serializers.DecimalField(max_digits=9, decimal_places=3, allow_null=True, min_value=0)
    remark = serializers.CharField(max_length=5000, allow_blank=True, required=False, default="")
    levels = RubricScoreSerializer(  # type: ignore[call-arg]
        many=True, allow_null=True, default=None, max_length=50, help_text="Null: those that stand stay."
    )
    base_marked_at = serializers.DateTimeField(
        allow_null=True, help_text="`marked_at` of the mark that was seen, null for none."
    )


class AnswerFileInput(serializers.Serializer[Any]):
    """A file to send."""

    file = serializers.FileField()
    name = serializers.CharField(max_length=255, required=False)


class RegradableSerializer(serializers.Serializer[Any]):
    """A question that attempts were scored by."""

    uuid = serializers.UUIDField()
    kind = serializers.CharField()
    title = serializers.CharField()
    attempts = serializers.IntegerField()
    has_newer_wording = serializers.BooleanField(help_text="Some attempts were scored by an older wording.")
    is_marked_by_hand = serializers.BooleanField()


class RegradeSerializer(serializers.Serializer[Any]):
    """A regrade: what was decided, how far it is, and what it changes."""

    uuid = serializers.UUIDField()
    question = serializers.UUIDField()
    act = serializers.ChoiceField(choices=Regrade.Act.choices)
    is_only_raised = serializers.BooleanField()
    state = serializers.ChoiceField(choices=Regrade.State.choices)
    reason = serializers.CharField(allow_blank=True)
    total = serializers.IntegerField(help_text="Attempts to look at.")
    done = serializers.IntegerField(help_text="Attempts looked at in this state.")
    changed = serializers.IntegerField()
    raised = serializers.IntegerField()
    lowered = serializers.IntegerField()
    now_passing = serializers.IntegerField()
    now_failing = serializers.IntegerField()
    requested_by = serializers.CharField(allow_blank=True)
    created_at = serializers.DateTimeField()
    applied_at = serializers.DateTimeField(allow_null=True)
    undone_at = serializers.DateTimeField(allow_null=True)
    failed_at = serializers.DateTimeField(allow_null=True, help_text="Since when it does not go on.")
    failure = serializers.CharField(allow_blank=True, help_text="Why, as the server noted it.")


class QuizRegradesSerializer(serializers.Serializer[Any]):
    """Questions that can be regraded, and the regrades there were, the newest first."""

    title = serializers.CharField()
    questions = RegradableSerializer(many=True)
    regrades = RegradeSerializer(many=True)


class RegradeInput(serializers.Serializer[Any]):
    """What to do about a question."""

    question = serializers.UUIDField()
    act = serializers.ChoiceField(
        choices=Regrade.Act.choices,
        help_text="`key`: by its newest wording. `full`: all points for everybody.",
    )
    is_only_raised = serializers.BooleanField(required=False, default=False, help_text="Nobody loses points.")
    reason = serializers.CharField(max_length=500, required=False, allow_blank=True, default="")


class RegradeChangeSerializer(serializers.Serializer[Any]):
    """What a regrade does to one attempt."""

    learner_name = serializers.CharField()
    number = serializers.IntegerField(help_text="Of the attempt.")
    points_before = serializers.FloatField()
    points_after = serializers.FloatField()
    max_before = serializers.FloatField()
    max_after = serializers.FloatField()
    passed_before = serializers.BooleanField(allow_null=True)
    passed_after = serializers.BooleanField(allow_null=True)
