"""From draft to catalog: what was handed in for approval, each change of state, and what the team says about drafts."""

from django.db import models
from django.db.models import F, Q

from edusync.courses.models.course import Course
from edusync.courses.models.structure import Lesson
from edusync.kernel.base import SoftDeleteMixin, TenantModel, VersionedMixin, flag_where


class ReviewRule(TenantModel):
    """What an organization demands before a course goes into its catalog. No row: nothing."""

    is_review_required = models.BooleanField(default=False)

    class Meta(TenantModel.Meta):
        db_table = "courses_review_rule"
        constraints = [models.UniqueConstraint(fields=["organization"], name="course_review_rule_org_uniq")]


class CourseApprovalRequest(TenantModel):
    """A course, or the changes of a published one, handed in for approval. A new submission is a new row."""

    class Status(models.TextChoices):
        OPEN = "open"
        CHANGES_REQUESTED = "changes_requested"
        APPROVED = "approved"
        # Approved, and handed in again or published past it before it was used.
        LAPSED = "lapsed"
        WITHDRAWN = "withdrawn"
        DONE = "done"

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="approval_requests")
    status = models.CharField(max_length=20, choices=Status.choices, default=Status.OPEN)
    # Whether the course was already published: then its state stays and only its changes wait.
    is_for_changes = models.BooleanField(default=False)
    note = models.CharField(max_length=2000, default="", blank=True)
    # Mark of the content that was handed in and decided on; other content is not approved.
    content_mark = models.CharField(max_length=64)
    submitted_by = models.ForeignKey(
        "identity.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    decided_by = models.ForeignKey(
        "identity.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_note = models.CharField(max_length=2000, default="", blank=True)
    pending = flag_where(status="open")

    class Meta(TenantModel.Meta):
        db_table = "courses_approval_request"
        constraints = [
            models.UniqueConstraint(fields=["course", "pending"], name="course_approval_one_open_uniq"),
            models.CheckConstraint(
                condition=Q(
                    status__in=["open", "changes_requested", "approved", "lapsed", "withdrawn", "done"]
                ),
                name="course_approval_status_check",
            ),
            # Four eyes: nobody approves what they handed in.
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True)
                | Q(submitted_by__isnull=True)
                | ~Q(decided_by=F("submitted_by")),
                name="course_approval_four_eyes_check",
            ),
        ]
        indexes = [models.Index(fields=["organization", "status", "id"], name="course_approval_queue_idx")]


class CourseStateChange(TenantModel):
    """A step in the life of a course: who, when, why. Append-only by trigger."""

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="+")
    act = models.CharField(max_length=24)
    from_status = models.CharField(max_length=20)
    to_status = models.CharField(max_length=20)
    by = models.ForeignKey("identity.User", on_delete=models.SET_NULL, null=True, related_name="+")
    reason = models.CharField(max_length=2000, default="", blank=True)
    # Codes of accepted warnings, number of the version, date of a schedule: no names.
    facts = models.JSONField(default=dict, blank=True)

    class Meta(TenantModel.Meta):
        db_table = "courses_state_change"
        indexes = [models.Index(fields=["course", "id"], name="course_state_change_idx")]


class ContentComment(SoftDeleteMixin, VersionedMixin, TenantModel):
    """What somebody of the team says about a course, a lesson or a block. An answer names the first of its thread."""

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="+")
    lesson = models.ForeignKey(Lesson, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    block_id = models.CharField(max_length=64, default="", blank=True)
    # The words the comment is about, kept for when the block is changed or gone.
    quote = models.CharField(max_length=500, default="", blank=True)
    thread = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="answers"
    )
    author = models.ForeignKey("identity.User", on_delete=models.PROTECT, related_name="+")
    body = models.CharField(max_length=4000)
    edited_at = models.DateTimeField(null=True, blank=True)
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(
        "identity.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta(TenantModel.Meta):
        db_table = "courses_content_comment"
        constraints = [
            models.CheckConstraint(
                condition=Q(block_id="") | Q(lesson__isnull=False), name="course_comment_block_check"
            ),
            models.CheckConstraint(
                condition=Q(thread__isnull=True) | Q(resolved_at__isnull=True),
                name="course_comment_resolved_check",
            ),
        ]
        indexes = [
            models.Index(fields=["course", "lesson", "id"], name="course_comment_idx"),
        ]


class CommentMention(TenantModel):
    """A comment calls somebody of the team."""

    comment = models.ForeignKey(ContentComment, on_delete=models.CASCADE, related_name="mentions")
    user = models.ForeignKey("identity.User", on_delete=models.CASCADE, related_name="+")

    class Meta(TenantModel.Meta):
        db_table = "courses_comment_mention"
        constraints = [
            models.UniqueConstraint(fields=["comment", "user"], name="course_comment_mention_uniq")
        ]
