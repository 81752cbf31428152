"""Shape of an audited act in JSON."""

from rest_framework import serializers


class AuditActorSerializer(serializers.Serializer):
    """Who acted."""

    id = serializers.IntegerField()
    display_name = serializers.CharField(allow_blank=True)


class AuditEventSerializer(serializers.Serializer):
    """One audited act."""

    id = serializers.IntegerField()
    created_at = serializers.DateTimeField()
    action = serializers.CharField()
    actor = AuditActorSerializer(allow_null=True)
    target_type = serializers.CharField()
    target_id = serializers.CharField()
    facts = serializers.JSONField()
    address = serializers.CharField()
    request_id = serializers.CharField()
    digest = serializers.CharField()
