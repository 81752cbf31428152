"""Tables beside questions: passages that several share, skills they measure, reports of learners, unlike twins."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from edusync.assessment.models.questions import Question, QuestionVersion
from edusync.assessment.models.quizzes import QuizAttempt
from edusync.kernel.base import TenantModel, TimestampedModel, VersionedMixin


class Stimulus(VersionedMixin, TenantModel):
    """A passage that is shown with each of several questions. Once a quiz asks one of them, it stays as it is."""

    bank = models.ForeignKey("assessment.QuestionBank", on_delete=models.PROTECT, related_name="stimuli")
    title = models.CharField(max_length=200)
    # A block document.
    content = models.JSONField(default=dict)

    class Meta(TenantModel.Meta):
        indexes = [models.Index(fields=["bank", "title"], name="stimulus_bank_idx")]

    def __str__(self) -> str:
        return self.title


class QuestionSkill(models.Model):
    """A skill that a question measures; `weight` is its share of the question, from above 0 to 1."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="skills")
    name = models.CharField(max_length=120)
    weight = models.DecimalField(max_digits=4, decimal_places=3, default=1)

    class Meta:
        db_table = "assessment_question_skill"
        constraints = [
            models.UniqueConstraint(fields=["question", "name"], name="question_skill_name_uniq"),
            models.CheckConstraint(
                condition=Q(weight__gt=0, weight__lte=1), name="question_skill_weight_check"
            ),
        ]
        indexes = [models.Index(fields=["name", "question"], name="question_skill_name_idx")]

    def __str__(self) -> str:
        return self.name


class QuestionFlag(TenantModel):
    """A learner says that something is wrong with a question, and staff answer."""

    class Reason(models.TextChoices):
        WRONG_KEY = "wrong_key"
        UNCLEAR = "unclear"
        BROKEN = "broken"
        OTHER = "other"

    class State(models.TextChoices):
        OPEN = "open"
        ACCEPTED = "accepted"
        DECLINED = "declined"

    question_version = models.ForeignKey(QuestionVersion, on_delete=models.PROTECT, related_name="flags")
    attempt = models.ForeignKey(QuizAttempt, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=12, choices=Reason.choices)
    text = models.CharField(max_length=1000, default="", blank=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.OPEN)
    answer = models.CharField(max_length=1000, default="", blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta(TenantModel.Meta):
        db_table = "assessment_question_flag"
        constraints = [
            models.UniqueConstraint(
                fields=["attempt", "question_version"], name="question_flag_attempt_uniq"
            ),
            models.CheckConstraint(
                condition=Q(reason__in=["wrong_key", "unclear", "broken", "other"]),
                name="question_flag_reason_check",
            ),
            models.CheckConstraint(
                condition=Q(state="open", answered_at__isnull=True)
                | Q(state__in=["accepted", "declined"], answered_at__isnull=False),
                name="question_flag_state_check",
            ),
        ]
        indexes = [
            models.Index(fields=["question_version", "state"], name="question_flag_version_idx"),
            models.Index(fields=["organization", "state"], name="question_flag_state_idx"),
        ]


class QuestionDifference(TimestampedModel):
    """Somebody looked at two questions that seem alike and found them different. `one` has the smaller id."""

    one = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="+")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        db_table = "assessment_question_difference"
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="question_difference_pair_uniq"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="question_difference_order_check"),
        ]
