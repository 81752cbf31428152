"""Upload of files, and pictures of people."""

import dataclasses
from typing import Any

from django.conf import settings
from django.http import HttpResponse

from edusync.files import services
from edusync.files.listing import ORDERS, changeable_ids, chosen_files, listed_files, sizes_by_kind
from edusync.files.models import FileObject
from edusync.files.policy import FilePolicy, find_shelf, keeps_files
from edusync.files.quotas import organization_usage, person_usage
from edusync.files.removing import remove_file
from edusync.files.replacing import replace_content, restore_version
from edusync.files.rescanning import scan_file
from edusync.files.rest.serializers import (
    AvatarSerializer,
    AvatarUrlSerializer,
    FileHistorySerializer,
    FileLinkSerializer,
    FileSerializer,
    FileUsagesSerializer,
    ReplaceSerializer,
    StoredFileSerializer,
    UploadSerializer,
    file_json,
    history_json,
    stored_file_json,
)
from edusync.files.urls import LINK_LIFETIME, file_url, signed_file_url
from edusync.identity.services import change_avatar
from edusync.kernel.pagination import keyset_page
from edusync.kernel.policy import Actor, Permission, SignedIn
from edusync.kernel.problems import FieldError, NotFound, ValidationProblem
from edusync.kernel.rest.views import ApiView, FastResponse, UploadView, schema

FILTERS = {
    "search": "Part of the name.",
    "kind": "image, video, audio, document (several with commas) or other.",
    "use": "used or unused.",
    "scan": "pending, clean or refused.",
    "order": "newest (the default), biggest or name.",
}


def files_page(request: Any, actor: Actor, rows: Any) -> dict[str, Any]:
    """A page of these files as the request filters and orders them."""
    wanted = {name: request.GET.get(name, "").strip() for name in ("search", "kind", "use", "scan")}
    order = ORDERS.get(request.GET.get("order", ""), ORDERS["newest"])
    page = keyset_page(chosen_files(listed_files(rows), **wanted), request=request, order=order)
    changeable = changeable_ids(actor, page["results"])
    page["results"] = [
        stored_file_json(file, is_changeable=file.pk in changeable) for file in page["results"]
    ]
    return page


def shelf_of(actor: Actor, slug: str | None) -> int | None:
    """Id of the course on whose shelf a file will lie. Raises ValidationProblem for one the actor does not write."""
    if not slug:
        return None
    course_id = find_shelf(actor, slug)
    if course_id is None:
        raise ValidationProblem(errors=[FieldError("/course", "unknown-course", "No such course of yours.")])
    return course_id


class FilesView(UploadView):
    """Files that authors put into courses."""

    policy = FilePolicy()
    permissions = {"get": Permission.FILE_UPLOAD, "post": Permission.FILE_UPLOAD}

    @schema(
        response=StoredFileSerializer,
        paginated=True,
        query=FILTERS,
        summary="Own files; all of the organization for those who keep them",
    )
    def get(self, request: Any) -> FastResponse:
        """Files with their owner and the number of their uses."""
        rows = self.required_policy().visible(FileObject.objects.all(), self.actor)
        return FastResponse(files_page(request, self.actor, rows))

    @schema(
        request=UploadSerializer,
        response=FileSerializer,
        status=201,
        media_type="multipart/form-data",
        summary="Store a file; the same content gives the file that is there already",
    )
    def post(self, request: Any) -> FastResponse:
        """The stored file. What a camera wrote into a photograph is taken out."""
        values = self.validated(UploadSerializer)
        upload = values["file"]
        course_id = shelf_of(self.actor, values.get("course"))
        file = services.store_file(
            content=upload,
            name=values.get("name") or upload.name,
            uploaded_by_id=self.actor.user_id,
            is_metadata_removed=True,
        )
        if course_id is not None:
            services.link_file(file=file, place="course_files", place_id=course_id, role="shelf")
        return FastResponse(file_json(file), status=201)


class FileUsageView(ApiView):
    """How much is stored."""

    policy = FilePolicy()
    permissions = {"get": Permission.FILE_UPLOAD}

    @schema(response=FileUsagesSerializer, summary="What is stored and what may be")
    def get(self, request: Any) -> FastResponse:
        """Own use, and that of the organization for those who keep all files."""
        rows = self.required_policy().visible(FileObject.objects.all(), self.actor)
        organization = organization_usage() if keeps_files(self.actor) else None
        refused = FileObject.objects.filter(scan=FileObject.Scan.REFUSED).count() if organization else 0
        return FastResponse(
            {
                "quarantined": refused,
                "is_scanned": bool(settings.FILE_SCANNER),
                "person": dataclasses.asdict(person_usage(self.actor.user_id or 0)),
                "organization": dataclasses.asdict(organization) if organization else None,
                "sizes": sizes_by_kind(rows),
                "unused_days": settings.FILE_UNUSED_DAYS,
                "max_file_bytes": services.max_file_bytes(),
            }
        )


class FileBaseView(ApiView):
    """A route about one file."""

    policy = FilePolicy()

    def file_of(self, uuid: Any, permission: str) -> FileObject:
        """The file with its owner and number of uses, if the actor may do this with it. Raises NotFound, Forbidden."""
        file = listed_files(FileObject.objects.all()).filter(uuid=uuid).first()
        if file is None:
            raise NotFound
        self.check(permission, file)
        return file  # type: ignore[no-any-return]

    def answer(self, file: FileObject) -> FastResponse:
        """The file as it is now, with uses and versions."""
        row = listed_files(FileObject.objects.all()).get(pk=file.pk)
        is_changeable = bool(changeable_ids(self.actor, [row]))
        return FastResponse(history_json(row, self.actor, is_changeable=is_changeable))


class FileView(FileBaseView):
    """One file."""

    key_scopes = {"delete": Permission.FILE_UPLOAD}

    @schema(response=FileSerializer, summary="Facts of a stored file")
    def get(self, request: Any, uuid: Any) -> FastResponse:
        """Name, type and size; 404 when it stands nowhere the actor may see."""
        return FastResponse(file_json(self.file_of(uuid, Permission.FILE_READ)))

    @schema(status=204, summary="Delete a file that is used nowhere")
    def delete(self, request: Any, uuid: Any) -> HttpResponse:
        """It is gone with its earlier versions; 409 file-in-use as long as a place uses it."""
        remove_file(file=self.file_of(uuid, Permission.FILE_UPLOAD), by=self.actor)
        return HttpResponse(status=204)


class FileScanView(FileBaseView):
    """One file before the virus scanner."""

    key_scopes = {"post": Permission.FILE_MANAGE}

    @schema(response=FileHistorySerializer, summary="Show a file to the virus scanner now")
    def post(self, request: Any, uuid: Any) -> FastResponse:
        """For those who keep all files. One that was locked away and is found clean can be opened again."""
        if not keeps_files(self.actor):
            raise NotFound
        return self.answer(scan_file(file=self.file_of(uuid, Permission.FILE_READ), by=self.actor))


class FileHistoryView(FileBaseView):
    """Where a file is used and what it was."""

    @schema(response=FileHistorySerializer, summary="Uses and earlier contents of a file")
    def get(self, request: Any, uuid: Any) -> FastResponse:
        """Places in words; earlier contents for those who may change the file."""
        if not self.actor.has(Permission.FILE_UPLOAD):
            raise NotFound
        return self.answer(self.file_of(uuid, Permission.FILE_READ))


class FileContentView(FileBaseView, UploadView):
    """The content of a file, replaced."""

    key_scopes = {"put": Permission.FILE_UPLOAD}

    @schema(
        request=ReplaceSerializer,
        response=FileHistorySerializer,
        media_type="multipart/form-data",
        summary="Replace the content of a file: every use shows the new one",
    )
    def put(self, request: Any, uuid: Any) -> FastResponse:
        """The file with its versions. The kind must stay: a film replaces a film."""
        file = self.file_of(uuid, Permission.FILE_UPLOAD)
        upload = self.validated(ReplaceSerializer)["file"]
        return self.answer(replace_content(file=file, content=upload, name=upload.name, by=self.actor))


class FileVersionRestoreView(FileBaseView):
    """An earlier content of a file."""

    key_scopes = {"post": Permission.FILE_UPLOAD}

    @schema(response=FileHistorySerializer, summary="Bring an earlier content of a file back")
    def post(self, request: Any, uuid: Any, number: int) -> FastResponse:
        """The file; what it was until now is a version."""
        file = self.file_of(uuid, Permission.FILE_UPLOAD)
        return self.answer(restore_version(file=file, number=number, by=self.actor))


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
