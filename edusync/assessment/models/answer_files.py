"""Files that learners put into answers."""

from django.db import models

from edusync.assessment.models.quizzes import QuizAttempt, QuizSlot
from edusync.kernel.base import PublicIdMixin, TimestampedModel


class AnswerFile(PublicIdMixin, TimestampedModel):
    """A file that was sent for one question of an attempt. It belongs to the answer whose response names its uuid."""

    attempt = models.ForeignKey(QuizAttempt, on_delete=models.PROTECT, related_name="files")
    slot = models.ForeignKey(QuizSlot, on_delete=models.PROTECT, related_name="+")
    file = models.ForeignKey(
        "files.FileObject", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # As its bringer called it: equal contents of two people share one stored file.
    name = models.CharField(max_length=255)

    class Meta:
        db_table = "assessment_answer_file"
        indexes = [models.Index(fields=["attempt", "slot"], name="answer_file_slot_idx")]
