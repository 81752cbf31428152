"""What learners write and mark for themselves. Nobody else reads it."""

from django.db import models
from django.db.models import Q

from edusync.courses.models.structure import Lesson
from edusync.kernel.base import PublicIdMixin, SoftDeleteMixin, TenantModel, VersionedMixin


class LearnerNote(PublicIdMixin, VersionedMixin, SoftDeleteMixin, TenantModel):
    """A note on a lesson, on marked text of it, or on a moment of its film; a highlight is one without words."""

    class Color(models.TextChoices):
        YELLOW = "yellow"
        GREEN = "green"
        BLUE = "blue"
        PINK = "pink"

    learner = models.ForeignKey("identity.User", on_delete=models.PROTECT, related_name="+")
    lesson = models.ForeignKey(Lesson, on_delete=models.PROTECT, related_name="+")
    # Empty for a highlight.
    body = models.TextField(blank=True)
    # Marked words, and where they are: {"block": id, "start": n, "end": n, "before": "…", "after": "…"}.
    quote = models.TextField(default="", blank=True)
    anchor = models.JSONField(default=dict, blank=True)
    at_seconds = models.PositiveIntegerField(null=True, blank=True)
    color = models.CharField(max_length=8, choices=Color.choices, default=Color.YELLOW)

    class Meta(TenantModel.Meta):
        db_table = "courses_learner_note"
        constraints = [
            models.CheckConstraint(
                condition=Q(color__in=["yellow", "green", "blue", "pink"]), name="learner_note_color_check"
            ),
            # A row says something: words of one's own or marked ones.
            models.CheckConstraint(condition=~Q(body="") | ~Q(quote=""), name="learner_note_content_check"),
        ]
        indexes = [
            models.Index(fields=["learner", "lesson"], name="learner_note_lesson_idx"),
            models.Index(fields=["learner", "updated_at", "id"], name="learner_note_recent_idx"),
        ]


class Bookmark(PublicIdMixin, TenantModel):
    """A place somebody wants to come back to: a lesson, a block in it, or a moment of its film."""

    learner = models.ForeignKey("identity.User", on_delete=models.PROTECT, related_name="+")
    lesson = models.ForeignKey(Lesson, on_delete=models.PROTECT, related_name="+")
    # Id of the block; empty for the lesson as a whole.
    block = models.CharField(max_length=40, default="", blank=True)
    # Second of the film; 0 for none.
    at_seconds = models.PositiveIntegerField(default=0)
    label = models.CharField(max_length=200, default="", blank=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "lesson", "block", "at_seconds"], name="bookmark_place_uniq"
            ),
        ]
        indexes = [models.Index(fields=["learner", "id"], name="bookmark_learner_idx")]
