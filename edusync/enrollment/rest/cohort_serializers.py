"""Shapes of cohorts, groups of learners and extensions in the API."""

from typing import Any

from rest_framework import serializers

from edusync.enrollment.models import Cohort, EnrollmentExtension, LearnerGroup, LearnerGroupMember
from edusync.kernel.rest.fields import LineField

LARGEST_CAPACITY = 1_000_000


class CohortWriteSerializer(serializers.Serializer[Any]):
    """A cohort as staff write it; what is left out stays."""

    name = LineField(max_length=120)
    starts_at = serializers.DateTimeField(allow_null=True, required=False)
    ends_at = serializers.DateTimeField(allow_null=True, required=False)
    enrollment_opens_at = serializers.DateTimeField(allow_null=True, required=False)
    enrollment_closes_at = serializers.DateTimeField(allow_null=True, required=False)
    capacity = serializers.IntegerField(
        min_value=1, max_value=LARGEST_CAPACITY, allow_null=True, required=False
    )
    pacing = serializers.ChoiceField(choices=Cohort.Pacing.choices, required=False)
    is_open = serializers.BooleanField(required=False, help_text="Whether learners may choose it themselves.")


class CohortSerializer(CohortWriteSerializer):
    """A cohort. `seats_taken` and `seats_offered` are kept by the database."""

    id = serializers.IntegerField()
    uuid = serializers.UUIDField()
    row_version = serializers.IntegerField()
    seats_taken = serializers.IntegerField()
    seats_offered = serializers.IntegerField()
    learner_count = serializers.IntegerField(help_text="Learning, waiting, or asked for.")


class LearnerGroupWriteSerializer(serializers.Serializer[Any]):
    """A group as staff write it."""

    name = LineField(max_length=120)
    cohort_id = serializers.IntegerField(min_value=1, allow_null=True, required=False, default=None)


class LearnerGroupNameSerializer(serializers.Serializer[Any]):
    """Another name."""

    name = LineField(max_length=120)


class LearnerGroupSerializer(serializers.Serializer[Any]):
    """A group of learners of a course."""

    id = serializers.IntegerField()
    uuid = serializers.UUIDField()
    name = serializers.CharField()
    cohort_id = serializers.IntegerField(allow_null=True)
    member_count = serializers.IntegerField()


class LearnerGroupMemberSerializer(serializers.Serializer[Any]):
    """Somebody in a group."""

    enrollment_id = serializers.IntegerField()
    learner_id = serializers.IntegerField()
    display_name = serializers.CharField()
    email = serializers.CharField(allow_null=True)


class MemberIdsSerializer(serializers.Serializer[Any]):
    """Exactly these enrollments."""

    enrollment_ids = serializers.ListField(child=serializers.IntegerField(min_value=1), max_length=5000)


class SplitSerializer(serializers.Serializer[Any]):
    """How learners are dealt out: into `count` groups, or into groups of `size`."""

    prefix = LineField(max_length=100, help_text="New groups are called by it and a number.")
    count = serializers.IntegerField(
        min_value=1, max_value=200, allow_null=True, required=False, default=None
    )
    size = serializers.IntegerField(
        min_value=1, max_value=5000, allow_null=True, required=False, default=None
    )
    cohort_id = serializers.IntegerField(min_value=1, allow_null=True, required=False, default=None)
    is_only_ungrouped = serializers.BooleanField(required=False, default=True)


class ExtensionWriteSerializer(serializers.Serializer[Any]):
    """More time: `until` null is no end."""

    kind = serializers.ChoiceField(choices=EnrollmentExtension.Kind.choices)
    until = serializers.DateTimeField(allow_null=True)
    reason = LineField(max_length=200, required=False, allow_blank=True, default="")


class ExtensionSerializer(serializers.Serializer[Any]):
    """More time that was given. The latest of a kind counts."""

    id = serializers.IntegerField()
    kind = serializers.ChoiceField(choices=EnrollmentExtension.Kind.choices)
    until = serializers.DateTimeField(allow_null=True)
    reason = serializers.CharField(allow_blank=True)
    granted_by_id = serializers.IntegerField(allow_null=True)
    created_at = serializers.DateTimeField()


COHORT_FIELDS = (
    *("id", "uuid", "row_version", "name", "starts_at", "ends_at", "enrollment_opens_at"),
    *("enrollment_closes_at", "capacity", "pacing", "is_open", "seats_taken", "seats_offered"),
)


def cohort_json(row: Cohort, learner_count: int) -> dict[str, Any]:
    """The cohort as CohortSerializer describes it."""
    return {**{name: getattr(row, name) for name in COHORT_FIELDS}, "learner_count": learner_count}


def group_json(row: LearnerGroup, member_count: int) -> dict[str, Any]:
    """The group as LearnerGroupSerializer describes it."""
    return {
        "id": row.pk,
        "uuid": row.uuid,
        "name": row.name,
        "cohort_id": row.cohort_id,
        "member_count": member_count,
    }


def member_json(row: LearnerGroupMember) -> dict[str, Any]:
    """The member as LearnerGroupMemberSerializer describes it."""
    learner = row.enrollment.learner
    return {
        "enrollment_id": row.enrollment_id,
        "learner_id": learner.pk,
        "display_name": learner.display_name,
        "email": learner.email,
    }


def extension_json(row: EnrollmentExtension) -> dict[str, Any]:
    """The extension as ExtensionSerializer describes it."""
    names = ("id", "kind", "until", "reason", "granted_by_id", "created_at")
    return {name: getattr(row, name) for name in names}
