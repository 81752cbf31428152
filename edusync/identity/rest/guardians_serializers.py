"""Shapes of guardians in JSON."""

from rest_framework import serializers

from edusync.identity.models import GuardianConsentScope, GuardianRelationship
from edusync.kernel.rest.fields import LineField

KINDS = GuardianRelationship.Kind.choices
SCOPES = GuardianConsentScope.Scope.choices


class GuardianPersonSerializer(serializers.Serializer):
    """A person in a relationship."""

    id = serializers.IntegerField()
    display_name = serializers.CharField()
    avatar_url = serializers.CharField(allow_null=True)


class GuardianConsentSerializer(serializers.Serializer):
    """What a guardian may see, since when and until when."""

    scope = serializers.ChoiceField(choices=SCOPES)
    granted_at = serializers.DateTimeField()
    ends_on = serializers.DateField(allow_null=True)
    evidence = serializers.CharField(allow_blank=True)
    is_in_force = serializers.BooleanField()


class GuardianshipSerializer(serializers.Serializer):
    """A guardian and a learner."""

    uuid = serializers.UUIDField()
    learner = GuardianPersonSerializer()
    guardian = GuardianPersonSerializer()
    kind = serializers.ChoiceField(choices=KINDS)
    is_primary = serializers.BooleanField()
    status = serializers.ChoiceField(choices=GuardianRelationship.Status.choices)
    verified_at = serializers.DateTimeField(allow_null=True)
    ended_at = serializers.DateTimeField(allow_null=True)
    scopes = serializers.ListField(child=serializers.ChoiceField(choices=SCOPES))
    consents = GuardianConsentSerializer(many=True)
    can_decide = serializers.BooleanField()


class GuardianInvitationSerializer(serializers.Serializer):
    """A guardian who was asked and did not come yet."""

    id = serializers.IntegerField()
    email = serializers.EmailField()
    first_name = serializers.CharField(allow_blank=True)
    last_name = serializers.CharField(allow_blank=True)
    kind = serializers.ChoiceField(choices=KINDS)
    sent_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField()


class FamilySerializer(serializers.Serializer):
    """The guardians of a learner, those still to come, and whether the learner decides alone."""

    guardians = GuardianshipSerializer(many=True)
    invitations = GuardianInvitationSerializer(many=True)


class InviteGuardianSerializer(serializers.Serializer):
    """Whom to ask. `learner_id` is for staff; a learner asks for themselves."""

    learner_id = serializers.IntegerField(min_value=1, max_value=2**63 - 1, required=False)
    email = serializers.EmailField(max_length=254)
    first_name = LineField(max_length=100, allow_blank=True, default="")
    last_name = LineField(max_length=100, allow_blank=True, default="")
    kind = serializers.ChoiceField(choices=KINDS, default=GuardianRelationship.Kind.GUARDIAN)
    is_primary = serializers.BooleanField(default=False)


class GuardianChangesSerializer(serializers.Serializer):
    """What a guardian is to a learner."""

    kind = serializers.ChoiceField(choices=KINDS, required=False)
    is_primary = serializers.BooleanField(required=False)


class GiveConsentSerializer(serializers.Serializer):
    """How long the consent holds, and by what staff know of it."""

    ends_on = serializers.DateField(required=False, allow_null=True, default=None)
    evidence = LineField(max_length=300, allow_blank=True, default="")


class ChildSerializer(serializers.Serializer):
    """A learner as the guardian sees them."""

    uuid = serializers.UUIDField()
    learner = GuardianPersonSerializer()
    kind = serializers.ChoiceField(choices=KINDS)
    scopes = serializers.ListField(child=serializers.ChoiceField(choices=SCOPES))
    needs_agreement = serializers.BooleanField()


class ChildrenSerializer(serializers.Serializer):
    """The children of the signed-in guardian."""

    children = ChildSerializer(many=True)
