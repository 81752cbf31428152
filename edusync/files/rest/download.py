"""Serves stored files: permission first, then RFC 9110's conditions and single ranges."""

import re
from pathlib import PurePosixPath
from typing import Any

from django.http import HttpResponse, HttpResponseNotModified, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header, parse_etags

from edusync.files import media_types, services
from edusync.files.models import FileObject
from edusync.files.policy import FilePolicy
from edusync.files.problems import FileQuarantined, LinkOver
from edusync.files.renditions import rendition_for
from edusync.files.storage import chunks
from edusync.files.urls import is_signed
from edusync.kernel.policy import Permission
from edusync.kernel.problems import NotFound
from edusync.kernel.rest.views import ApiView

_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")
# Whoever may see a file today may keep it for an hour, in their own browser only. One that was replaced before may be
# replaced again: it is asked for every time, and mostly answered with 304.
CACHE_CONTROL = "private, max-age=3600"
CACHE_CONTROL_REPLACED = "private, no-cache"
_WIDTH = re.compile(r"[1-9]\d{0,4}")
# Even opened in a tab of its own, markup of others runs nothing and is nobody's page.
SANDBOX = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; media-src 'self'; sandbox"


class FileDownloadView(ApiView):
    """The content of a file. The name in the address is decoration."""

    public = True
    policy = FilePolicy()
    schema = None  # type: ignore[assignment]

    def get(self, request: Any, uuid: Any, name: str = "") -> HttpResponseBase:
        """Content, part of it, or 304; 404 when it stands nowhere the actor may see."""
        file = smaller(self.found(uuid), request.GET.get("width", ""))
        response = content_response(request, file)
        response["ETag"] = etag_of(file)
        response["Cache-Control"] = CACHE_CONTROL if file.version == 1 else CACHE_CONTROL_REPLACED
        response["Vary"] = "Cookie"
        response["X-Content-Type-Options"] = "nosniff"
        response["Cross-Origin-Resource-Policy"] = "same-origin"
        response["Content-Security-Policy"] = SANDBOX
        return response

    def found(self, uuid: Any) -> FileObject:
        """The file, if the actor may fetch it or the address is signed. Raises NotFound, LinkOver."""
        signature = self.request.GET.get("signature", "")
        if signature:
            signed = FileObject.unscoped.filter(uuid=uuid).first() if is_signed(uuid, signature) else None
            if signed is None:
                raise LinkOver
            return usable(signed)
        file = FileObject.objects.filter(uuid=uuid).first()
        if file is None or not self.required_policy().allows(self.actor, Permission.FILE_READ, file):
            raise NotFound
        return usable(file)


def usable(file: FileObject) -> FileObject:
    """The file itself. Raises FileQuarantined where the scanner refused it after it was stored."""
    if file.scan == FileObject.Scan.REFUSED:
        raise FileQuarantined
    return file


def smaller(file: FileObject, width: str) -> FileObject:
    """The file as a picture at least so wide, if a smaller one was made; it is not saved."""
    if not _WIDTH.fullmatch(width) or file.width is None or int(width) >= file.width:
        return file
    picture = rendition_for(file, int(width))
    if picture is None:
        return file
    return FileObject(
        sha256=picture.storage_key.rpartition("/")[2],
        size_bytes=picture.size_bytes,
        media_type="image/webp",
        name=f"{PurePosixPath(file.name).stem}.webp",
        storage_key=picture.storage_key,
        version=file.version,
    )


def etag_of(file: FileObject) -> str:
    """The content's digest."""
    return f'"{file.sha256[:32]}"'


def content_response(request: Any, file: FileObject) -> HttpResponseBase:
    """The answer without the headers that all have in common."""
    if etag_of(file) in parse_etags(request.META.get("HTTP_IF_NONE_MATCH", "")):
        return HttpResponseNotModified()
    span = wanted_span(request, file)
    if span == ():
        response: HttpResponseBase = HttpResponse(status=416)
        response["Content-Range"] = f"bytes */{file.size_bytes}"
        return response
    start, end = span or (0, file.size_bytes - 1)
    length = end - start + 1
    if request.method == "HEAD":
        response = HttpResponse(status=200)
    else:
        response = StreamingHttpResponse(
            chunks(opened(file), start=start, length=length), status=206 if span else 200
        )
    if span:
        response["Content-Range"] = f"bytes {start}-{end}/{file.size_bytes}"
    response["Content-Length"] = str(length)
    response["Accept-Ranges"] = "bytes"
    set_type(response, file)
    return response


def opened(file: FileObject) -> Any:
    """The content. Raises NotFound when the store lost it."""
    try:
        return services.open_file(file)
    except FileNotFoundError as error:
        raise NotFound("The content of this file is missing in the store.") from error


def set_type(response: HttpResponseBase, file: FileObject) -> None:
    """What a browser may show it shows; markup and unknown types are downloads. SVG shows in images, not as a page."""
    is_text = file.media_type.startswith("text/")
    response["Content-Type"] = f"{file.media_type}; charset=utf-8" if is_text else file.media_type
    is_attachment = file.media_type not in media_types.INLINE
    disposition = content_disposition_header(is_attachment, file.name)
    if disposition:
        response["Content-Disposition"] = disposition


def wanted_span(request: Any, file: FileObject) -> tuple[int, int] | tuple[()] | None:
    """First and last byte of a wanted range, () when it cannot be given, None for the whole content."""
    header = request.META.get("HTTP_RANGE", "")
    condition = request.META.get("HTTP_IF_RANGE", "")
    match = _RANGE.fullmatch(header.replace(" ", ""))
    if request.method != "GET" or match is None or (condition and condition != etag_of(file)):
        return None
    first, last = match.groups()
    size = file.size_bytes
    if not first:
        if not last:
            return None
        length = min(int(last), size)
        return (size - length, size - 1) if length else ()
    start, end = int(first), min(int(last) if last else size - 1, size - 1)
    if last and int(last) < start:
        return None
    return (start, end) if start < size else ()
