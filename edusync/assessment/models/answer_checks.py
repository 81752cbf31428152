"""Table of answers that learners had checked at once, in practice."""

from django.db import models

from edusync.assessment.models.quizzes import QuizAttempt, QuizSlot
from edusync.kernel.base import TimestampedModel


class AnswerCheck(TimestampedModel):
    """One answer that was checked while its attempt was open. The trigger `answer_check_on_insert` takes it in practice only.

    After the last one (`is_last`) the question takes no other answer: it was right, given up, or nothing is left to earn.
    """

    attempt = models.ForeignKey(QuizAttempt, on_delete=models.PROTECT, related_name="checks")
    slot = models.ForeignKey(QuizSlot, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    response = models.JSONField(default=dict)
    is_correct = models.BooleanField()
    is_last = models.BooleanField(default=False)

    class Meta:
        db_table = "assessment_answer_check"
        constraints = [
            models.UniqueConstraint(fields=["attempt", "slot", "number"], name="answer_check_number_uniq"),
        ]
