"""Shapes of what was found alike."""

from typing import Any

from rest_framework import serializers


class SimilarityMatchSerializer(serializers.Serializer[Any]):
    """Another work that is like the one looked at. Not readable: it lies in a course the actor does not mark."""

    id = serializers.IntegerField()
    percent = serializers.IntegerField()
    shared_count = serializers.IntegerField()
    is_readable = serializers.BooleanField()
    name = serializers.CharField(allow_blank=True)
    title = serializers.CharField(allow_blank=True)
    course_title = serializers.CharField(allow_blank=True)


class UnreadFileSerializer(serializers.Serializer[Any]):
    """A file of the work that has no text to compare."""

    name = serializers.CharField()
    lack = serializers.ChoiceField(
        choices=["no_text", "locked", "broken", "too_much"],
        help_text="Pictures of pages or nothing; a password; not such a file; more time or memory than a text takes.",
    )


class SimilarityReportSerializer(serializers.Serializer[Any]):
    """How like other works a submission is. Pending: not compared yet; nothing: there are no words to compare."""

    is_checked = serializers.BooleanField(help_text="Whether the assignment's works are compared.")
    state = serializers.ChoiceField(choices=["pending", "done", "nothing"])
    checked_at = serializers.DateTimeField(allow_null=True)
    fingerprint_count = serializers.IntegerField()
    matches = SimilarityMatchSerializer(many=True)
    unread = UnreadFileSerializer(many=True)


class SharedPassageSerializer(serializers.Serializer[Any]):
    """Characters that both works share; equal numbers belong together."""

    text = serializers.IntegerField(help_text="Which of the texts, from 0.")
    start = serializers.IntegerField()
    end = serializers.IntegerField()
    number = serializers.IntegerField()
    page = serializers.IntegerField(allow_null=True, help_text="Of a PDF, from 1; null in other texts.")


class ComparedTextSerializer(serializers.Serializer[Any]):
    """A text as it was compared. `name` is empty for what was written on the page."""

    name = serializers.CharField(allow_blank=True)
    kind = serializers.ChoiceField(choices=["text", "code"])
    content = serializers.CharField()
    page_starts = serializers.ListField(
        child=serializers.IntegerField(), help_text="Where the pages of a PDF begin; empty for other texts."
    )


class ComparedWorkSerializer(serializers.Serializer[Any]):
    """One side of a comparison."""

    submission = serializers.UUIDField()
    name = serializers.CharField()
    title = serializers.CharField()
    course_title = serializers.CharField()
    texts = ComparedTextSerializer(many=True)
    passages = SharedPassageSerializer(many=True)


class SimilarityPairSerializer(serializers.Serializer[Any]):
    """Two works side by side."""

    percent = serializers.IntegerField()
    own = ComparedWorkSerializer()
    other = ComparedWorkSerializer()


class ComparedCountSerializer(serializers.Serializer[Any]):
    """How many works are compared in the background."""

    count = serializers.IntegerField()
