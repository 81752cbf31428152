"""Tables of quizzes, attempts and answers."""

from django.db import models
from django.db.models import F, Q

from edusync.assessment.models.questions import QuestionVersion
from edusync.kernel.base import PublicIdMixin, TenantModel, TimestampedModel, VersionedMixin, flag_where
from edusync.kernel.crypto import SealedTextField
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

    class Mode(models.TextChoices):
        """Practice counts for no grade and tells at once; an exam has rules of its own beside these."""

        PRACTICE = "practice"
        GRADED = "graded"
        EXAM = "exam"

    class Navigation(models.TextChoices):
        """All: one page. One by one: freely back and forth. Forward: never back."""

        ALL = "all"
        ONE_BY_ONE = "one_by_one"
        FORWARD = "forward"

    lesson = models.OneToOneField("courses.Lesson", on_delete=models.PROTECT, related_name="quiz")
    introduction = models.TextField(default="", blank=True)
    time_limit_seconds = models.PositiveIntegerField(null=True, blank=True)
    attempts_allowed = models.PositiveSmallIntegerField(null=True, blank=True)
    pass_percent = models.PositiveSmallIntegerField(default=60)
    is_shuffled = models.BooleanField(default=False)
    feedback = models.CharField(max_length=16, choices=Feedback.choices, default=Feedback.AFTER_SUBMIT)
    edition = BinUUIDField(default=uuid7, editable=False)
    mode = models.CharField(max_length=12, choices=Mode.choices, default=Mode.GRADED, db_default="graded")
    navigation = models.CharField(
        max_length=12, choices=Navigation.choices, default=Navigation.ALL, db_default="all"
    )
    opens_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)
    # For answers on their way when the time is up.
    grace_seconds = models.PositiveSmallIntegerField(default=5, db_default=5)
    # Staff tell it in the room, so it is kept readable for them, and sealed.
    password = SealedTextField(null=True, blank=True)
    retake_wait_minutes = models.PositiveIntegerField(default=0, db_default=0)
    # Learners say how sure they are, and gain or lose by it.
    is_certainty_asked = models.BooleanField(default=False, db_default=False)
    # What a wrong answer takes away, in percent of the points of its question.
    wrong_penalty_percent = models.PositiveSmallIntegerField(default=0, db_default=0)

    class Meta(TenantModel.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(mode__in=["practice", "graded", "exam"]), name="quiz_mode_check"
            ),
            models.CheckConstraint(
                condition=Q(navigation__in=["all", "one_by_one", "forward"]), name="quiz_navigation_check"
            ),
            models.CheckConstraint(
                condition=Q(opens_at__isnull=True)
                | Q(closes_at__isnull=True)
                | Q(closes_at__gt=F("opens_at")),
                name="quiz_window_check",
            ),
            models.CheckConstraint(
                condition=Q(wrong_penalty_percent__lte=100), name="quiz_wrong_penalty_check"
            ),
            models.CheckConstraint(condition=Q(pass_percent__lte=100), name="quiz_pass_percent_check"),
            models.CheckConstraint(
                condition=Q(feedback__in=["after_submit", "score_only", "none"]), name="quiz_feedback_check"
            ),
        ]


class QuizReview(TimestampedModel):
    """What a learner is told about an attempt in one phase. A phase without a row tells what `Quiz.feedback` says."""

    class Phase(models.TextChoices):
        """Just after it was submitted (two minutes), later while the quiz is open, and once it is closed."""

        JUST_AFTER = "just_after"
        WHILE_OPEN = "while_open"
        CLOSED = "closed"

    quiz = models.ForeignKey(Quiz, on_delete=models.CASCADE, related_name="reviews")
    phase = models.CharField(max_length=12, choices=Phase.choices)
    shows_points = models.BooleanField(default=True)
    shows_answers = models.BooleanField(default=True)
    shows_correctness = models.BooleanField(default=True)
    shows_feedback = models.BooleanField(default=True)
    shows_key = models.BooleanField(default=False)

    class Meta:
        db_table = "assessment_quiz_review"
        constraints = [
            models.UniqueConstraint(fields=["quiz", "phase"], name="quiz_review_phase_uniq"),
            models.CheckConstraint(
                condition=Q(phase__in=["just_after", "while_open", "closed"]), name="quiz_review_phase_check"
            ),
        ]


class QuizPart(TimestampedModel):
    """A part of one edition of a quiz, with a title and rules of its own."""

    quiz = models.ForeignKey(Quiz, on_delete=models.CASCADE, related_name="parts")
    edition = BinUUIDField(editable=False)
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200, default="", blank=True)
    introduction = models.TextField(default="", blank=True)
    is_shuffled = models.BooleanField(default=False)

    class Meta:
        db_table = "assessment_quiz_part"
        constraints = [
            models.UniqueConstraint(fields=["edition", "position"], name="quiz_part_position_uniq")
        ]


class QuizDraw(TimestampedModel):
    """A place of one edition that each attempt fills with `count` approved questions of a bank, at random."""

    quiz = models.ForeignKey(Quiz, on_delete=models.CASCADE, related_name="draws")
    edition = BinUUIDField(editable=False)
    part = models.ForeignKey(QuizPart, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    position = models.PositiveSmallIntegerField()
    bank = models.ForeignKey("assessment.QuestionBank", on_delete=models.PROTECT, related_name="+")
    category = models.ForeignKey(
        "assessment.QuestionCategory", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    # Categories below it as well.
    is_deep = models.BooleanField(default=True)
    # A name of a tag, or empty for all.
    tag = models.CharField(max_length=60, default="", blank=True)
    count = models.PositiveSmallIntegerField(default=1)
    points = models.DecimalField(max_digits=9, decimal_places=3, default=1)

    class Meta:
        db_table = "assessment_quiz_draw"
        constraints = [
            models.UniqueConstraint(fields=["edition", "position"], name="quiz_draw_position_uniq"),
            models.CheckConstraint(condition=Q(count__gte=1, count__lte=500), name="quiz_draw_count_check"),
            models.CheckConstraint(condition=Q(points__gt=0), name="quiz_draw_points_check"),
        ]


class QuizSlot(TimestampedModel):
    """A question placed in one edition of a quiz. An attempt at a quiz that draws questions has an edition of its own."""

    quiz = models.ForeignKey(Quiz, on_delete=models.CASCADE, related_name="slots")
    edition = BinUUIDField(editable=False)
    position = models.PositiveSmallIntegerField()
    question_version = models.ForeignKey(QuestionVersion, on_delete=models.PROTECT, related_name="+")
    points = models.DecimalField(max_digits=9, decimal_places=3, default=1)
    part = models.ForeignKey(QuizPart, on_delete=models.RESTRICT, null=True, blank=True, related_name="+")
    # The rule that drew it.
    draw = models.ForeignKey(QuizDraw, on_delete=models.RESTRICT, null=True, blank=True, related_name="+")

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
    # Answers that wait for a person; until it is 0, `points` is what the others earned and `is_passed` is NULL.
    needs_marking = models.PositiveSmallIntegerField(default=0, db_default=0)
    # How far a learner came who may not go back: slots before this place are closed.
    reached = models.PositiveSmallIntegerField(default=0, db_default=0)
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
    # By which the few that wait are found among all.
    marking_flag = flag_where(needs_marking__gt=0)

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
            models.Index(fields=["marking_flag", "quiz"], name="quiz_attempt_marking_idx"),
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
    # 1 guessed, 2 rather sure, 3 certain.
    certainty = models.PositiveSmallIntegerField(null=True, blank=True)
    # Who gave `points` by hand. Scoring again leaves such points alone.
    marked_by = models.ForeignKey(
        "identity.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    marked_at = models.DateTimeField(null=True, blank=True)
    # What the marker writes to the learner.
    remark = models.TextField(default="", db_default="", blank=True)

    class Meta:
        db_table = "assessment_quiz_answer"
        constraints = [
            models.UniqueConstraint(fields=["attempt", "slot"], name="quiz_answer_attempt_slot_uniq"),
            models.CheckConstraint(
                condition=Q(certainty__isnull=True) | Q(certainty__gte=1, certainty__lte=3),
                name="quiz_answer_certainty_check",
            ),
        ]


class Accommodation(TenantModel):
    """Other rules for one learner or one group: in one quiz, or in all quizzes of the course.

    Of several that fit, the one most favorable to the learner holds, each rule for itself.
    """

    course = models.ForeignKey("courses.Course", on_delete=models.PROTECT, related_name="+")
    quiz = models.ForeignKey(Quiz, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    enrollment = models.ForeignKey(
        "enrollment.Enrollment", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    group = models.ForeignKey(
        "enrollment.LearnerGroup", on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    # 25: a quarter more time than the quiz gives.
    extra_time_percent = models.PositiveSmallIntegerField(default=0)
    extra_attempts = models.PositiveSmallIntegerField(default=0)
    opens_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=300, default="", blank=True)
    granted_by = models.ForeignKey(
        "identity.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    course_flag = flag_where(quiz__isnull=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["quiz", "enrollment"], name="accommodation_enrollment_uniq"),
            models.UniqueConstraint(fields=["quiz", "group"], name="accommodation_group_uniq"),
            models.UniqueConstraint(
                fields=["course", "enrollment", "course_flag"], name="accommodation_course_enrollment_uniq"
            ),
            models.UniqueConstraint(
                fields=["course", "group", "course_flag"], name="accommodation_course_group_uniq"
            ),
            models.CheckConstraint(
                condition=Q(enrollment__isnull=False, group__isnull=True)
                | Q(enrollment__isnull=True, group__isnull=False),
                name="accommodation_whom_check",
            ),
            models.CheckConstraint(
                condition=Q(extra_time_percent__lte=1000, extra_attempts__lte=100),
                name="accommodation_extra_check",
            ),
            models.CheckConstraint(
                condition=Q(opens_at__isnull=True)
                | Q(closes_at__isnull=True)
                | Q(closes_at__gt=F("opens_at")),
                name="accommodation_window_check",
            ),
        ]
        indexes = [models.Index(fields=["course", "quiz"], name="accommodation_course_idx")]
