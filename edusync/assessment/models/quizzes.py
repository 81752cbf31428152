"""Tables of quizzes, attempts and answers."""

from django.db import models
from django.db.models import Q

from edusync.assessment.models.questions import QuestionVersion
from edusync.kernel.base import PublicIdMixin, TenantModel, TimestampedModel, VersionedMixin
from edusync.kernel.ids import BinUUIDField, uuid7


class Quiz(VersionedMixin, TenantModel):
    """Detail of a quiz lesson.

    `edition` names the set of slots that new attempts get. Slots of an edition never change: other questions make
    a new edition, and attempts begun before go on with theirs.
    """

    class Feedback(models.TextChoices):
        AFTER_SUBMIT = "after_submit"
        SCORE_ONLY = "score_only"
        NONE = "none"

    lesson = models.OneToOneField("courses.Lesson", on_delete=models.PROTECT, related_name="quiz")
    introduction = models.TextField(default="", blank=True)
    time_limit_seconds = models.PositiveIntegerField(null=True, blank=True)
    attempts_allowed = models.PositiveSmallIntegerField(null=True, blank=True)
    pass_percent = models.PositiveSmallIntegerField(default=60)
    is_shuffled = models.BooleanField(default=False)
    feedback = models.CharField(max_length=16, choices=Feedback.choices, default=Feedback.AFTER_SUBMIT)
    edition = BinUUIDField(default=uuid7, editable=False)

    class Meta(TenantModel.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(pass_percent__lte=100), name="quiz_pass_percent_check"),
            models.CheckConstraint(
                condition=Q(feedback__in=["after_submit", "score_only", "none"]), name="quiz_feedback_check"
            ),
        ]


class QuizSlot(TimestampedModel):
    """A question placed in one edition of a quiz."""

    quiz = models.ForeignKey(Quiz, on_delete=models.CASCADE, related_name="slots")
    edition = BinUUIDField(editable=False)
    position = models.PositiveSmallIntegerField()
    question_version = models.ForeignKey(QuestionVersion, on_delete=models.PROTECT, related_name="+")
    points = models.DecimalField(max_digits=9, decimal_places=3, default=1)

    class Meta:
        db_table = "assessment_quiz_slot"
        constraints = [
            models.UniqueConstraint(fields=["edition", "position"], name="quiz_slot_position_uniq"),
            models.CheckConstraint(condition=Q(points__gt=0), name="quiz_slot_points_check"),
        ]


class QuizAttempt(PublicIdMixin, TenantModel):
    """One try at a quiz. `seed` 0 keeps the order of questions and options, another number shuffles them by it."""

    class State(models.TextChoices):
        OPEN = "open"
        SUBMITTED = "submitted"

    quiz = models.ForeignKey(Quiz, on_delete=models.PROTECT, related_name="+")
    enrollment = models.ForeignKey("enrollment.Enrollment", on_delete=models.PROTECT, related_name="+")
    edition = BinUUIDField(editable=False)
    number = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=12, choices=State.choices, default=State.OPEN)
    seed = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    submitted_at = models.DateTimeField(null=True)
    points = models.DecimalField(max_digits=9, decimal_places=3, null=True)
    max_points = models.DecimalField(max_digits=9, decimal_places=3, default=0)
    is_passed = models.BooleanField(null=True)
    open_flag = models.GeneratedField(
        expression=models.Case(
            models.When(state="open", then=models.Value(1)),
            default=models.Value(None),
            output_field=models.SmallIntegerField(),
        ),
        output_field=models.SmallIntegerField(),
        db_persist=False,
        null=True,
    )

    class Meta(TenantModel.Meta):
        db_table = "assessment_quiz_attempt"
        constraints = [
            models.UniqueConstraint(fields=["enrollment", "quiz", "number"], name="quiz_attempt_number_uniq"),
            models.UniqueConstraint(
                fields=["enrollment", "quiz", "open_flag"], name="quiz_attempt_one_open_uniq"
            ),
            models.CheckConstraint(
                condition=Q(state="open", submitted_at__isnull=True)
                | Q(state="submitted", submitted_at__isnull=False),
                name="quiz_attempt_submitted_at_check",
            ),
            models.CheckConstraint(
                condition=Q(points__isnull=True) | Q(points__gte=0, points__lte=models.F("max_points")),
                name="quiz_attempt_points_check",
            ),
        ]
        indexes = [
            models.Index(fields=["quiz", "state", "id"], name="quiz_attempt_quiz_idx"),
            models.Index(fields=["state", "due_at"], name="quiz_attempt_due_idx"),
        ]


class QuizAnswer(TimestampedModel):
    """Latest answer in one slot of an attempt. `response` by kind: `{"options": [ids]}` or `{"text": "..."}`.

    `answered_at` is NULL on rows that submitting made for slots left unanswered.
    """

    attempt = models.ForeignKey(QuizAttempt, on_delete=models.PROTECT, related_name="answers")
    slot = models.ForeignKey(QuizSlot, on_delete=models.PROTECT, related_name="+")
    response = models.JSONField(default=dict)
    answered_at = models.DateTimeField(null=True)
    points = models.DecimalField(max_digits=9, decimal_places=3, null=True)
    is_correct = models.BooleanField(null=True)
    feedback = models.TextField(default="", blank=True)

    class Meta:
        db_table = "assessment_quiz_answer"
        constraints = [
            models.UniqueConstraint(fields=["attempt", "slot"], name="quiz_answer_attempt_slot_uniq")
        ]
