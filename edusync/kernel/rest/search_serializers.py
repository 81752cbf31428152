"""Shapes of the search over everything."""

from rest_framework import serializers

from edusync.kernel.search import STATES


class TextPieceSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """A stretch of text; `is_marked` says that it was searched."""

    text = serializers.CharField()
    is_marked = serializers.BooleanField()


class SearchRowSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """One thing that was found. `path` is an address of the site."""

    kind = serializers.CharField()
    title = TextPieceSerializer(many=True)
    path = serializers.CharField()
    where = serializers.CharField(allow_blank=True)
    snippet = TextPieceSerializer(many=True)
    state = serializers.ChoiceField(choices=["", *STATES])
    at_seconds = serializers.IntegerField(allow_null=True)


class SearchGroupSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """Rows of one kind, the best first. `searched`: the words they were found by, where the typed ones found nothing."""

    kind = serializers.CharField()
    has_more = serializers.BooleanField()
    searched = serializers.CharField(allow_null=True)
    rows = SearchRowSerializer(many=True)


class SearchAnswerSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """What was found, by kind; `kinds` are those among which the reader may find something."""

    query = serializers.CharField()
    kinds = serializers.ListField(child=serializers.CharField())
    groups = SearchGroupSerializer(many=True)
