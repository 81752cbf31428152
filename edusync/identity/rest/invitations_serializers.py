"""Shapes of invitations in JSON."""

from django.conf import settings
from rest_framework import serializers

from edusync.identity.models import Invitation
from edusync.kernel.rest.fields import LineField

MOST_INVITED_AT_ONCE = 200


class InvitationSerializer(serializers.Serializer):
    """An invitation as the list shows it."""

    id = serializers.IntegerField()
    uuid = serializers.UUIDField()
    email = serializers.EmailField()
    first_name = serializers.CharField()
    last_name = serializers.CharField()
    purpose = serializers.CharField()
    roles = serializers.ListField(child=serializers.CharField())
    status = serializers.ChoiceField(choices=Invitation.Status.choices)
    invited_by = serializers.CharField(allow_null=True)
    person_id = serializers.IntegerField(allow_null=True)
    sent_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField()
    accepted_at = serializers.DateTimeField(allow_null=True)


class InvitedPersonSerializer(serializers.Serializer):
    """Somebody to invite. The address is judged row by row, so that one bad row stops no other."""

    email = serializers.CharField(max_length=300, allow_blank=True)
    first_name = LineField(max_length=100, allow_blank=True, default="")
    last_name = LineField(max_length=100, allow_blank=True, default="")


class InviteSerializer(serializers.Serializer):
    """People to invite, and the roles they get."""

    people = InvitedPersonSerializer(
        many=True,
        allow_empty=False,
        max_length=MOST_INVITED_AT_ONCE,  # type: ignore[call-arg]
    )
    roles = serializers.ListField(
        child=serializers.SlugField(max_length=60), max_length=20, default=lambda: ["learner"]
    )
    language = serializers.ChoiceField(choices=settings.LANGUAGES, default="en")


class InviteRowSerializer(serializers.Serializer):
    """What became of one row."""

    email = serializers.CharField()
    result = serializers.ChoiceField(choices=["invited", "already-member", "invalid-address", "repeated"])
    invitation_id = serializers.IntegerField(allow_null=True)


class InviteReportSerializer(serializers.Serializer):
    """What became of each row, in the order sent."""

    invited = serializers.IntegerField()
    rows = InviteRowSerializer(many=True)


class InvitationLinkSerializer(serializers.Serializer):
    """The secret part of the link."""

    token = serializers.CharField(max_length=200)


class InvitationPageSerializer(serializers.Serializer):
    """What the page behind the link shows. Whoever has the link has the mailbox."""

    organization = serializers.CharField()
    inviter = serializers.CharField(allow_null=True)
    email = serializers.EmailField()
    first_name = serializers.CharField()
    last_name = serializers.CharField()
    purpose = serializers.CharField()
    language = serializers.CharField()
    expires_at = serializers.DateTimeField()
    way = serializers.ChoiceField(
        choices=["new-account", "sign-in", "accept", "another"],
        help_text="`new-account`: choose a password. `sign-in`: sign in first. `accept`: one press. "
        "`another`: sign out first.",
    )


class AcceptInvitationSerializer(InvitationLinkSerializer):
    """Accepting; the password only for a new account."""

    password = serializers.CharField(max_length=1000, trim_whitespace=False, allow_blank=True, default="")
    first_name = LineField(max_length=100, allow_blank=True, default="")
    last_name = LineField(max_length=100, allow_blank=True, default="")
    language = serializers.CharField(max_length=16, allow_blank=True, default="")


class AcceptedInvitationSerializer(serializers.Serializer):
    """Where it led."""

    purpose = serializers.CharField()
    organization = serializers.CharField()
    is_signed_in = serializers.BooleanField()
