"""Unused files go after their time, used ones stay; uploads that stopped are forgotten."""

import datetime
from typing import Any

import pytest

from edusync.files import retention, services, uploads
from edusync.files.models import FileObject, FileUpload
from edusync.kernel import clock

pytestmark = pytest.mark.django_db
LONG_AGO = datetime.timedelta(days=400)


def old_file(content: bytes, *, used: bool = False) -> FileObject:
    file = services.store_file(content=content, name="x.txt", uploaded_by_id=None)
    if used:
        services.link_file(file=file, place="lesson", place_id=1)
    FileObject.objects.filter(pk=file.pk).update(updated_at=clock.now() - LONG_AGO)
    return file


def test_only_old_unused_files_go(organization: Any) -> None:
    gone, used = old_file(b"old"), old_file(b"used", used=True)
    fresh = services.store_file(content=b"fresh", name="x.txt", uploaded_by_id=None)
    assert [file.pk for file in retention.purge_unused_files(is_dry_run=True)] == [gone.pk]
    assert FileObject.objects.count() == 3
    assert [file.sha256 for file in retention.purge_unused_files()] == [gone.sha256]
    assert set(FileObject.objects.values_list("pk", flat=True)) == {used.pk, fresh.pk}
    with pytest.raises(FileNotFoundError):
        services.open_file(gone)


def test_nothing_goes_where_it_is_switched_off(organization: Any, settings: Any) -> None:
    old_file(b"old")
    settings.FILE_UNUSED_DAYS = 0
    assert retention.purge_unused_files() == []


def test_keepers_have_a_word(organization: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = old_file(b"in an old version of a course")
    monkeypatch.setattr(retention, "_keepers", [])
    retention.register_keeper(lambda files: [file.pk for file in files])
    assert retention.purge_unused_files() == []
    assert FileObject.objects.filter(pk=kept.pk).exists()


def test_uploads_that_stopped_are_forgotten(organization: Any, instructor: Any, settings: Any) -> None:
    stale = uploads.begin_upload(name="film.webm", size_bytes=10, uploaded_by_id=instructor.pk)
    FileUpload.objects.filter(pk=stale.pk).update(updated_at=clock.now() - LONG_AGO)
    live = uploads.begin_upload(name="film.webm", size_bytes=10, uploaded_by_id=instructor.pk)
    assert retention.drop_stale_uploads() == 1
    assert list(FileUpload.objects.values_list("pk", flat=True)) == [live.pk]
    assert len(list((settings.MEDIA_ROOT / "incoming").iterdir())) == 1
