"""Reports on how far a course can be used by everybody."""

from django.db import models
from django.db.models import F, Q

from edusync.courses.models.course import Course
from edusync.kernel.base import PublicIdMixin, TenantModel


class AccessibilityReport(PublicIdMixin, TenantModel):
    """What the checks of one day found in a course. Append-only by trigger: it is evidence.

    `findings` are `{code, criterion, level, severity, words, lesson_id, lesson_title, block_id}` in order of lessons.
    """

    class Occasion(models.TextChoices):
        PUBLISHED = "published"
        ASKED = "asked"

    STANDARD = "WCAG 2.2 AA"

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="+")
    occasion = models.CharField(max_length=12, choices=Occasion.choices)
    standard = models.CharField(max_length=40, default=STANDARD)
    lesson_count = models.PositiveIntegerField()
    clean_lesson_count = models.PositiveIntegerField()
    finding_count = models.PositiveIntegerField()
    findings = models.JSONField(default=list)
    made_by = models.ForeignKey("identity.User", on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta(TenantModel.Meta):
        db_table = "courses_accessibility_report"
        constraints = [
            models.CheckConstraint(
                condition=Q(occasion__in=["published", "asked"]), name="accessibility_report_occasion_check"
            ),
            models.CheckConstraint(
                condition=Q(clean_lesson_count__lte=F("lesson_count")),
                name="accessibility_report_lessons_check",
            ),
        ]
        indexes = [models.Index(fields=["course", "id"], name="accessibility_report_idx")]
