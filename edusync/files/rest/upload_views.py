"""Uploads in pieces: announce, send piece by piece, finish. After a break the browser asks how far it came."""

from collections.abc import Mapping
from typing import IO, Any

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from rest_framework.parsers import BaseParser

from edusync.files import services, uploads
from edusync.files.models import FileUpload
from edusync.files.policy import FilePolicy
from edusync.files.rest.serializers import (
    BeginUploadSerializer,
    FileSerializer,
    PieceUploadSerializer,
    file_json,
    upload_json,
)
from edusync.files.rest.views import shelf_of
from edusync.kernel.policy import Permission
from edusync.kernel.problems import NotFound, TooLarge, UploadCutOff
from edusync.kernel.rest.views import ApiView, FastResponse, schema


class PieceParser(BaseParser):
    """Bytes as they are: the view reads them from the stream."""

    media_type = "application/octet-stream"

    def parse(
        self, stream: IO[bytes], media_type: Any = None, parser_context: Any = None
    ) -> Mapping[str, Any]:
        """The stream itself."""
        return {"stream": stream}


class FileUploadsView(ApiView):
    """Uploads in pieces."""

    policy = FilePolicy()
    permissions = {"post": Permission.FILE_UPLOAD}

    @schema(
        request=BeginUploadSerializer,
        response=PieceUploadSerializer,
        status=201,
        summary="Announce a file that will come in pieces",
    )
    def post(self, request: Any) -> FastResponse:
        """Where to send the pieces; 413 where there is no room for it."""
        values = self.validated(BeginUploadSerializer)
        upload = uploads.begin_upload(
            name=values["name"],
            size_bytes=values["size_bytes"],
            uploaded_by_id=self.actor.user_id or 0,
            course_id=shelf_of(self.actor, values.get("course")),
        )
        return FastResponse(upload_json(upload), status=201)


class FileUploadBaseView(ApiView):
    """A route about one own upload."""

    policy = FilePolicy()
    permissions = dict.fromkeys(("get", "put", "post", "delete"), Permission.FILE_UPLOAD)

    def upload_of(self, uuid: Any) -> FileUpload:
        """The actor's own upload. Raises NotFound."""
        upload = FileUpload.objects.filter(uuid=uuid, uploaded_by_id=self.actor.user_id).first()
        if upload is None:
            raise NotFound
        return upload  # type: ignore[no-any-return]


class FileUploadView(FileUploadBaseView):
    """One upload in pieces."""

    @schema(response=PieceUploadSerializer, summary="How far an upload has come")
    def get(self, request: Any, uuid: Any) -> FastResponse:
        """The next piece begins at `received_bytes`."""
        return FastResponse(upload_json(self.upload_of(uuid)))

    @schema(status=204, summary="Give an upload up")
    def delete(self, request: Any, uuid: Any) -> HttpResponse:
        """What arrived is gone."""
        uploads.drop_upload(self.upload_of(uuid))
        return HttpResponse(status=204)


class FileUploadPieceView(FileUploadBaseView):
    """A piece of an upload."""

    parser_classes = (PieceParser,)

    @schema(
        request={"application/octet-stream": OpenApiTypes.BINARY},
        response=PieceUploadSerializer,
        summary="Send the piece that begins at an offset",
    )
    def put(self, request: Any, uuid: Any, offset: int) -> FastResponse:
        """How far the upload has come; 409 upload-out-of-step where the piece does not follow on."""
        upload = self.upload_of(uuid)
        length = int(request.META.get("CONTENT_LENGTH") or 0)
        if length > uploads.PIECE_BYTES:
            raise TooLarge(max_bytes=uploads.PIECE_BYTES)
        upload = uploads.add_piece(upload=upload, offset=offset, content=request._request)
        if upload.received_bytes < min(offset + length, upload.size_bytes):
            raise UploadCutOff(received_bytes=upload.received_bytes)
        return FastResponse(upload_json(upload))


class FileUploadFinishView(FileUploadBaseView):
    """The end of an upload."""

    @schema(
        response=FileSerializer, status=201, summary="Make a file of an upload whose pieces are all there"
    )
    def post(self, request: Any, uuid: Any) -> FastResponse:
        """The stored file, examined as any other upload."""
        upload = self.upload_of(uuid)
        file = uploads.finish_upload(upload=upload)
        if upload.course_id is not None:
            services.link_file(file=file, place="course_files", place_id=upload.course_id, role="shelf")
        return FastResponse(file_json(file), status=201)
