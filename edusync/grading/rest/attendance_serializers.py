"""Shapes of attendance in the API."""

from typing import Any

from rest_framework import serializers

from edusync.grading.models import AttendanceRecord, AttendanceSession

STATES = AttendanceRecord.State.choices
PERCENT: dict[str, Any] = {"min_value": 0, "max_value": 100}
Base = serializers.Serializer[Any]


class AttendancePlanSerializer(Base):
    """What being there is worth. `row_version` 0: nobody said yet, these are the defaults."""

    row_version = serializers.IntegerField()
    present_percent = serializers.IntegerField()
    late_percent = serializers.IntegerField()
    absent_percent = serializers.IntegerField()
    late_after_minutes = serializers.IntegerField()
    is_graded = serializers.BooleanField(help_text="Attendance fills a column of the gradebook.")
    title = serializers.CharField()
    max_points = serializers.FloatField(allow_null=True)
    course_title = serializers.CharField()
    actions = serializers.ListField(child=serializers.CharField())


class AttendancePlanWriteSerializer(Base):
    """How attendance counts, all of it."""

    row_version = serializers.IntegerField(min_value=0)
    present_percent = serializers.IntegerField(**PERCENT)
    late_percent = serializers.IntegerField(**PERCENT)
    absent_percent = serializers.IntegerField(**PERCENT)
    late_after_minutes = serializers.IntegerField(min_value=0, max_value=1440)
    is_graded = serializers.BooleanField()
    title = serializers.CharField(max_length=200)
    max_points = serializers.DecimalField(max_digits=9, decimal_places=3, min_value=1, max_value=100_000)


class AttendanceSessionSerializer(Base):
    """A meeting of a course."""

    id = serializers.IntegerField()
    kind = serializers.ChoiceField(choices=AttendanceSession.Kind.choices)
    title = serializers.CharField(allow_blank=True)
    place = serializers.CharField(allow_blank=True)
    starts_at = serializers.DateTimeField()
    minutes = serializers.IntegerField()
    cohort_id = serializers.IntegerField(allow_null=True)
    cohort = serializers.CharField(allow_blank=True)
    checkin_until = serializers.DateTimeField(allow_null=True)
    closed_at = serializers.DateTimeField(allow_null=True)
    refused_count = serializers.IntegerField()
    row_version = serializers.IntegerField()


class AttendanceSessionRowSerializer(AttendanceSessionSerializer):
    """A meeting with how many were in which state."""

    present_count = serializers.IntegerField()
    late_count = serializers.IntegerField()
    absent_count = serializers.IntegerField()
    excused_count = serializers.IntegerField()


class AttendanceSessionWriteSerializer(Base):
    """A meeting as it shall be; `row_version` 0 for a new one."""

    row_version = serializers.IntegerField(min_value=0)
    kind = serializers.ChoiceField(choices=AttendanceSession.Kind.choices)
    title = serializers.CharField(max_length=120, allow_blank=True)
    place = serializers.CharField(max_length=120, allow_blank=True)
    starts_at = serializers.DateTimeField()
    minutes = serializers.IntegerField(min_value=1, max_value=1440)
    cohort_id = serializers.IntegerField(allow_null=True)


class AttendancePlaceSerializer(Base):
    """A learner of a meeting; `state` null: nothing is written yet."""

    enrollment_id = serializers.IntegerField()
    learner_id = serializers.IntegerField()
    name = serializers.CharField()
    cohort = serializers.CharField(allow_blank=True)
    state = serializers.ChoiceField(choices=STATES, allow_null=True)
    source = serializers.ChoiceField(choices=AttendanceRecord.Source.choices, allow_null=True)  # type: ignore[assignment]
    note = serializers.CharField(allow_blank=True)
    checked_in_at = serializers.DateTimeField(allow_null=True)


class AttendanceRosterSerializer(Base):
    """A meeting with everybody who belongs to it."""

    session = AttendanceSessionSerializer()
    course_title = serializers.CharField()
    course_slug = serializers.CharField()
    places = AttendancePlaceSerializer(many=True)


class AttendancePresenceSerializer(Base):
    """What is said of a learner."""

    enrollment_id = serializers.IntegerField()
    state = serializers.ChoiceField(choices=STATES)
    note = serializers.CharField(max_length=200, allow_blank=True, required=False, allow_null=True)


class AttendanceTakeSerializer(Base):
    """Who was there. `source` file: the rows come from one."""

    records = serializers.ListField(child=AttendancePresenceSerializer(), min_length=1, max_length=2000)
    source = serializers.ChoiceField(choices=("staff", "file"), default="staff")  # type: ignore[assignment]


class AttendanceFillSerializer(Base):
    """Everybody of whom nothing is written yet."""

    state = serializers.ChoiceField(choices=STATES)


class CheckInOpenSerializer(Base):
    """How long learners check in."""

    minutes = serializers.IntegerField(min_value=1, max_value=600)


class CheckInCodeSerializer(Base):
    """The code on the wall. Ask again after `seconds_left`."""

    code = serializers.CharField()
    seconds_left = serializers.IntegerField()
    checkin_until = serializers.DateTimeField()
    here_count = serializers.IntegerField()
    learner_count = serializers.IntegerField()
    refused_count = serializers.IntegerField()


class CheckInSerializer(Base):
    """The code that a learner read, and a number by which the device is told from others."""

    code = serializers.RegexField(r"^\d{6}$")
    device = serializers.CharField(min_length=16, max_length=100)


class CheckedInSerializer(Base):
    """What is written of the learner now."""

    course_title = serializers.CharField()
    course_slug = serializers.CharField()
    title = serializers.CharField(allow_blank=True)
    starts_at = serializers.DateTimeField()
    state = serializers.ChoiceField(choices=STATES)
    checked_in_at = serializers.DateTimeField(allow_null=True)


class AttendanceChangeSerializer(Base):
    """A change of a record."""

    at = serializers.DateTimeField(source="created_at")
    state_before = serializers.CharField(allow_blank=True)
    state_after = serializers.CharField()
    source = serializers.CharField()  # type: ignore[assignment]
    by = serializers.CharField(allow_null=True)


class OwnMeetingSerializer(Base):
    """A meeting as its learner sees it."""

    id = serializers.IntegerField()
    kind = serializers.CharField()
    title = serializers.CharField(allow_blank=True)
    place = serializers.CharField(allow_blank=True)
    starts_at = serializers.DateTimeField()
    minutes = serializers.IntegerField()
    state = serializers.ChoiceField(choices=STATES)


class OwnAttendanceSerializer(Base):
    """A learner's own attendance in a course: how often in which state, and what that comes to."""

    present = serializers.IntegerField()
    late = serializers.IntegerField()
    absent = serializers.IntegerField()
    excused = serializers.IntegerField()
    percent = serializers.FloatField(allow_null=True)
    meetings = OwnMeetingSerializer(many=True)


class ChildMeetingSerializer(OwnMeetingSerializer):
    """A meeting as the learner's guardian sees it."""

    course_title = serializers.CharField()


class AttendanceUploadSerializer(Base):
    """A CSV file or an Excel workbook of one meeting."""

    file = serializers.FileField()


class AttendancePreviewRowSerializer(Base):
    """A row of the file. `error`: unknown-person, twice, unknown-state, or empty."""

    line = serializers.IntegerField()
    person = serializers.CharField()
    enrollment_id = serializers.IntegerField(allow_null=True)
    error = serializers.CharField(allow_blank=True)
    state = serializers.ChoiceField(choices=STATES, allow_null=True)
    state_before = serializers.ChoiceField(choices=STATES, allow_null=True)
    note = serializers.CharField(allow_blank=True)


class AttendancePreviewSerializer(Base):
    """What a file would change; nothing is written."""

    change_count = serializers.IntegerField()
    rows = AttendancePreviewRowSerializer(many=True)
