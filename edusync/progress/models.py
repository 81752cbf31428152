"""Tables of progress."""

from django.db import models
from django.db.models import F, Q

from edusync.kernel.base import TenantModel
from edusync.kernel.ids import BinUUIDField


class LessonProgress(TenantModel):
    """What one enrollment has done in one lesson. This is the fact; all percentages follow from it."""

    class State(models.TextChoices):
        STARTED = "started"
        COMPLETED = "completed"

    class Method(models.TextChoices):
        NONE = ""
        MANUAL = "manual"
        VIEW = "view"
        TIME = "time"
        SCORE = "score"

    enrollment = models.ForeignKey("enrollment.Enrollment", on_delete=models.PROTECT, related_name="+")
    lesson = models.ForeignKey("courses.Lesson", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=State.choices, default=State.STARTED)
    method = models.CharField(max_length=12, choices=Method.choices, default=Method.NONE, blank=True)
    started_at = models.DateTimeField()
    completed_at = models.DateTimeField(null=True)
    seconds = models.PositiveIntegerField(default=0)
    views = models.PositiveIntegerField(default=0)
    last_viewed_at = models.DateTimeField(null=True)
    position_seconds = models.PositiveIntegerField(default=0)
    watched_share = models.PositiveSmallIntegerField(default=0)
    # Watched stretches of a film, [[from, to], …] in seconds, ascending and apart.
    watched = models.JSONField(default=list, blank=True)
    best_score = models.DecimalField(max_digits=9, decimal_places=3, null=True)
    # A letterbox: what one sign of life brings for session, day and clock (JSON), and the sitting it belongs to.
    # The triggers `learning_beat_on_*` take it out in the same statement, so it is empty whenever somebody looks.
    beat = models.TextField(default="", blank=True)
    beat_client = BinUUIDField(null=True, blank=True)

    class Meta(TenantModel.Meta):
        db_table = "progress_lesson_progress"
        constraints = [
            models.UniqueConstraint(
                fields=["enrollment", "lesson"], name="lesson_progress_enrollment_lesson_uniq"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["started", "completed"]), name="lesson_progress_state_check"
            ),
            models.CheckConstraint(
                condition=Q(state="completed", completed_at__isnull=False)
                | Q(state="started", completed_at__isnull=True),
                name="lesson_progress_completed_at_check",
            ),
            models.CheckConstraint(condition=Q(watched_share__lte=100), name="lesson_progress_watched_check"),
            models.CheckConstraint(
                condition=Q(method__in=["", "manual", "view", "time", "score"]),
                name="lesson_progress_method_check",
            ),
            models.CheckConstraint(
                condition=Q(best_score__isnull=True) | Q(best_score__gte=0),
                name="lesson_progress_score_check",
            ),
        ]
        indexes = [
            models.Index(fields=["lesson", "state"], name="lesson_progress_lesson_idx"),
            # What one person has done, latest first. When they were last there stands on the enrollment, with its index:
            # one here would be written again with every sign of life.
            models.Index(fields=["enrollment", "state", "completed_at"], name="lesson_progress_done_idx"),
        ]


class ModuleProgress(TenantModel):
    """Summary of one enrollment in one module: a maintained projection of lesson progress."""

    enrollment = models.ForeignKey("enrollment.Enrollment", on_delete=models.PROTECT, related_name="+")
    module = models.ForeignKey("courses.Module", on_delete=models.PROTECT, related_name="+")
    done_weight = models.PositiveIntegerField(default=0)
    required_weight = models.PositiveIntegerField(default=0)
    completed_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        db_table = "progress_module_progress"
        constraints = [
            models.UniqueConstraint(
                fields=["enrollment", "module"], name="module_progress_enrollment_module_uniq"
            ),
        ]
        indexes = [models.Index(fields=["enrollment", "completed_at"], name="module_progress_done_idx")]


class Completion(TenantModel):
    """A course was completed. Append-only by trigger."""

    enrollment = models.ForeignKey("enrollment.Enrollment", on_delete=models.PROTECT, related_name="+")
    completed_at = models.DateTimeField()
    done_weight = models.PositiveIntegerField()
    required_weight = models.PositiveIntegerField()

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["enrollment"], name="completion_enrollment_uniq")]


class LearningSession(TenantModel):
    """One stretch of learning in one course on one device: from the first sign of life to the last.

    All times are the server's. `focus_seconds` + `idle_seconds` is at most `seconds`, and that at most the time between
    beginning and end. With the person's switch off only `seconds` are kept.
    """

    class Device(models.TextChoices):
        DESKTOP = "desktop"
        TABLET = "tablet"
        MOBILE = "mobile"
        UNKNOWN = "unknown"

    enrollment = models.ForeignKey("enrollment.Enrollment", on_delete=models.PROTECT, related_name="+")
    # The lesson it was in last.
    lesson = models.ForeignKey(
        "courses.Lesson", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # Made by the browser for one device and sitting, shared by its tabs.
    client_id = BinUUIDField()
    started_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    seconds = models.PositiveIntegerField(default=0)
    focus_seconds = models.PositiveIntegerField(default=0)
    idle_seconds = models.PositiveIntegerField(default=0)
    interactions = models.PositiveIntegerField(default=0)
    # Part of `seconds` that was reported later, because the device had no network.
    late_seconds = models.PositiveIntegerField(default=0)
    device_type = models.CharField(max_length=8, choices=Device.choices, default=Device.UNKNOWN)
    user_agent = models.CharField(max_length=200, default="", blank=True)
    # Without its last part, so that it leads to a network and to nobody's home.
    address = models.CharField(max_length=45, default="", blank=True)

    class Meta(TenantModel.Meta):
        db_table = "progress_learning_session"
        constraints = [
            models.UniqueConstraint(
                fields=["enrollment", "client_id"], name="learning_session_enrollment_client_uniq"
            ),
            models.CheckConstraint(
                condition=Q(device_type__in=["desktop", "tablet", "mobile", "unknown"]),
                name="learning_session_device_check",
            ),
            models.CheckConstraint(
                condition=Q(last_seen_at__gte=F("started_at")), name="learning_session_times_check"
            ),
            models.CheckConstraint(
                condition=Q(seconds__gte=F("focus_seconds") + F("idle_seconds")),
                name="learning_session_seconds_check",
            ),
        ]
        indexes = [
            models.Index(
                fields=["enrollment", "started_at", "device_type"], name="learning_session_device_idx"
            ),
            models.Index(fields=["lesson", "-started_at"], name="learning_session_lesson_idx"),
            models.Index(fields=["ended_at", "last_seen_at"], name="learning_session_open_idx"),
        ]


class LearningClock(TenantModel):
    """Which stretches of a person's last two days are counted already, whatever course, device or tab they came from.

    Everything that counts time locks this row and takes what is still free: so no second counts twice.
    `state`: {"s": stretches [[from, to], ...] in seconds since 1970, ascending and apart, "c": by sitting
    [last sequence number, bits of those before it, end of its last stretch, first seen, last seen]}.
    """

    learner = models.OneToOneField("identity.User", on_delete=models.PROTECT, related_name="+")
    state = models.JSONField(default=dict)
    total_seconds = models.PositiveIntegerField(default=0)

    class Meta(TenantModel.Meta):
        db_table = "progress_learning_clock"


class LearningDay(TenantModel):
    """What a person learned on one day of their own calendar, over all courses. Streaks are read from it."""

    learner = models.ForeignKey("identity.User", on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    seconds = models.PositiveIntegerField(default=0)
    lessons_completed = models.PositiveIntegerField(default=0)

    class Meta(TenantModel.Meta):
        db_table = "progress_learning_day"
        constraints = [models.UniqueConstraint(fields=["learner", "day"], name="learning_day_learner_uniq")]


class Engagement(TenantModel):
    """Parts of an enrollment's engagement score, each 0 to 1, and their weighted sum."""

    enrollment = models.OneToOneField("enrollment.Enrollment", on_delete=models.PROTECT, related_name="+")
    score = models.DecimalField(max_digits=4, decimal_places=3)
    # Days with learning of the days that count, progress against the pace, attention, doing beside reading.
    regularity = models.DecimalField(max_digits=4, decimal_places=3)
    pace = models.DecimalField(max_digits=4, decimal_places=3)
    attention = models.DecimalField(max_digits=4, decimal_places=3, null=True)
    practice = models.DecimalField(max_digits=4, decimal_places=3, null=True)
    formula_version = models.PositiveSmallIntegerField(default=1)
    computed_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(score__gte=0, score__lte=1), name="engagement_score_check"),
            models.CheckConstraint(
                condition=Q(regularity__gte=0, regularity__lte=1, pace__gte=0, pace__lte=1),
                name="engagement_parts_check",
            ),
            models.CheckConstraint(
                condition=Q(attention__isnull=True) | Q(attention__gte=0, attention__lte=1),
                name="engagement_attention_check",
            ),
            models.CheckConstraint(
                condition=Q(practice__isnull=True) | Q(practice__gte=0, practice__lte=1),
                name="engagement_practice_check",
            ),
        ]
