"""Tables of stored files."""

from django.db import models

from edusync.kernel.base import PublicIdMixin, TenantModel


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
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    uploaded_by = models.ForeignKey("identity.User", on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta(TenantModel.Meta):
        db_table = "files_file_object"
        constraints = [
            models.UniqueConstraint(fields=["organization", "sha256"], name="file_object_org_sha256_uniq"),
            models.CheckConstraint(condition=models.Q(size_bytes__gte=0), name="file_object_size_check"),
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
