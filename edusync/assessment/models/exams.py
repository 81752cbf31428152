"""Tables of exams: what an exam asks for, sittings and seats, and what happened while a candidate sat it."""

from typing import Any

from django.db import models
from django.db.models import F, Q

from edusync.assessment.models.quizzes import Quiz, QuizAttempt
from edusync.kernel.base import PublicIdMixin, TenantModel, TimestampedModel, VersionedMixin, flag_where
from edusync.kernel.ids import BinUUIDField


def no_thresholds() -> dict[str, Any]:
    """Nothing warns and nothing raises a review."""
    return {}


class Exam(VersionedMixin, TenantModel):
    """What a quiz of mode `exam` asks for besides the quiz's own rules."""

    class Identity(models.TextChoices):
        """Picture: a statement and a picture, which an invigilator looks at before the start."""

        NONE = "none"
        STATEMENT = "statement"
        PICTURE = "picture"

    quiz = models.OneToOneField(Quiz, on_delete=models.PROTECT, related_name="exam")
    is_registration_needed = models.BooleanField(default=False)
    registration_opens_at = models.DateTimeField(null=True, blank=True)
    registration_closes_at = models.DateTimeField(null=True, blank=True)
    identity = models.CharField(max_length=12, choices=Identity.choices, default=Identity.NONE)
    # What the candidate agrees to, in the author's words; empty: the site's own words alone.
    consent_text = models.TextField(default="", blank=True)
    is_full_screen_asked = models.BooleanField(default=True)
    # Another device needs an invigilator's word before it goes on.
    is_one_device = models.BooleanField(default=False)
    is_safe_browser_needed = models.BooleanField(default=False)
    # How many signals of a kind warn the candidate, and how many ask for a review: {"focus_lost": 3}.
    warn_after = models.JSONField(default=no_thresholds)
    review_after = models.JSONField(default=no_thresholds)
    # A first answer sooner than this after the one before is a signal; 0: never.
    fast_seconds = models.PositiveSmallIntegerField(default=2)
    # After the end, ways of writing are compared by a model, which may ask a person to look.
    is_behavior_compared = models.BooleanField(default=True, db_default=True)
    # How long what was passed counts; NULL: for ever.
    validity_days = models.PositiveIntegerField(null=True, blank=True)
    tries_allowed = models.PositiveSmallIntegerField(null=True, blank=True)
    retake_wait_days = models.PositiveSmallIntegerField(default=0)
    # Pictures go so many days after the verdict.
    picture_days = models.PositiveSmallIntegerField(default=30)

    class Meta(TenantModel.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(identity__in=["none", "statement", "picture"]), name="exam_identity_check"
            ),
            models.CheckConstraint(
                condition=Q(registration_opens_at__isnull=True)
                | Q(registration_closes_at__isnull=True)
                | Q(registration_closes_at__gt=F("registration_opens_at")),
                name="exam_registration_window_check",
            ),
            models.CheckConstraint(
                condition=Q(validity_days__isnull=True) | Q(validity_days__gte=1), name="exam_validity_check"
            ),
            models.CheckConstraint(
                condition=Q(tries_allowed__isnull=True) | Q(tries_allowed__gte=1), name="exam_tries_check"
            ),
        ]


class ExamConfigKey(TimestampedModel):
    """A Config Key of Safe Exam Browser whose settings may take the exam."""

    exam = models.ForeignKey(Exam, on_delete=models.CASCADE, related_name="config_keys")
    config_key = models.CharField(max_length=64)
    label = models.CharField(max_length=120, default="", blank=True)

    class Meta:
        db_table = "assessment_exam_config_key"
        constraints = [
            models.UniqueConstraint(fields=["exam", "config_key"], name="exam_config_key_uniq"),
        ]


class ExamSitting(PublicIdMixin, TenantModel):
    """A time at which an exam is taken, with a number of seats. Triggers keep `seats_taken`, and never above `seats`."""

    class Waitlist(models.TextChoices):
        """What becomes of a seat that is free again: given to the first in line, or kept for them until they answer."""

        NONE = "none"
        GIVE = "give"
        OFFER = "offer"

    exam = models.ForeignKey(Exam, on_delete=models.PROTECT, related_name="sittings")
    title = models.CharField(max_length=120, default="", blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    seats = models.PositiveIntegerField()
    seats_taken = models.PositiveIntegerField(default=0, db_default=0)
    waitlist = models.CharField(
        max_length=8, choices=Waitlist.choices, default=Waitlist.OFFER, db_default=Waitlist.OFFER
    )
    # How long a seat on offer is kept; never beyond the beginning.
    offer_hours = models.PositiveSmallIntegerField(default=24, db_default=24)
    canceled_at = models.DateTimeField(null=True, blank=True)
    # Told to everybody who had a place or waited for one.
    cancel_reason = models.CharField(max_length=500, default="", db_default="", blank=True)

    class Meta(TenantModel.Meta):
        db_table = "assessment_exam_sitting"
        constraints = [
            models.CheckConstraint(
                condition=Q(waitlist__in=["none", "give", "offer"]), name="exam_sitting_waitlist_check"
            ),
            models.CheckConstraint(condition=Q(offer_hours__gte=1), name="exam_sitting_offer_hours_check"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="exam_sitting_times_check"),
            models.CheckConstraint(condition=Q(seats__gte=1), name="exam_sitting_seats_check"),
            models.CheckConstraint(
                condition=Q(seats_taken__lte=F("seats")), name="exam_sitting_seats_taken_check"
            ),
        ]
        indexes = [models.Index(fields=["exam", "starts_at"], name="exam_sitting_exam_idx")]


class ExamRegistration(PublicIdMixin, TenantModel):
    """A candidate's place in an exam: one that is booked at a time. It serves one try.

    Offered: a seat kept for the first in line until they answer, beside the place they may have elsewhere.
    """

    class State(models.TextChoices):
        OFFERED = "offered"
        BOOKED = "booked"
        CANCELED = "canceled"
        USED = "used"

    class Because(models.TextChoices):
        """Own: given back, for another place too. The last three: the status in which their enrollment left the course."""

        OWN = "own"
        SITTING = "sitting"
        LAPSED = "lapsed"
        WITHDRAWN = "withdrawn"
        SUSPENDED = "suspended"
        EXPIRED = "expired"

    exam = models.ForeignKey(Exam, on_delete=models.PROTECT, related_name="registrations")
    sitting = models.ForeignKey(
        ExamSitting, on_delete=models.PROTECT, null=True, blank=True, related_name="registrations"
    )
    enrollment = models.ForeignKey("enrollment.Enrollment", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=State.choices, default=State.BOOKED)
    registered_at = models.DateTimeField()
    canceled_at = models.DateTimeField(null=True, blank=True)
    # Why it ended; empty where that was not written down (the releases before did not).
    canceled_because = models.CharField(
        max_length=12, choices=Because.choices, default="", db_default="", blank=True
    )
    booked_flag = flag_where(state="booked")

    class Meta(TenantModel.Meta):
        db_table = "assessment_exam_registration"
        constraints = [
            models.UniqueConstraint(
                fields=["exam", "enrollment", "booked_flag"], name="exam_registration_booked_uniq"
            ),
            models.CheckConstraint(
                condition=Q(state="canceled", canceled_at__isnull=False)
                | Q(state__in=["offered", "booked", "used"], canceled_at__isnull=True),
                name="exam_registration_state_check",
            ),
            models.CheckConstraint(
                condition=Q(canceled_because="")
                | Q(
                    state="canceled",
                    canceled_because__in=["own", "sitting", "lapsed", "withdrawn", "suspended", "expired"],
                ),
                name="exam_registration_because_check",
            ),
        ]
        indexes = [models.Index(fields=["sitting", "state"], name="exam_registration_sitting_idx")]


class ExamConsentText(TenantModel):
    """A text that candidates agreed to, kept once under its SHA-256, so that what was agreed to stays readable."""

    digest = models.CharField(max_length=64)
    text = models.TextField()

    class Meta(TenantModel.Meta):
        db_table = "assessment_exam_consent_text"
        constraints = [
            models.UniqueConstraint(fields=["organization", "digest"], name="exam_consent_text_digest_uniq")
        ]


class ProctorSession(PublicIdMixin, TenantModel):
    """One candidate at one try: check-in, what was noticed, and what a person decided.

    Nothing but a person's word makes a verdict: the check below holds that every decided session names who decided
    and why. `counts` holds the number of signals by kind, as the events tell them.
    """

    class State(models.TextChoices):
        CHECKING_IN = "checking_in"
        WAITING = "waiting"
        ADMITTED = "admitted"
        RUNNING = "running"
        ENDED = "ended"
        REVIEW = "review"
        DECIDED = "decided"

    class Verdict(models.TextChoices):
        ACCEPTED = "accepted"
        SET_ASIDE = "set_aside"

    exam = models.ForeignKey(Exam, on_delete=models.PROTECT, related_name="sessions")
    enrollment = models.ForeignKey("enrollment.Enrollment", on_delete=models.PROTECT, related_name="+")
    registration = models.OneToOneField(
        ExamRegistration, on_delete=models.PROTECT, null=True, blank=True, related_name="session"
    )
    attempt = models.OneToOneField(
        QuizAttempt, on_delete=models.PROTECT, null=True, blank=True, related_name="proctor_session"
    )
    state = models.CharField(max_length=12, choices=State.choices, default=State.CHECKING_IN)
    consent = models.ForeignKey(
        ExamConsentText, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    consented_at = models.DateTimeField(null=True, blank=True)
    # "I am who I say": the words the candidate confirmed with.
    statement = models.CharField(max_length=200, default="", blank=True)
    picture = models.ForeignKey(
        "files.FileObject", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # Let in by a person, with whom the way of identifying stands: no camera and no full screen are needed then.
    admitted_by = models.ForeignKey(
        "identity.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    admitted_at = models.DateTimeField(null=True, blank=True)
    is_full_screen_waived = models.BooleanField(default=False)
    # The device that goes on with the exam, by the name it gave itself.
    device = BinUUIDField(null=True, blank=True)
    # Another device asks to go on and waits for an invigilator.
    waiting_device = BinUUIDField(null=True, blank=True)
    last_beat_at = models.DateTimeField(null=True, blank=True)
    counts = models.JSONField(default=dict)
    # The text they agreed to said that ways of writing are compared.
    is_comparing_agreed = models.BooleanField(default=False, db_default=False)
    # Answers up to this event of the attempt were looked at for speed.
    answers_seen = models.BigIntegerField(default=0)
    verdict = models.CharField(max_length=12, choices=Verdict.choices, default="", blank=True)
    verdict_reason = models.CharField(max_length=1000, default="", blank=True)
    verdict_by = models.ForeignKey(
        "identity.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    verdict_at = models.DateTimeField(null=True, blank=True)
    open_flag = flag_where(state__in=["checking_in", "waiting", "admitted", "running"])

    class Meta(TenantModel.Meta):
        db_table = "assessment_proctor_session"
        constraints = [
            models.UniqueConstraint(
                fields=["exam", "enrollment", "open_flag"], name="proctor_session_one_open_uniq"
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=["checking_in", "waiting", "admitted", "running", "ended", "review", "decided"]
                ),
                name="proctor_session_state_check",
            ),
            models.CheckConstraint(
                condition=Q(
                    state="decided",
                    verdict__in=["accepted", "set_aside"],
                    verdict_by__isnull=False,
                    verdict_at__isnull=False,
                )
                & ~Q(verdict_reason="")
                | ~Q(state="decided") & Q(verdict="", verdict_by__isnull=True, verdict_at__isnull=True),
                name="proctor_session_verdict_check",
            ),
        ]
        indexes = [
            models.Index(fields=["exam", "state", "id"], name="proctor_session_exam_idx"),
            models.Index(fields=["verdict_at", "id"], name="proctor_session_verdict_idx"),
        ]


class ProctorEvent(PublicIdMixin, TenantModel):
    """Something noticed or done while a candidate sat an exam. Append-only by triggers.

    A browser numbers what it tells: the same `client_id` and `sequence` is the same event, however often it is sent.
    Erasure alone empties `facts`; rows older than half a year may go by retention.
    """

    class Origin(models.TextChoices):
        BROWSER = "browser"
        SERVER = "server"
        PERSON = "person"

    session = models.ForeignKey(ProctorSession, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=24)
    origin = models.CharField(max_length=8, choices=Origin.choices)
    client_id = BinUUIDField()
    sequence = models.PositiveIntegerField()
    # When it happened, by the device's word and never after `received_at`.
    occurred_at = models.DateTimeField()
    received_at = models.DateTimeField()
    facts = models.JSONField(default=dict)
    actor = models.ForeignKey("identity.User", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta(TenantModel.Meta):
        db_table = "assessment_proctor_event"
        constraints = [
            models.UniqueConstraint(
                fields=["session", "client_id", "sequence"], name="proctor_event_sequence_uniq"
            ),
            models.CheckConstraint(
                condition=Q(origin="person", actor__isnull=False)
                | Q(origin__in=["browser", "server"], actor__isnull=True),
                name="proctor_event_origin_check",
            ),
            models.CheckConstraint(
                condition=Q(occurred_at__lte=F("received_at")), name="proctor_event_occurred_at_check"
            ),
        ]
        indexes = [
            models.Index(fields=["session", "id"], name="proctor_event_session_idx"),
            models.Index(fields=["received_at"], name="proctor_event_received_idx"),
        ]
