"""Shapes of calendars in the API."""

from typing import Any

from rest_framework import serializers

from edusync.kernel.rest.fields import LineField, TextField

ALL_DAY = (
    "Whole days: from midnight UTC of the first to midnight UTC after the last, read as days in every zone."
)


class CalendarCourseSerializer(serializers.Serializer[Any]):
    """The course that an item is about."""

    slug = serializers.CharField()
    title = serializers.CharField()
    uuid = serializers.UUIDField()
    image_url = serializers.CharField(allow_null=True)


class CalendarLessonSerializer(serializers.Serializer[Any]):
    """The lesson that an item is about."""

    id = serializers.IntegerField()
    title = serializers.CharField()
    kind = serializers.CharField()


class CalendarItemSerializer(serializers.Serializer[Any]):
    """One thing in the calendar."""

    id = serializers.CharField(help_text="Stays the same; the feed's UID is made of it.")
    kind = serializers.ChoiceField(
        choices=[
            "due",
            "access-ends",
            "cohort-starts",
            "cohort-ends",
            "offer",
            "quiz",
            "opens",
            "closes",
            "assignment",
            "quiz-opens",
            "quiz-closes",
            "exam",
            "own",
        ]
    )
    title = serializers.CharField()
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField(allow_null=True)
    is_all_day = serializers.BooleanField(help_text=ALL_DAY)
    is_overdue = serializers.BooleanField()
    is_done = serializers.BooleanField(help_text="Handed in, submitted or sat.")
    is_own_date = serializers.BooleanField(help_text="Others in the course have another date.")
    course = CalendarCourseSerializer(allow_null=True)
    lesson = CalendarLessonSerializer(allow_null=True)
    count = serializers.IntegerField(help_text="Of lessons that open or close together.")
    note = serializers.CharField(
        allow_blank=True, help_text="Of an own entry; the cohort's name of its dates; where an exam is sat."
    )
    row_version = serializers.IntegerField(allow_null=True)
    uuid = serializers.UUIDField(allow_null=True, help_text="Of an own entry.")


class CalendarSerializer(serializers.Serializer[Any]):
    """A stretch of the calendar."""

    now = serializers.DateTimeField()
    today = serializers.DateField()
    time_zone = serializers.CharField()
    items = CalendarItemSerializer(many=True)


class CalendarEntryWriteSerializer(serializers.Serializer[Any]):
    """An own entry."""

    title = LineField(max_length=200)
    note = TextField(max_length=2000, allow_blank=True, required=False)
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    is_all_day = serializers.BooleanField(required=False, help_text=ALL_DAY)


class CalendarEntryPatchSerializer(CalendarEntryWriteSerializer):
    """What is to change."""

    title = LineField(max_length=200, required=False)
    starts_at = serializers.DateTimeField(required=False)
    ends_at = serializers.DateTimeField(required=False)


class CalendarFeedSerializer(serializers.Serializer[Any]):
    """Whether there is a private address, and what became of it."""

    is_on = serializers.BooleanField()
    renewed_at = serializers.DateTimeField(allow_null=True)
    last_read_at = serializers.DateTimeField(allow_null=True, help_text="To the hour.")


class NewCalendarFeedSerializer(CalendarFeedSerializer):
    """The address; it is shown this once."""

    url = serializers.CharField()
