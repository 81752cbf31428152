"""Uploads pass the virus scanner: a counterpart that speaks clamd's protocol runs beside the test."""

import socketserver
import struct
import threading
from collections.abc import Iterator

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from edusync.files.models import FileObject
from edusync.files.problems import FileInfected, ScannerUnavailable
from edusync.files.services import store_file

pytestmark = pytest.mark.django_db
# What scanners agree to find, without being one (EICAR), put together here so that none finds this file.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
LIMIT = 100_000


class _Clamd(socketserver.StreamRequestHandler):
    """As much of the daemon as INSTREAM: finds EICAR, stops reading behind its limit."""

    def handle(self) -> None:
        assert self.rfile.read(10) == b"zINSTREAM\0"
        content = b""
        while size := struct.unpack("!I", self.rfile.read(4))[0]:
            content += self.rfile.read(size)
            if len(content) > LIMIT:
                self.wfile.write(b"INSTREAM size limit exceeded. ERROR\0")
                return
        found = b"stream: Eicar-Test-Signature FOUND\0" if EICAR in content else b"stream: OK\0"
        self.wfile.write(found)


@pytest.fixture(params=["tcp", "socket"])
def scanner(request, settings, tmp_path) -> Iterator[None]:
    """A running scanner, by both ways of reaching it."""
    kind, where = (
        (socketserver.ThreadingTCPServer, ("127.0.0.1", 0))
        if request.param == "tcp"
        else (socketserver.ThreadingUnixStreamServer, str(tmp_path / "clamd"))
    )
    with kind(where, _Clamd) as server:
        address = server.server_address
        settings.FILE_SCANNER = (
            f"clamd://{address}" if isinstance(address, str) else f"clamd://127.0.0.1:{address[1]}"
        )
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield
        server.shutdown()
        thread.join()


def store(content):
    return store_file(content=content, name="notes.txt", uploaded_by_id=None)


def test_a_clean_file_is_kept(organization, scanner):
    assert store(b"nothing to find here").size_bytes == 20


def test_an_infected_file_is_refused_and_nothing_is_kept(organization, scanner, settings):
    with pytest.raises(FileInfected) as refusal:
        store(b"begin " * 1000 + EICAR)
    assert refusal.value.facts["found"] == "Eicar-Test-Signature"
    assert not FileObject.objects.exists()
    assert not [
        path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file() and EICAR in path.read_bytes()
    ]


def test_what_the_scanner_would_not_read_to_its_end_is_refused(organization, scanner):
    with pytest.raises(ScannerUnavailable):
        store(b"x" * (LIMIT * 40))


@pytest.mark.parametrize("address", ["clamd://127.0.0.1:1", "clamd:///nowhere/clamd.ctl"])
def test_a_scanner_that_is_away_keeps_uploads_out(organization, settings, address):
    settings.FILE_SCANNER = address
    with pytest.raises(ScannerUnavailable):
        store(b"anything")


def test_an_upload_is_answered_in_words(api, instructor, scanner):
    client = api(instructor)
    response = client.upload("/api/v1/files", {"file": SimpleUploadedFile("notes.txt", EICAR)})
    assert client.problem(response, 422, "file-infected")["found"] == "Eicar-Test-Signature"


def test_without_a_scanner_uploads_are_kept(organization, settings):
    settings.FILE_SCANNER = ""
    assert store(EICAR).size_bytes == len(EICAR)
