"""JSON of stored files."""

from typing import Any

from rest_framework import serializers

from edusync.files.models import FileObject
from edusync.files.urls import file_url


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
    created_at = serializers.DateTimeField()


class UploadSerializer(serializers.Serializer[Any]):
    """A file to store."""

    file = serializers.FileField(allow_empty_file=True)
    name = serializers.CharField(
        required=False, max_length=255, help_text="Name to keep, else that of the upload."
    )


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
        "created_at": file.created_at,
    }


class FileLinkSerializer(serializers.Serializer[Any]):
    """An address that ends soon."""

    url = serializers.CharField()
    lifetime_seconds = serializers.IntegerField()
