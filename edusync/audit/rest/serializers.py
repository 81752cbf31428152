"""Shape of an audited act in JSON."""

from rest_framework import serializers


class AuditEventSerializer(serializers.Serializer):
    """One audited act."""

    id = serializers.IntegerField()
    created_at = serializers.DateTimeField()
    action = serializers.CharField()
    actor = serializers.JSONField(allow_null=True, help_text="{id, display_name} or null")
    target_type = serializers.CharField()
    target_id = serializers.CharField()
    facts = serializers.JSONField()
    address = serializers.CharField()
    request_id = serializers.CharField()
    digest = serializers.CharField()
