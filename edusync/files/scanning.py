"""Uploads are shown to a virus scanner before they are kept: ClamAV's daemon, where the installation names one.

The protocol is clamd's INSTREAM: chunks with their length before them, an empty one at the end, one line as answer.
"""

import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO
from urllib.parse import urlsplit

from django.conf import settings

from edusync.files.problems import FileInfected, ScannerUnavailable

TIMEOUT_SECONDS = 60
CHUNK_BYTES = 64 * 1024
DEFAULT_PORT = 3310
MAX_DEFINITIONS = 120
_MAX_ANSWER_BYTES = 4096


class ContentUnread(Exception):
    """The scanner answers, but would not read this content to its end. Says what it answered."""


def refuse_infected(content: IO[bytes]) -> None:
    """Let the scanner read the content. Raises FileInfected, ScannerUnavailable; no scanner set: nothing happens.

    A scanner that does not answer keeps uploads out: what nobody looked at must not get in by breaking the scanner.
    """
    if not settings.FILE_SCANNER:
        return
    try:
        found = finding_in(content)
    except ContentUnread as unread:
        raise ScannerUnavailable(answer=str(unread)) from unread
    if found:
        raise FileInfected(found=found)


def finding_in(content: IO[bytes]) -> str:
    """What the scanner finds in the content, in its words; empty when nothing. Raises ScannerUnavailable, ContentUnread."""
    try:
        text = _text(_ask(content))
    except OSError as error:
        raise ScannerUnavailable from error
    if text.endswith(" FOUND"):
        return text.removeprefix("stream: ").removesuffix(" FOUND")
    if not text.endswith(" OK"):
        raise ContentUnread(text[:200])
    return ""


def definitions() -> str:
    """The scanner's version with that of what it knows to find, in its words. Raises ScannerUnavailable."""
    try:
        with _connection() as connection:
            connection.sendall(b"zVERSION\0")
            text = _text(_answer(connection))
    except OSError as error:
        raise ScannerUnavailable from error
    if not text or text == "UNKNOWN COMMAND":
        raise ScannerUnavailable(answer=text[:200])
    return text[:MAX_DEFINITIONS]


def _text(answer: bytes) -> str:
    return answer.rstrip(b"\0\n").decode("utf-8", "replace")


def _ask(content: IO[bytes]) -> bytes:
    with _connection() as connection:
        connection.sendall(b"zINSTREAM\0")
        try:
            while chunk := content.read(CHUNK_BYTES):
                connection.sendall(struct.pack("!I", len(chunk)) + chunk)
            connection.sendall(struct.pack("!I", 0))
        except (BrokenPipeError, ConnectionResetError):
            # The daemon stopped reading, at a find or at its own limit: it says which.
            pass
        return _answer(connection)


def _answer(connection: socket.socket) -> bytes:
    answer = b""
    while len(answer) < _MAX_ANSWER_BYTES and b"\0" not in answer:
        part = connection.recv(1024)
        if not part:
            break
        answer += part
    return answer


@contextmanager
def _connection() -> Iterator[socket.socket]:
    parts = urlsplit(settings.FILE_SCANNER)
    if parts.hostname:
        with socket.create_connection(
            (parts.hostname, parts.port or DEFAULT_PORT), TIMEOUT_SECONDS
        ) as remote:
            yield remote
        return
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as local:
        local.settimeout(TIMEOUT_SECONDS)
        local.connect(parts.path)
        yield local
