"""Shapes of reports in JSON."""

import dataclasses
from typing import Any

from rest_framework import serializers

from edusync.reports.engine.charts import Points
from edusync.reports.engine.declarations import Report
from edusync.reports.engine.words import words_of


class ReportEntrySerializer(serializers.Serializer[Any]):
    slug = serializers.CharField()
    group = serializers.CharField()
    title = serializers.CharField()
    summary = serializers.CharField()
    chart_kinds = serializers.ListField(child=serializers.CharField())


class ReportListSerializer(serializers.Serializer[Any]):
    results = ReportEntrySerializer(many=True)


class ReportColumnSerializer(serializers.Serializer[Any]):
    name = serializers.CharField()
    kind = serializers.CharField()
    title = serializers.CharField()
    is_shown = serializers.BooleanField()
    is_sortable = serializers.BooleanField()
    places = serializers.IntegerField()
    choices = serializers.DictField(child=serializers.CharField())


class ReportChoiceSerializer(serializers.Serializer[Any]):
    value = serializers.CharField()
    title = serializers.CharField()


class ReportFilterSerializer(serializers.Serializer[Any]):
    name = serializers.CharField()
    kind = serializers.CharField()
    title = serializers.CharField()
    choices = ReportChoiceSerializer(many=True)


class ReportChartEntrySerializer(serializers.Serializer[Any]):
    kind = serializers.CharField()
    title = serializers.CharField()
    needs = serializers.CharField(allow_blank=True)


class ReportDrillSerializer(serializers.Serializer[Any]):
    column = serializers.CharField()
    report = serializers.CharField()
    filters = serializers.DictField(child=serializers.CharField())


class ReportSerializer(ReportEntrySerializer):
    columns = ReportColumnSerializer(many=True)
    filters = ReportFilterSerializer(many=True)
    charts = ReportChartEntrySerializer(many=True)
    drills = ReportDrillSerializer(many=True)
    order = serializers.CharField()
    sort_needs = serializers.CharField(allow_blank=True)
    fresh_at = serializers.DateTimeField(allow_null=True)
    is_live = serializers.BooleanField()
    row_scope = serializers.ChoiceField(choices=["organization", "courses"])


class ReportRowsSerializer(serializers.Serializer[Any]):
    columns = serializers.ListField(child=serializers.CharField())
    rows = serializers.ListField(child=serializers.ListField())
    next = serializers.CharField(allow_null=True)
    total = serializers.IntegerField()
    is_total_exact = serializers.BooleanField()


class ReportSeriesSerializer(serializers.Serializer[Any]):
    title = serializers.CharField()
    kind = serializers.CharField()
    values = serializers.ListField(child=serializers.FloatField(allow_null=True))


class ReportChartSerializer(serializers.Serializer[Any]):
    kind = serializers.CharField()
    labels = serializers.ListField(child=serializers.CharField())
    series = ReportSeriesSerializer(many=True)


def entry_json(report: Report, language: str) -> dict[str, Any]:
    """A report in the list."""
    words = words_of(report.slug, language)
    return {
        "slug": report.slug,
        "group": report.group,
        "title": words.title,
        "summary": words.summary,
        "chart_kinds": [chart.kind for chart in report.charts],
    }


def points_json(points: Points) -> dict[str, Any]:
    """A chart."""
    return dataclasses.asdict(points)
