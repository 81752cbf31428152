"""Shapes of one person in JSON: numbers, profiles, own fields, and the facts kept apart."""

from typing import Any

from rest_framework import serializers

from edusync.identity.models import CustomField, Group
from edusync.identity.rest.people_serializers import ID, NamedRowSerializer
from edusync.identity.rest.serializers import PersonDetailSerializer
from edusync.kernel import clock
from edusync.kernel.rest.fields import LineField


class GroupOfPersonSerializer(NamedRowSerializer):
    """A group the person is in."""

    kind = serializers.ChoiceField(choices=Group.Kind.choices)


class StudentProfileSerializer(serializers.Serializer):
    """A person as a student."""

    student_number = LineField(max_length=80, allow_blank=True, allow_null=True, required=False)
    grade_level = LineField(max_length=40, allow_blank=True, required=False)
    program = LineField(max_length=200, allow_blank=True, required=False)
    admitted_on = serializers.DateField(allow_null=True, required=False)


class InstructorProfileSerializer(serializers.Serializer):
    """A person as an instructor."""

    headline = LineField(max_length=160, allow_blank=True, required=False)
    expertise = LineField(max_length=500, allow_blank=True, required=False)
    employee_number = LineField(max_length=80, allow_blank=True, allow_null=True, required=False)
    is_verified = serializers.BooleanField(required=False)


class FieldValueSerializer(serializers.Serializer):
    """An own field of the organization with the person's value; empty where there is none."""

    id = serializers.IntegerField()
    key = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    help_text = serializers.CharField()  # type: ignore[assignment]
    kind = serializers.ChoiceField(choices=CustomField.Kind.choices)
    choices = serializers.ListField(child=serializers.CharField())
    is_required = serializers.BooleanField()
    visibility = serializers.ChoiceField(choices=CustomField.Visibility.choices)
    value = serializers.CharField(allow_blank=True)


class PersonPageSerializer(PersonDetailSerializer):
    """One person with everything the page shows."""

    first_name = serializers.CharField()
    last_name = serializers.CharField()
    local_id = serializers.CharField()
    headline = serializers.CharField()
    is_email_verified = serializers.BooleanField()
    unit = NamedRowSerializer(allow_null=True)
    groups = GroupOfPersonSerializer(many=True)
    job_roles = NamedRowSerializer(many=True)
    student_profile = StudentProfileSerializer(allow_null=True)
    instructor_profile = InstructorProfileSerializer(allow_null=True)
    custom_fields = FieldValueSerializer(many=True)
    has_second_factor = serializers.BooleanField()
    may_be_invited = serializers.BooleanField(help_text="Nobody ever signed in to the account.")


class PersonChangesSerializer(serializers.Serializer):
    """What managers change about a member."""

    status = serializers.ChoiceField(choices=["active", "suspended"], required=False)
    first_name = LineField(max_length=100, allow_blank=True, required=False)
    last_name = LineField(max_length=100, allow_blank=True, required=False)
    local_id = LineField(max_length=80, allow_blank=True, required=False)
    unit_id = serializers.IntegerField(required=False, allow_null=True, **ID)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """An empty change is a mistake."""
        if not attrs:
            raise serializers.ValidationError({"status": "Name what to change."}, code="required")
        return attrs


class PersonalFactsSerializer(serializers.Serializer):
    """What is kept apart from the account."""

    pronouns = LineField(max_length=40, allow_blank=True, required=False)
    phone = LineField(max_length=40, allow_blank=True, required=False)
    address = LineField(max_length=500, allow_blank=True, required=False)
    birth_date = serializers.DateField(allow_null=True, required=False)
    emergency_contact_name = LineField(max_length=200, allow_blank=True, required=False)
    emergency_contact_phone = LineField(max_length=40, allow_blank=True, required=False)

    def validate_birth_date(self, value: Any) -> Any:
        """Somebody who was born, and not before 1900."""
        if value is not None and not 1900 <= value.year <= clock.now().year:
            raise serializers.ValidationError("Nobody here was born then.", code="unlikely-date")
        if value is not None and value > clock.now().date():
            raise serializers.ValidationError("Nobody here was born then.", code="unlikely-date")
        return value


class FieldValuesSerializer(serializers.Serializer):
    """Values by key of the field; empty text takes one away."""

    values = serializers.DictField(  # type: ignore[assignment]
        child=serializers.CharField(max_length=1000, allow_blank=True, allow_null=True)
    )


class JobRoleIdsSerializer(serializers.Serializer):
    """The roles at work, all of them."""

    job_roles = serializers.ListField(child=serializers.IntegerField(**ID), max_length=50)


class CustomFieldSerializer(serializers.Serializer):
    """A fact that only this organization keeps."""

    id = serializers.IntegerField(read_only=True)
    key = serializers.SlugField(max_length=60, required=False)
    label = LineField(max_length=120)  # type: ignore[assignment]
    help_text = LineField(max_length=300, allow_blank=True, required=False)  # type: ignore[assignment]
    kind = serializers.ChoiceField(choices=CustomField.Kind.choices)
    choices = serializers.ListField(child=LineField(max_length=120), max_length=100, required=False)
    is_required = serializers.BooleanField(required=False)
    visibility = serializers.ChoiceField(choices=CustomField.Visibility.choices, required=False)
    position = serializers.IntegerField(read_only=True)


class CustomFieldChangesSerializer(serializers.Serializer):
    """What may change about a field; kind and key stay."""

    label = LineField(max_length=120, required=False)  # type: ignore[assignment]
    help_text = LineField(max_length=300, allow_blank=True, required=False)  # type: ignore[assignment]
    choices = serializers.ListField(child=LineField(max_length=120), max_length=100, required=False)
    is_required = serializers.BooleanField(required=False)
    visibility = serializers.ChoiceField(choices=CustomField.Visibility.choices, required=False)


class FieldOrderSerializer(serializers.Serializer):
    """Ids in the wanted order."""

    ids = serializers.ListField(child=serializers.IntegerField(**ID), max_length=100)


class JobRoleSerializer(serializers.Serializer):
    """A role at work."""

    id = serializers.IntegerField(read_only=True)
    name = LineField(max_length=160)
    code = LineField(max_length=80, allow_blank=True, default="")
    people = serializers.IntegerField(read_only=True)
