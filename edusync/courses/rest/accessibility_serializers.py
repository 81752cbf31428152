"""Shapes of reports on accessibility."""

from typing import Any

from rest_framework import serializers

from edusync.courses.models import AccessibilityReport


class AccessibilityFindingSerializer(serializers.Serializer[Any]):
    """Something that stands in somebody's way."""

    code = serializers.CharField()
    criterion = serializers.CharField(help_text="Of WCAG 2.2.")
    level = serializers.ChoiceField(choices=["A", "AA", "AAA"])
    severity = serializers.ChoiceField(choices=["error", "warning"])
    words = serializers.CharField()
    lesson_id = serializers.IntegerField(allow_null=True)
    lesson_title = serializers.CharField(allow_blank=True)
    block_id = serializers.CharField(allow_blank=True)


class AccessibilityReportSerializer(serializers.Serializer[Any]):
    """What the checks of one day found, in numbers."""

    uuid = serializers.UUIDField()
    occasion = serializers.ChoiceField(choices=AccessibilityReport.Occasion.choices)
    standard = serializers.CharField()
    created_at = serializers.DateTimeField()
    lesson_count = serializers.IntegerField()
    clean_lesson_count = serializers.IntegerField()
    finding_count = serializers.IntegerField()
    made_by = serializers.CharField(allow_blank=True)


class CourseAccessibilitySerializer(serializers.Serializer[Any]):
    """What stands in the way now, and the latest reports, newest first."""

    standard = serializers.CharField()
    lesson_count = serializers.IntegerField()
    findings = AccessibilityFindingSerializer(many=True)
    reports = AccessibilityReportSerializer(many=True)


class AccessibilityRowSerializer(AccessibilityReportSerializer):
    """The latest report of a course."""

    course_slug = serializers.CharField()
    course_title = serializers.CharField()
    course_status = serializers.CharField()
