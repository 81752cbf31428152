"""Shapes of the report studio in JSON."""

from typing import Any

from rest_framework import serializers

from edusync.reports.rest.serializers import ReportChartSerializer, ReportColumnSerializer
from edusync.reports.studio.charts import KINDS, MOST_VALUES

STATEMENT_LENGTH = 20_000
MOST_RECEIVERS = 200


class StudioRelationColumnSerializer(serializers.Serializer[Any]):
    name = serializers.CharField()
    kind = serializers.CharField()
    title = serializers.CharField()
    choices = serializers.DictField(child=serializers.CharField())


class StudioRelationSerializer(serializers.Serializer[Any]):
    name = serializers.CharField()
    title = serializers.CharField()
    summary = serializers.CharField(allow_blank=True)
    columns = StudioRelationColumnSerializer(many=True)


class StudioRelationsSerializer(serializers.Serializer[Any]):
    """What a statement may read and use."""

    relations = StudioRelationSerializer(many=True)
    functions = serializers.ListField(child=serializers.CharField())


class StudioChartSerializer(serializers.Serializer[Any]):
    """A chart: the column that names its points, and the columns of numbers that are drawn."""

    kind = serializers.ChoiceField(choices=KINDS)
    label = serializers.CharField(max_length=60)  # type: ignore[assignment]
    values = serializers.ListField(child=serializers.CharField(max_length=60), max_length=MOST_VALUES)


class StudioPreviewRequestSerializer(serializers.Serializer[Any]):
    # Blank is refused with the other statements, in words.
    statement = serializers.CharField(max_length=STATEMENT_LENGTH, allow_blank=True, trim_whitespace=False)
    chart = StudioChartSerializer(required=False, allow_null=True, default=None)


class StudioPreviewSerializer(serializers.Serializer[Any]):
    """The first rows. `has_more` tells whether there are others; the chart is of the first 50."""

    columns = ReportColumnSerializer(many=True)
    rows = serializers.ListField(child=serializers.ListField())
    has_more = serializers.BooleanField()
    chart = ReportChartSerializer(allow_null=True)
    chart_problem = serializers.CharField(allow_blank=True)


class ReportDefinitionRequestSerializer(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=120)
    description = serializers.CharField(max_length=500, allow_blank=True, default="")
    statement = serializers.CharField(max_length=STATEMENT_LENGTH, allow_blank=True, trim_whitespace=False)
    chart = StudioChartSerializer(required=False, allow_null=True, default=None)


class ReportDefinitionOwnerSerializer(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    name = serializers.CharField()


class ReportDefinitionEntrySerializer(serializers.Serializer[Any]):
    """A report of the studio in a list. `slug` is what it is called where reports are asked for."""

    uuid = serializers.UUIDField()
    slug = serializers.CharField()
    name = serializers.CharField()
    description = serializers.CharField(allow_blank=True)
    chart_kind = serializers.CharField(allow_blank=True)
    owner = ReportDefinitionOwnerSerializer()
    is_mine = serializers.BooleanField()
    is_shared = serializers.BooleanField()
    updated_at = serializers.DateTimeField()


class ReportDefinitionsSerializer(serializers.Serializer[Any]):
    results = ReportDefinitionEntrySerializer(many=True)


class ReportDefinitionSerializer(ReportDefinitionEntrySerializer):
    """One report of the studio. The statement is for who may write reports."""

    statement = serializers.CharField(allow_blank=True)
    chart = StudioChartSerializer(allow_null=True)
    row_version = serializers.IntegerField()
    actions = serializers.ListField(child=serializers.CharField())


class ReportSharesRequestSerializer(serializers.Serializer[Any]):
    is_shared = serializers.BooleanField()
    people = serializers.ListField(child=serializers.IntegerField(min_value=1), max_length=MOST_RECEIVERS)
    roles = serializers.ListField(child=serializers.IntegerField(min_value=1), max_length=MOST_RECEIVERS)


class ShareReceiverSerializer(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    name = serializers.CharField()


class ReportSharesSerializer(serializers.Serializer[Any]):
    """Who else sees a report."""

    is_shared = serializers.BooleanField()
    people = ShareReceiverSerializer(many=True)
    roles = ShareReceiverSerializer(many=True)


class ShareChoicesSerializer(serializers.Serializer[Any]):
    """With whom a report can be shared."""

    people = ShareReceiverSerializer(many=True)
    roles = ShareReceiverSerializer(many=True)
