"""Tables by which works are compared: their texts, the fingerprints of these, and what was found alike."""

from django.db import models
from django.db.models import Q

from edusync.assessment.models.assignments import Submission, SubmissionFile
from edusync.kernel.base import TenantModel, TimestampedModel


class WorkText(TenantModel):
    """A text of a submission as it is compared: what was written here (position 0), or what a file says."""

    class Kind(models.TextChoices):
        TEXT = "text"
        CODE = "code"

    class Lack(models.TextChoices):
        """Pictures of pages or nothing; a password; no such file; more time or memory than a text takes."""

        NO_TEXT = "no_text"
        LOCKED = "locked"
        BROKEN = "broken"
        TOO_MUCH = "too_much"

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="work_texts")
    file = models.ForeignKey(
        SubmissionFile, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.TEXT)
    # Places of fingerprints count its characters. Pages of a PDF are parted by form feeds.
    content = models.TextField()
    # Why a file has no text to compare; empty where it has one.
    lack = models.CharField(max_length=8, choices=Lack.choices, default="", db_default="", blank=True)

    class Meta(TenantModel.Meta):
        db_table = "assessment_work_text"
        constraints = [
            models.UniqueConstraint(fields=["submission", "position"], name="work_text_position_uniq"),
            models.CheckConstraint(condition=Q(kind__in=["text", "code"]), name="work_text_kind_check"),
            models.CheckConstraint(
                condition=Q(lack__in=["", "no_text", "locked", "broken", "too_much"]),
                name="work_text_lack_check",
            ),
        ]


class Fingerprint(models.Model):
    """A chosen hash of some words in a row of a text, and where these stand. Found by organization and hash."""

    organization = models.ForeignKey(
        "identity.Organization", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    hash = models.BigIntegerField()
    text = models.ForeignKey(WorkText, on_delete=models.CASCADE, related_name="fingerprints")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()

    class Meta:
        indexes = [models.Index(fields=["organization", "hash", "text"], name="fingerprint_hash_idx")]


class SimilarityReport(TenantModel):
    """How much of a submission is like other works of the organization."""

    class State(models.TextChoices):
        """Nothing: there was no text to compare."""

        PENDING = "pending"
        DONE = "done"
        NOTHING = "nothing"

    submission = models.OneToOneField(Submission, on_delete=models.CASCADE, related_name="similarity_report")
    state = models.CharField(max_length=8, choices=State.choices, default=State.PENDING)
    fingerprint_count = models.PositiveIntegerField(default=0)
    checked_at = models.DateTimeField(null=True, blank=True)

    class Meta(TenantModel.Meta):
        db_table = "assessment_similarity_report"
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["pending", "done", "nothing"]), name="similarity_report_state_check"
            )
        ]


class SimilarityMatch(TimestampedModel):
    """Another work that shares fingerprints with the reported one."""

    report = models.ForeignKey(SimilarityReport, on_delete=models.CASCADE, related_name="matches")
    other = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="+")
    shared_count = models.PositiveIntegerField()
    # Of the reported work's fingerprints.
    percent = models.PositiveSmallIntegerField()

    class Meta:
        db_table = "assessment_similarity_match"
        constraints = [
            models.UniqueConstraint(fields=["report", "other"], name="similarity_match_other_uniq"),
            models.CheckConstraint(condition=Q(percent__lte=100), name="similarity_match_percent_check"),
        ]
