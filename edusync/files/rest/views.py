"""Upload of files, and pictures of people."""

from typing import Any

from edusync.files import services
from edusync.files.models import FileObject
from edusync.files.policy import FilePolicy
from edusync.files.rest.serializers import (
    AvatarSerializer,
    AvatarUrlSerializer,
    FileLinkSerializer,
    FileSerializer,
    UploadSerializer,
    file_json,
)
from edusync.files.urls import LINK_LIFETIME, file_url, signed_file_url
from edusync.identity.services import change_avatar
from edusync.kernel.policy import Permission, SignedIn
from edusync.kernel.problems import NotFound
from edusync.kernel.rest.views import ApiView, FastResponse, UploadView, schema


class FilesView(UploadView):
    """Files that authors put into courses."""

    policy = FilePolicy()
    permissions = {"post": Permission.FILE_UPLOAD}

    @schema(
        request=UploadSerializer,
        response=FileSerializer,
        status=201,
        media_type="multipart/form-data",
        summary="Store a file; the same content gives the file that is there already",
    )
    def post(self, request: Any) -> FastResponse:
        """The stored file."""
        values = self.validated(UploadSerializer)
        upload = values["file"]
        file = services.store_file(
            content=upload, name=values.get("name") or upload.name, uploaded_by_id=self.actor.user_id
        )
        return FastResponse(file_json(file), status=201)


class FileView(ApiView):
    """Facts of one file."""

    policy = FilePolicy()

    @schema(response=FileSerializer, summary="Facts of a stored file")
    def get(self, request: Any, uuid: Any) -> FastResponse:
        """Name, type and size; 404 when it stands nowhere the actor may see."""
        file = FileObject.objects.filter(uuid=uuid).first()
        if file is None:
            raise NotFound
        self.check(Permission.FILE_READ, file)
        return FastResponse(file_json(file))


class FileLinkView(ApiView):
    """A short-lived address of one file."""

    policy = FilePolicy()

    @schema(
        response=FileLinkSerializer, summary="Address that opens the file without a session for ten minutes"
    )
    def get(self, request: Any, uuid: Any) -> FastResponse:
        """For whoever may fetch the file; 404 when it stands nowhere they may see."""
        file = FileObject.objects.filter(uuid=uuid).first()
        if file is None:
            raise NotFound
        self.check(Permission.FILE_READ, file)
        return FastResponse(
            {"url": signed_file_url(file), "lifetime_seconds": int(LINK_LIFETIME.total_seconds())},
            headers={"Cache-Control": "private, no-store"},
        )


class MyAvatarView(UploadView):
    """The signed-in person's picture."""

    policy = SignedIn()
    key_scopes = {"put": Permission.PROFILE_UPDATE, "delete": Permission.PROFILE_UPDATE}

    @property
    def own_id(self) -> int:
        """Id of the signed-in person; the policy lets nobody else in."""
        return self.actor.user_id or 0

    @schema(
        request=AvatarSerializer,
        response=AvatarUrlSerializer,
        media_type="multipart/form-data",
        summary="Set my picture (PNG, JPEG, GIF or WebP, 5 MB)",
    )
    def put(self, request: Any) -> FastResponse:
        """Where it is served."""
        values = self.validated(AvatarSerializer)
        user_id = self.own_id
        file = services.store_avatar(content=values["file"], name=values["file"].name, user_id=user_id)
        url = file_url(file)
        change_avatar(user_id=user_id, file_id=file.pk, url=url)
        return FastResponse({"avatar_url": url})

    @schema(response=AvatarUrlSerializer, summary="Remove my picture")
    def delete(self, request: Any) -> FastResponse:
        """Nothing is served from now on."""
        user_id = self.own_id
        services.remove_avatar(user_id=user_id)
        change_avatar(user_id=user_id, file_id=None, url="")
        return FastResponse({"avatar_url": None})
