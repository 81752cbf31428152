"""Shapes of a course's team in the API."""

from typing import Any

from rest_framework import serializers

from edusync.courses.models import CourseStaff
from edusync.courses.rest.lifecycle_serializers import ReviewPersonSerializer


class TeamMemberSerializer(serializers.Serializer[Any]):
    """Somebody who works on the course."""

    person = ReviewPersonSerializer()
    email = serializers.CharField(allow_null=True)
    duty = serializers.ChoiceField(choices=CourseStaff.Duty.choices)
    is_public = serializers.BooleanField()
    is_self = serializers.BooleanField()
    since = serializers.DateTimeField()


class TeamInvitationSerializer(serializers.Serializer[Any]):
    """Somebody who was asked and has not answered."""

    id = serializers.IntegerField()
    email = serializers.CharField()
    duty = serializers.ChoiceField(choices=CourseStaff.Duty.choices)
    sent_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField()


class TeamSerializer(serializers.Serializer[Any]):
    """Everybody who works on a course, in order, and who was asked."""

    members = TeamMemberSerializer(many=True)
    invitations = TeamInvitationSerializer(many=True)
    can_manage = serializers.BooleanField()


class TeamAddSerializer(serializers.Serializer[Any]):
    """Somebody of the organization comes to the team."""

    user_id = serializers.IntegerField(min_value=1)
    duty = serializers.ChoiceField(choices=CourseStaff.Duty.choices)
    is_public = serializers.BooleanField(required=False, default=True)


class TeamChangeSerializer(serializers.Serializer[Any]):
    """Another duty, or shown or not on the course page."""

    duty = serializers.ChoiceField(choices=CourseStaff.Duty.choices, required=False)
    is_public = serializers.BooleanField(required=False)


class TeamInviteSerializer(serializers.Serializer[Any]):
    """An address to ask."""

    email = serializers.CharField(max_length=254)
    duty = serializers.ChoiceField(choices=CourseStaff.Duty.choices)
    is_public = serializers.BooleanField(required=False, default=True)
    language = serializers.CharField(required=False, max_length=16, default="en")


class TeamInvitedSerializer(serializers.Serializer[Any]):
    """What became of it: `added` when the address belongs to somebody of the organization, else `invited`."""

    result = serializers.ChoiceField(choices=["added", "invited"])


class TransferSerializer(serializers.Serializer[Any]):
    """A new owner; the old one keeps a duty."""

    to_id = serializers.IntegerField(min_value=1)
    duty = serializers.ChoiceField(choices=CourseStaff.Duty.choices, required=False, default="instructor")
    from_id = serializers.IntegerField(min_value=1, required=False)


class TeamOrderSerializer(serializers.Serializer[Any]):
    """The order on the course page."""

    user_ids = serializers.ListField(child=serializers.IntegerField(min_value=1), max_length=500)


class TeamCandidateSerializer(serializers.Serializer[Any]):
    """Somebody of the organization who may come to the team."""

    id = serializers.IntegerField()
    display_name = serializers.CharField()
    avatar_url = serializers.CharField(allow_null=True)
