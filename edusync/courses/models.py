"""Tables of courses and their content."""

from django.db import models
from django.db.models import Q

from edusync.kernel.base import (
    PublicIdMixin,
    SoftDeleteMixin,
    TenantModel,
    TimestampedModel,
    VersionedMixin,
    live_flag,
)


class Language(models.Model):
    """A language courses can be offered in (BCP 47 tag)."""

    code = models.CharField(max_length=16, primary_key=True)
    name = models.CharField(max_length=80)
    native_name = models.CharField(max_length=80)
    direction = models.CharField(max_length=3, default="ltr")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(direction__in=["ltr", "rtl"]), name="language_direction_check")
        ]


class Category(SoftDeleteMixin, TenantModel):
    """A node of the category tree."""

    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    name = models.CharField(max_length=120)
    slug = models.SlugField(max_length=120)
    kind = models.CharField(max_length=20, default="subject")
    icon = models.CharField(max_length=40, default="", blank=True)
    position = models.PositiveIntegerField(default=0)
    live = live_flag()

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "slug", "live"], name="category_org_slug_uniq"),
            models.CheckConstraint(
                condition=Q(kind__in=["subject", "grade", "department", "topic"]), name="category_kind_check"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Tag(TenantModel):
    """A free word on courses."""

    name = models.CharField(max_length=60)
    slug = models.SlugField(max_length=60)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["organization", "slug"], name="tag_org_slug_uniq")]


class Course(PublicIdMixin, VersionedMixin, SoftDeleteMixin, TenantModel):
    """A course. Deleted only while a draft; else archived."""

    class Status(models.TextChoices):
        DRAFT = "draft"
        PUBLISHED = "published"
        ARCHIVED = "archived"

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
    status = models.CharField(max_length=16, choices=Status.choices, default=Status.DRAFT)
    access = models.CharField(max_length=16, choices=Access.choices, default=Access.OPEN)
    capacity = models.PositiveIntegerField(null=True, blank=True)
    seats_taken = models.PositiveIntegerField(default=0)
    is_featured = models.BooleanField(default=False)
    is_certificate_on = models.BooleanField(default=True)
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
    # Both kept by triggers on modules and lessons.
    outline_version = models.PositiveIntegerField(default=1)
    lesson_count = models.PositiveIntegerField(default=0)
    live = live_flag()

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "slug", "live"], name="course_org_slug_uniq"),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "published", "archived"]), name="course_status_check"
            ),
            models.CheckConstraint(
                condition=Q(level__in=["beginner", "intermediate", "advanced", "all"]),
                name="course_level_check",
            ),
            models.CheckConstraint(
                condition=Q(access__in=["open", "approval", "restricted"]), name="course_access_check"
            ),
            models.CheckConstraint(
                condition=Q(capacity__isnull=True) | Q(capacity__gt=0), name="course_capacity_check"
            ),
            models.CheckConstraint(
                condition=Q(status="draft") | Q(published_at__isnull=False), name="course_published_at_check"
            ),
        ]
        indexes = [
            models.Index(fields=["organization", "status", "published_at", "id"], name="course_catalog_idx"),
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


class CourseTag(TenantModel):
    """A course has a tag."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="tag_links")
    tag = models.ForeignKey(Tag, on_delete=models.PROTECT, related_name="course_links")

    class Meta(TenantModel.Meta):
        db_table = "courses_course_tag"
        constraints = [models.UniqueConstraint(fields=["course", "tag"], name="course_tag_uniq")]


class Module(VersionedMixin, SoftDeleteMixin, TenantModel):
    """Ordered group of lessons."""

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="modules")
    title = models.CharField(max_length=200)
    summary = models.TextField(default="", blank=True)
    position = models.PositiveIntegerField()
    is_published = models.BooleanField(default=True)

    class Meta(TenantModel.Meta):
        indexes = [models.Index(fields=["course", "position"], name="module_course_position_idx")]


class Lesson(PublicIdMixin, VersionedMixin, SoftDeleteMixin, TenantModel):
    """One activity placed in a module. Its kind names the detail row."""

    class Kind(models.TextChoices):
        PAGE = "page"
        VIDEO = "video"
        DOCUMENT = "document"
        LINK = "link"
        QUIZ = "quiz"

    class Completion(models.TextChoices):
        VIEW = "view"
        TIME = "time"
        SCORE = "score"
        MANUAL = "manual"

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="lessons")
    module = models.ForeignKey(Module, on_delete=models.PROTECT, related_name="lessons")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    title = models.CharField(max_length=200)
    group_title = models.CharField(max_length=200, default="", blank=True)
    position = models.PositiveIntegerField()
    is_required = models.BooleanField(default=True)
    is_published = models.BooleanField(default=True)
    is_preview = models.BooleanField(default=False)
    weight = models.PositiveIntegerField(default=1)
    estimated_minutes = models.PositiveIntegerField(default=0)
    completion = models.CharField(max_length=16, choices=Completion.choices, default=Completion.MANUAL)
    completion_value = models.PositiveIntegerField(default=0)

    class Meta(TenantModel.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["page", "video", "document", "link", "quiz"]), name="lesson_kind_check"
            ),
            models.CheckConstraint(
                condition=Q(completion__in=["view", "time", "score", "manual"]),
                name="lesson_completion_check",
            ),
            models.CheckConstraint(condition=Q(weight__gte=1, weight__lte=1000), name="lesson_weight_check"),
        ]
        indexes = [models.Index(fields=["course", "module", "position"], name="lesson_course_module_idx")]


class Page(VersionedMixin, TimestampedModel):
    """Detail of a page lesson: the block document as edited, and its sanitized rendering."""

    lesson = models.OneToOneField(Lesson, on_delete=models.CASCADE, primary_key=True, related_name="page")
    document = models.JSONField(default=dict)
    text = models.TextField(default="", blank=True)


class Video(VersionedMixin, TimestampedModel):
    """Detail of a video lesson: a stored file or a film at an allowed provider."""

    class Provider(models.TextChoices):
        FILE = "file"
        YOUTUBE = "youtube"
        VIMEO = "vimeo"
        URL = "url"

    lesson = models.OneToOneField(Lesson, on_delete=models.CASCADE, primary_key=True, related_name="video")
    provider = models.CharField(max_length=10, choices=Provider.choices, default=Provider.FILE)
    file = models.ForeignKey(
        "files.FileObject", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    external_id = models.CharField(max_length=500, default="", blank=True)
    poster_file = models.ForeignKey(
        "files.FileObject", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    duration_seconds = models.PositiveIntegerField(default=0)
    required_share = models.PositiveSmallIntegerField(default=90)
    transcript = models.TextField(default="", blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(provider__in=["file", "youtube", "vimeo", "url"]), name="video_provider_check"
            ),
            models.CheckConstraint(condition=Q(required_share__lte=100), name="video_required_share_check"),
        ]


class CaptionTrack(TimestampedModel):
    """WebVTT captions of a video in one language."""

    video = models.ForeignKey(Video, on_delete=models.CASCADE, related_name="captions")
    language = models.CharField(max_length=16)
    label = models.CharField(max_length=80, default="", blank=True)
    file = models.ForeignKey("files.FileObject", on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "courses_caption_track"
        constraints = [
            models.UniqueConstraint(fields=["video", "language"], name="caption_track_video_language_uniq")
        ]


class Document(VersionedMixin, TimestampedModel):
    """Detail of a document lesson."""

    lesson = models.OneToOneField(Lesson, on_delete=models.CASCADE, primary_key=True, related_name="document")
    file = models.ForeignKey("files.FileObject", on_delete=models.PROTECT, related_name="+")
    summary = models.TextField(default="", blank=True)


class ExternalLink(VersionedMixin, TimestampedModel):
    """Detail of a link lesson."""

    lesson = models.OneToOneField(Lesson, on_delete=models.CASCADE, primary_key=True, related_name="link")
    url = models.CharField(max_length=2000)
    summary = models.TextField(default="", blank=True)

    class Meta:
        db_table = "courses_external_link"


class SearchDocument(TenantModel):
    """Full-text row of a course or one of its lessons. `terms` holds script-aware tokens, made in Python."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="+")
    lesson = models.OneToOneField(Lesson, on_delete=models.CASCADE, null=True, related_name="+")
    language = models.CharField(max_length=16, default="en")
    title = models.CharField(max_length=200)
    body = models.TextField(default="")
    terms = models.TextField(default="")

    class Meta(TenantModel.Meta):
        db_table = "courses_search_document"
        indexes = [models.Index(fields=["course", "lesson"], name="search_document_course_idx")]
