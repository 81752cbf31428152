"""JSON of stored files."""

import dataclasses
from typing import Any

from rest_framework import serializers

from edusync.files.listing import uses_of
from edusync.files.models import FileObject, FileUpload
from edusync.files.renditions import WIDTHS
from edusync.files.replacing import versions_of
from edusync.files.uploads import PIECE_BYTES
from edusync.files.urls import file_url
from edusync.kernel.policy import Actor, Permission


class FileSerializer(serializers.Serializer[Any]):
    """A stored file."""

    id = serializers.IntegerField()
    uuid = serializers.UUIDField()
    name = serializers.CharField()
    media_type = serializers.CharField()
    size_bytes = serializers.IntegerField()
    width = serializers.IntegerField(allow_null=True)
    height = serializers.IntegerField(allow_null=True)
    sha256 = serializers.CharField()
    url = serializers.CharField()
    version = serializers.IntegerField(help_text="1 until the content is replaced.")
    scan = serializers.ChoiceField(choices=FileObject.Scan.choices)
    scanned_at = serializers.DateTimeField(allow_null=True)
    scan_finding = serializers.CharField(allow_blank=True, help_text="What the scanner found, in its words.")
    created_at = serializers.DateTimeField()


class FileOwnerSerializer(serializers.Serializer[Any]):
    """Who brought a file."""

    id = serializers.IntegerField()
    name = serializers.CharField()


class StoredFileSerializer(FileSerializer):
    """A file in a list of files."""

    thumbnail_url = serializers.CharField(allow_null=True, help_text="A small picture, where there is one.")
    owner = FileOwnerSerializer(allow_null=True)
    uses = serializers.IntegerField(help_text="Number of places where it is used.")
    replaced_at = serializers.DateTimeField(allow_null=True)
    actions = serializers.ListField(child=serializers.CharField())


class FileUseSerializer(serializers.Serializer[Any]):
    """A place where a file is used."""

    place = serializers.CharField(help_text="Kind of place: lesson, course, course_image, avatar …")
    title = serializers.CharField(allow_blank=True)
    context = serializers.CharField(allow_blank=True, help_text="What the place belongs to.")  # type: ignore[assignment]
    url = serializers.CharField(allow_blank=True)


class FileVersionSerializer(serializers.Serializer[Any]):
    """A content that the file had before."""

    number = serializers.IntegerField()
    name = serializers.CharField()
    size_bytes = serializers.IntegerField()
    media_type = serializers.CharField()
    stored_at = serializers.DateTimeField()
    stored_by = FileOwnerSerializer(allow_null=True)


class FileHistorySerializer(serializers.Serializer[Any]):
    """Where a file is used and what it was."""

    file = StoredFileSerializer()
    used_in = FileUseSerializer(many=True)
    hidden_uses = serializers.IntegerField(help_text="Places more, which the actor may not see.")
    versions = FileVersionSerializer(many=True)


class FileUsageSerializer(serializers.Serializer[Any]):
    """Bytes stored and allowed."""

    used_bytes = serializers.IntegerField()
    max_bytes = serializers.IntegerField(allow_null=True, help_text="null: no limit.")


class FileUsagesSerializer(serializers.Serializer[Any]):
    """What is stored and what may be."""

    person = FileUsageSerializer()
    organization = FileUsageSerializer(allow_null=True, help_text="For those who keep all files.")
    quarantined = serializers.IntegerField(help_text="Files locked away, for those who keep all files.")
    is_scanned = serializers.BooleanField(help_text="Whether a virus scanner looks at files.")
    sizes = serializers.DictField(child=serializers.IntegerField(), help_text="Bytes by kind of file.")
    unused_days = serializers.IntegerField(help_text="Unused files go after so many days; 0: never.")
    max_file_bytes = serializers.IntegerField()


class BeginUploadSerializer(serializers.Serializer[Any]):
    """A file that will come in pieces."""

    name = serializers.CharField(max_length=255)
    size_bytes = serializers.IntegerField(min_value=1)
    course = serializers.SlugField(required=False, help_text="Course on whose shelf it will lie.")


class PieceUploadSerializer(serializers.Serializer[Any]):
    """How far an upload has come."""

    uuid = serializers.UUIDField()
    name = serializers.CharField()
    size_bytes = serializers.IntegerField()
    received_bytes = serializers.IntegerField()
    piece_bytes = serializers.IntegerField(help_text="Largest piece the server takes.")


class ReplaceSerializer(serializers.Serializer[Any]):
    """New content of a file."""

    file = serializers.FileField()


class UploadSerializer(serializers.Serializer[Any]):
    """A file to store."""

    file = serializers.FileField(allow_empty_file=True)
    name = serializers.CharField(
        required=False, max_length=255, help_text="Name to keep, else that of the upload."
    )
    course = serializers.SlugField(required=False, help_text="Course on whose shelf it will lie.")


class AvatarSerializer(serializers.Serializer[Any]):
    """A picture of a person."""

    file = serializers.FileField()


class AvatarUrlSerializer(serializers.Serializer[Any]):
    """Where the picture is served."""

    avatar_url = serializers.CharField(allow_null=True)


class OrganizationPictureSerializer(serializers.Serializer[Any]):
    """Where an organization's logo or icon is served."""

    url = serializers.CharField(allow_null=True)


def file_json(file: FileObject) -> dict[str, Any]:
    """A stored file as JSON."""
    return {
        "id": file.pk,
        "uuid": file.uuid,
        "name": file.name,
        "media_type": file.media_type,
        "size_bytes": file.size_bytes,
        "width": file.width,
        "height": file.height,
        "sha256": file.sha256,
        "url": file_url(file),
        "version": file.version,
        "scan": file.scan,
        "scanned_at": file.scanned_at,
        "scan_finding": file.scan_finding,
        "created_at": file.created_at,
    }


def owner_json(person: Any) -> dict[str, Any] | None:
    """A person by name."""
    return None if person is None else {"id": person.pk, "name": person.display_name}


def stored_file_json(file: Any, *, is_changeable: bool) -> dict[str, Any]:
    """A row of `listed_files` as JSON."""
    is_picture = file.media_type.startswith("image/") and file.media_type != "image/svg+xml"
    return {
        **file_json(file),
        "thumbnail_url": f"{file_url(file)}?width={WIDTHS[0]}" if is_picture else None,
        "owner": owner_json(file.uploaded_by),
        "uses": file.uses,
        "replaced_at": file.replaced_at,
        "actions": [str(Permission.FILE_UPLOAD)] if is_changeable else [],
    }


def history_json(file: Any, actor: Actor, *, is_changeable: bool) -> dict[str, Any]:
    """A file with its uses and earlier contents as JSON."""
    uses, hidden = uses_of(file, actor)
    versions = versions_of(file) if is_changeable else []
    return {
        "file": stored_file_json(file, is_changeable=is_changeable),
        "used_in": [dataclasses.asdict(use) for use in uses],
        "hidden_uses": hidden,
        "versions": [
            {
                "number": version.number,
                "name": version.name,
                "size_bytes": version.size_bytes,
                "media_type": version.media_type,
                "stored_at": version.stored_at,
                "stored_by": owner_json(version.stored_by),
            }
            for version in versions
        ],
    }


def upload_json(upload: FileUpload) -> dict[str, Any]:
    """An upload in pieces as JSON."""
    return {
        "uuid": upload.uuid,
        "name": upload.name,
        "size_bytes": upload.size_bytes,
        "received_bytes": upload.received_bytes,
        "piece_bytes": PIECE_BYTES,
    }


class FileLinkSerializer(serializers.Serializer[Any]):
    """An address that ends soon."""

    url = serializers.CharField()
    lifetime_seconds = serializers.IntegerField()
