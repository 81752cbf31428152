"""Translations of what courses say, a row for each piece of text."""

from django.db import models
from django.db.models import Q

from edusync.courses.models.catalog import Language
from edusync.courses.models.course import Course
from edusync.kernel.base import TenantModel, VersionedMixin


class Translation(VersionedMixin, TenantModel):
    """One piece of a course in one language. `field` names a column, or a place in the block document of a page.

    `source_digest` is that of the text it was made from: where the source says something else now, the translation is
    outdated. `entity_id` is that of the course, module or lesson; a page's is that of its lesson.
    """

    class Entity(models.TextChoices):
        COURSE = "course"
        MODULE = "module"
        LESSON = "lesson"

    class State(models.TextChoices):
        DRAFT = "draft"
        READY = "ready"

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="+")
    language = models.ForeignKey(Language, on_delete=models.PROTECT, related_name="+")
    entity = models.CharField(max_length=10, choices=Entity.choices)
    entity_id = models.BigIntegerField()
    field = models.CharField(max_length=160)
    text = models.TextField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    source_digest = models.CharField(max_length=64)
    author = models.ForeignKey("identity.User", on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["course", "language", "entity", "entity_id", "field"], name="translation_piece_uniq"
            ),
            models.CheckConstraint(
                condition=Q(entity__in=["course", "module", "lesson"]), name="translation_entity_check"
            ),
            models.CheckConstraint(condition=Q(state__in=["draft", "ready"]), name="translation_state_check"),
        ]
