"""Waiting for a seat."""

from django.db import models
from django.db.models import Q

from edusync.enrollment.models.cohorts import Cohort
from edusync.enrollment.models.enrollment import Enrollment
from edusync.kernel.base import TenantModel, flag_where


class WaitlistEntry(TenantModel):
    """A place in the line for a seat in a course, or in one cohort of it: lower priority first, then who came first."""

    class State(models.TextChoices):
        WAITING = "waiting"
        OFFERED = "offered"
        SEATED = "seated"
        LEFT = "left"
        LAPSED = "lapsed"

    NORMAL_PRIORITY = 100

    enrollment = models.ForeignKey(Enrollment, on_delete=models.PROTECT, related_name="waitlist_entries")
    # Copies of the enrollment's, for the key and the order of the line.
    course = models.ForeignKey("courses.Course", on_delete=models.PROTECT, related_name="+")
    learner = models.ForeignKey("identity.User", on_delete=models.PROTECT, related_name="+")
    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    priority = models.PositiveSmallIntegerField(default=NORMAL_PRIORITY)
    joined_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=State.choices, default=State.WAITING)
    # When the learner was told of a free seat the last time.
    notified_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)
    # 1 while in line.
    in_line = flag_where(state__in=["waiting", "offered"])

    class Meta(TenantModel.Meta):
        db_table = "enrollment_waitlist_entry"
        constraints = [
            models.UniqueConstraint(fields=["course", "learner", "in_line"], name="waitlist_entry_uniq"),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "offered", "seated", "left", "lapsed"]),
                name="waitlist_entry_state_check",
            ),
        ]
        indexes = [
            models.Index(fields=["course", "state", "priority", "joined_at"], name="waitlist_entry_line_idx"),
            models.Index(fields=["enrollment"], name="waitlist_entry_enrollment_idx"),
        ]


class WaitlistOffer(TenantModel):
    """A seat kept free for one person until `expires_at`."""

    class Answer(models.TextChoices):
        OPEN = "open"
        ACCEPTED = "accepted"
        DECLINED = "declined"
        LAPSED = "lapsed"
        # The seat was taken back: the course closed, or the person left the line.
        REVOKED = "revoked"

    entry = models.ForeignKey(WaitlistEntry, on_delete=models.PROTECT, related_name="offers")
    # Copies of the entry's, for the triggers that count seats kept free.
    course = models.ForeignKey("courses.Course", on_delete=models.PROTECT, related_name="+")
    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    expires_at = models.DateTimeField()
    answer = models.CharField(max_length=10, choices=Answer.choices, default=Answer.OPEN)
    answered_at = models.DateTimeField(null=True, blank=True)
    is_open = flag_where(answer="open")

    class Meta(TenantModel.Meta):
        db_table = "enrollment_waitlist_offer"
        constraints = [
            models.UniqueConstraint(fields=["entry", "is_open"], name="waitlist_offer_open_uniq"),
            models.CheckConstraint(
                condition=Q(answer__in=["open", "accepted", "declined", "lapsed", "revoked"]),
                name="waitlist_offer_answer_check",
            ),
            models.CheckConstraint(
                condition=Q(answer="open", answered_at__isnull=True)
                | (~Q(answer="open") & Q(answered_at__isnull=False)),
                name="waitlist_offer_answered_check",
            ),
        ]
        indexes = [
            models.Index(fields=["answer", "expires_at"], name="waitlist_offer_expiry_idx"),
            models.Index(fields=["course", "answer"], name="waitlist_offer_course_idx"),
        ]
