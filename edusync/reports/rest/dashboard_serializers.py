"""Shapes of dashboards in JSON."""

from typing import Any

from rest_framework import serializers

from edusync.reports.models import DashboardMetric


class DashboardPairSerializer(serializers.Serializer[Any]):
    now = serializers.IntegerField()
    before = serializers.IntegerField()


class AdminDashboardSerializer(serializers.Serializer[Any]):
    begins_on = serializers.DateField()
    ends_on = serializers.DateField()
    days = serializers.IntegerField()
    sign_ups = DashboardPairSerializer()
    active = DashboardPairSerializer()
    enrollments = DashboardPairSerializer()
    completions = DashboardPairSerializer()
    fresh_at = serializers.DateTimeField(allow_null=True)


class DashboardDaySerializer(serializers.Serializer[Any]):
    """One day: different people who learned, new enrollments, courses completed."""

    day = serializers.DateField()
    active = serializers.IntegerField()
    enrollments = serializers.IntegerField()
    completions = serializers.IntegerField()


class DashboardCourseSerializer(serializers.Serializer[Any]):
    """One course: `attention` is the number of learners who need somebody."""

    id = serializers.IntegerField()
    slug = serializers.CharField()
    title = serializers.CharField()
    enrolled = serializers.IntegerField()
    completed = serializers.IntegerField()
    completion_percent = serializers.FloatField(allow_null=True)
    attention = serializers.IntegerField()
    rating = serializers.FloatField(allow_null=True, help_text="1 to 5; empty without ratings.")
    rating_count = serializers.IntegerField()


class ManagerDashboardSerializer(AdminDashboardSerializer):
    """The organization: numbers, days, ratings of all courses, and courses where most learners need somebody."""

    attention = serializers.IntegerField()
    rating = serializers.FloatField(allow_null=True)
    rating_count = serializers.IntegerField()
    trend = DashboardDaySerializer(many=True)
    courses = DashboardCourseSerializer(many=True)


class InstructorDashboardSerializer(serializers.Serializer[Any]):
    """One's own courses."""

    begins_on = serializers.DateField()
    ends_on = serializers.DateField()
    learners = serializers.IntegerField()
    completed = serializers.IntegerField()
    attention = serializers.IntegerField()
    trend = DashboardDaySerializer(many=True)
    courses = DashboardCourseSerializer(many=True)
    fresh_at = serializers.DateTimeField(allow_null=True)


class MetricBandSerializer(serializers.Serializer[Any]):
    """How many values lie from `start` up to, not including, `end`."""

    start = serializers.IntegerField()
    end = serializers.IntegerField(allow_null=True)
    number = serializers.IntegerField()


class MetricDaySerializer(serializers.Serializer[Any]):
    day = serializers.DateField()
    mean = serializers.FloatField()
    people = serializers.IntegerField()


class DashboardMetricSerializer(serializers.Serializer[Any]):
    """A metric over everybody. Progress and grades are percents, streaks are days."""

    metric = serializers.ChoiceField(choices=DashboardMetric.Metric.choices)
    people = serializers.IntegerField()
    mean = serializers.FloatField(allow_null=True)
    calculated_at = serializers.DateTimeField(allow_null=True)
    bands = MetricBandSerializer(many=True)
    trend = MetricDaySerializer(many=True)


class MetricsDashboardSerializer(serializers.Serializer[Any]):
    metrics = DashboardMetricSerializer(many=True)
    fresh_at = serializers.DateTimeField(allow_null=True)
