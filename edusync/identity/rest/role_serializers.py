"""Shapes of roles, permissions and who holds them."""

from rest_framework import serializers

from edusync.identity.models import RoleAssignment
from edusync.kernel.rest.fields import LineField

STATES = ["current", "coming", "ended"]


class PermissionSerializer(serializers.Serializer):
    """A permission in plain words."""

    code = serializers.CharField()
    area = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    about = serializers.CharField()
    is_dangerous = serializers.BooleanField()
    is_held = serializers.BooleanField(help_text="Whether the caller holds it, and so may give it away.")
    roles = serializers.IntegerField(help_text="Number of roles that hold it.")


class RoleSerializer(serializers.Serializer):
    """A role with what it holds."""

    id = serializers.IntegerField()
    code = serializers.CharField()
    name = serializers.CharField()
    description = serializers.CharField()
    is_system = serializers.BooleanField(help_text="Ships with EduSync and cannot be changed.")
    replaces_system = serializers.BooleanField(help_text="Stands in for the system role of that code.")
    permissions = serializers.ListField(child=serializers.CharField())
    holders = serializers.IntegerField()
    row_version = serializers.IntegerField()
    actions = serializers.ListField(child=serializers.CharField())


class RoleDraftSerializer(serializers.Serializer):
    """A new role: empty, with permissions, or a copy."""

    name = LineField(max_length=100)
    description = LineField(max_length=500, allow_blank=True, default="")
    copy_of = serializers.IntegerField(required=False, min_value=1)
    replaces = serializers.SlugField(
        max_length=60, required=False, help_text="Code of a system role whose place the new one takes."
    )
    permissions = serializers.ListField(
        child=serializers.CharField(max_length=100), required=False, max_length=500
    )


class RoleTextsSerializer(serializers.Serializer):
    """What a role is called."""

    name = LineField(max_length=100, required=False)
    description = LineField(max_length=500, allow_blank=True, required=False)


class RolePermissionsSerializer(serializers.Serializer):
    """What a role holds."""

    permissions = serializers.ListField(child=serializers.CharField(max_length=100), max_length=500)


class HolderSerializer(serializers.Serializer):
    """Somebody to whom a role was given."""

    id = serializers.IntegerField(help_text="Of the assignment.")
    user_id = serializers.IntegerField()
    display_name = serializers.CharField()
    avatar_url = serializers.CharField(allow_null=True)
    role_id = serializers.IntegerField()
    role = serializers.CharField()
    role_name = serializers.CharField()
    scope = serializers.ChoiceField(choices=RoleAssignment.Scope.choices)
    scope_id = serializers.IntegerField()
    scope_name = serializers.CharField()
    state = serializers.ChoiceField(choices=STATES)
    starts_at = serializers.DateTimeField(allow_null=True)
    ends_at = serializers.DateTimeField(allow_null=True)
    granted_at = serializers.DateTimeField()
    granted_by = serializers.CharField(allow_null=True)
    closed_at = serializers.DateTimeField(allow_null=True)
    closed_by = serializers.CharField(allow_null=True)


class RoleGrantSerializer(serializers.Serializer):
    """A role for a person."""

    user_id = serializers.IntegerField(min_value=1, max_value=2**63 - 1)
    role = serializers.SlugField(max_length=60)
    scope = serializers.ChoiceField(choices=RoleAssignment.Scope.choices, default="organization")
    scope_id = serializers.IntegerField(min_value=0, max_value=2**63 - 1, default=0)
    starts_at = serializers.DateTimeField(required=False, allow_null=True, default=None)
    ends_at = serializers.DateTimeField(required=False, allow_null=True, default=None)
