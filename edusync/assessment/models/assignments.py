"""Tables of assignments, and of what learners hand in."""

from django.db import models
from django.db.models import F, Q

from edusync.kernel.base import PublicIdMixin, TenantModel, TimestampedModel, VersionedMixin, flag_where


class Assignment(VersionedMixin, TenantModel):
    """Detail of an assignment lesson: what is to be done, how it is handed in, and until when."""

    class CompletesOn(models.TextChoices):
        """Submitted: the lesson is done with the first submission. Passed: with a posted mark that passes."""

        SUBMITTED = "submitted"
        PASSED = "passed"

    lesson = models.OneToOneField("courses.Lesson", on_delete=models.PROTECT, related_name="assignment")
    course = models.ForeignKey("courses.Course", on_delete=models.PROTECT, related_name="+")
    # A block document.
    brief = models.JSONField(default=dict)
    accepts_text = models.BooleanField(default=True)
    accepts_files = models.BooleanField(default=False)
    accepts_url = models.BooleanField(default=False)
    accepts_recording = models.BooleanField(default=False)
    # Endings without dots, divided by commas; empty: every type the site stores.
    file_types = models.CharField(max_length=500, default="", blank=True)
    max_files = models.PositiveSmallIntegerField(default=5)
    max_megabytes = models.PositiveSmallIntegerField(default=20)
    opens_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)
    accepts_late = models.BooleanField(default=True)
    points = models.DecimalField(max_digits=9, decimal_places=3, default=100)
    attempts_allowed = models.PositiveSmallIntegerField(null=True, blank=True)
    completes_on = models.CharField(max_length=12, choices=CompletesOn.choices, default=CompletesOn.SUBMITTED)
    pass_percent = models.PositiveSmallIntegerField(default=50)
    # Markers see numbers in place of names until the mark is posted.
    is_anonymous = models.BooleanField(default=False)
    # The groups of the course hand in together.
    is_group_work = models.BooleanField(default=False)
    rubric = models.ForeignKey(
        "assessment.Rubric", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    # Handed-in work is compared with all others' in the organization.
    is_similarity_checked = models.BooleanField(default=False, db_default=False)

    class Meta(TenantModel.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(accepts_text=True)
                | Q(accepts_files=True)
                | Q(accepts_url=True)
                | Q(accepts_recording=True),
                name="assignment_accepts_check",
            ),
            models.CheckConstraint(condition=Q(points__gt=0), name="assignment_points_check"),
            models.CheckConstraint(condition=Q(pass_percent__lte=100), name="assignment_pass_percent_check"),
            models.CheckConstraint(
                condition=Q(max_files__gte=1, max_files__lte=50, max_megabytes__gte=1),
                name="assignment_files_check",
            ),
            models.CheckConstraint(
                condition=Q(attempts_allowed__isnull=True) | Q(attempts_allowed__gte=1),
                name="assignment_attempts_check",
            ),
            models.CheckConstraint(
                condition=Q(completes_on__in=["submitted", "passed"]), name="assignment_completes_on_check"
            ),
            models.CheckConstraint(
                condition=Q(opens_at__isnull=True) | Q(due_at__isnull=True) | Q(due_at__gte=F("opens_at")),
                name="assignment_due_check",
            ),
            models.CheckConstraint(
                condition=Q(closes_at__isnull=True) | Q(due_at__isnull=True) | Q(closes_at__gte=F("due_at")),
                name="assignment_closes_check",
            ),
        ]
        indexes = [models.Index(fields=["course", "due_at"], name="assignment_course_due_idx")]


class LatePolicy(TenantModel):
    """What a late submission loses: a share of the mark for each begun period, down to a floor."""

    class Period(models.TextChoices):
        HOUR = "hour"
        DAY = "day"

    assignment = models.OneToOneField(Assignment, on_delete=models.CASCADE, related_name="late_policy")
    period = models.CharField(max_length=8, choices=Period.choices, default=Period.DAY)
    percent_per_period = models.DecimalField(max_digits=5, decimal_places=2)
    # At least this share of the mark stays, in percent.
    floor_percent = models.DecimalField(max_digits=5, decimal_places=2, default=0)
    grace_minutes = models.PositiveSmallIntegerField(default=0)

    class Meta(TenantModel.Meta):
        db_table = "assessment_late_policy"
        constraints = [
            models.CheckConstraint(condition=Q(period__in=["hour", "day"]), name="late_policy_period_check"),
            models.CheckConstraint(
                condition=Q(percent_per_period__gt=0, percent_per_period__lte=100),
                name="late_policy_percent_check",
            ),
            models.CheckConstraint(
                condition=Q(floor_percent__gte=0, floor_percent__lte=100), name="late_policy_floor_check"
            ),
        ]


class AssignmentExtension(TenantModel):
    """More time for one learner in one assignment."""

    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="extensions")
    enrollment = models.ForeignKey("enrollment.Enrollment", on_delete=models.PROTECT, related_name="+")
    due_at = models.DateTimeField()
    reason = models.CharField(max_length=200, default="", blank=True)
    granted_by = models.ForeignKey(
        "identity.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta(TenantModel.Meta):
        db_table = "assessment_assignment_extension"
        constraints = [
            models.UniqueConstraint(
                fields=["assignment", "enrollment"], name="assignment_extension_enrollment_uniq"
            )
        ]


class Submission(PublicIdMixin, VersionedMixin, TenantModel):
    """One try of one learner. What markers think stands in `raw_points`; `points` is the mark once it is posted.

    Of several tries the one submitted last is current. A draft beside an earlier try is not, until it is submitted.
    """

    class State(models.TextChoices):
        DRAFT = "draft"
        SUBMITTED = "submitted"
        LATE = "late"
        RETURNED = "returned"
        GRADED = "graded"

    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="submissions")
    enrollment = models.ForeignKey("enrollment.Enrollment", on_delete=models.PROTECT, related_name="+")
    # The group that handed in together; each of its members has a row of their own.
    group = models.ForeignKey(
        "enrollment.LearnerGroup", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    number = models.PositiveSmallIntegerField(default=1)
    is_current = models.BooleanField(default=True)
    # What anonymous markers call the learner; another number in every try, so that a posted one gives no other away.
    alias_number = models.PositiveIntegerField()
    state = models.CharField(max_length=12, choices=State.choices, default=State.DRAFT)
    text = models.TextField(default="", blank=True)
    url = models.CharField(max_length=2000, default="", blank=True)
    saved_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    late_seconds = models.PositiveIntegerField(default=0)
    # SHA-256 over what was handed in, for the receipt.
    digest = models.CharField(max_length=64, default="", blank=True)
    raw_points = models.DecimalField(max_digits=9, decimal_places=3, null=True, blank=True)
    deducted_percent = models.DecimalField(max_digits=5, decimal_places=2, default=0)
    points = models.DecimalField(max_digits=9, decimal_places=3, null=True, blank=True)
    max_points = models.DecimalField(max_digits=9, decimal_places=3)
    graded_at = models.DateTimeField(null=True, blank=True)
    graded_by = models.ForeignKey(
        "identity.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    posted_at = models.DateTimeField(null=True, blank=True)
    returned_at = models.DateTimeField(null=True, blank=True)
    current_flag = flag_where(is_current=True)
    draft_flag = flag_where(state="draft")

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["assignment", "enrollment", "number"], name="submission_number_uniq"
            ),
            models.UniqueConstraint(
                fields=["assignment", "enrollment", "current_flag"], name="submission_one_current_uniq"
            ),
            models.UniqueConstraint(
                fields=["assignment", "enrollment", "draft_flag"], name="submission_one_draft_uniq"
            ),
            models.UniqueConstraint(
                fields=["assignment", "alias_number", "number"], name="submission_alias_uniq"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "submitted", "late", "returned", "graded"]),
                name="submission_state_check",
            ),
            models.CheckConstraint(
                condition=Q(state="draft", submitted_at__isnull=True)
                | (~Q(state="draft") & Q(submitted_at__isnull=False)),
                name="submission_submitted_at_check",
            ),
            models.CheckConstraint(
                condition=~Q(state="graded") | Q(raw_points__isnull=False, graded_at__isnull=False),
                name="submission_graded_check",
            ),
            # A mark that learners see was given before.
            models.CheckConstraint(
                condition=Q(points__isnull=True, posted_at__isnull=True)
                | Q(state="graded", points__isnull=False, posted_at__isnull=False),
                name="submission_posted_check",
            ),
            models.CheckConstraint(
                condition=Q(points__isnull=True) | Q(points__gte=0, points__lte=F("max_points")),
                name="submission_points_check",
            ),
            models.CheckConstraint(
                condition=Q(raw_points__isnull=True) | Q(raw_points__gte=0, raw_points__lte=F("max_points")),
                name="submission_raw_points_check",
            ),
            models.CheckConstraint(
                condition=Q(deducted_percent__gte=0, deducted_percent__lte=100),
                name="submission_deducted_check",
            ),
        ]
        indexes = [
            models.Index(fields=["assignment", "state", "submitted_at"], name="submission_queue_idx"),
            models.Index(fields=["assignment", "state", "posted_at"], name="submission_waiting_idx"),
            models.Index(fields=["enrollment", "state"], name="submission_enrollment_idx"),
        ]


class SubmissionFile(PublicIdMixin, TimestampedModel):
    """A file of a submission: the learner's work, or what a marker gives back."""

    class Role(models.TextChoices):
        WORK = "work"
        RECORDING = "recording"
        MARKED = "marked"

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="files")
    file = models.ForeignKey(
        "files.FileObject", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    role = models.CharField(max_length=12, choices=Role.choices, default=Role.WORK)
    # As its bringer called it: equal contents of two people share one stored file.
    name = models.CharField(max_length=255)
    position = models.PositiveSmallIntegerField()

    class Meta:
        db_table = "assessment_submission_file"
        constraints = [
            models.UniqueConstraint(fields=["submission", "position"], name="submission_file_position_uniq"),
            models.CheckConstraint(
                condition=Q(role__in=["work", "recording", "marked"]), name="submission_file_role_check"
            ),
        ]


class SubmissionComment(PublicIdMixin, TimestampedModel):
    """What marker and learner tell each other about a submission, in words or as a recording."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="comments")
    author = models.ForeignKey(
        "identity.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    is_from_learner = models.BooleanField(default=False)
    text = models.TextField(default="", blank=True)
    audio = models.ForeignKey(
        "files.FileObject", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # What the recording says, for those who do not hear it.
    transcript = models.CharField(max_length=4000, default="", db_default="", blank=True)

    class Meta:
        db_table = "assessment_submission_comment"
        indexes = [models.Index(fields=["submission", "id"], name="submission_comment_idx")]


class Annotation(PublicIdMixin, TimestampedModel):
    """A remark on a passage: of the text, from character to character, or on a page of a file."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="annotations")
    file = models.ForeignKey(
        SubmissionFile, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    author = models.ForeignKey(
        "identity.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    page = models.PositiveIntegerField(null=True, blank=True)
    # Where on the page: thousandths of its width from the left, and of its height from the top.
    place_x = models.PositiveSmallIntegerField(null=True, blank=True)
    place_y = models.PositiveSmallIntegerField(null=True, blank=True)
    start = models.PositiveIntegerField(default=0)
    end = models.PositiveIntegerField(default=0)
    quote = models.CharField(max_length=1000, default="", blank=True)
    text = models.TextField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(end__gte=F("start")), name="annotation_range_check"),
            models.CheckConstraint(
                condition=Q(place_x__isnull=True, place_y__isnull=True)
                | Q(page__isnull=False, place_x__lte=1000, place_y__lte=1000),
                name="annotation_place_check",
            ),
        ]
        indexes = [models.Index(fields=["submission", "start"], name="annotation_submission_idx")]
