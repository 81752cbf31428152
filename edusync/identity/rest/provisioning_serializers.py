"""Shapes of provisioning."""

from rest_framework import serializers

from edusync.identity.models import ProvisioningEvent, ScimResource
from edusync.identity.rest.api_keys_serializers import ApiKeySerializer


class ProvisioningSerializer(serializers.Serializer):
    """How provisioning stands."""

    address = serializers.CharField(help_text="Base address for the directory.")
    scope = serializers.CharField(help_text="Permission that the directory's key carries.")
    people = serializers.IntegerField()
    waiting = serializers.IntegerField(help_text="Invited people who have not accepted yet.")
    groups = serializers.IntegerField()
    last_change_at = serializers.DateTimeField(allow_null=True)
    last_refusal_at = serializers.DateTimeField(allow_null=True)
    domains = serializers.ListField(
        child=serializers.CharField(), help_text="Proved domains whose people join at once."
    )
    is_only_organization = serializers.BooleanField()
    keys = ApiKeySerializer(many=True)


class ProvisioningEventSerializer(serializers.Serializer):
    """One change of a directory."""

    id = serializers.IntegerField()
    created_at = serializers.DateTimeField()
    action = serializers.ChoiceField(choices=ProvisioningEvent.Action.choices)
    kind = serializers.ChoiceField(choices=ScimResource.Kind.choices)
    name = serializers.CharField(help_text="Of the person or group, as the directory says it.")
    outcome = serializers.CharField()
    key = serializers.CharField(help_text="Name of the key.")
