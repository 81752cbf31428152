"""The log of what reached the server during attempts."""

from django.db import models
from django.db.models import Q

from edusync.assessment.models.quizzes import QuizAttempt, QuizSlot
from edusync.kernel.base import PublicIdMixin, TenantModel
from edusync.kernel.ids import BinUUIDField


class AttemptEvent(PublicIdMixin, TenantModel):
    """One answer that arrived, or the decision that answers which came after the end count.

    Append-only by triggers; only erasure empties `response`. A device numbers its answers: the same `client_id` and
    `sequence` is the same answer, however often it is sent. `uuid` is the receipt. Not partitioned: the unique key
    that keeps answers single would have to contain the month.
    """

    class Kind(models.TextChoices):
        ANSWER = "answer"
        LATE_ACCEPTED = "late_accepted"

    attempt = models.ForeignKey(QuizAttempt, on_delete=models.PROTECT, related_name="+")
    slot = models.ForeignKey(QuizSlot, on_delete=models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=16, choices=Kind.choices, default=Kind.ANSWER)
    client_id = BinUUIDField()
    sequence = models.PositiveIntegerField()
    response = models.JSONField(default=dict)
    certainty = models.PositiveSmallIntegerField(null=True, blank=True)
    # When it was given, by the device's word and never after `received_at`. It orders answers, it decides no deadline.
    answered_at = models.DateTimeField()
    received_at = models.DateTimeField()
    # Arrived after the time was up.
    is_late = models.BooleanField(default=False)
    # Whether it counted when it arrived.
    is_counted = models.BooleanField(default=True)
    # Who decided, for `late_accepted`.
    actor = models.ForeignKey("identity.User", on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=500, default="", blank=True)

    class Meta(TenantModel.Meta):
        db_table = "assessment_attempt_event"
        constraints = [
            models.UniqueConstraint(
                fields=["attempt", "client_id", "sequence"], name="attempt_event_sequence_uniq"
            ),
            models.CheckConstraint(
                condition=Q(kind="answer", slot__isnull=False, actor__isnull=True)
                | Q(kind="late_accepted", slot__isnull=True, actor__isnull=False),
                name="attempt_event_kind_check",
            ),
            models.CheckConstraint(
                condition=Q(answered_at__lte=models.F("received_at")), name="attempt_event_answered_at_check"
            ),
        ]
        indexes = [models.Index(fields=["attempt", "id"], name="attempt_event_attempt_idx")]
