"""Shapes of merging two accounts in JSON."""

from rest_framework import serializers

from edusync.identity.rest.people_serializers import ID, PersonRowSerializer
from edusync.identity.rest.person_serializers import PersonalFactsSerializer
from edusync.identity.services.merge import TAKEN


class DuplicatePairSerializer(serializers.Serializer):
    """Two people who may be one."""

    first = PersonRowSerializer()
    second = PersonRowSerializer()
    reasons = serializers.ListField(
        child=serializers.ChoiceField(choices=["name-and-birth-date", "address", "student-number"])
    )


class MergeQuerySerializer(serializers.Serializer):
    """Whose accounts."""

    keep = serializers.IntegerField(**ID)
    drop = serializers.IntegerField(**ID)


class MergeSerializer(MergeQuerySerializer):
    """Whose accounts, and what the survivor takes from the other."""

    take = serializers.ListField(child=serializers.ChoiceField(choices=TAKEN), default=list)


class MergeSideSerializer(PersonRowSerializer):
    """One of the two, with facts kept apart for who may see them."""

    facts = PersonalFactsSerializer(required=False)


class MergeCountSerializer(serializers.Serializer):
    """Rows of a table."""

    table = serializers.CharField()
    moved = serializers.IntegerField()
    stayed = serializers.IntegerField()


class MergePreviewSerializer(serializers.Serializer):
    """The two accounts and what moves."""

    keep = MergeSideSerializer()
    drop = MergeSideSerializer(allow_null=True)
    tables = MergeCountSerializer(many=True)
