"""What authors did to an outline, so that it can be undone."""

from django.db import models

from edusync.courses.models.course import Course
from edusync.kernel.base import PublicIdMixin, TenantModel


class OutlineChange(PublicIdMixin, TenantModel):
    """One act on a course's outline: how it stood before and after. Undoing sets `undone_at`, redoing clears it."""

    class Kind(models.TextChoices):
        ORDER = "order"
        SET = "set"
        ADD = "add"
        DELETE = "delete"
        COPY = "copy"
        MOVE_OUT = "move_out"

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="+")
    made_by = models.ForeignKey(
        "identity.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    kind = models.CharField(max_length=12, choices=Kind.choices)
    # How many modules and lessons the act touched.
    count = models.PositiveIntegerField(default=0)
    # {"layout": [[module id, [lesson ids]]], "lessons": {id: values}, "modules": {id: values}}
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta(TenantModel.Meta):
        db_table = "courses_outline_change"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["order", "set", "add", "delete", "copy", "move_out"]),
                name="outline_change_kind_check",
            ),
        ]
        indexes = [
            models.Index(fields=["course", "made_by", "id"], name="outline_change_course_idx"),
        ]
