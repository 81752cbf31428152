"""Shapes of API keys."""

from rest_framework import serializers

from edusync.identity.services.api_keys import (
    DEFAULT_REQUESTS_PER_MINUTE,
    LONGEST_GRACE_HOURS,
    MOST_REQUESTS_PER_MINUTE,
)
from edusync.kernel.rest.fields import LineField

STATES = ("active", "expired", "revoked", "owner-left")


class ApiKeyOwnerSerializer(serializers.Serializer):
    """Whose key it is."""

    id = serializers.IntegerField()
    display_name = serializers.CharField()


class ApiKeySerializer(serializers.Serializer):
    """An API key, without its secret."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    prefix = serializers.CharField(help_text="How the secret begins.")
    owner = ApiKeyOwnerSerializer()
    is_own = serializers.BooleanField()
    scopes = serializers.ListField(child=serializers.CharField())
    requests_per_minute = serializers.IntegerField()
    state = serializers.ChoiceField(choices=STATES)
    created_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField(allow_null=True)
    last_used_at = serializers.DateTimeField(allow_null=True, help_text="To about five minutes.")
    last_used_address = serializers.CharField(allow_null=True)
    revoked_at = serializers.DateTimeField(allow_null=True)
    rotated_from = serializers.IntegerField(allow_null=True)


class NewApiKeySerializer(ApiKeySerializer):
    """A key just made."""

    secret = serializers.CharField(help_text="Shown this once and never again.")


class ApiKeyInputSerializer(serializers.Serializer):
    """A key to make."""

    name = LineField(max_length=100)
    scopes = serializers.ListField(child=serializers.CharField(max_length=100), max_length=200)
    expires_at = serializers.DateTimeField(allow_null=True, default=None)
    requests_per_minute = serializers.IntegerField(
        min_value=1, max_value=MOST_REQUESTS_PER_MINUTE, default=DEFAULT_REQUESTS_PER_MINUTE
    )


class ApiKeyRotationSerializer(serializers.Serializer):
    """How long the old key still works."""

    grace_hours = serializers.IntegerField(min_value=0, max_value=LONGEST_GRACE_HOURS, default=24)


class ApiKeyScopesSerializer(serializers.Serializer):
    """What a key may carry."""

    scopes = serializers.ListField(child=serializers.CharField())
    most_requests_per_minute = serializers.IntegerField()
    default_requests_per_minute = serializers.IntegerField()
