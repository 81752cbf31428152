"""Shapes of flags in JSON."""

from rest_framework import serializers

from edusync.kernel.flags import State
from edusync.kernel.rest.fields import LineField
from edusync.operations.services.flags import MAX_RULES

STATES = [state.value for state in State]


class FlagRuleSerializer(serializers.Serializer):
    """On, or off, for one organization or for the holders of a role: one of the two is null."""

    organization = serializers.IntegerField(allow_null=True, default=None)
    role = serializers.CharField(allow_null=True, default=None, max_length=60)
    is_on = serializers.BooleanField()


class FlagRuleShownSerializer(serializers.Serializer):
    """A rule with the name of what it is for; empty where that is gone."""

    organization = serializers.IntegerField(allow_null=True)
    role = serializers.CharField(allow_null=True)
    is_on = serializers.BooleanField()
    name = serializers.CharField(allow_blank=True)


class FlagSerializer(serializers.Serializer):
    """A feature that can be switched, and for whom it is on. `default` holds in the state of that name."""

    key = serializers.CharField()
    title = serializers.CharField()
    description = serializers.CharField()
    owner = serializers.CharField()
    removal = serializers.CharField()
    default = serializers.BooleanField()
    state = serializers.ChoiceField(choices=STATES)
    percent = serializers.IntegerField()
    rules = FlagRuleShownSerializer(many=True)
    row_version = serializers.IntegerField()
    changed_at = serializers.DateTimeField(allow_null=True)
    changed_by = serializers.CharField(allow_null=True)


class FlagOrganizationSerializer(serializers.Serializer):
    """An organization that a rule may name."""

    id = serializers.IntegerField()
    name = serializers.CharField()


class FlagRoleSerializer(serializers.Serializer):
    """A role that a rule may name."""

    code = serializers.CharField()
    name = serializers.CharField()


class FlagDetailSerializer(FlagSerializer):
    """A flag with what its rules may name."""

    organizations = FlagOrganizationSerializer(many=True)
    roles = FlagRoleSerializer(many=True)


class FlagDraftSerializer(serializers.Serializer):
    """Who shall have the feature."""

    state = serializers.ChoiceField(choices=STATES)
    percent = serializers.IntegerField(min_value=0, max_value=100, default=0)
    rules = FlagRuleSerializer(many=True, max_length=MAX_RULES, default=list)  # type: ignore[call-arg]


class FlagDecisionSerializer(FlagDraftSerializer):
    """Who shall have the feature from now on, and why."""

    note = LineField(max_length=300, allow_blank=True, default="")


class FlagNoteSerializer(serializers.Serializer):
    """Why."""

    note = LineField(max_length=300, allow_blank=True, default="")


class FlagReachSerializer(serializers.Serializer):
    """People of one organization."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    people_on = serializers.IntegerField()
    people = serializers.IntegerField()


class FlagPreviewSerializer(serializers.Serializer):
    """How many active people would have the feature."""

    people_on = serializers.IntegerField()
    people = serializers.IntegerField()
    organizations = FlagReachSerializer(many=True)


class FlagChangeSerializer(serializers.Serializer):
    """What was decided at one moment."""

    id = serializers.IntegerField()
    changed_at = serializers.DateTimeField()
    changed_by = serializers.CharField(allow_null=True)
    state = serializers.ChoiceField(choices=STATES)
    percent = serializers.IntegerField()
    rules = FlagRuleShownSerializer(many=True)
    note = serializers.CharField(allow_blank=True)
