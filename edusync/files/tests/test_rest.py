"""Uploading and fetching files over HTTP."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from edusync.files import policy, services
from edusync.files.models import FileObject
from edusync.files.tests.test_store import PDF, png
from edusync.files.urls import file_url
from edusync.kernel.testing import ApiClient

pytestmark = pytest.mark.django_db
Api = Callable[..., ApiClient]


@pytest.fixture
def open_places(monkeypatch: pytest.MonkeyPatch) -> set[int]:
    """Ids of the places of kind "test" that everybody may see."""
    seen: set[int] = set()
    monkeypatch.setitem(policy._places, "test", lambda actor, ids: ids & seen)
    return seen


@pytest.fixture
def file(organization: Any, instructor: Any, open_places: set[int]) -> FileObject:
    stored = services.store_file(content=PDF, name="paper ä.pdf", uploaded_by_id=instructor.pk)
    services.link_file(file=stored, place="test", place_id=1)
    return stored


def body_of(response: Any) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def upload(content: bytes, name: str = "paper.pdf") -> dict[str, Any]:
    return {"file": SimpleUploadedFile(name, content)}


def test_author_uploads_a_file(api: Api, instructor: Any) -> None:
    response = api(instructor).upload("/api/v1/files", upload(png(40, 30), "bild ü.png"))
    assert response.status_code == 201, response.content
    body = response.json()
    assert (body["name"], body["media_type"], body["width"]) == ("bild ü.png", "image/png", 40)
    assert body["url"] == f"/files/{body['uuid']}/bild%20%C3%BC.png"
    again = api(instructor).upload("/api/v1/files", upload(png(40, 30), "other.png")).json()
    assert again["uuid"] == body["uuid"]


def test_empty_file_is_a_file(api: Api, instructor: Any) -> None:
    assert api(instructor).upload("/api/v1/files", upload(b"", "empty.txt")).status_code == 201


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [(b"MZ\x90\x00", 415, "file-type-refused"), (b"\x89PNG\r\n\x1a\n", 422, "image-unreadable")],
)
def test_refused_uploads_say_why(api: Api, instructor: Any, content: bytes, status: int, code: str) -> None:
    client = api(instructor)
    client.problem(client.upload("/api/v1/files", upload(content)), status, code)
    client.problem(client.upload("/api/v1/files", {}), 422, "invalid-input")


def test_who_may_upload(api: Api, learner: Any, admin: Any) -> None:
    assert api().upload("/api/v1/files", upload(PDF)).status_code == 401
    assert api(learner).upload("/api/v1/files", upload(PDF)).status_code == 403
    assert api(admin).upload("/api/v1/files", upload(PDF)).status_code == 201


@pytest.mark.parametrize(
    ("actor", "hidden", "shown"),
    [
        ("visitor", 404, 200),
        ("learner", 404, 200),
        ("instructor", 200, 200),
        ("admin", 200, 200),
        ("outsider", 404, 404),
    ],
)
def test_who_may_fetch(
    api: Api,
    request: pytest.FixtureRequest,
    file: FileObject,
    open_places: set[int],
    actor: str,
    hidden: int,
    shown: int,
) -> None:
    client = api(None if actor == "visitor" else request.getfixturevalue(actor))
    assert client.get(file_url(file)).status_code == hidden
    open_places.add(1)
    assert client.get(file_url(file)).status_code == shown


def test_content_comes_with_careful_headers(api: Api, file: FileObject, open_places: set[int]) -> None:
    open_places.add(1)
    response = api().get(file_url(file))
    assert body_of(response) == PDF
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Length"] == str(len(PDF))
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private, max-age=3600"
    assert "sandbox" in response["Content-Security-Policy"]
    assert response["Content-Disposition"].startswith("inline")
    head = api().head(file_url(file))
    assert (head.status_code, head.content, head["Content-Length"]) == (200, b"", str(len(PDF)))


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"<html><script>alert(1)</script>", "page.html"),
        (b"<svg onload='alert(1)'/>", "drawing.svg"),
        (b"\x00\x01", "x.bin"),
    ],
)
def test_markup_and_unknown_bytes_are_downloads(
    api: Api, organization: Any, open_places: set[int], content: bytes, name: str
) -> None:
    stored = services.store_file(content=content, name=name, uploaded_by_id=None)
    services.link_file(file=stored, place="test", place_id=1)
    open_places.add(1)
    response = api().get(file_url(stored))
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    assert "sandbox" in response["Content-Security-Policy"]


def test_unchanged_content_is_not_sent_again(api: Api, file: FileObject, open_places: set[int]) -> None:
    open_places.add(1)
    tag = api().get(file_url(file))["ETag"]
    assert api().get(file_url(file), HTTP_IF_NONE_MATCH=tag).status_code == 304
    open_places.clear()
    assert api().get(file_url(file), HTTP_IF_NONE_MATCH=tag).status_code == 404


@pytest.mark.parametrize(
    ("wanted", "status", "part", "content_range"),
    [
        ("bytes=0-3", 206, PDF[:4], f"bytes 0-3/{len(PDF)}"),
        ("bytes=5-", 206, PDF[5:], f"bytes 5-{len(PDF) - 1}/{len(PDF)}"),
        ("bytes=-4", 206, PDF[-4:], f"bytes {len(PDF) - 4}-{len(PDF) - 1}/{len(PDF)}"),
        ("bytes=0-99999", 206, PDF, f"bytes 0-{len(PDF) - 1}/{len(PDF)}"),
        ("bytes=99999-", 416, b"", f"bytes */{len(PDF)}"),
        ("bytes=-0", 416, b"", f"bytes */{len(PDF)}"),
        ("bytes=5-2", 200, PDF, None),
        ("bytes=0-1,3-4", 200, PDF, None),
        ("lines=0-1", 200, PDF, None),
    ],
)
def test_ranges(
    api: Api,
    file: FileObject,
    open_places: set[int],
    wanted: str,
    status: int,
    part: bytes,
    content_range: str | None,
) -> None:
    open_places.add(1)
    response = api().get(file_url(file), HTTP_RANGE=wanted)
    assert (response.status_code, body_of(response)) == (status, part)
    assert response.get("Content-Range") == content_range


def test_range_of_another_version_gives_all(api: Api, file: FileObject, open_places: set[int]) -> None:
    open_places.add(1)
    response = api().get(file_url(file), HTTP_RANGE="bytes=0-3", HTTP_IF_RANGE='"other"')
    assert response.status_code == 200
    body_of(response)


def test_unknown_files_are_not_found(api: Api, organization: Any, learner: Any) -> None:
    for path in (
        "/files/01890a5d-ac96-774b-bcce-b302099a8057/x.pdf",
        "/files/01890a5d-ac96-774b-bcce-b302099a8057",
    ):
        api(learner).problem(api(learner).get(path), 404, "not-found")


def test_lost_content_is_not_found(api: Api, file: FileObject, instructor: Any) -> None:
    services.storage().delete(file.storage_key)
    api(instructor).problem(api(instructor).get(file_url(file)), 404, "not-found")


def test_facts_of_a_file_follow_its_visibility(
    api: Api, file: FileObject, instructor: Any, learner: Any
) -> None:
    path = f"/api/v1/files/{file.uuid}"
    assert api(instructor).get(path).json()["sha256"] == file.sha256
    assert api(learner).get(path).status_code == 404


def test_person_sets_and_removes_a_picture(api: Api, learner: Any, stranger: Any) -> None:
    client = api(learner)
    url = send_avatar(client, png(64, 64)).json()["avatar_url"]
    assert client.get("/api/v1/me").json()["avatar_url"] == url
    shown = api().get(url)
    assert shown.status_code == 200
    body_of(shown)
    client.problem(send_avatar(client, PDF), 415, "file-type-refused")
    assert client.delete("/api/v1/me/avatar").json() == {"avatar_url": None}
    assert client.get("/api/v1/me").json()["avatar_url"] is None
    assert api(stranger).get(url).status_code == 404
    assert api().delete("/api/v1/me/avatar").status_code == 401


def send_avatar(client: ApiClient, content: bytes) -> Any:
    from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

    body = encode_multipart(BOUNDARY, upload(content, "me.png"))
    return client.generic("PUT", "/api/v1/me/avatar", body, MULTIPART_CONTENT)
