"""Shapes of the audit log in JSON."""

from rest_framework import serializers

from edusync.audit.models import AuditAnchor, AuditEvent


class AuditActorSerializer(serializers.Serializer):
    """A person in an event."""

    id = serializers.IntegerField()
    display_name = serializers.CharField(allow_blank=True)


class AuditEventSerializer(serializers.Serializer):
    """One audited act."""

    id = serializers.IntegerField()
    created_at = serializers.DateTimeField()
    kind = serializers.ChoiceField(choices=AuditEvent.Kind.choices)
    action = serializers.CharField()
    actor = AuditActorSerializer(allow_null=True)
    impersonator = AuditActorSerializer(allow_null=True)
    subject = AuditActorSerializer(allow_null=True)
    credential = serializers.CharField(allow_blank=True)
    target_type = serializers.CharField()
    target_id = serializers.CharField()
    facts = serializers.JSONField()
    address = serializers.CharField()
    agent = serializers.CharField()
    request_id = serializers.CharField()
    digest = serializers.CharField()


class AuditAnchorSerializer(serializers.Serializer):
    """The state of the chain at a moment."""

    id = serializers.IntegerField()
    created_at = serializers.DateTimeField()
    reason = serializers.ChoiceField(choices=AuditAnchor.Reason.choices)
    length = serializers.IntegerField()
    digest = serializers.CharField()
    is_intact = serializers.BooleanField()
    faults = serializers.JSONField()


class AuditChainSerializer(serializers.Serializer):
    """The chain of the organization and its newest anchors."""

    length = serializers.IntegerField()
    anchors = AuditAnchorSerializer(many=True)
    can_export = serializers.BooleanField()


class DataAccessSerializer(serializers.Serializer):
    """What somebody did with a person's data, as that person sees it."""

    id = serializers.IntegerField()
    created_at = serializers.DateTimeField()
    kind = serializers.ChoiceField(choices=AuditEvent.Kind.choices)
    action = serializers.CharField()
    actor_name = serializers.CharField(allow_blank=True)
    impersonator_name = serializers.CharField(allow_blank=True)
