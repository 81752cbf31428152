"""Versions of courses. Append-only by trigger."""

from django.db import models
from django.db.models import Q

from edusync.courses.models.course import Course
from edusync.kernel.base import PublicIdMixin, TenantModel


class CourseSnapshot(TenantModel):
    """What a course was at an instant: the JSON of `courses.snapshots`, compressed, named by its SHA-256.

    Versions that say the same share one.
    """

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    # zlib over canonical JSON.
    body = models.BinaryField()
    size_bytes = models.PositiveIntegerField()

    class Meta(TenantModel.Meta):
        db_table = "courses_course_snapshot"
        constraints = [
            models.UniqueConstraint(fields=["course", "sha256"], name="course_snapshot_course_sha256_uniq")
        ]


class CourseVersion(PublicIdMixin, TenantModel):
    """A kept state of a course. `changes`: how many things differ from the version before, and the first of them."""

    class Reason(models.TextChoices):
        PUBLISHED = "published"
        SAVED = "saved"
        BEFORE_RESTORE = "before_restore"
        RESTORED = "restored"
        PUSHED = "pushed"
        SYNCED = "synced"

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    reason = models.CharField(max_length=16, choices=Reason.choices)
    notes = models.CharField(max_length=500, default="", blank=True)
    author = models.ForeignKey("identity.User", on_delete=models.SET_NULL, null=True, related_name="+")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    snapshot = models.ForeignKey(CourseSnapshot, on_delete=models.PROTECT, related_name="+")
    lesson_count = models.PositiveIntegerField(default=0)
    changes = models.JSONField(default=dict)

    class Meta(TenantModel.Meta):
        db_table = "courses_course_version"
        constraints = [
            models.UniqueConstraint(fields=["course", "number"], name="course_version_number_uniq"),
            models.CheckConstraint(
                condition=Q(
                    reason__in=["published", "saved", "before_restore", "restored", "pushed", "synced"]
                ),
                name="course_version_reason_check",
            ),
        ]
