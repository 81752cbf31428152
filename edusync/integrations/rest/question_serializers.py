"""Shapes of imports of questions."""

from typing import Any

from rest_framework import serializers

from edusync.integrations.services.question_exchange import READERS


class QuestionUploadSerializer(serializers.Serializer[Any]):
    """A file of questions. Without `format` it is guessed."""

    file = serializers.FileField()
    format = serializers.ChoiceField(choices=sorted(READERS), required=False, allow_blank=True, default="")
    is_dry_run = serializers.BooleanField(required=False, default=True)


class QuestionImportRowSerializer(serializers.Serializer[Any]):
    """What became of one thing in the file; `place` is its line, in XML its number."""

    place = serializers.IntegerField()
    title = serializers.CharField(allow_blank=True)
    kind = serializers.CharField(allow_blank=True)
    outcome = serializers.ChoiceField(choices=["imported", "lossy", "skipped"])
    code = serializers.CharField(allow_blank=True)
    detail = serializers.CharField(allow_blank=True)


class QuestionImportSerializer(serializers.Serializer[Any]):
    """What an import did, or would do."""

    format = serializers.ChoiceField(choices=sorted(READERS))
    is_dry_run = serializers.BooleanField()
    imported = serializers.IntegerField()
    lossy = serializers.IntegerField()
    skipped = serializers.IntegerField()
    rows = QuestionImportRowSerializer(many=True)
