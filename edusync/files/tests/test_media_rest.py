"""Files over HTTP: lists, uses, safe replace, deletion, quotas, uploads in pieces, and what hostile uploads get."""

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from PIL import Image

from edusync.courses.testing import lessons_of, make_course
from edusync.files import services
from edusync.files.models import FileLink, FileObject, FileRendition, FileUpload, FileVersion
from edusync.files.urls import file_url
from edusync.kernel.testing import run_worker

pytestmark = pytest.mark.django_db
FILES = "/api/v1/files"


def picture(width: int = 40, height: int = 30, color: str = "teal", **options: Any) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (width, height), color).save(target, options.pop("kind", "PNG"), **options)
    return target.getvalue()


def send(client: Any, content: bytes, name: str = "photo.png", **fields: Any) -> Any:
    return client.upload(FILES, {"file": SimpleUploadedFile(name, content), **fields})


def put_form(client: Any, path: str, content: bytes, name: str) -> Any:
    body = encode_multipart(BOUNDARY, {"file": SimpleUploadedFile(name, content)})
    return client.generic("PUT", path, body, MULTIPART_CONTENT)


def put_bytes(client: Any, path: str, content: bytes) -> Any:
    return client.generic("PUT", path, content, "application/octet-stream")


@pytest.fixture
def file(organization: Any, instructor: Any) -> FileObject:
    return services.store_file(content=picture(), name="photo.png", uploaded_by_id=instructor.pk)


@pytest.fixture
def used(file: FileObject, instructor: Any) -> Any:
    """A course of the instructor that shows the file in its first lesson."""
    course = make_course("Films", modules=1, lessons=2, created_by_id=instructor.pk)
    services.link_file(file=file, place="lesson", place_id=lessons_of(course)[0].pk)
    return course


class TestLists:
    def test_authors_list_their_own_files_and_keepers_all(
        self, api: Any, file: FileObject, instructor: Any, admin: Any, make_person: Any
    ) -> None:
        colleague = make_person("nora", roles=("instructor",))
        services.store_file(content=b"notes", name="notes.txt", uploaded_by_id=colleague.pk)
        assert [row["name"] for row in api(instructor).get(FILES).json()["results"]] == ["photo.png"]
        assert {row["name"] for row in api(admin).get(FILES).json()["results"]} == {"photo.png", "notes.txt"}

    @pytest.mark.parametrize(("actor", "status"), [("learner", 403), ("visitor", 401), ("outsider", 200)])
    def test_learners_list_nothing_and_other_organizations_see_nothing(
        self, api: Any, request: pytest.FixtureRequest, file: FileObject, actor: str, status: int
    ) -> None:
        client = api(None if actor == "visitor" else request.getfixturevalue(actor))
        response = client.get(FILES)
        assert response.status_code == status
        if status == 200:
            assert response.json()["results"] == []

    def test_filters_and_orders(self, api: Any, admin: Any, file: FileObject, used: Any) -> None:
        services.store_file(content=b"x" * 5000, name="big.txt", uploaded_by_id=None)

        def names(query: str) -> list[str]:
            return [row["name"] for row in api(admin).get(f"{FILES}?{query}").json()["results"]]

        assert names("search=PHOTO") == ["photo.png"]
        assert names("kind=document") == ["big.txt"]
        assert names("kind=image,video") == ["photo.png"]
        assert names("use=used") == ["photo.png"]
        assert names("use=unused") == ["big.txt"]
        assert names("order=biggest")[0] == "big.txt"

    def test_the_list_costs_the_same_whatever_the_rows(
        self, api: Any, admin: Any, instructor: Any, used: Any, django_assert_max_num_queries: Any
    ) -> None:
        for number in range(12):
            stored = services.store_file(
                content=f"file {number}".encode(), name=f"{number}.txt", uploaded_by_id=instructor.pk
            )
            services.link_file(file=stored, place="lesson", place_id=lessons_of(used)[0].pk)
        client = api(instructor)
        client.get(FILES)
        with django_assert_max_num_queries(8):
            assert len(client.get(FILES).json()["results"]) == 13
        with django_assert_max_num_queries(10):
            assert len(client.get(f"/api/v1/courses/{used.slug}/files").json()["results"]) == 13

    def test_files_of_a_course_are_for_its_staff(
        self, api: Any, used: Any, instructor: Any, learner: Any, outsider: Any, make_person: Any
    ) -> None:
        path = f"/api/v1/courses/{used.slug}/files"
        assert [row["name"] for row in api(instructor).get(path).json()["results"]] == ["photo.png"]
        for person in (learner, outsider, make_person("nora", roles=("instructor",))):
            api(person).problem(api(person).get(path), 404, "not-found")

    def test_a_file_brought_for_a_course_lies_on_its_shelf(
        self, api: Any, used: Any, instructor: Any
    ) -> None:
        stored = send(api(instructor), b"%PDF-1.4\n%%EOF", "paper.pdf", course=used.slug).json()
        rows = api(instructor).get(f"/api/v1/courses/{used.slug}/files?search=paper").json()["results"]
        assert [(row["uuid"], row["uses"]) for row in rows] == [(stored["uuid"], 0)]
        assert api(instructor).delete(f"{FILES}/{stored['uuid']}").status_code == 204

    def test_the_shelf_of_a_course_of_others_is_refused(self, api: Any, used: Any, make_person: Any) -> None:
        other = api(make_person("nora", roles=("instructor",)))
        problem = other.problem(send(other, b"x", "x.txt", course=used.slug), 422, "invalid-input")
        assert problem["errors"][0]["pointer"] == "/course"


class TestUses:
    def test_uses_are_named_in_words(self, api: Any, file: FileObject, used: Any, instructor: Any) -> None:
        body = api(instructor).get(f"{FILES}/{file.uuid}/history").json()
        lesson = lessons_of(used)[0]
        assert body["used_in"] == [
            {
                "place": "lesson",
                "title": lesson.title,
                "context": used.title,
                "url": f"/teach/{used.slug}/build/{lesson.pk}",
            }
        ]
        assert (body["hidden_uses"], body["file"]["uses"]) == (0, 1)

    def test_a_used_file_stays(self, api: Any, file: FileObject, used: Any, instructor: Any) -> None:
        client = api(instructor)
        problem = client.problem(client.delete(f"{FILES}/{file.uuid}"), 409, "file-in-use")
        assert problem["uses"] == 1
        FileLink.objects.filter(file=file).delete()
        assert client.delete(f"{FILES}/{file.uuid}").status_code == 204
        assert not FileObject.objects.filter(pk=file.pk).exists()

    def test_owners_do_not_change_what_stands_in_courses_of_others(
        self, api: Any, file: FileObject, instructor: Any, make_person: Any
    ) -> None:
        nora = make_person("nora", roles=("instructor",))
        course = make_course("Loops", modules=1, lessons=1, created_by_id=nora.pk)
        services.link_file(file=file, place="lesson", place_id=lessons_of(course)[0].pk)
        response = put_form(api(instructor), f"{FILES}/{file.uuid}/content", picture(color="red"), "new.png")
        api(instructor).problem(response, 403, "forbidden")


class TestReplacing:
    def replace(self, client: Any, file: FileObject, content: bytes, name: str = "new.png") -> Any:
        return put_form(client, f"{FILES}/{file.uuid}/content", content, name)

    def test_every_use_shows_the_new_content_and_the_old_can_come_back(
        self, api: Any, file: FileObject, used: Any, instructor: Any
    ) -> None:
        client = api(instructor)
        body = self.replace(client, file, picture(color="red")).json()
        assert (body["file"]["uuid"], body["file"]["version"]) == (str(file.uuid), 2)
        assert [(one["number"], one["name"]) for one in body["versions"]] == [(1, "photo.png")]
        shown = client.get(file_url(file))
        assert b"".join(shown.streaming_content) == picture(color="red")
        assert shown["Cache-Control"] == "private, no-cache"
        back = client.post(f"{FILES}/{file.uuid}/versions/1/restore").json()
        assert [(one["number"], one["name"]) for one in back["versions"]] == [(2, "new.png")]
        assert b"".join(client.get(file_url(file)).streaming_content) == picture()

    def test_the_kind_stays(self, api: Any, file: FileObject, used: Any, instructor: Any) -> None:
        client = api(instructor)
        client.problem(self.replace(client, file, b"%PDF-1.4", "x.pdf"), 415, "file-type-refused")
        assert FileVersion.objects.count() == 0

    def test_content_that_is_a_file_already_is_named(
        self, api: Any, file: FileObject, used: Any, instructor: Any
    ) -> None:
        other = services.store_file(content=picture(color="red"), name="red.png", uploaded_by_id=None)
        client = api(instructor)
        problem = client.problem(self.replace(client, file, picture(color="red")), 409, "file-known")
        assert problem["uuid"] == str(other.uuid)

    def test_the_same_content_changes_nothing(self, api: Any, file: FileObject, instructor: Any) -> None:
        assert self.replace(api(instructor), file, picture()).json()["file"]["version"] == 1


class TestQuotas:
    def test_no_room_is_said_before_anything_is_kept(self, api: Any, instructor: Any, settings: Any) -> None:
        settings.FILE_PERSON_QUOTA_MEGABYTES = 1
        client = api(instructor)
        problem = client.problem(send(client, b"x" * 1_100_000, "big.txt"), 413, "file-quota-exceeded")
        assert (problem["whose"], problem["used_bytes"]) == ("person", 0)
        assert FileObject.objects.count() == 0
        usage = client.get(f"{FILES}/usage").json()
        assert usage["person"] == {"used_bytes": 0, "max_bytes": 1024 * 1024}
        assert usage["organization"] is None

    def test_the_organization_has_a_limit_too(self, api: Any, admin: Any, settings: Any) -> None:
        settings.FILE_ORGANIZATION_QUOTA_MEGABYTES = 1
        client = api(admin)
        assert send(client, b"x" * 600_000, "one.txt").status_code == 201
        assert send(client, b"x" * 600_000, "one again.txt").status_code == 201
        problem = client.problem(send(client, b"y" * 600_000, "two.txt"), 413, "file-quota-exceeded")
        assert problem["whose"] == "organization"
        usage = client.get(f"{FILES}/usage").json()
        assert usage["organization"] == {"used_bytes": 600_000, "max_bytes": 1024 * 1024}
        assert usage["sizes"]["document"] == 600_000


class TestPieces:
    def begin(self, client: Any, size: int, name: str = "film.webm") -> Any:
        return client.post(f"{FILES}/uploads", {"name": name, "size_bytes": size})

    def piece(self, client: Any, path: str, offset: int, content: bytes) -> Any:
        return put_bytes(client, f"{path}/pieces/{offset}", content)

    def test_pieces_become_a_file(self, api: Any, instructor: Any) -> None:
        client = api(instructor)
        content = b"\x1aE\xdf\xa3" + b"film" * 1000
        path = f"{FILES}/uploads/{self.begin(client, len(content)).json()['uuid']}"
        assert self.piece(client, path, 0, content[:1500]).json()["received_bytes"] == 1500
        problem = client.problem(self.piece(client, path, 1400, content[1400:]), 409, "upload-out-of-step")
        assert problem["received_bytes"] == 1500
        client.problem(client.post(f"{path}/finish"), 409, "upload-out-of-step")
        assert client.get(path).json()["received_bytes"] == 1500
        self.piece(client, path, 1500, content[1500:])
        stored = client.post(f"{path}/finish").json()
        assert (stored["media_type"], stored["size_bytes"]) == ("video/webm", len(content))
        assert client.get(path).status_code == 404

    def test_an_upload_given_up_leaves_nothing(self, api: Any, instructor: Any, settings: Any) -> None:
        client = api(instructor)
        path = f"{FILES}/uploads/{self.begin(client, 100).json()['uuid']}"
        self.piece(client, path, 0, b"x" * 50)
        assert client.delete(path).status_code == 204
        assert not [each for each in settings.MEDIA_ROOT.rglob("*") if each.is_file()]
        assert FileObject.objects.count() == FileUpload.objects.count() == 0

    def test_uploads_of_others_are_not_found(self, api: Any, instructor: Any, admin: Any) -> None:
        path = f"{FILES}/uploads/{self.begin(api(instructor), 10).json()['uuid']}"
        for method in (api(admin).get, api(admin).delete):
            assert method(path).status_code == 404

    def test_a_file_too_large_is_refused_before_it_travels(
        self, api: Any, instructor: Any, settings: Any
    ) -> None:
        settings.FILE_MAX_MEGABYTES = 1
        client = api(instructor)
        client.problem(self.begin(client, 2_000_000), 413, "file-too-large")

    def test_a_refused_file_leaves_no_upload(self, api: Any, instructor: Any) -> None:
        client = api(instructor)
        path = f"{FILES}/uploads/{self.begin(client, 4, 'film.mp4').json()['uuid']}"
        self.piece(client, path, 0, b"MZ\x90\x00")
        client.problem(client.post(f"{path}/finish"), 415, "file-type-refused")
        assert FileUpload.objects.count() == 0


class TestHostileUploads:
    def test_a_body_that_broke_off_stores_nothing(self, api: Any, instructor: Any, settings: Any) -> None:
        client = api(instructor)
        whole = (
            b'--edge\r\nContent-Disposition: form-data; name="file"; filename="film.webm"\r\n'
            b"Content-Type: video/webm\r\n\r\n\x1aE\xdf\xa3" + b"x" * 5000
        )
        broken = {"CONTENT_LENGTH": "9000", "wsgi.input": io.BytesIO(whole)}
        response = client.generic("POST", FILES, whole, "multipart/form-data; boundary=edge", **broken)
        client.problem(response, 400, "upload-cut-off")
        assert FileObject.objects.count() == 0
        assert not [each for each in settings.MEDIA_ROOT.rglob("*") if each.is_file()]

    def test_a_picture_that_is_markup_too_is_served_as_the_picture(self, api: Any, instructor: Any) -> None:
        polyglot = picture() + b"<script>alert(1)</script>"
        stored = send(api(instructor), polyglot, "cute.html").json()
        shown = api(instructor).get(stored["url"])
        assert shown["Content-Type"] == "image/png"
        assert "sandbox" in shown["Content-Security-Policy"]

    def test_drawings_with_scripts_are_downloads(self, api: Any, instructor: Any) -> None:
        stored = send(api(instructor), b"<svg onload='alert(1)'/>", "drawing.png").json()
        assert api(instructor).get(stored["url"])["Content-Disposition"].startswith("attachment")

    def test_equal_names_do_not_disturb_each_other(self, api: Any, instructor: Any) -> None:
        one, two = (send(api(instructor), content, "same.txt").json() for content in (b"one", b"two"))
        assert one["uuid"] != two["uuid"]
        assert one["name"] == two["name"] == "same.txt"

    @pytest.mark.parametrize("name", ["../../etc/passwd", "..\\..\\boot.ini", "a\u202egnp.exe", "/abs.txt"])
    def test_names_are_no_paths(self, api: Any, instructor: Any, name: str) -> None:
        body = {"file": SimpleUploadedFile("x.txt", b"text"), "name": name}
        stored = api(instructor).upload(FILES, body).json()
        assert not set(stored["name"]) & set("/\\\u202e")

    def test_archives_stay_closed(self, api: Any, instructor: Any) -> None:
        bomb = b"PK\x03\x04" + b"\0" * 60
        assert send(api(instructor), bomb, "42.zip").json()["media_type"] == "application/zip"


class TestPictures:
    def test_cameras_leave_nothing_but_the_picture(self, api: Any, instructor: Any) -> None:
        exif = Image.Exif()
        exif[0x010F] = "Spy Camera"
        exif[0x0112] = 6
        photo = picture(kind="JPEG", exif=exif)
        stored = send(api(instructor), photo, "me.jpg").json()
        kept = b"".join(api(instructor).get(stored["url"]).streaming_content)
        assert b"Spy Camera" in photo
        assert b"Spy Camera" not in kept
        with Image.open(io.BytesIO(kept)) as image, Image.open(io.BytesIO(photo)) as before:
            assert image.getexif().get(0x0112) == 6
            assert image.tobytes() == before.tobytes()

    def test_smaller_pictures_are_made_in_the_background(self, api: Any, instructor: Any) -> None:
        stored = send(api(instructor), picture(2000, 1000), "wide.png").json()
        run_worker()
        assert sorted(FileRendition.objects.values_list("width", flat=True)) == [320, 960, 1600]
        small = api(instructor).get(f"{stored['url']}?width=300")
        assert small["Content-Type"] == "image/webp"
        with Image.open(io.BytesIO(b"".join(small.streaming_content))) as image:
            assert image.size == (320, 160)
        whole = api(instructor).get(f"{stored['url']}?width=1900")
        assert whole["Content-Type"] == "image/png"
        whole.close()

    def test_smaller_pictures_are_as_private_as_the_picture(
        self, api: Any, instructor: Any, learner: Any
    ) -> None:
        stored = send(api(instructor), picture(400, 300), "wide.png").json()
        run_worker()
        assert api(learner).get(f"{stored['url']}?width=320").status_code == 404

    def test_what_the_scanner_refuses_later_is_locked_away(
        self, api: Any, file: FileObject, instructor: Any
    ) -> None:
        FileObject.objects.filter(pk=file.pk).update(scan="refused")
        client = api(instructor)
        client.problem(client.get(file_url(file)), 409, "file-quarantined")
        client.problem(send(client, picture()), 409, "file-quarantined")
