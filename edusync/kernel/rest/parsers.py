"""Reads bodies: strict UTF-8 JSON, and forms with files."""

from collections.abc import Iterator
from typing import Any

import orjson
from django.conf import settings
from rest_framework.parsers import BaseParser, MultiPartParser

from edusync.kernel.problems import FieldError, MalformedBody, TooLarge, UploadCutOff, ValidationProblem


class OrjsonParser(BaseParser):
    """JSON in UTF-8. Refuses NUL characters, which no engine stores alike."""

    media_type = "application/json"

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> Any:
        """The decoded body. Raises MalformedBody, TooLarge, UploadCutOff, ValidationProblem."""
        content = stream.read(settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)
        if len(content) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            raise TooLarge(max_bytes=settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
        try:
            data = orjson.loads(content or b"{}")
        except orjson.JSONDecodeError as error:
            raise MalformedBody(str(error)) from error
        if b"\\u0000" in content:
            refuse_nul(data)
        return data


class CountedStream:
    """A body that knows how much of it was read."""

    def __init__(self, stream: Any) -> None:
        self.stream = stream
        self.count = 0

    def read(self, *arguments: Any) -> bytes:
        """Next bytes."""
        piece: bytes = self.stream.read(*arguments)
        self.count += len(piece)
        return piece


class FormParser(MultiPartParser):
    """multipart/form-data. Refuses NUL characters in fields, and bodies shorter than they were announced."""

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> Any:
        """Fields and files. Raises UploadCutOff, ValidationProblem."""
        counted: Any = CountedStream(stream)
        result = super().parse(counted, media_type, parser_context)
        # Django takes what arrived of a file for the file; half a film must not become a lesson.
        if counted.count < int(parser_context["request"].META.get("CONTENT_LENGTH") or 0):
            files: Any = result.files
            for name in files:
                for file in files.getlist(name):
                    file.close()
            raise UploadCutOff
        refuse_nul({key: result.data.getlist(key) for key in result.data})
        return result


def refuse_nul(data: Any) -> None:
    """Raise ValidationProblem naming every text with a NUL character."""
    errors = [
        FieldError(pointer, "null-character", "NUL characters are not allowed.")
        for pointer in nul_places(data)
    ]
    if errors:
        raise ValidationProblem(errors=errors)


def nul_places(data: Any, pointer: str = "") -> Iterator[str]:
    """JSON pointers of the texts with a NUL character."""
    if isinstance(data, str):
        if "\0" in data:
            yield pointer
    elif isinstance(data, dict):
        for key, value in data.items():
            if "\0" in key:
                yield pointer
            yield from nul_places(value, f"{pointer}/{key.replace('~', '~0').replace('/', '~1')}")
    elif isinstance(data, list):
        for position, value in enumerate(data):
            yield from nul_places(value, f"{pointer}/{position}")
