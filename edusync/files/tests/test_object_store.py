"""The object store, against a running counterpart that speaks S3."""

import io
import socket
from collections.abc import Iterator
from typing import Any

import pytest
from minio import Minio
from moto.server import ThreadedMotoServer

from edusync.files import services
from edusync.files.models import FileObject
from edusync.files.object_store import ObjectStorage, parse_address
from edusync.files.problems import FileTypeRefused
from edusync.files.storage import chunks, storage
from edusync.files.urls import file_url

pytestmark = pytest.mark.django_db
BUCKET = "lessons"


@pytest.fixture(scope="module")
def counterpart() -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=port, verbose=False)
    server.start()
    host = f"127.0.0.1:{port}"
    Minio(host, access_key="key", secret_key="secret", region="us-east-1", secure=False).make_bucket(BUCKET)
    yield host
    server.stop()


@pytest.fixture
def store(counterpart: str, settings: Any) -> ObjectStorage:
    settings.FILE_STORE_URL = f"s3://key:secret@{counterpart}/{BUCKET}?insecure=on&encrypt=on"
    found = storage()
    assert isinstance(found, ObjectStorage)
    return found


def test_contents_go_there_and_come_back(organization: Any, store: ObjectStorage, settings: Any) -> None:
    content = b"%PDF-1.4\n" + b"page " * 200_000
    file = services.store_file(content=content, name="paper.pdf", uploaded_by_id=None)
    with services.open_file(file) as opened:
        assert opened.read() == content
    kept = store.client.stat_object(BUCKET, file.storage_key)
    assert kept.metadata["x-amz-server-side-encryption"] == "AES256"
    assert not [each for each in settings.MEDIA_ROOT.rglob("*") if each.is_file()]


def test_parts_are_read_without_the_rest(organization: Any, store: ObjectStorage) -> None:
    content = bytes(range(256)) * 5000
    file = services.store_file(content=content, name="x.bin", uploaded_by_id=None)
    assert b"".join(chunks(services.open_file(file), start=700_000, length=100)) == content[700_000:700_100]
    with services.open_file(file) as opened:
        opened.seek(-3, io.SEEK_END)
        assert opened.read() == content[-3:]
        opened.seek(1)
        assert opened.read(2) == content[1:3]


def test_learners_fetch_through_the_site(
    organization: Any, store: ObjectStorage, api: Any, instructor: Any, learner: Any
) -> None:
    file = services.store_file(content=b"%PDF-1.4 secret", name="paper.pdf", uploaded_by_id=instructor.pk)
    assert api(learner).get(file_url(file)).status_code == 404
    response = api(instructor).get(file_url(file), HTTP_RANGE="bytes=9-14")
    assert (response.status_code, b"".join(response.streaming_content)) == (206, b"secret")


def test_refused_contents_never_arrive(organization: Any, store: ObjectStorage) -> None:
    before = len(list(store.client.list_objects(BUCKET, recursive=True)))
    with pytest.raises(FileTypeRefused):
        services.store_file(content=b"MZ program", name="x.exe", uploaded_by_id=None)
    assert len(list(store.client.list_objects(BUCKET, recursive=True))) == before
    assert not FileObject.objects.exists()


def test_lost_and_deleted_contents(organization: Any, store: ObjectStorage) -> None:
    file = services.store_file(content=b"short-lived", name="x.txt", uploaded_by_id=None)
    services.drop_file(file=file)
    with pytest.raises(FileNotFoundError):
        store.open(file.storage_key)
    store.delete(file.storage_key)


@pytest.mark.parametrize("url", ["", "s3://host", "https://host/bucket", "s3://host/a/b"])
def test_wrong_addresses_are_refused(url: str) -> None:
    with pytest.raises(ValueError, match="object store"):
        parse_address(url)


def test_addresses_carry_everything() -> None:
    address = parse_address("s3://k%2F1:s%40x@store.example.org/films?region=eu-west-1")
    assert (address.access_key, address.secret_key, address.region) == ("k/1", "s@x", "eu-west-1")
    assert (address.host, address.bucket, address.is_secure, address.is_encrypted) == (
        "store.example.org",
        "films",
        True,
        False,
    )
