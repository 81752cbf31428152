"""Shapes of data sets for research in JSON."""

from typing import Any

from rest_framework import serializers

from edusync.reports.models import ResearchExport
from edusync.reports.models.research import SMALLEST_GROUP

LARGEST_GROUP = 100


class ResearchRequestSerializer(serializers.Serializer[Any]):
    """Which enrollments, and how many learners must look alike at least."""

    group_size = serializers.IntegerField(
        min_value=SMALLEST_GROUP, max_value=LARGEST_GROUP, default=SMALLEST_GROUP
    )
    courses = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=2**63 - 1), default=list, max_length=200
    )
    enrolled_from = serializers.DateField(allow_null=True, default=None)
    enrolled_to = serializers.DateField(allow_null=True, default=None)


class ResearchLevelsSerializer(serializers.Serializer[Any]):
    """How finely each fact is told by which somebody could be known."""

    enrolled = serializers.ChoiceField(choices=["week", "month", "quarter", "year", "any"])
    age = serializers.ChoiceField(choices=["ten years", "grown up", "any"])
    language = serializers.ChoiceField(choices=["language", "any"])


class ResearchCheckSerializer(serializers.Serializer[Any]):
    """What the check of small groups found and did."""

    group_size = serializers.IntegerField()
    rows_found = serializers.IntegerField()
    rows_kept = serializers.IntegerField()
    rows_left_out = serializers.IntegerField()
    people_found = serializers.IntegerField()
    people_kept = serializers.IntegerField()
    people_without_consent = serializers.IntegerField()
    courses_found = serializers.IntegerField()
    courses_kept = serializers.IntegerField()
    people_linked = serializers.IntegerField()
    people_parted = serializers.IntegerField()
    smallest_group = serializers.IntegerField()
    levels = ResearchLevelsSerializer()


class ResearchColumnSerializer(serializers.Serializer[Any]):
    """A line of the codebook."""

    column = serializers.CharField()
    role = serializers.CharField()
    values = serializers.CharField()
    meaning = serializers.CharField()


class ResearchPreviewSerializer(ResearchCheckSerializer):
    """The check before anything is made, and the columns there would be."""

    is_asked_for = serializers.BooleanField(help_text="Whether people are asked to agree to research.")
    columns = ResearchColumnSerializer(many=True)


class ResearchExportSerializer(serializers.Serializer[Any]):
    """A data set: what it is about, how far it is, and where it is fetched until when."""

    uuid = serializers.UUIDField()
    group_size = serializers.IntegerField()
    courses = serializers.ListField(child=serializers.IntegerField())
    enrolled_from = serializers.DateField(allow_null=True)
    enrolled_to = serializers.DateField(allow_null=True)
    state = serializers.ChoiceField(choices=ResearchExport.State.choices)
    rows_done = serializers.IntegerField(min_value=0)
    rows_total = serializers.IntegerField(min_value=0, allow_null=True)
    check_report = ResearchCheckSerializer(allow_null=True)
    size_bytes = serializers.IntegerField(min_value=0, allow_null=True)
    url = serializers.CharField(allow_null=True)
    name = serializers.CharField()
    created_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField(allow_null=True)
    expires_at = serializers.DateTimeField(allow_null=True)
    problem = serializers.DictField(allow_null=True)


class ResearchExportsSerializer(serializers.Serializer[Any]):
    """One's own data sets, newest first."""

    results = ResearchExportSerializer(many=True)


class ResearchCourseSerializer(serializers.Serializer[Any]):
    """A course to choose."""

    id = serializers.IntegerField()
    title = serializers.CharField()


class ResearchCoursesSerializer(serializers.Serializer[Any]):
    """Courses of the organization, by title."""

    results = ResearchCourseSerializer(many=True)
