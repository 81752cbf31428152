"""Tables of attendance: how it counts, the meetings of a course, who was there, and every change of that."""

from django.db import models
from django.db.models import Q

from edusync.kernel.base import PublicIdMixin, SoftDeleteMixin, TenantModel, VersionedMixin


class AttendancePlan(VersionedMixin, TenantModel):
    """What being there is worth in a course, in percent of a meeting. An excused meeting counts nowhere."""

    course = models.OneToOneField("courses.Course", on_delete=models.PROTECT, related_name="+")
    present_percent = models.PositiveSmallIntegerField(default=100)
    late_percent = models.PositiveSmallIntegerField(default=50)
    absent_percent = models.PositiveSmallIntegerField(default=0)
    # Who checks in later than this after the beginning is late.
    late_after_minutes = models.PositiveSmallIntegerField(default=10)

    class Meta(TenantModel.Meta):
        db_table = "grading_attendance_plan"
        constraints = [
            models.CheckConstraint(
                condition=Q(present_percent__lte=100, late_percent__lte=100, absent_percent__lte=100),
                name="attendance_plan_percent_check",
            ),
        ]


class AttendanceSession(PublicIdMixin, VersionedMixin, SoftDeleteMixin, TenantModel):
    """One meeting of a course, or of one of its cohorts. Learners check in by code until `checkin_until`."""

    class Kind(models.TextChoices):
        LECTURE = "lecture"
        SEMINAR = "seminar"
        LAB = "lab"
        ONLINE = "online"
        OTHER = "other"

    course = models.ForeignKey("courses.Course", on_delete=models.PROTECT, related_name="+")
    cohort = models.ForeignKey(
        "enrollment.Cohort", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.LECTURE)
    title = models.CharField(max_length=120, default="", blank=True)
    place = models.CharField(max_length=120, default="", blank=True)
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField(default=60)
    checkin_until = models.DateTimeField(null=True, blank=True)
    # How many check-ins were turned away because the device had checked somebody else in.
    refused_count = models.PositiveIntegerField(default=0)
    # When staff said that everybody stands here; from then on nobody checks in.
    closed_at = models.DateTimeField(null=True, blank=True)
    created_by = models.ForeignKey(
        "identity.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta(TenantModel.Meta):
        db_table = "grading_attendance_session"
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["lecture", "seminar", "lab", "online", "other"]),
                name="attendance_session_kind_check",
            ),
            models.CheckConstraint(
                condition=Q(minutes__gte=1, minutes__lte=1440), name="attendance_session_minutes_check"
            ),
        ]
        indexes = [models.Index(fields=["course", "starts_at"], name="attendance_session_course_idx")]


class AttendanceRecord(VersionedMixin, TenantModel):
    """Whether a learner was at a meeting. A trigger carries it into the gradebook, another into the history."""

    class State(models.TextChoices):
        PRESENT = "present"
        LATE = "late"
        ABSENT = "absent"
        EXCUSED = "excused"

    class Source(models.TextChoices):
        STAFF = "staff"
        CODE = "code"
        FILE = "file"

    session = models.ForeignKey(AttendanceSession, on_delete=models.PROTECT, related_name="records")
    enrollment = models.ForeignKey("enrollment.Enrollment", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices)
    source = models.CharField(max_length=8, choices=Source.choices, default=Source.STAFF)
    note = models.CharField(max_length=200, default="", blank=True)
    checked_in_at = models.DateTimeField(null=True, blank=True)
    # A number of the device for this one meeting; it tells nothing elsewhere.
    device = models.CharField(max_length=64, null=True, blank=True)
    changed_by = models.ForeignKey(
        "identity.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta(TenantModel.Meta):
        db_table = "grading_attendance_record"
        constraints = [
            models.UniqueConstraint(fields=["session", "enrollment"], name="attendance_record_learner_uniq"),
            models.UniqueConstraint(fields=["session", "device"], name="attendance_record_device_uniq"),
            models.CheckConstraint(
                condition=Q(state__in=["present", "late", "absent", "excused"]),
                name="attendance_record_state_check",
            ),
            models.CheckConstraint(
                condition=Q(source__in=["staff", "code", "file"]), name="attendance_record_source_check"
            ),
        ]
        indexes = [models.Index(fields=["enrollment", "session"], name="attendance_record_place_idx")]


class AttendanceEvent(models.Model):
    """A change of a record. Append-only; written by trigger alone. Without the note: it may tell of an illness."""

    organization = models.ForeignKey("identity.Organization", on_delete=models.PROTECT, related_name="+")
    record = models.ForeignKey(AttendanceRecord, on_delete=models.PROTECT, related_name="events")
    state_before = models.CharField(max_length=10, default="")
    state_after = models.CharField(max_length=10)
    source = models.CharField(max_length=8)
    by = models.ForeignKey("identity.User", on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        db_table = "grading_attendance_event"
        indexes = [models.Index(fields=["record", "id"], name="attendance_event_record_idx")]
