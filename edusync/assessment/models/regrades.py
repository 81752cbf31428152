"""Tables of regrading: a key that changed after attempts were scored, and what that did to each of them."""

from django.db import models
from django.db.models import F, Q

from edusync.assessment.models.questions import Question, QuestionVersion
from edusync.assessment.models.quizzes import Quiz, QuizAttempt
from edusync.kernel.base import PublicIdMixin, TenantModel, TimestampedModel, flag_where


class Regrade(PublicIdMixin, TenantModel):
    """One decision about a question of a quiz: score it by another wording, give everybody its points, or drop it.

    It holds for all slots whose wording is not newer than `up_to`. While it is being applied and afterwards, whatever
    scores an attempt asks for it; the newest one of a question wins. Taking it back lets the one before hold again.
    """

    class Act(models.TextChoices):
        """Key: by `version`. Full: everybody gets the points. Drop: the question counts for nothing."""

        KEY = "key"
        FULL = "full"
        DROP = "drop"

    class Failure(models.TextChoices):
        """Why a step did not go on, as far as a teacher can do anything with it."""

        DATABASE = "database"
        STORAGE = "storage"
        UNEXPECTED = "unexpected"

    class State(models.TextChoices):
        PREPARING = "preparing"
        READY = "ready"
        APPLYING = "applying"
        APPLIED = "applied"
        UNDOING = "undoing"
        UNDONE = "undone"
        CANCELED = "canceled"

    quiz = models.ForeignKey(Quiz, on_delete=models.PROTECT, related_name="+")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(
        QuestionVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    act = models.CharField(max_length=8, choices=Act.choices)
    # Nobody loses by it: of the old key and the new one the better counts.
    is_only_raised = models.BooleanField(default=False)
    # Number of the newest wording it holds for.
    up_to = models.PositiveIntegerField()
    state = models.CharField(max_length=12, choices=State.choices, default=State.PREPARING)
    reason = models.CharField(max_length=500, default="", blank=True)
    # Attempts to look at, those done in the present state, and the id of the last of them.
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    last_attempt = models.PositiveBigIntegerField(default=0)
    requested_by = models.ForeignKey(
        "identity.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    applied_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    # Since when the present step does not go on, and the kind of cause (`Failure`); both are gone once it does. Releases
    # before wrote the words of the exception: they are told as an unexpected one.
    failed_at = models.DateTimeField(null=True, blank=True)
    failure = models.CharField(max_length=300, default="", db_default="", blank=True)

    running_flag = flag_where(state__in=["preparing", "ready", "applying", "undoing"])

    class Meta(TenantModel.Meta):
        constraints = [
            # One at a time: what a preview says must still be true when it is applied.
            models.UniqueConstraint(fields=["quiz", "running_flag"], name="regrade_one_running_uniq"),
            models.CheckConstraint(condition=Q(act__in=["key", "full", "drop"]), name="regrade_act_check"),
            models.CheckConstraint(
                condition=Q(act="key", version__isnull=False)
                | (~Q(act="key") & Q(version__isnull=True, is_only_raised=False)),
                name="regrade_version_check",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=[
                        "preparing",
                        "ready",
                        "applying",
                        "applied",
                        "undoing",
                        "undone",
                        "canceled",
                    ]
                ),
                name="regrade_state_check",
            ),
            models.CheckConstraint(condition=Q(done__lte=F("total")), name="regrade_done_check"),
        ]
        indexes = [models.Index(fields=["quiz", "state", "id"], name="regrade_quiz_idx")]


class RegradeChange(TimestampedModel):
    """An attempt that a regrade changes: before and after, at first as a forecast, then as it came."""

    regrade = models.ForeignKey(Regrade, on_delete=models.CASCADE, related_name="changes")
    attempt = models.ForeignKey(QuizAttempt, on_delete=models.PROTECT, related_name="+")
    points_before = models.DecimalField(max_digits=9, decimal_places=3)
    points_after = models.DecimalField(max_digits=9, decimal_places=3)
    max_before = models.DecimalField(max_digits=9, decimal_places=3)
    max_after = models.DecimalField(max_digits=9, decimal_places=3)
    passed_before = models.BooleanField(null=True)
    passed_after = models.BooleanField(null=True)
    applied_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "assessment_regrade_change"
        constraints = [
            models.UniqueConstraint(fields=["regrade", "attempt"], name="regrade_change_attempt_uniq"),
            models.CheckConstraint(
                condition=Q(points_before__gte=0, points_after__gte=0, points_after__lte=F("max_after")),
                name="regrade_change_points_check",
            ),
        ]
