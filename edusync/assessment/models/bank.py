"""Tables of question banks: where questions are filed, how they are found again."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from edusync.kernel.base import TenantModel, TimestampedModel, VersionedMixin


class QuestionBank(VersionedMixin, TenantModel):
    """A shelf of questions: of the organization, of one course, or of one person.

    A course and a person have one bank each, made when it is first needed.
    """

    class Kind(models.TextChoices):
        ORGANIZATION = "organization"
        COURSE = "course"
        PERSON = "person"

    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.ORGANIZATION)
    title = models.CharField(max_length=200)
    course = models.OneToOneField(
        "courses.Course", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta(TenantModel.Meta):
        db_table = "assessment_question_bank"
        constraints = [
            models.UniqueConstraint(fields=["organization", "owner"], name="question_bank_owner_uniq"),
            models.CheckConstraint(
                condition=Q(kind__in=["organization", "course", "person"]), name="question_bank_kind_check"
            ),
            models.CheckConstraint(
                # Whose account is gone leaves a bank without an owner.
                condition=Q(kind="course", course__isnull=False)
                | (~Q(kind="course") & Q(course__isnull=True)),
                name="question_bank_course_check",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class QuestionCategory(TimestampedModel):
    """A folder in a bank. Never below itself: the triggers `question_category_tree_on_*` refuse that."""

    bank = models.ForeignKey(QuestionBank, on_delete=models.CASCADE, related_name="categories")
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    name = models.CharField(max_length=120)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "assessment_question_category"
        indexes = [models.Index(fields=["bank", "parent", "position"], name="question_category_tree_idx")]

    def __str__(self) -> str:
        return self.name


class QuestionTag(models.Model):
    """A word that a question is found by."""

    question = models.ForeignKey("assessment.Question", on_delete=models.CASCADE, related_name="tags")
    name = models.CharField(max_length=60)

    class Meta:
        db_table = "assessment_question_tag"
        constraints = [
            models.UniqueConstraint(fields=["question", "name"], name="question_tag_name_uniq"),
        ]
        indexes = [models.Index(fields=["name", "question"], name="question_tag_name_idx")]

    def __str__(self) -> str:
        return self.name


class QuestionSketch(models.Model):
    """One band of a question's sketch: two questions that share a band are worth comparing, see `question_likeness`."""

    question = models.ForeignKey("assessment.Question", on_delete=models.CASCADE, related_name="sketch")
    band = models.PositiveSmallIntegerField()
    value = models.BigIntegerField()

    class Meta:
        db_table = "assessment_question_sketch"
        constraints = [
            models.UniqueConstraint(fields=["question", "band"], name="question_sketch_band_uniq"),
        ]
        indexes = [models.Index(fields=["band", "value"], name="question_sketch_value_idx")]
