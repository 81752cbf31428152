"""Shapes of imports of questions."""

from typing import Any

from rest_framework import serializers

from edusync.integrations.services.question_exchange import READERS
from edusync.integrations.services.question_fates import ON_EXISTING, SKIP


class QuestionUploadSerializer(serializers.Serializer[Any]):
    """A file of questions. Without `format` it is guessed."""

    file = serializers.FileField()
    format = serializers.ChoiceField(choices=sorted(READERS), required=False, allow_blank=True, default="")
    is_dry_run = serializers.BooleanField(required=False, default=True)
    on_existing = serializers.ChoiceField(
        choices=list(ON_EXISTING),
        required=False,
        default=SKIP,
        help_text="What becomes of questions that the bank has: left out, a new wording where the source calls them the same and they say something else, or brought in all the same.",
    )


class ExistingQuestionSerializer(serializers.Serializer[Any]):
    """The question that the bank has."""

    uuid = serializers.UUIDField()
    title = serializers.CharField(allow_blank=True, help_text="Else the beginning of what it asks.")


class QuestionImportRowSerializer(serializers.Serializer[Any]):
    """What became of one thing in the file; `place` is its line, in XML its number."""

    place = serializers.IntegerField()
    title = serializers.CharField(allow_blank=True)
    kind = serializers.CharField(allow_blank=True)
    outcome = serializers.ChoiceField(choices=["imported", "lossy", "skipped", "existing", "versioned"])
    code = serializers.CharField(allow_blank=True)
    detail = serializers.CharField(allow_blank=True)
    existing = ExistingQuestionSerializer(allow_null=True)


class QuestionImportSerializer(serializers.Serializer[Any]):
    """What an import did, or would do."""

    format = serializers.ChoiceField(choices=sorted(READERS))
    is_dry_run = serializers.BooleanField()
    imported = serializers.IntegerField()
    lossy = serializers.IntegerField()
    skipped = serializers.IntegerField()
    existing = serializers.IntegerField(help_text="Left out because the bank has them.")
    versioned = serializers.IntegerField(help_text="New wordings of questions that the bank has.")
    known = serializers.IntegerField(help_text="Questions that the bank has, whatever becomes of them.")
    rows = QuestionImportRowSerializer(many=True)
