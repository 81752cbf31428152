"""Uploads pass the virus scanner: a counterpart that speaks clamd's protocol runs beside the test."""

from collections.abc import Iterator

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from edusync.files.models import FileObject
from edusync.files.problems import FileInfected, ScannerUnavailable
from edusync.files.services import store_file
from edusync.files.testing import EICAR, LIMIT, running_scanner

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["tcp", "socket"])
def scanner(request, settings, tmp_path) -> Iterator[None]:
    """A running scanner, by both ways of reaching it."""
    path = str(tmp_path / "clamd") if request.param == "socket" else ""
    with running_scanner(settings, socket_path=path):
        yield


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
