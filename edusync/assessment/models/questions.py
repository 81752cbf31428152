"""Tables of questions: identity, wordings, choices."""

from django.conf import settings as site_settings
from django.db import models
from django.db.models import Q

from edusync.kernel.base import PublicIdMixin, SoftDeleteMixin, TenantModel, TimestampedModel

# In full, because constraints of migrations are compared by their text.
KINDS = [
    "single_choice",
    "multiple_choice",
    "dropdown",
    "numerical",
    "text",
    "formula",
    "true_false",
    "matching",
    "ordering",
    "gap_select",
    "cloze",
    "hotspot",
    "drag_to_image",
    "essay",
    "file",
    "code",
    "calculated",
    "description",
]


class Question(PublicIdMixin, SoftDeleteMixin, TenantModel):
    """Identity of a question; its wording lives in versions.

    `text` is what the newest wording asks, as plain text to search in; `text_hash` is the same for questions that ask
    the same. A question of a course from before banks has neither bank nor text until the backfill came by.
    """

    class Kind(models.TextChoices):
        """What the table takes. Which of them can be asked, the registry in `scoring.kinds` says."""

        SINGLE_CHOICE = "single_choice"
        MULTIPLE_CHOICE = "multiple_choice"
        DROPDOWN = "dropdown"
        NUMERICAL = "numerical"
        TEXT = "text"
        FORMULA = "formula"
        TRUE_FALSE = "true_false"
        MATCHING = "matching"
        ORDERING = "ordering"
        GAP_SELECT = "gap_select"
        CLOZE = "cloze"
        HOTSPOT = "hotspot"
        DRAG_TO_IMAGE = "drag_to_image"
        ESSAY = "essay"
        FILE = "file"
        CODE = "code"
        CALCULATED = "calculated"
        DESCRIPTION = "description"

    kind = models.CharField(max_length=20, choices=Kind.choices)
    course = models.ForeignKey(
        "courses.Course", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    title = models.CharField(max_length=200, default="", blank=True)
    bank = models.ForeignKey(
        "assessment.QuestionBank", on_delete=models.PROTECT, null=True, blank=True, related_name="questions"
    )
    category = models.ForeignKey(
        "assessment.QuestionCategory",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="questions",
    )
    text = models.CharField(max_length=500, default="", db_default="", blank=True)
    text_hash = models.CharField(max_length=32, default="", db_default="", blank=True)
    # What the file calls it that it came from; empty where that says nothing.
    source_ref = models.CharField(max_length=120, default="", db_default="", blank=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=KINDS), name="question_kind_check"),
        ]
        indexes = [
            models.Index(fields=["bank", "text_hash"], name="question_bank_hash_idx"),
            models.Index(fields=["bank", "source_ref"], name="question_bank_source_idx"),
        ]


class QuestionVersion(TimestampedModel):
    """One wording of a question. Never edited once an attempt shows it; `settings` by kind, see `scoring`."""

    class State(models.TextChoices):
        DRAFT = "draft"
        IN_REVIEW = "in_review"
        APPROVED = "approved"
        RETIRED = "retired"

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(default=1)
    stem = models.JSONField(default=dict)
    settings = models.JSONField(default=dict)
    points = models.DecimalField(max_digits=9, decimal_places=3, default=1)
    feedback_correct = models.TextField(default="", blank=True)
    feedback_incorrect = models.TextField(default="", blank=True)
    explanation = models.TextField(default="", blank=True)
    hints = models.JSONField(default=list, blank=True)
    # What was written straight into a quiz is in use, so it counts as approved.
    state = models.CharField(max_length=12, choices=State.choices, default="approved", db_default="approved")
    author = models.ForeignKey(
        site_settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # By which people mark its answers; of the question's course or of the organization.
    rubric = models.ForeignKey(
        "assessment.Rubric", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    # The passage that is shown with it.
    stimulus = models.ForeignKey(
        "assessment.Stimulus", on_delete=models.PROTECT, null=True, blank=True, related_name="versions"
    )

    class Meta:
        db_table = "assessment_question_version"
        constraints = [
            models.UniqueConstraint(fields=["question", "number"], name="question_version_number_uniq"),
            models.CheckConstraint(condition=Q(points__gt=0), name="question_version_points_check"),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "in_review", "approved", "retired"]),
                name="question_version_state_check",
            ),
        ]


class QuestionOption(models.Model):
    """One choice of a question. `weight` is the share of the points it earns: 1 right, 0 wrong."""

    version = models.ForeignKey(QuestionVersion, on_delete=models.CASCADE, related_name="options")
    position = models.PositiveSmallIntegerField()
    html = models.TextField()
    weight = models.DecimalField(max_digits=6, decimal_places=5, default=0)
    feedback = models.TextField(default="", blank=True)

    class Meta:
        db_table = "assessment_question_option"
        constraints = [
            models.UniqueConstraint(fields=["version", "position"], name="question_option_position_uniq")
        ]
