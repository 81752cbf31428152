"""Shapes of question banks."""

from typing import Any

from rest_framework import serializers

from edusync.assessment.models import QuestionBank, QuestionVersion
from edusync.assessment.rest.practice_serializers import PracticeQuestionSerializer
from edusync.assessment.rest.quiz_editing_serializers import QuizQuestionSerializer
from edusync.assessment.scoring import kind_names

MAX_BULK = 200


class QuestionBankSerializer(serializers.Serializer[Any]):
    """A bank. `course_slug` is null unless it is a course's."""

    id = serializers.IntegerField()
    kind = serializers.ChoiceField(choices=QuestionBank.Kind.choices)
    title = serializers.CharField()
    course_id = serializers.IntegerField(allow_null=True)
    course_slug = serializers.CharField(allow_null=True)
    question_count = serializers.IntegerField()


class QuestionBankWriteSerializer(serializers.Serializer[Any]):
    """A bank to open. A course and a person have one each: asking for it again gives the one that is there."""

    kind = serializers.ChoiceField(choices=QuestionBank.Kind.choices, default=QuestionBank.Kind.ORGANIZATION)
    title = serializers.CharField(max_length=200, required=False, default="")
    course_id = serializers.IntegerField(min_value=1, required=False, allow_null=True, default=None)


class QuestionBankTitleSerializer(serializers.Serializer[Any]):
    """Another title."""

    title = serializers.CharField(max_length=200)


class QuestionFolderSerializer(serializers.Serializer[Any]):
    """A category of a bank, with the number of questions in it itself."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    parent_id = serializers.IntegerField(allow_null=True)
    position = serializers.IntegerField()
    question_count = serializers.IntegerField()


class QuestionFolderWriteSerializer(serializers.Serializer[Any]):
    """Name and place of a category."""

    name = serializers.CharField(max_length=120)
    parent_id = serializers.IntegerField(min_value=1, allow_null=True, required=False, default=None)


class QuestionBankDetailSerializer(QuestionBankSerializer):
    """A bank with what its questions are filed under."""

    categories = QuestionFolderSerializer(many=True)
    tags = serializers.ListField(child=serializers.CharField())


class BankQuestionRowSerializer(serializers.Serializer[Any]):
    """A question in a list. `number` counts its wordings, `usage_count` the quizzes that ask it.

    `facility` is the share of the points that first attempts earned, null while too few have answered.
    """

    uuid = serializers.UUIDField()
    bank_id = serializers.IntegerField()
    category_id = serializers.IntegerField(allow_null=True)
    kind = serializers.ChoiceField(choices=kind_names())
    title = serializers.CharField(allow_blank=True)
    text = serializers.CharField(allow_blank=True)
    state = serializers.ChoiceField(choices=QuestionVersion.State.choices)
    number = serializers.IntegerField()
    points = serializers.CharField()
    usage_count = serializers.IntegerField()
    tags = serializers.ListField(child=serializers.CharField())
    facility = serializers.FloatField(allow_null=True)
    updated_at = serializers.DateTimeField()


class QuestionUsageSerializer(serializers.Serializer[Any]):
    """A quiz that asks a question, and which wording."""

    lesson_id = serializers.IntegerField()
    lesson_title = serializers.CharField()
    course_id = serializers.IntegerField()
    course_slug = serializers.CharField()
    course_title = serializers.CharField()
    number = serializers.IntegerField()


class QuestionWordingSerializer(serializers.Serializer[Any]):
    """One wording, with its key."""

    number = serializers.IntegerField()
    state = serializers.ChoiceField(choices=QuestionVersion.State.choices)
    author = serializers.CharField(allow_null=True)
    created_at = serializers.DateTimeField()
    question = QuizQuestionSerializer()


class BankQuestionSerializer(BankQuestionRowSerializer):
    """A question with its newest wording, as a learner is asked it, and where it is used."""

    question = QuizQuestionSerializer()
    preview = PracticeQuestionSerializer()
    usage = QuestionUsageSerializer(many=True)


class BankQuestionWriteSerializer(serializers.Serializer[Any]):
    """A question to be written, and where it is filed."""

    question = QuizQuestionSerializer()
    category_id = serializers.IntegerField(min_value=1, allow_null=True, required=False, default=None)
    tags = serializers.ListField(
        child=serializers.CharField(max_length=60), max_length=20, required=False, default=list
    )


class QuestionWordingsSerializer(serializers.Serializer[Any]):
    """All wordings, the newest first."""

    results = QuestionWordingSerializer(many=True)


class AlikeQuestionSerializer(serializers.Serializer[Any]):
    """A question that another one is like, from 0.6 to 1; 1 asks the same."""

    likeness = serializers.FloatField()
    uuid = serializers.UUIDField()
    bank_id = serializers.IntegerField()
    kind = serializers.CharField()
    title = serializers.CharField(allow_blank=True)
    text = serializers.CharField(allow_blank=True)


class AlikeQuestionsSerializer(serializers.Serializer[Any]):
    """Questions that are like one."""

    results = AlikeQuestionSerializer(many=True)


class AlikePairSerializer(serializers.Serializer[Any]):
    """Two questions of a bank that are alike."""

    likeness = serializers.FloatField()
    questions = AlikeQuestionSerializer(many=True)


class AlikePairsSerializer(serializers.Serializer[Any]):
    """Pairs, the most alike first."""

    results = AlikePairSerializer(many=True)


class BankActSerializer(serializers.Serializer[Any]):
    """An act on many questions of a bank at once.

    `move` takes `category_id` and, for another bank, `bank_id`; `tag` takes `add` and `remove`; `state` takes `state`.
    """

    act = serializers.ChoiceField(choices=["move", "tag", "state"])
    questions = serializers.ListField(child=serializers.UUIDField(), min_length=1, max_length=MAX_BULK)
    bank_id = serializers.IntegerField(min_value=1, allow_null=True, required=False, default=None)
    category_id = serializers.IntegerField(min_value=1, allow_null=True, required=False, default=None)
    add = serializers.ListField(child=serializers.CharField(max_length=60), max_length=20, default=list)
    remove = serializers.ListField(child=serializers.CharField(max_length=60), max_length=20, default=list)
    state = serializers.ChoiceField(choices=QuestionVersion.State.choices, required=False, default="draft")


class BankActDoneSerializer(serializers.Serializer[Any]):
    """How many questions were changed."""

    changed = serializers.IntegerField()


class BankTryAnswerSerializer(serializers.Serializer[Any]):
    """An answer to try."""

    response = serializers.DictField()
    show_solution = serializers.BooleanField(required=False, default=False)
