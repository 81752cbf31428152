"""Tables of certificates."""

from django.db import models
from django.db.models import Q

from edusync.kernel.base import TenantModel
from edusync.kernel.ids import BinUUIDField


class Certificate(TenantModel):
    """A learner's certificate for a course.

    A trigger inserts the row in state `due` (no code, no uuid: SQL cannot make them alike on three engines) with an
    outbox row `certificate_due`; the worker issues it. One per enrollment, whatever happens twice.
    """

    class State(models.TextChoices):
        DUE = "due"
        ISSUED = "issued"
        REVOKED = "revoked"

    enrollment = models.OneToOneField("enrollment.Enrollment", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.DUE)
    uuid = BinUUIDField(null=True, unique=True)
    code = models.CharField(max_length=24, null=True, unique=True)
    learner_name = models.CharField(max_length=201, default="", db_default="")
    course_title = models.CharField(max_length=200, default="", db_default="")
    instructor_name = models.CharField(max_length=201, default="", db_default="")
    hours = models.DecimalField(max_digits=6, decimal_places=1, default=0, db_default=0)
    due_at = models.DateTimeField()
    issued_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_reason = models.CharField(max_length=200, default="", db_default="")
    file = models.ForeignKey("files.FileObject", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta(TenantModel.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["due", "issued", "revoked"]), name="certificate_state_check"
            ),
            models.CheckConstraint(
                condition=Q(state="due") | Q(code__isnull=False, issued_at__isnull=False),
                name="certificate_issued_check",
            ),
            models.CheckConstraint(
                condition=~Q(state="revoked") | Q(revoked_at__isnull=False), name="certificate_revoked_check"
            ),
        ]
        indexes = [models.Index(fields=["state", "due_at"], name="certificate_state_idx")]
