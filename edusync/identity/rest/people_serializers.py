"""Shapes of the list of people in JSON."""

from typing import Any

from rest_framework import serializers

from edusync.identity import people_queries
from edusync.identity.rest.serializers import PersonSerializer
from edusync.kernel.rest.fields import LineField

MOST_AT_ONCE = 500
COLUMNS = (
    "email",
    "username",
    "roles",
    "status",
    "unit",
    "student_number",
    "last_seen",
    "joined",
    "second_factor",
)
ID: dict[str, Any] = {"min_value": 1, "max_value": people_queries.LARGEST_ID}


class NamedRowSerializer(serializers.Serializer):
    """Something with a name."""

    id = serializers.IntegerField()
    name = serializers.CharField()


class PersonRowSerializer(PersonSerializer):
    """A row of the list of people."""

    unit = NamedRowSerializer(allow_null=True)
    student_number = serializers.CharField(allow_null=True)
    has_second_factor = serializers.BooleanField()


class PeopleFilterSerializer(serializers.Serializer):
    """What the list is narrowed to."""

    search = serializers.CharField(max_length=200, required=False, allow_blank=True, trim_whitespace=True)
    role = serializers.CharField(max_length=60, required=False, allow_blank=True)
    status = serializers.ChoiceField(choices=people_queries.STATES, required=False, allow_blank=True)
    unit = serializers.IntegerField(required=False, **ID)
    group = serializers.IntegerField(required=False, **ID)
    seen = serializers.ChoiceField(choices=people_queries.SEEN, required=False, allow_blank=True)
    second_factor = serializers.ChoiceField(choices=["yes", "no"], required=False, allow_blank=True)


class PeopleCountsSerializer(serializers.Serializer):
    """How many people the filter leaves."""

    total = serializers.IntegerField()
    active = serializers.IntegerField()
    suspended = serializers.IntegerField()
    left = serializers.IntegerField()


class BulkActSerializer(serializers.Serializer):
    """One act on many people."""

    act = serializers.ChoiceField(
        choices=["suspend", "reactivate", "add-to-group", "move-to-unit", "grant-role", "invite-again"]
    )
    ids = serializers.ListField(
        child=serializers.IntegerField(**ID), allow_empty=False, max_length=MOST_AT_ONCE
    )
    group = serializers.IntegerField(required=False, **ID)
    unit = serializers.IntegerField(required=False, allow_null=True, **ID)
    role = serializers.SlugField(max_length=60, required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Each act names what it needs."""
        needed = {"add-to-group": "group", "move-to-unit": "unit", "grant-role": "role"}.get(attrs["act"])
        if needed and needed not in attrs:
            raise serializers.ValidationError({needed: "Needed for this act."}, code="required")
        return attrs


class BulkRowSerializer(serializers.Serializer):
    """What became of one person."""

    id = serializers.IntegerField()
    name = serializers.CharField(allow_null=True)
    result = serializers.ChoiceField(choices=["done", "unchanged", "refused"])
    code = serializers.CharField(allow_null=True, help_text="Code of the problem where it was refused.")


class BulkReportSerializer(serializers.Serializer):
    """What became of each person, in the order sent."""

    done = serializers.IntegerField()
    unchanged = serializers.IntegerField()
    refused = serializers.IntegerField()
    rows = BulkRowSerializer(many=True)


class SavedViewSerializer(serializers.Serializer):
    """A list as somebody wants to see it again."""

    id = serializers.IntegerField(read_only=True)
    name = LineField(max_length=80)
    query = serializers.DictField(child=serializers.CharField(max_length=200, allow_blank=True))
    columns = serializers.ListField(child=serializers.ChoiceField(choices=COLUMNS), max_length=20)

    def validate_query(self, value: dict[str, str]) -> dict[str, str]:
        """Only what the list knows; a view saved by an older page must not break a newer one."""
        known = {*PeopleFilterSerializer().fields, "order"}
        return {key: text for key, text in value.items() if key in known and text}
