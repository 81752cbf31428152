"""Waiting for a seat in a sitting that is full."""

from django.db import models
from django.db.models import Q

from edusync.assessment.models.exams import Exam, ExamRegistration, ExamSitting
from edusync.kernel.base import PublicIdMixin, TenantModel, flag_where


class ExamWaitlistEntry(PublicIdMixin, TenantModel):
    """A place in the line of a sitting: lower rank first, then who came first. One line per exam and person.

    While a seat is on offer it is kept by a registration in state `offered`, which triggers count like any other:
    what is promised is never given twice.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        OFFERED = "offered"
        SEATED = "seated"
        LEFT = "left"
        LAPSED = "lapsed"
        # The sitting was canceled, or began without them.
        CLOSED = "closed"

    # Nobody moved them: their time of joining counts.
    NORMAL_RANK = 1_000_000

    exam = models.ForeignKey(Exam, on_delete=models.PROTECT, related_name="waitlist")
    sitting = models.ForeignKey(ExamSitting, on_delete=models.PROTECT, related_name="line")
    enrollment = models.ForeignKey("enrollment.Enrollment", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=State.choices, default=State.WAITING)
    rank = models.PositiveIntegerField(default=NORMAL_RANK)
    joined_at = models.DateTimeField()
    # Keeps the seat that is on offer.
    registration = models.OneToOneField(
        ExamRegistration, on_delete=models.PROTECT, null=True, blank=True, related_name="waitlist_entry"
    )
    offer_ends_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)
    # 1 while in line.
    in_line = flag_where(state__in=["waiting", "offered"])

    class Meta(TenantModel.Meta):
        db_table = "assessment_exam_waitlist"
        constraints = [
            models.UniqueConstraint(
                fields=["exam", "enrollment", "in_line"], name="exam_waitlist_one_line_uniq"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "offered"], left_at__isnull=True)
                | Q(state__in=["seated", "left", "lapsed", "closed"], left_at__isnull=False),
                name="exam_waitlist_state_check",
            ),
            models.CheckConstraint(
                condition=~Q(state="offered") | Q(registration__isnull=False, offer_ends_at__isnull=False),
                name="exam_waitlist_offer_check",
            ),
        ]
        indexes = [
            models.Index(fields=["sitting", "state", "rank", "joined_at"], name="exam_waitlist_line_idx"),
            models.Index(fields=["state", "offer_ends_at"], name="exam_waitlist_offer_idx"),
        ]
