"""Courses, who teaches them and where they stand in the catalog."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from edusync.courses.models.catalog import Category, Language, Tag
from edusync.kernel.base import PublicIdMixin, SoftDeleteMixin, TenantModel, VersionedMixin, live_flag


class Course(PublicIdMixin, VersionedMixin, SoftDeleteMixin, TenantModel):
    """A course. Deleted only while a draft; else archived."""

    class Status(models.TextChoices):
        DRAFT = "draft"
        IN_REVIEW = "in_review"
        CHANGES_REQUESTED = "changes_requested"
        APPROVED = "approved"
        PUBLISHED = "published"
        ARCHIVED = "archived"

    class Visibility(models.TextChoices):
        """Who finds a published course: everybody, members of the organization, or only those who are enrolled."""

        PUBLIC = "public"
        RESTRICTED = "restricted"
        PRIVATE = "private"

    class Level(models.TextChoices):
        BEGINNER = "beginner"
        INTERMEDIATE = "intermediate"
        ADVANCED = "advanced"
        ALL = "all"

    class Access(models.TextChoices):
        OPEN = "open"
        APPROVAL = "approval"
        RESTRICTED = "restricted"

    title = models.CharField(max_length=200)
    slug = models.SlugField(max_length=120)
    tagline = models.CharField(max_length=200, default="", blank=True)
    overview = models.JSONField(default=dict, blank=True)
    outcomes = models.JSONField(default=list, blank=True)
    level = models.CharField(max_length=16, choices=Level.choices, default=Level.ALL)
    language = models.ForeignKey(Language, on_delete=models.PROTECT, default="en", related_name="+")
    estimated_minutes = models.PositiveIntegerField(default=0)
    status = models.CharField(max_length=20, choices=Status.choices, default=Status.DRAFT)
    visibility = models.CharField(max_length=12, choices=Visibility.choices, default=Visibility.PUBLIC)
    access = models.CharField(max_length=16, choices=Access.choices, default=Access.OPEN)
    capacity = models.PositiveIntegerField(null=True, blank=True)
    # Both kept by triggers of enrollment: who holds a seat, and seats kept free for people on the waitlist.
    seats_taken = models.PositiveIntegerField(default=0)
    seats_offered = models.PositiveIntegerField(default=0)
    is_waitlist_on = models.BooleanField(default=False)
    # How long a free seat is kept for the first in line.
    offer_hours = models.PositiveSmallIntegerField(default=48)
    enrollment_opens_at = models.DateTimeField(null=True, blank=True)
    enrollment_closes_at = models.DateTimeField(null=True, blank=True)
    # Days after the beginning: until when access lasts, by when one should be through. Empty: no end.
    access_days = models.PositiveSmallIntegerField(null=True, blank=True)
    due_days = models.PositiveSmallIntegerField(null=True, blank=True)
    # Days after completion when the course is to be taken anew. Empty: never.
    recertify_days = models.PositiveSmallIntegerField(null=True, blank=True)
    # The grade of the course, in percent, below which it is not passed. Empty: none is asked for.
    required_score = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    # For quizzes that say nothing themselves: whether they may be tried again, and how often altogether.
    allow_retake = models.BooleanField(default=True, db_default=True)
    max_attempts = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(1000)]
    )
    is_featured = models.BooleanField(default=False)
    # Place among the featured courses, the least first.
    featured_position = models.PositiveIntegerField(default=0)
    is_certificate_on = models.BooleanField(default=True)
    # A template is never published: courses are made from it.
    is_template = models.BooleanField(default=False)
    meta_description = models.CharField(max_length=320, default="", blank=True)
    meta_keywords = models.CharField(max_length=320, default="", blank=True)
    image_file = models.ForeignKey(
        "files.FileObject", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_by = models.ForeignKey(
        "identity.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    cloned_from = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    published_at = models.DateTimeField(null=True, blank=True)
    # When a scheduled course is to be published.
    publish_at = models.DateTimeField(null=True, blank=True)
    # Kept by triggers on ratings: their number, and the sum of their stars.
    rating_count = models.PositiveIntegerField(default=0)
    rating_sum = models.PositiveIntegerField(default=0)
    # Both kept by triggers on modules and lessons.
    outline_version = models.PositiveIntegerField(default=1)
    lesson_count = models.PositiveIntegerField(default=0)
    # Raised whenever a translation changes, so that processes read them anew.
    translation_version = models.PositiveIntegerField(default=1)
    live = live_flag()

    @property
    def quiz_attempts(self) -> int | None:
        """How often a quiz may be tried that says nothing itself; None without a limit."""
        return self.max_attempts if self.allow_retake else 1

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "slug", "live"], name="course_org_slug_uniq"),
            models.CheckConstraint(
                condition=Q(
                    status__in=[
                        "draft",
                        "in_review",
                        "changes_requested",
                        "approved",
                        "published",
                        "archived",
                    ]
                ),
                name="course_status_check",
            ),
            models.CheckConstraint(
                condition=Q(level__in=["beginner", "intermediate", "advanced", "all"]),
                name="course_level_check",
            ),
            models.CheckConstraint(
                condition=Q(access__in=["open", "approval", "restricted"]), name="course_access_check"
            ),
            models.CheckConstraint(
                condition=Q(visibility__in=["public", "restricted", "private"]),
                name="course_visibility_check",
            ),
            models.CheckConstraint(
                condition=Q(is_template=False) | ~Q(status__in=["published", "archived"]),
                name="course_template_check",
            ),
            models.CheckConstraint(
                condition=Q(rating_sum__gte=F("rating_count"), rating_sum__lte=F("rating_count") * 5),
                name="course_rating_check",
            ),
            models.CheckConstraint(
                condition=Q(capacity__isnull=True) | Q(capacity__gt=0), name="course_capacity_check"
            ),
            models.CheckConstraint(
                condition=Q(required_score__isnull=True) | Q(required_score__gte=1, required_score__lte=100),
                name="course_required_score_check",
            ),
            models.CheckConstraint(
                condition=Q(max_attempts__isnull=True) | Q(max_attempts__gte=1),
                name="course_max_attempts_check",
            ),
            models.CheckConstraint(
                condition=Q(offer_hours__gte=1, offer_hours__lte=720), name="course_offer_hours_check"
            ),
            models.CheckConstraint(
                condition=Q(enrollment_opens_at__isnull=True)
                | Q(enrollment_closes_at__isnull=True)
                | Q(enrollment_closes_at__gt=F("enrollment_opens_at")),
                name="course_enrollment_dates_check",
            ),
            models.CheckConstraint(
                condition=(Q(access_days__isnull=True) | Q(access_days__gt=0))
                & (Q(due_days__isnull=True) | Q(due_days__gt=0))
                & (Q(recertify_days__isnull=True) | Q(recertify_days__gt=0)),
                name="course_days_check",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["published", "archived"]) | Q(published_at__isnull=False),
                name="course_published_at_check",
            ),
        ]
        indexes = [
            models.Index(fields=["organization", "status", "published_at", "id"], name="course_catalog_idx"),
            models.Index(fields=["organization", "title"], name="course_title_idx"),
            models.Index(fields=["organization", "status", "created_at", "id"], name="course_created_idx"),
            models.Index(fields=["organization", "access", "status", "capacity"], name="course_access_idx"),
        ]

    def __str__(self) -> str:
        return self.title


class CourseStaff(TenantModel):
    """A person teaches or writes a course."""

    class Duty(models.TextChoices):
        OWNER = "owner"
        INSTRUCTOR = "instructor"
        ASSISTANT = "assistant"
        AUTHOR = "author"
        REVIEWER = "reviewer"

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="staff")
    user = models.ForeignKey("identity.User", on_delete=models.PROTECT, related_name="+")
    duty = models.CharField(max_length=16, choices=Duty.choices, default=Duty.INSTRUCTOR)
    is_public = models.BooleanField(default=True)
    position = models.PositiveIntegerField(default=0)

    class Meta(TenantModel.Meta):
        db_table = "courses_course_staff"
        constraints = [
            models.UniqueConstraint(fields=["course", "user"], name="course_staff_course_user_uniq"),
            models.CheckConstraint(
                condition=Q(duty__in=["owner", "instructor", "assistant", "author", "reviewer"]),
                name="course_staff_duty_check",
            ),
        ]
        indexes = [models.Index(fields=["user", "duty", "course"], name="course_staff_user_idx")]


class CourseCategory(TenantModel):
    """A course stands in a category."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="category_links")
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="course_links")
    is_primary = models.BooleanField(default=False)
    primary = models.GeneratedField(
        expression=models.Case(
            models.When(is_primary=True, then=models.Value(1)),
            default=models.Value(None),
            output_field=models.SmallIntegerField(),
        ),
        output_field=models.SmallIntegerField(),
        db_persist=False,
        null=True,
        editable=False,
    )

    class Meta(TenantModel.Meta):
        db_table = "courses_course_category"
        constraints = [
            models.UniqueConstraint(fields=["course", "category"], name="course_category_uniq"),
            models.UniqueConstraint(fields=["course", "primary"], name="course_category_one_primary_uniq"),
        ]
        indexes = [models.Index(fields=["category", "course"], name="course_category_course_idx")]


class CourseTag(TenantModel):
    """A course has a tag."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="tag_links")
    tag = models.ForeignKey(Tag, on_delete=models.PROTECT, related_name="course_links")

    class Meta(TenantModel.Meta):
        db_table = "courses_course_tag"
        constraints = [models.UniqueConstraint(fields=["course", "tag"], name="course_tag_uniq")]


class CourseLanguage(TenantModel):
    """A course is offered in a language besides its own."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="language_links")
    language = models.ForeignKey(Language, on_delete=models.PROTECT, related_name="+")

    class Meta(TenantModel.Meta):
        db_table = "courses_course_language"
        constraints = [models.UniqueConstraint(fields=["course", "language"], name="course_language_uniq")]
