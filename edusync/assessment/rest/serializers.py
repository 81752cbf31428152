"""Shapes of requests and answers."""

from typing import Any

from rest_framework import serializers

from edusync.assessment.models import Quiz
from edusync.assessment.rest.assignment_serializers import RubricContentSerializer, RubricScoreSerializer


class StartInput(serializers.Serializer[Any]):
    """What a learner says to begin."""

    password = serializers.CharField(
        max_length=200, required=False, allow_blank=True, default="", help_text="Where the quiz asks for one."
    )


class AnswerInput(serializers.Serializer[Any]):
    """A response by kind: `{"options": [ids]}` for choices, `{"text": "…"}` for written answers; see the app's README."""

    response = serializers.DictField()
    certainty = serializers.IntegerField(
        min_value=1, max_value=3, required=False, allow_null=True, default=None
    )


class AdvanceInput(serializers.Serializer[Any]):
    """Going on for good."""

    position = serializers.IntegerField(min_value=1, help_text="Of the question that is left behind.")


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
    is_waiting = serializers.BooleanField(help_text="A person gives the points, and has not yet.")
    remark = serializers.CharField(allow_blank=True, help_text="What the marker wrote, as plain text.")
    feedback = serializers.CharField(allow_blank=True)
    explanation = serializers.CharField(allow_blank=True)
    correct_options = serializers.ListField(child=serializers.IntegerField())
    correct_text = serializers.CharField(allow_blank=True)
    correct_response = serializers.DictField(allow_null=True)


class FilledRubricShape(serializers.Serializer[Any]):
    """The rubric by which a person marked an answer, with the levels that it reached."""

    rubric = RubricContentSerializer()
    levels = RubricScoreSerializer(many=True)


class CheckShape(serializers.Serializer[Any]):
    """What practice told at once about an answer. What would have been right comes with the last check, if it may be told."""

    is_correct = serializers.BooleanField()
    share = serializers.FloatField(help_text="Of the points, 0 to 1, without what wrong answers before cost.")
    is_last = serializers.BooleanField(help_text="The question takes no other answer.")
    wrong_count = serializers.IntegerField(help_text="Wrong answers checked so far.")
    response = serializers.DictField(help_text="The answer that was checked.")
    feedback = serializers.CharField(allow_blank=True)
    explanation = serializers.CharField(allow_blank=True)
    correct_options = serializers.ListField(child=serializers.IntegerField())
    correct_text = serializers.CharField(allow_blank=True)
    correct_response = serializers.DictField(allow_null=True)


class CheckInput(serializers.Serializer[Any]):
    """An answer to check. `gives_up`: no other one will come, so what would have been right may be told."""

    response = serializers.DictField()
    certainty = serializers.IntegerField(
        min_value=1, max_value=3, required=False, allow_null=True, default=None
    )
    gives_up = serializers.BooleanField(required=False, default=False)


class SlotShape(serializers.Serializer[Any]):
    """One question of an attempt."""

    id = serializers.IntegerField()
    position = serializers.IntegerField(help_text="From 1, as this attempt is shown.")
    part_id = serializers.IntegerField(allow_null=True)
    passage_id = serializers.IntegerField(allow_null=True)
    kind = serializers.CharField()
    stem = serializers.DictField()
    points = serializers.FloatField()
    options = OptionShape(many=True)
    hints = serializers.ListField(child=serializers.CharField())
    inputs = serializers.DictField(allow_null=True)
    response = serializers.DictField(allow_null=True)
    certainty = serializers.IntegerField(allow_null=True, help_text="How sure the learner was, 1 to 3.")
    result = ResultShape(allow_null=True)
    check = CheckShape(allow_null=True, help_text="Of the answer that stands, in practice.")
    rubric = FilledRubricShape(
        allow_null=True, help_text="Where points of an answer marked by one may be told."
    )


class PartShape(serializers.Serializer[Any]):
    """A part of the quiz among whose questions some are shown."""

    id = serializers.IntegerField()
    title = serializers.CharField(allow_blank=True)
    introduction = serializers.CharField(allow_blank=True)


class PassageShape(serializers.Serializer[Any]):
    """A passage that is shown with some of the questions. `content` is a block document."""

    id = serializers.IntegerField()
    title = serializers.CharField()
    content = serializers.DictField()


class ReviewShape(serializers.Serializer[Any]):
    """What may be told about the attempt at this moment."""

    points = serializers.BooleanField()
    responses = serializers.BooleanField()
    correctness = serializers.BooleanField()
    feedback = serializers.BooleanField()
    key = serializers.BooleanField(help_text="What would have been right, and why.")


class AttemptShape(serializers.Serializer[Any]):
    """An attempt with the questions that may be seen now. Instants are UTC; `server_time` lets a clock count down rightly."""

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
    needs_marking = serializers.IntegerField(help_text="Answers that wait for a person.")
    is_certainty_asked = serializers.BooleanField()
    wrong_penalty_percent = serializers.IntegerField()
    navigation = serializers.ChoiceField(choices=Quiz.Navigation.choices)
    can_check = serializers.BooleanField(help_text="Single answers can be checked now.")
    slot_count = serializers.IntegerField(help_text="All questions, those included that are not shown now.")
    reached = serializers.IntegerField(help_text="Questions left behind by a learner who may not go back.")
    parts = PartShape(many=True)
    passages = PassageShape(many=True)
    slots = SlotShape(many=True)
