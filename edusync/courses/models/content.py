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
    # Who wrote last, and when: of the draft where there is one.
    edited_by = models.ForeignKey(
        "identity.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    edited_at = models.DateTimeField(null=True, blank=True)


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
        "files.FileObject", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    external_id = models.CharField(max_length=500, default="", blank=True)
    poster_file = models.ForeignKey(
        "files.FileObject", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    duration_seconds = models.PositiveIntegerField(default=0)
    required_share = models.PositiveSmallIntegerField(default=90)
    # Learners cannot jump beyond what they have watched.
    is_seek_locked = models.BooleanField(default=False)
    # [{"start_seconds": 0, "title": "…"}], ascending.
    chapters = models.JSONField(default=list, blank=True)
    # What authors typed; what captions say stands in files_transcript.
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
    """Detail of a document lesson. `file` is the first of its files; lessons of old have only that one."""

    lesson = models.OneToOneField(Lesson, on_delete=models.CASCADE, primary_key=True, related_name="document")
    file = models.ForeignKey(
        "files.FileObject", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    summary = models.TextField(default="", blank=True)


class DocumentFile(TimestampedModel):
    """One of the files of a document lesson, in order. `text` says in words what the file shows."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="files")
    file = models.ForeignKey(
        "files.FileObject", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    position = models.PositiveIntegerField()
    title = models.CharField(max_length=200, default="", blank=True)
    text = models.TextField(default="", blank=True)

    class Meta:
        db_table = "courses_document_file"
        constraints = [
            models.UniqueConstraint(fields=["document", "position"], name="document_file_position_uniq")
        ]


class ExternalLink(VersionedMixin, TimestampedModel):
    """Detail of a link lesson. `url` is the first of its links; lessons of old have only that one."""

    lesson = models.OneToOneField(Lesson, on_delete=models.CASCADE, primary_key=True, related_name="link")
    url = models.CharField(max_length=2000)
    summary = models.TextField(default="", blank=True)

    class Meta:
        db_table = "courses_external_link"


class LinkItem(TimestampedModel):
    """One of the links of a link lesson, in order, and what the last look at it found."""

    class State(models.TextChoices):
        UNKNOWN = "unknown"
        FINE = "fine"
        MALFORMED = "malformed"
        DEAD = "dead"

    link = models.ForeignKey(ExternalLink, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveIntegerField()
    title = models.CharField(max_length=200, default="", blank=True)
    url = models.CharField(max_length=2000)
    summary = models.TextField(default="", blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.UNKNOWN)
    checked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "courses_link_item"
        constraints = [
            models.UniqueConstraint(fields=["link", "position"], name="link_item_position_uniq"),
            models.CheckConstraint(
                condition=Q(state__in=["unknown", "fine", "malformed", "dead"]), name="link_item_state_check"
            ),
        ]
