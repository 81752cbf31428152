"""Shapes of captions in the API."""

from typing import Any

from rest_framework import serializers


class CueSerializer(serializers.Serializer[Any]):
    """A piece of text and when it is shown."""

    start_ms = serializers.IntegerField(min_value=0, max_value=359_999_999)
    end_ms = serializers.IntegerField(min_value=0, max_value=359_999_999)
    text = serializers.CharField(max_length=2000, trim_whitespace=False)


class CaptionCuesSerializer(serializers.Serializer[Any]):
    """Captions of a film in one language, piece by piece."""

    language = serializers.CharField()
    label = serializers.CharField(allow_blank=True)  # type: ignore[assignment]
    url = serializers.CharField(help_text="The WebVTT file.")
    base = serializers.CharField(
        help_text="Name this when writing: it tells whether somebody else wrote meanwhile."
    )
    cues = CueSerializer(many=True)


class CaptionsWriteSerializer(serializers.Serializer[Any]):
    """Captions as an editor's rows, or as the text of a WebVTT or SubRip file."""

    label = serializers.CharField(required=False, allow_blank=True, max_length=80)  # type: ignore[assignment]
    base = serializers.CharField(required=False, allow_blank=True, max_length=64)
    cues = CueSerializer(many=True, required=False)
    text = serializers.CharField(required=False, max_length=2_000_000, trim_whitespace=False)
