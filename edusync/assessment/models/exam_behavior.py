"""What a model finds unusual about how an exam was written: a reason for a person to look, and nothing else."""

from django.db import models
from django.db.models import Q

from edusync.assessment.models.exams import Exam, ProctorSession
from edusync.kernel.base import TenantModel


class ExamBehavior(TenantModel):
    """One candidate's way of writing, compared with everybody else's in the same exam, after the end.

    Never told to candidates. Rebuilt whenever more candidates are done: nothing here is decided.
    """

    session = models.OneToOneField(ProctorSession, on_delete=models.PROTECT, related_name="behavior")
    # Copy of the session's, for reading all of an exam at once.
    exam = models.ForeignKey(Exam, on_delete=models.PROTECT, related_name="behaviors")
    # Per answered question: [version, number on the sheet, seconds to its first answer or null, right or null].
    paces = models.JSONField(default=list)
    # What else counts, by name of the feature.
    measures = models.JSONField(default=dict)
    # Per feature: its value, the class's median and what it adds to the distance; and the answers that stand out.
    reasons = models.JSONField(default=dict)
    # Squared robust distance from the middle of the class. NULL: too few to compare with.
    distance = models.FloatField(null=True, blank=True)
    is_marked = models.BooleanField(default=False, db_default=False)
    has_more_time = models.BooleanField(default=False, db_default=False)
    # With how many candidates it was compared, this one among them.
    compared = models.PositiveIntegerField(default=0, db_default=0)
    # NULL: waits for the next comparison.
    compared_at = models.DateTimeField(null=True, blank=True)

    class Meta(TenantModel.Meta):
        db_table = "assessment_exam_behavior"
        constraints = [
            models.CheckConstraint(
                condition=Q(is_marked=False) | Q(distance__isnull=False, compared__gte=20),
                name="exam_behavior_marked_check",
            ),
        ]
        indexes = [
            models.Index(fields=["exam", "is_marked", "distance"], name="exam_behavior_exam_idx"),
            models.Index(fields=["compared_at"], name="exam_behavior_compared_idx"),
        ]
