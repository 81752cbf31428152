"""Shapes of government ids in JSON."""

from typing import Any

from rest_framework import serializers

from edusync.kernel.rest.fields import LineField


class GovernmentIdSerializer(serializers.Serializer[Any]):
    """A government id; empty where there is none."""

    government_id = LineField(max_length=60, allow_blank=True)


class PersonFoundSerializer(serializers.Serializer[Any]):
    """A person who was found."""

    id = serializers.IntegerField()
    display_name = serializers.CharField()


class PeopleFoundSerializer(serializers.Serializer[Any]):
    """Whoever has the id."""

    people = PersonFoundSerializer(many=True)
