"""Tables of stored files: contents, their earlier versions, smaller pictures, uploads in pieces, and spoken text."""

from django.db import models

from edusync.kernel.base import PublicIdMixin, TenantModel, VersionedMixin


class FileObject(PublicIdMixin, TenantModel):
    """One stored content, named by its SHA-256. The same bytes are stored once per organization."""

    class Scan(models.TextChoices):
        PENDING = "pending"
        CLEAN = "clean"
        REFUSED = "refused"

    sha256 = models.CharField(max_length=64)
    size_bytes = models.BigIntegerField()
    media_type = models.CharField(max_length=120)
    name = models.CharField(max_length=255)
    storage_key = models.CharField(max_length=120)
    scan = models.CharField(max_length=10, choices=Scan.choices, default=Scan.CLEAN)
    # When the scanner read the content, with which definitions (its own words), and what it found.
    scanned_at = models.DateTimeField(null=True, blank=True)
    scan_definitions = models.CharField(max_length=120, default="", blank=True)
    scan_finding = models.CharField(max_length=120, default="", blank=True)
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    # The owner: who brought it. Nobody, once that person's account is gone.
    uploaded_by = models.ForeignKey("identity.User", on_delete=models.SET_NULL, null=True, related_name="+")
    # Number of the present content; the earlier ones are kept as FileVersion.
    version = models.PositiveIntegerField(default=1)
    replaced_at = models.DateTimeField(null=True, blank=True)
    replaced_by = models.ForeignKey("identity.User", on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta(TenantModel.Meta):
        db_table = "files_file_object"
        constraints = [
            models.UniqueConstraint(fields=["organization", "sha256"], name="file_object_org_sha256_uniq"),
            models.CheckConstraint(condition=models.Q(size_bytes__gte=0), name="file_object_size_check"),
            models.CheckConstraint(
                condition=models.Q(scan__in=["pending", "clean", "refused"]), name="file_object_scan_check"
            ),
        ]
        indexes = [
            models.Index(fields=["organization", "size_bytes"], name="file_object_size_idx"),
            models.Index(fields=["scanned_at", "id"], name="file_object_scanned_idx"),
        ]


class FileLink(TenantModel):
    """A file used somewhere. Who may see the place may fetch the file (`files.policy` asks the place's owner)."""

    file = models.ForeignKey(FileObject, on_delete=models.PROTECT, related_name="links")
    place = models.CharField(max_length=40)
    place_id = models.BigIntegerField()
    role = models.CharField(max_length=40, default="content")

    class Meta(TenantModel.Meta):
        db_table = "files_file_link"
        constraints = [
            models.UniqueConstraint(fields=["file", "place", "place_id", "role"], name="file_link_uniq"),
        ]
        indexes = [models.Index(fields=["place", "place_id"], name="file_link_place_idx")]


class FileVersion(TenantModel):
    """What a file was before it was replaced. Every use follows the file, so an old content stands nowhere by itself."""

    file = models.ForeignKey(FileObject, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    size_bytes = models.BigIntegerField()
    media_type = models.CharField(max_length=120)
    name = models.CharField(max_length=255)
    storage_key = models.CharField(max_length=120)
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    stored_by = models.ForeignKey("identity.User", on_delete=models.SET_NULL, null=True, related_name="+")
    stored_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        db_table = "files_file_version"
        constraints = [
            models.UniqueConstraint(fields=["file", "number"], name="file_version_number_uniq"),
            models.CheckConstraint(condition=models.Q(size_bytes__gte=0), name="file_version_size_check"),
        ]
        indexes = [models.Index(fields=["storage_key"], name="file_version_key_idx")]


class FileQuota(VersionedMixin, TenantModel):
    """How much one organization and each person in it may store; NULL: what the site says. Megabytes."""

    organization_megabytes = models.PositiveIntegerField(null=True, blank=True)
    person_megabytes = models.PositiveIntegerField(null=True, blank=True)

    class Meta(TenantModel.Meta):
        db_table = "files_file_quota"
        constraints = [
            models.UniqueConstraint(fields=["organization"], name="file_quota_organization_uniq"),
            models.CheckConstraint(
                condition=(
                    models.Q(organization_megabytes__isnull=True) | models.Q(organization_megabytes__gt=0)
                )
                & (models.Q(person_megabytes__isnull=True) | models.Q(person_megabytes__gt=0)),
                name="file_quota_positive_check",
            ),
        ]


class FileRendition(TenantModel):
    """A picture made smaller, as WebP, without what the camera wrote into it."""

    file = models.ForeignKey(FileObject, on_delete=models.CASCADE, related_name="renditions")
    width = models.PositiveIntegerField()
    size_bytes = models.BigIntegerField()
    storage_key = models.CharField(max_length=120)

    class Meta(TenantModel.Meta):
        db_table = "files_file_rendition"
        constraints = [
            models.UniqueConstraint(fields=["file", "width"], name="file_rendition_width_uniq"),
            models.CheckConstraint(condition=models.Q(size_bytes__gte=0), name="file_rendition_size_check"),
        ]
        indexes = [models.Index(fields=["storage_key"], name="file_rendition_key_idx")]


class FileUpload(PublicIdMixin, TenantModel):
    """An upload in pieces that is under way. It becomes a file with its last byte, or goes after a day."""

    name = models.CharField(max_length=255)
    size_bytes = models.BigIntegerField()
    received_bytes = models.BigIntegerField(default=0)
    uploaded_by = models.ForeignKey("identity.User", on_delete=models.CASCADE, related_name="+")
    course_id = models.BigIntegerField(null=True)

    class Meta(TenantModel.Meta):
        db_table = "files_file_upload"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(received_bytes__lte=models.F("size_bytes")),
                name="file_upload_received_check",
            )
        ]


class Transcript(TenantModel):
    """What is said in a film or a recording, in one language: a text whose pieces know their time."""

    class Source(models.TextChoices):
        CAPTIONS = "captions"
        TYPED = "typed"

    place = models.CharField(max_length=40)
    place_id = models.BigIntegerField()
    language = models.CharField(max_length=16)
    source = models.CharField(max_length=10, choices=Source.choices, default=Source.CAPTIONS)
    text = models.TextField(default="")

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["place", "place_id", "language"], name="transcript_place_language_uniq"
            ),
            models.CheckConstraint(
                condition=models.Q(source__in=["captions", "typed"]), name="transcript_source_check"
            ),
        ]


class TranscriptCue(models.Model):
    """One piece of a transcript; times in milliseconds from the beginning."""

    transcript = models.ForeignKey(Transcript, on_delete=models.CASCADE, related_name="cues")
    position = models.PositiveIntegerField()
    start_ms = models.PositiveIntegerField()
    end_ms = models.PositiveIntegerField()
    text = models.TextField()

    class Meta:
        db_table = "files_transcript_cue"
        constraints = [
            models.UniqueConstraint(fields=["transcript", "position"], name="transcript_cue_position_uniq"),
            models.CheckConstraint(
                condition=models.Q(end_ms__gt=models.F("start_ms")), name="transcript_cue_times_check"
            ),
        ]
