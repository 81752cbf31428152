"""Tables of the item doctor: sums over first attempts, from which every figure follows without reading answers again."""

from django.db import models
from django.db.models import Q

from edusync.assessment.models.questions import QuestionVersion
from edusync.assessment.models.quizzes import Quiz, QuizAttempt
from edusync.kernel.base import TenantModel


class QuizStatistic(TenantModel):
    """Sums over the first attempts at a quiz. All sums count thousandths of points, as whole numbers."""

    quiz = models.OneToOneField(Quiz, on_delete=models.CASCADE, related_name="statistic")
    attempts = models.PositiveIntegerField(default=0)
    # Of what was earned, of what could be earned.
    total = models.BigIntegerField(default=0)
    total_square = models.BigIntegerField(default=0)
    best = models.BigIntegerField(default=0)
    counted_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        db_table = "assessment_quiz_statistic"


class ItemStatistic(models.Model):
    """Sums over the first attempts that were asked one wording in one quiz: `own` of its points, `total` of the quiz's."""

    quiz = models.ForeignKey(Quiz, on_delete=models.CASCADE, related_name="item_statistics")
    question_version = models.ForeignKey(QuestionVersion, on_delete=models.CASCADE, related_name="statistics")
    answers = models.PositiveIntegerField(default=0)
    empty = models.PositiveIntegerField(default=0)
    right = models.PositiveIntegerField(default=0)
    own = models.BigIntegerField(default=0)
    own_square = models.BigIntegerField(default=0)
    total = models.BigIntegerField(default=0)
    total_square = models.BigIntegerField(default=0)
    product = models.BigIntegerField(default=0)
    # What the points could have been at most.
    best = models.BigIntegerField(default=0)
    # How many answers took how long: keys are steps of half a power of two of a second, see `doctor.timing`.
    times = models.JSONField(default=dict)

    class Meta:
        db_table = "assessment_item_statistic"
        constraints = [
            models.UniqueConstraint(fields=["quiz", "question_version"], name="item_statistic_version_uniq")
        ]


class ItemChoice(models.Model):
    """How often one answer to an item was given, and what those who gave it earned in the whole quiz."""

    item = models.ForeignKey(ItemStatistic, on_delete=models.CASCADE, related_name="choices")
    # The id of an option or the key of a part; a text as it was written, shortened.
    name = models.CharField(max_length=80)
    count = models.PositiveIntegerField(default=0)
    total = models.BigIntegerField(default=0)

    class Meta:
        db_table = "assessment_item_choice"
        constraints = [models.UniqueConstraint(fields=["item", "name"], name="item_choice_name_uniq")]


class ItemGroupCount(models.Model):
    """Right answers and all answers to an item of one group of learners, among those who earned alike in the quiz."""

    class Kind(models.TextChoices):
        ALL = "all"
        COHORT = "cohort"
        GROUP = "group"

    item = models.ForeignKey(ItemStatistic, on_delete=models.CASCADE, related_name="groups")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    # Of a cohort or a group of learners; 0 means all.
    group_id = models.BigIntegerField(default=0)
    # From 0 to 9: tenths of what the quiz is worth.
    stratum = models.PositiveSmallIntegerField()
    right = models.PositiveIntegerField(default=0)
    answers = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "assessment_item_group_count"
        constraints = [
            models.UniqueConstraint(
                fields=["item", "kind", "group_id", "stratum"], name="item_group_count_stratum_uniq"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["all", "cohort", "group"]), name="item_group_count_kind_check"
            ),
            models.CheckConstraint(condition=Q(stratum__lte=9), name="item_group_count_stratum_check"),
        ]


class ItemTally(models.Model):
    """What one first attempt has put into the sums, so that it can be taken out again when it is scored anew.

    The trigger `item_tally_from_attempt` makes or marks the row whenever a first attempt is scored; the periodic task
    counts those that wait.
    """

    attempt = models.OneToOneField(QuizAttempt, on_delete=models.CASCADE, related_name="item_tally")
    quiz = models.ForeignKey(Quiz, on_delete=models.CASCADE, related_name="+")
    is_waiting = models.BooleanField(default=True)
    counted = models.JSONField(default=dict)

    class Meta:
        db_table = "assessment_item_tally"
        indexes = [models.Index(fields=["is_waiting", "id"], name="item_tally_waiting_idx")]
