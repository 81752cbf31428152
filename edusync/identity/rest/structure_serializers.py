"""Shapes of units, terms and groups in JSON."""

from rest_framework import serializers

from edusync.identity.models import AcademicTerm, Group, OrganizationUnit
from edusync.kernel.rest.fields import LineField


class UnitSerializer(serializers.Serializer):
    """A unit; the list holds the whole tree, parents before or after their children."""

    id = serializers.IntegerField()
    uuid = serializers.UUIDField()
    parent_id = serializers.IntegerField(allow_null=True)
    name = serializers.CharField()
    code = serializers.CharField(allow_blank=True)
    kind = serializers.ChoiceField(choices=OrganizationUnit.Kind.choices)
    position = serializers.IntegerField()
    is_active = serializers.BooleanField()
    people = serializers.IntegerField()
    row_version = serializers.IntegerField()


class UnitCreationSerializer(serializers.Serializer):
    """A new unit."""

    name = LineField(max_length=200)
    code = LineField(max_length=80, allow_blank=True, default="")
    kind = serializers.ChoiceField(
        choices=OrganizationUnit.Kind.choices, default=OrganizationUnit.Kind.DEPARTMENT
    )
    parent_id = serializers.IntegerField(min_value=1, allow_null=True, default=None)


class UnitChangesSerializer(serializers.Serializer):
    """What may be changed of a unit where it stands."""

    name = LineField(max_length=200, required=False)
    code = LineField(max_length=80, allow_blank=True, required=False)
    kind = serializers.ChoiceField(choices=OrganizationUnit.Kind.choices, required=False)
    is_active = serializers.BooleanField(required=False)


class UnitPlaceSerializer(serializers.Serializer):
    """Where a unit goes."""

    parent_id = serializers.IntegerField(min_value=1, allow_null=True)
    position = serializers.IntegerField(min_value=0, max_value=100_000, default=100_000)


class StructurePersonSerializer(serializers.Serializer):
    """A person in a unit or group."""

    id = serializers.IntegerField()
    display_name = serializers.CharField()
    email = serializers.EmailField(allow_null=True)
    avatar_url = serializers.CharField(allow_null=True)


class PeopleIdsSerializer(serializers.Serializer):
    """Members of the organization by their ids."""

    user_ids = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=2**63 - 1), min_length=1, max_length=1000
    )


class PeopleChangedSerializer(serializers.Serializer):
    """How many people a bulk act concerned."""

    changed = serializers.IntegerField()


class TermSerializer(serializers.Serializer):
    """A year, or a term inside one."""

    id = serializers.IntegerField()
    uuid = serializers.UUIDField()
    parent_id = serializers.IntegerField(allow_null=True)
    name = serializers.CharField()
    code = serializers.CharField(allow_blank=True)
    kind = serializers.ChoiceField(choices=AcademicTerm.Kind.choices)
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()
    overlaps = serializers.ListField(
        child=serializers.IntegerField(),
        help_text="Terms of the same year and kind that share a day with it.",
    )
    row_version = serializers.IntegerField()


class TermCreationSerializer(serializers.Serializer):
    """A new year or term."""

    name = LineField(max_length=200)
    code = LineField(max_length=80, allow_blank=True, default="")
    kind = serializers.ChoiceField(choices=AcademicTerm.Kind.choices)
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()
    parent_id = serializers.IntegerField(min_value=1, allow_null=True, default=None)


class TermChangesSerializer(serializers.Serializer):
    """What may be changed of a term."""

    name = LineField(max_length=200, required=False)
    code = LineField(max_length=80, allow_blank=True, required=False)
    kind = serializers.ChoiceField(choices=AcademicTerm.Kind.choices, required=False)
    starts_on = serializers.DateField(required=False)
    ends_on = serializers.DateField(required=False)


class RuleConditionSerializer(serializers.Serializer):
    """A condition of a rule with the name of what it asks for; null where that is gone."""

    fact = serializers.CharField()
    label = serializers.CharField(allow_null=True)  # type: ignore[assignment]


class GroupSerializer(serializers.Serializer):
    """A group in the list."""

    id = serializers.IntegerField()
    uuid = serializers.UUIDField()
    name = serializers.CharField()
    description = serializers.CharField(allow_blank=True)
    kind = serializers.ChoiceField(choices=Group.Kind.choices)
    unit_id = serializers.IntegerField(allow_null=True)
    term_id = serializers.IntegerField(allow_null=True)
    people = serializers.IntegerField(
        allow_null=True, help_text="Null for a rule group in a list: counted when one is opened."
    )
    row_version = serializers.IntegerField()


class GroupDetailSerializer(GroupSerializer):
    """One group with its rule."""

    rule = serializers.JSONField(help_text="Null for a group put together by hand.")
    conditions = RuleConditionSerializer(many=True)


class GroupCreationSerializer(serializers.Serializer):
    """A new group; with a rule it is a rule group."""

    name = LineField(max_length=200)
    description = LineField(max_length=500, allow_blank=True, default="")
    rule = serializers.JSONField(allow_null=True, default=None)
    unit_id = serializers.IntegerField(min_value=1, allow_null=True, default=None)
    term_id = serializers.IntegerField(min_value=1, allow_null=True, default=None)


class GroupChangesSerializer(serializers.Serializer):
    """What may be changed of a group."""

    name = LineField(max_length=200, required=False)
    description = LineField(max_length=500, allow_blank=True, required=False)
    rule = serializers.JSONField(required=False)
    unit_id = serializers.IntegerField(min_value=1, allow_null=True, required=False)
    term_id = serializers.IntegerField(min_value=1, allow_null=True, required=False)


class RuleSerializer(serializers.Serializer):
    """A rule to try."""

    rule = serializers.JSONField()


class RulePreviewSerializer(serializers.Serializer):
    """Whom a rule names now."""

    count = serializers.IntegerField()
    people = StructurePersonSerializer(many=True)
    rule = serializers.JSONField()
    conditions = RuleConditionSerializer(many=True)
