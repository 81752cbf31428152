"""Copies of courses: how far they follow their blueprint, and the work of making them."""

from django.db import models
from django.db.models import F, Q

from edusync.courses.models.course import Course
from edusync.kernel.base import PublicIdMixin, TenantModel


class BlueprintLink(TenantModel):
    """A course that follows a blueprint. `locked_parts`: what the copy's teachers may not keep different."""

    class Part(models.TextChoices):
        CONTENT = "content"
        SETTINGS = "settings"
        STRUCTURE = "structure"
        RULES = "rules"
        TITLE = "title"
        OVERVIEW = "overview"
        PICTURE = "picture"

    blueprint = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="+")
    # A course follows one blueprint.
    copy = models.OneToOneField(Course, on_delete=models.CASCADE, related_name="blueprint_link")
    locked_parts = models.JSONField(default=list, blank=True)
    # Digests of the copy's parts as the last sync left them, by the blueprint's UUIDs: what differs is a local change.
    synced_parts = models.JSONField(default=dict, blank=True)
    synced_version = models.PositiveIntegerField(default=0)
    synced_at = models.DateTimeField(null=True, blank=True)

    class Meta(TenantModel.Meta):
        db_table = "courses_blueprint_link"
        constraints = [
            models.CheckConstraint(condition=~Q(blueprint=F("copy")), name="blueprint_link_self_check")
        ]
        indexes = [models.Index(fields=["blueprint", "id"], name="blueprint_link_blueprint_idx")]


class BlueprintSync(TenantModel):
    """One bringing of changes into a copy. `changes` in facts, `before` the copy as it was, for undoing."""

    link = models.ForeignKey(BlueprintLink, on_delete=models.CASCADE, related_name="syncs")
    by = models.ForeignKey(
        "identity.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    changes = models.JSONField(default=list)
    before = models.JSONField(default=dict)
    parts_before = models.JSONField(default=dict)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta(TenantModel.Meta):
        db_table = "courses_blueprint_sync"
        indexes = [models.Index(fields=["link", "-id"], name="blueprint_sync_link_idx")]


class CourseCopy(PublicIdMixin, TenantModel):
    """The making of one copy of a course, with its progress."""

    class State(models.TextChoices):
        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"

    source = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="+")
    result = models.ForeignKey(Course, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    requested_by = models.ForeignKey(
        "identity.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    options = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    done_count = models.PositiveIntegerField(default=0)
    total_count = models.PositiveIntegerField(default=0)
    error_code = models.CharField(max_length=60, default="", blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    # By how many days dates moved, how many by place, and what has dates and was left behind; NULL before that was noted.
    moved = models.JSONField(null=True, blank=True)

    class Meta(TenantModel.Meta):
        db_table = "courses_course_copy"
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "running", "done", "failed"]),
                name="course_copy_state_check",
            )
        ]
        indexes = [models.Index(fields=["source", "-id"], name="course_copy_source_idx")]
