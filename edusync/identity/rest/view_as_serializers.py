"""Shapes of seeing the site as another person."""

from rest_framework import serializers

from edusync.kernel.rest.fields import LineField


class ViewAsStartSerializer(serializers.Serializer):
    """Why somebody wants to see the site as a person."""

    reason = LineField(max_length=500)


class ViewAsSerializer(serializers.Serializer):
    """A session as another person."""

    id = serializers.IntegerField()
    target_id = serializers.IntegerField()
    reason = serializers.CharField()
    started_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField()
