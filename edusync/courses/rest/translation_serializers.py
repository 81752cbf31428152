"""Shapes of translations."""

from typing import Any

from rest_framework import serializers

from edusync.courses.models.translation import Translation


class TranslationCountsSerializer(serializers.Serializer[Any]):
    """How many pieces there are and how many are how far. `outdated` ones are among the others, too."""

    total = serializers.IntegerField()
    ready = serializers.IntegerField()
    draft = serializers.IntegerField()
    outdated = serializers.IntegerField()


class TranslationLanguageSerializer(TranslationCountsSerializer):
    """A language of a course and how far it is."""

    code = serializers.CharField()
    name = serializers.CharField()
    native_name = serializers.CharField()
    direction = serializers.ChoiceField(choices=["ltr", "rtl"])
    is_offered = serializers.BooleanField()


class CourseTranslationsSerializer(serializers.Serializer[Any]):
    """The languages of a course: its own, and those it is being translated into."""

    source_language = serializers.CharField()
    languages = TranslationLanguageSerializer(many=True)


class TranslationPartSerializer(TranslationCountsSerializer):
    """A part of a course: `course`, or `module-<id>` or `lesson-<id>`."""

    key = serializers.CharField()
    entity = serializers.ChoiceField(choices=Translation.Entity.choices)
    title = serializers.CharField()
    module_title = serializers.CharField(allow_blank=True)


class TranslationPartsSerializer(serializers.Serializer[Any]):
    """All parts in the order of the course."""

    language = TranslationLanguageSerializer()
    parts = TranslationPartSerializer(many=True)


class TranslationPieceSerializer(serializers.Serializer[Any]):
    """A piece of text beside its translation. `row_version` 0: not translated yet."""

    entity = serializers.ChoiceField(choices=Translation.Entity.choices)
    entity_id = serializers.IntegerField()
    field = serializers.CharField()
    kind = serializers.ChoiceField(choices=["line", "text", "html"])
    label = serializers.CharField()  # type: ignore[assignment]
    source = serializers.CharField()  # type: ignore[assignment]
    text = serializers.CharField(allow_blank=True)
    state = serializers.ChoiceField(choices=["missing", "draft", "ready"])
    is_outdated = serializers.BooleanField()
    row_version = serializers.IntegerField()
    author = serializers.CharField(allow_blank=True)


class TranslationPiecesSerializer(serializers.Serializer[Any]):
    """The pieces of one part, in reading order."""

    pieces = TranslationPieceSerializer(many=True)


class PieceWriteSerializer(serializers.Serializer[Any]):
    """A piece as the translator leaves it; an empty text takes the translation away."""

    entity = serializers.ChoiceField(choices=Translation.Entity.choices)
    entity_id = serializers.IntegerField()
    field = serializers.CharField(max_length=160)
    text = serializers.CharField(allow_blank=True, trim_whitespace=False, max_length=500_000)
    state = serializers.ChoiceField(choices=Translation.State.choices, default=Translation.State.DRAFT)
    row_version = serializers.IntegerField(min_value=0)


class PiecesWriteSerializer(serializers.Serializer[Any]):
    """Pieces to write together: all of them, or none."""

    pieces = PieceWriteSerializer(many=True, max_length=500)  # type: ignore[call-arg]


class OfferLanguageSerializer(serializers.Serializer[Any]):
    """Whether learners may choose the language."""

    is_offered = serializers.BooleanField()
