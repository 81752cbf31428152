"""Sound that was stored as a film is found again and mended, in files and in their earlier versions."""

from typing import Any

import pytest
from django.core.management import call_command

from edusync.files import retyping, services
from edusync.files.models import FileObject, FileVersion
from edusync.files.storage import storage
from edusync.files.tests.test_isomedia import FTYP, box, movie
from edusync.kernel import clock
from edusync.kernel.tenancy import organization_context

pytestmark = pytest.mark.django_db


def stored_before(name: str, *kinds: bytes, filling: bytes = b"\x00") -> FileObject:
    """A file as the release before kept it: by its first bytes."""
    content = FTYP + box(b"mdat", filling * 20) + movie(*kinds)
    file = services.store_file(content=content, name=name, uploaded_by_id=None)
    FileObject.objects.filter(pk=file.pk).update(media_type="video/mp4")
    return file


def version_of(file: FileObject) -> FileVersion:
    """The content of the file as an earlier version of another one."""
    facts = {name: getattr(file, name) for name in ("sha256", "size_bytes", "name", "storage_key")}
    other = services.store_file(content=b"%PDF-1.4 new", name="new.pdf", uploaded_by_id=None)
    return FileVersion.objects.create(
        file=other, number=1, media_type="video/mp4", stored_at=clock.now(), **facts
    )


def types() -> list[tuple[str, str]]:
    return sorted(FileObject.unscoped.values_list("name", "media_type"))


def mend(capsys: Any, *options: str) -> str:
    call_command("mend_media_types", *options)
    return str(capsys.readouterr().out)


def test_sound_gets_its_type_and_films_stay(organization: Any, capsys: Any) -> None:
    talk = stored_before("talk.mp4", b"soun")
    stored_before("film.mp4", b"soun", b"vide")
    before = FileObject.objects.get(pk=talk.pk).updated_at
    told = mend(capsys)
    assert types() == [("film.mp4", "video/mp4"), ("talk.mp4", "audio/mp4")]
    assert "talk.mp4  files 1, earlier versions 0" in told
    assert "1 contents became audio/mp4" in told
    # When it was last used decides how long an unused file is kept.
    assert FileObject.objects.get(pk=talk.pk).updated_at == before
    assert mend(capsys) == "No sound is stored as a film\n"


def test_a_dry_run_lists_and_changes_nothing(organization: Any, capsys: Any) -> None:
    stored_before("talk.mp4", b"soun")
    told = mend(capsys, "--dry-run")
    assert "talk.mp4  files 1" in told
    assert "1 contents would become audio/mp4" in told
    assert types() == [("talk.mp4", "video/mp4")]


def test_earlier_versions_and_other_organizations_are_mended_by_one_look(
    organization: Any, other_organization: Any, monkeypatch: Any
) -> None:
    version = version_of(stored_before("talk.mp4", b"soun"))
    with organization_context(other_organization.pk):
        stored_before("copy.mp4", b"soun")
    looks: list[str] = []
    real = retyping._is_sound
    monkeypatch.setattr(retyping, "_is_sound", lambda key: looks.append(key) or real(key))
    monkeypatch.setattr(retyping, "BATCH", 1)
    (found,) = retyping.mend_sound()
    assert (found.files, found.versions, len(looks)) == (2, 1, 1)
    version.refresh_from_db()
    assert version.media_type == "audio/mp4"
    assert {media_type for name, media_type in types() if name.endswith("mp4")} == {"audio/mp4"}


def test_a_content_that_is_gone_stops_nothing(organization: Any) -> None:
    lost = stored_before("lost.mp4", b"soun")
    stored_before("talk.mp4", b"soun", filling=b"\x01")
    storage().delete(lost.storage_key)
    assert [found.name for found in retyping.mend_sound()] == ["talk.mp4"]
    assert ("lost.mp4", "video/mp4") in types()
