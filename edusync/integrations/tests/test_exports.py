"""Exports and backups: written in the background, private, gone after a day, restored whole."""

import datetime as dt
import io
import json
import zipfile
from typing import Any

import pytest

from edusync.assessment.testing import drafts_of_every_kind, make_quiz
from edusync.courses.models import Course
from edusync.courses.snapshots import take_snapshot
from edusync.courses.testing import lessons_of, make_course, make_file, make_lesson, png
from edusync.files.models import FileObject
from edusync.files.services import open_file
from edusync.integrations.models import ContentExportJob, ContentImportJob
from edusync.integrations.services import exporting, request_import, run_import
from edusync.kernel import clock
from edusync.kernel.testing import run_worker

pytestmark = pytest.mark.django_db


@pytest.fixture
def course(organization: Any, instructor: Any) -> Course:
    """A course with a quiz, a handout and a picture."""
    made = make_course(
        "Soil", modules=2, lessons=2, created_by_id=instructor.pk, image_file=make_file(png(), "cover.png")
    )
    make_lesson(course=made, kind="document", title="Handout")
    make_quiz(course=made, questions=drafts_of_every_kind())
    made.refresh_from_db()
    return made


def backup_of(course: Course, by: Any) -> bytes:
    """A finished backup."""
    job = exporting.request_export(course=course, code="backup", by_id=by.pk)
    run_worker()
    job.refresh_from_db()
    assert job.state == "finished", job.problem
    with open_file(job.file) as content:
        return bytes(content.read())


def restored(content: bytes, by: Any, **options: Any) -> ContentImportJob:
    """The import of a backup, run."""
    job = request_import(
        content=io.BytesIO(content), name="soil.edusync.zip", requested_by_id=by.pk, **options
    )
    return run_import(job.pk)


def titles(course: Course) -> list[str]:
    return [lesson.title for lesson in lessons_of(course)]


def test_a_backup_is_restored_into_a_new_course(course: Course, instructor: Any) -> None:
    job = restored(backup_of(course, instructor), instructor)

    assert (job.state, job.format, job.skipped_count, job.lossy_count) == ("finished", "backup", 0, 0)
    assert job.course is not None
    assert titles(job.course) == titles(course)
    old, new = take_snapshot(course), take_snapshot(job.course)
    assert old["files"] == new["files"]
    assert [
        len(lesson["content"].get("questions", [])) for m in old["modules"] for lesson in m["lessons"]
    ] == [len(lesson["content"].get("questions", [])) for m in new["modules"] for lesson in m["lessons"]]


def test_the_same_course_gives_the_same_bytes(course: Course, instructor: Any) -> None:
    assert backup_of(course, instructor) == backup_of(course, instructor)


def test_a_dry_run_of_a_restore_keeps_nothing(course: Course, instructor: Any) -> None:
    content = backup_of(course, instructor)
    before = Course.objects.count()
    job = restored(content, instructor, is_dry_run=True)

    assert (job.state, job.course) == ("finished", None)
    assert Course.objects.count() == before


def changed(content: bytes, **members: bytes | None) -> bytes:
    """The archive with some members exchanged, added or left out."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            if name not in members:
                new.writestr(name, old.read(name))
        for name, body in members.items():
            if body is not None:
                new.writestr(name, body)
    return target.getvalue()


@pytest.mark.parametrize(
    "members",
    [
        {"snapshot.json": b"{}"},
        {"snapshot.json": b"not json"},
        {"edusync.json": b"[]"},
        {"edusync.json": b'{"format": "edusync-course-backup", "version": 99}'},
        {"files/extra": b"smuggled"},
    ],
)
def test_a_damaged_or_forged_backup_is_refused_whole(
    course: Course, instructor: Any, members: dict[str, bytes]
) -> None:
    content = backup_of(course, instructor)
    before, files = Course.objects.count(), FileObject.objects.count()

    job = restored(changed(content, **members), instructor)

    assert job.state == "failed"
    assert job.problem["code"] == "import-backup-refused"
    assert Course.objects.count() == before
    assert FileObject.objects.count() <= files


def test_a_forged_snapshot_with_right_digests_is_still_checked(course: Course, instructor: Any) -> None:
    import hashlib

    content = backup_of(course, instructor)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        snapshot = json.loads(archive.read("snapshot.json"))
        manifest = json.loads(archive.read("edusync.json"))
    snapshot["modules"][0]["lessons"][0]["content"]["document"]["blocks"][0] = {"type": "script", "html": "x"}
    body = json.dumps(snapshot).encode()
    manifest["entries"]["snapshot.json"]["sha256"] = hashlib.sha256(body).hexdigest()

    job = restored(
        changed(content, **{"snapshot.json": body, "edusync.json": json.dumps(manifest).encode()}), instructor
    )

    assert (job.state, job.problem["code"]) == ("failed", "import-backup-refused")


def test_exports_over_http(course: Course, instructor: Any, learner: Any, api: Any) -> None:
    url = f"/api/v1/courses/{course.slug}/exports"
    client = api(instructor)

    assert {one["code"] for one in client.get(url).json()["exporters"]} >= {"backup", "code"}
    assert client.post(f"{url}/backup", {}).status_code == 202
    run_worker()
    job = client.get(f"{url}/backup").json()
    assert (job["state"], job["problem"]) == ("finished", None)
    assert client.get(job["url"]).status_code == 200
    assert api(learner).get(job["url"]).status_code == 404
    assert client.get(url).json()["results"][0]["uuid"] == job["uuid"]
    client.problem(client.post(f"{url}/fax", {}), 404, "export-unknown")
    assert api(learner).get(url).status_code == 403
    assert api().get(url).status_code == 401


def test_the_file_of_an_export_goes_after_a_day(course: Course, instructor: Any) -> None:
    backup_of(course, instructor)
    job = ContentExportJob.objects.get()
    ContentExportJob.objects.update(expires_at=clock.now() - dt.timedelta(minutes=1))

    assert exporting.drop_expired_exports() == 1
    assert ContentExportJob.objects.get().state == "expired"
    assert not FileObject.objects.filter(pk=job.file_id).exists()


def test_asking_twice_gives_one_export(course: Course, instructor: Any) -> None:
    first = exporting.request_export(course=course, code="backup", by_id=instructor.pk)
    assert exporting.request_export(course=course, code="backup", by_id=instructor.pk) == first


def test_course_as_code_over_http(course: Course, instructor: Any, learner: Any, api: Any) -> None:
    url = f"/api/v1/courses/{course.slug}/code"
    client = api(instructor)
    answer = client.get(url)
    packed = b"".join(answer.streaming_content)
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        name = next(name for name in archive.namelist() if name.endswith("01-lesson-1-1.md"))
        text = archive.read(name).replace(b"title: Lesson 1.1", b"title: Soil pH")
    from django.core.files.uploadedfile import SimpleUploadedFile

    def upload(**fields: Any) -> Any:
        file = SimpleUploadedFile("soil.zip", changed(packed, **{name: text}), "application/zip")
        return client.upload(url, {"file": file, **fields})

    dry = upload(is_dry_run="true").json()
    assert (dry["is_dry_run"], [entry["code"] for entry in dry["entries"]]) == (True, ["lesson-renamed"])
    assert titles(course)[0] == "Lesson 1.1"
    assert upload().json()["version"] >= 1
    assert titles(course)[0] == "Soil pH"
    client.problem(upload(), 409, "code-conflict")
    assert api(learner).get(url).status_code == 403
