"""Tables of mails to people, and of a person's calendar."""

from django.db import models
from django.db.models import F, Q

from edusync.kernel.base import PublicIdMixin, SoftDeleteMixin, TenantModel, VersionedMixin


class OutgoingMail(TenantModel):
    """A mail that was wanted once: the key makes a repeated delivery of the same event harmless."""

    idempotency_key = models.CharField(max_length=120)
    user = models.ForeignKey("identity.User", on_delete=models.CASCADE, related_name="+")
    template = models.CharField(max_length=60)
    language = models.CharField(max_length=16)
    sent_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        db_table = "communication_outgoing_mail"
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "idempotency_key"], name="outgoing_mail_key_uniq"
            ),
        ]


class CalendarEvent(PublicIdMixin, VersionedMixin, SoftDeleteMixin, TenantModel):
    """What somebody wrote into their own calendar. Nobody else reads it."""

    owner = models.ForeignKey("identity.User", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    note = models.TextField(default="", blank=True)
    # A whole day has no hour and so no zone: from midnight UTC of the first day to midnight UTC after the last.
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    is_all_day = models.BooleanField(default=False)

    class Meta(TenantModel.Meta):
        db_table = "communication_calendar_event"
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gte=F("starts_at")), name="calendar_event_times_check"
            ),
        ]
        indexes = [models.Index(fields=["owner", "starts_at"], name="calendar_event_owner_idx")]


class CalendarFeed(TenantModel):
    """The private address at which a calendar program reads somebody's calendar. Only its hash is kept."""

    owner = models.ForeignKey("identity.User", on_delete=models.PROTECT, related_name="+")
    secret_hash = models.CharField(max_length=64, unique=True)
    # When the present address was made, and when a program read it last (to the hour).
    renewed_at = models.DateTimeField()
    last_read_at = models.DateTimeField(null=True, blank=True)

    class Meta(TenantModel.Meta):
        db_table = "communication_calendar_feed"
        constraints = [
            models.UniqueConstraint(fields=["organization", "owner"], name="calendar_feed_owner_uniq"),
        ]


class LearningGoal(TenantModel):
    """Minutes that somebody means to learn on each day of the week."""

    learner = models.ForeignKey("identity.User", on_delete=models.PROTECT, related_name="+")
    # Seven numbers, Monday first.
    minutes = models.JSONField(default=list)

    class Meta(TenantModel.Meta):
        db_table = "communication_learning_goal"
        constraints = [
            models.UniqueConstraint(fields=["organization", "learner"], name="learning_goal_learner_uniq"),
        ]
