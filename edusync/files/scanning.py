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
_MAX_ANSWER_BYTES = 4096


def refuse_infected(content: IO[bytes]) -> None:
    """Let the scanner read the content. Raises FileInfected, ScannerUnavailable; no scanner set: nothing happens.

    A scanner that does not answer keeps uploads out: what nobody looked at must not get in by breaking the scanner.
    """
    if not settings.FILE_SCANNER:
        return
    try:
        answer = _ask(content)
    except OSError as error:
        raise ScannerUnavailable from error
    text = answer.rstrip(b"\0\n").decode("utf-8", "replace")
    if text.endswith(" FOUND"):
        raise FileInfected(found=text.removeprefix("stream: ").removesuffix(" FOUND"))
    if not text.endswith(" OK"):
        raise ScannerUnavailable(answer=text[:200])


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
