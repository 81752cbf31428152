"""Shapes of exports and of course as code in the API."""

from typing import Any

from rest_framework import serializers

from edusync.integrations.models import ContentExportJob


class ExporterSerializer(serializers.Serializer[Any]):
    """A kind of export."""

    code = serializers.CharField()
    ending = serializers.CharField()
    title = serializers.CharField()
    summary = serializers.CharField()


class ExportLossSerializer(serializers.Serializer[Any]):
    """What does not come along."""

    path = serializers.CharField(allow_blank=True)
    detail = serializers.CharField()


class CourseExportSerializer(serializers.Serializer[Any]):
    """An export: how far it is, and where its file can be fetched until when."""

    uuid = serializers.UUIDField()
    code = serializers.CharField()
    state = serializers.ChoiceField(choices=ContentExportJob.State.choices)
    done = serializers.IntegerField(min_value=0)
    total = serializers.IntegerField(min_value=0)
    url = serializers.CharField(allow_null=True)
    name = serializers.CharField(allow_null=True)
    size_bytes = serializers.IntegerField(min_value=0, allow_null=True)
    created_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField(allow_null=True)
    expires_at = serializers.DateTimeField(allow_null=True)
    losses = ExportLossSerializer(many=True)
    problem = serializers.DictField(allow_null=True)


class CourseExportsSerializer(serializers.Serializer[Any]):
    """Which exports there are, and one's own of the last days, newest first."""

    exporters = ExporterSerializer(many=True)
    results = CourseExportSerializer(many=True)


class CodePushSerializer(serializers.Serializer[Any]):
    """A folder of course as code, packed."""

    file = serializers.FileField(max_length=255)
    is_dry_run = serializers.BooleanField(default=False)
    is_forced = serializers.BooleanField(default=False)


class CodePushedSerializer(serializers.Serializer[Any]):
    """What a push changed, or would change; entries as in comparisons of versions."""

    is_dry_run = serializers.BooleanField()
    version = serializers.IntegerField(min_value=1, allow_null=True)
    count = serializers.IntegerField(min_value=0)
    entries = serializers.ListField(child=serializers.DictField())
