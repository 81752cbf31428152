"""Shapes of files of reports in JSON."""

from typing import Any

from rest_framework import serializers

from edusync.reports.models import ReportExport
from edusync.reports.models.definitions import FORMATS


class ReportExportRequestSerializer(serializers.Serializer[Any]):
    """Which file of which report; filters and order as in the address of its rows."""

    report = serializers.CharField(max_length=60)
    format = serializers.ChoiceField(choices=FORMATS)
    filters = serializers.DictField(
        child=serializers.CharField(allow_blank=True, max_length=200), default=dict
    )
    order = serializers.CharField(max_length=61, default="", allow_blank=True)


class ReportExportSerializer(serializers.Serializer[Any]):
    """A file: what it is of, how far it is, and where it is fetched until when."""

    uuid = serializers.UUIDField()
    report = serializers.CharField()
    title = serializers.CharField()
    format = serializers.ChoiceField(choices=FORMATS)
    filters = serializers.DictField(child=serializers.CharField())
    order = serializers.CharField(allow_blank=True)
    state = serializers.ChoiceField(choices=ReportExport.State.choices)
    rows_done = serializers.IntegerField(min_value=0)
    rows_total = serializers.IntegerField(min_value=0, allow_null=True)
    size_bytes = serializers.IntegerField(min_value=0, allow_null=True)
    url = serializers.CharField(allow_null=True)
    name = serializers.CharField()
    created_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField(allow_null=True)
    expires_at = serializers.DateTimeField(allow_null=True)
    problem = serializers.DictField(allow_null=True)


class ReportExportsSerializer(serializers.Serializer[Any]):
    """One's own files, newest first."""

    results = ReportExportSerializer(many=True)
