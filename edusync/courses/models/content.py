"""The content of lessons, a row per kind."""

from django.db import models
from django.db.models import Q

from edusync.courses.models.structure import Lesson
from edusync.kernel.base import TimestampedModel, VersionedMixin


class Page(VersionedMixin, TimestampedModel):
    """Detail of a page lesson: the block document as edited, and its sanitized rendering."""

    lesson = models.OneToOneField(Lesson, on_delete=models.CASCADE, primary_key=True, related_name="page")
    document = models.JSONField(default=dict)
    # What authors wrote since the course was published; NULL when learners see the latest.
    draft = models.JSONField(null=True, blank=True)
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
