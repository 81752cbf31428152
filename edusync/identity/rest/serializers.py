"""Shapes of people, settings and the site in JSON."""

from django.conf import settings
from rest_framework import serializers

from edusync.identity.models import RoleAssignment, UserSetting
from edusync.identity.rest.fields import validate_time_zone
from edusync.identity.rest.sign_in_serializers import PersonSignInSerializer, SecondFactorStateSerializer
from edusync.kernel.rest.fields import LineField, TextField


class SettingsSerializer(serializers.Serializer):
    """How a person wants the site to be."""

    theme = serializers.ChoiceField(choices=UserSetting.Theme.choices)
    language = serializers.ChoiceField(choices=settings.LANGUAGES)
    time_zone = serializers.CharField(max_length=64, validators=[validate_time_zone])
    is_voice_reader_on = serializers.BooleanField()
    is_motion_reduced = serializers.BooleanField()
    is_reading_font_on = serializers.BooleanField(help_text="Lessons in letters that are told apart easily.")
    is_data_saver_on = serializers.BooleanField(help_text="Text first; pictures and films when asked for.")
    is_session_detail_on = serializers.BooleanField(
        help_text="Off: learning sessions keep seconds only, no device, address, focus or interactions."
    )
    text_size = serializers.ChoiceField(choices=UserSetting.TextSize.choices)


class OrganizationCardSerializer(serializers.Serializer):
    """The organization a person works in."""

    id = serializers.IntegerField()
    uuid = serializers.UUIDField()
    name = serializers.CharField()
    slug = serializers.CharField()
    logo_url = serializers.CharField(allow_null=True)
    icon_url = serializers.CharField(allow_null=True)
    look = serializers.IntegerField(
        help_text="Version of the colors: `v` of the style sheet's address; 0: the site's own."
    )


class ImpersonatorSerializer(serializers.Serializer):
    """Who sees the site as this person, and until when."""

    id = serializers.IntegerField()
    impersonator_id = serializers.IntegerField()
    impersonator = serializers.CharField()
    expires_at = serializers.DateTimeField()


class MeSerializer(serializers.Serializer):
    """The signed-in person."""

    id = serializers.IntegerField()
    uuid = serializers.UUIDField()
    email = serializers.EmailField(allow_null=True)
    username = serializers.CharField()
    display_name = serializers.CharField()
    first_name = serializers.CharField()
    last_name = serializers.CharField()
    headline = serializers.CharField()
    bio = serializers.CharField()
    avatar_url = serializers.CharField(allow_null=True)
    is_staff = serializers.BooleanField()
    roles = serializers.ListField(child=serializers.CharField())
    permissions = serializers.ListField(child=serializers.CharField())
    unit_permissions = serializers.ListField(
        child=serializers.CharField(), help_text="Held in some unit of the organization and those below it."
    )
    settings = SettingsSerializer()
    organization = OrganizationCardSerializer(allow_null=True)
    organizations = OrganizationCardSerializer(many=True)
    features = serializers.ListField(
        child=serializers.CharField(), help_text="Keys of the switchable features that the person has."
    )
    has_pending_policies = serializers.BooleanField()
    second_factor = SecondFactorStateSerializer()
    impersonator = ImpersonatorSerializer(allow_null=True)


class ProfileChangesSerializer(serializers.Serializer):
    """What a person may change about themselves."""

    first_name = LineField(max_length=100, allow_blank=True, required=False)
    last_name = LineField(max_length=100, allow_blank=True, required=False)
    headline = LineField(max_length=160, allow_blank=True, required=False)
    bio = TextField(max_length=2000, allow_blank=True, required=False)


class StatisticsSerializer(serializers.Serializer):
    """Numbers on the landing page."""

    courses = serializers.IntegerField(required=False)
    learners = serializers.IntegerField(required=False)
    certificates = serializers.IntegerField(required=False)


class SiteSerializer(serializers.Serializer):
    """Facts about this installation that anyone may know."""

    name = serializers.CharField()
    organization = serializers.CharField(allow_null=True)
    organization_uuid = serializers.UUIDField(allow_null=True)
    logo_url = serializers.CharField(allow_null=True)
    icon_url = serializers.CharField(allow_null=True)
    look = serializers.IntegerField(
        help_text="Version of the colors: `v` of the style sheet's address; 0: the site's own."
    )
    languages = serializers.ListField(child=serializers.CharField())
    sign_up_open = serializers.BooleanField()
    needs_setup = serializers.BooleanField()
    features = serializers.ListField(
        child=serializers.CharField(), help_text="Keys of the switchable features that visitors have."
    )
    dev_mailbox = serializers.BooleanField()
    statistics = StatisticsSerializer(allow_null=True)


class SetupSerializer(serializers.Serializer):
    """The first admin and the name of the organization."""

    email = serializers.EmailField(max_length=254)
    password = serializers.CharField(max_length=1000, trim_whitespace=False)
    first_name = LineField(max_length=100, allow_blank=True, default="")
    last_name = LineField(max_length=100, allow_blank=True, default="")
    organization_name = LineField(max_length=200, allow_blank=True, default="")
    language = serializers.ChoiceField(choices=settings.LANGUAGES, default="en")


class PersonSerializer(serializers.Serializer):
    """A row of the list of people."""

    id = serializers.IntegerField()
    uuid = serializers.UUIDField()
    display_name = serializers.CharField()
    email = serializers.EmailField(allow_null=True)
    username = serializers.CharField()
    avatar_url = serializers.CharField(allow_null=True)
    roles = serializers.ListField(child=serializers.CharField())
    status = serializers.ChoiceField(choices=["active", "suspended", "left", "inactive", "locked"])
    last_login_at = serializers.DateTimeField(allow_null=True)
    joined_at = serializers.DateTimeField()


class RoleAssignmentSerializer(serializers.Serializer):
    """A role that a person holds."""

    role = serializers.CharField()
    name = serializers.CharField()
    scope = serializers.ChoiceField(choices=RoleAssignment.Scope.choices)
    scope_id = serializers.IntegerField()
    granted_at = serializers.DateTimeField()


class PersonDetailSerializer(PersonSerializer):
    """One person with the roles in detail."""

    assignments = RoleAssignmentSerializer(many=True)
    actions = serializers.ListField(child=serializers.CharField())
    sign_in = PersonSignInSerializer(allow_null=True, help_text="Null for who may not manage the person.")


class RoleChangeSerializer(serializers.Serializer):
    """A role in the whole organization, or in one course."""

    role = serializers.SlugField(max_length=60)
    scope = serializers.ChoiceField(choices=["organization", "course"], default="organization")
    scope_id = serializers.IntegerField(min_value=0, max_value=2**63 - 1, default=0)

    def validate(self, attrs: dict) -> dict:
        """A course is named exactly where the scope is one."""
        if (attrs["scope"] == "course") != (attrs["scope_id"] > 0):
            raise serializers.ValidationError({"scope_id": "Name the course where the scope is a course."})
        return attrs


class StatusChangeSerializer(serializers.Serializer):
    """Whether a member may come in."""

    status = serializers.ChoiceField(choices=["active", "suspended"])
