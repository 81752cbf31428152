"""Stored files are scanned again with newer definitions: finds are locked away and told, clean ones come back."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from edusync.audit.models import AuditEvent
from edusync.files.models import FileObject, FileVersion
from edusync.files.problems import FileInfected
from edusync.files.replacing import replace_content, restore_version
from edusync.files.rescanning import rescan_files
from edusync.files.services import store_file
from edusync.files.storage import storage
from edusync.files.testing import LIMIT, Scanner, running_scanner
from edusync.kernel.policy import Actor
from edusync.kernel.tenancy import organization_context
from edusync.kernel.testing import run_worker

pytestmark = pytest.mark.django_db
FRESH = b"a signature that nobody knew yesterday"


@pytest.fixture
def scanner(settings: Any) -> Iterator[Scanner]:
    with running_scanner(settings) as running:
        yield running


def store(content: bytes, by: Any = None, name: str = "notes.txt") -> FileObject:
    return store_file(content=content, name=name, uploaded_by_id=by.pk if by else None)


def state(file: FileObject) -> tuple[str, str]:
    file = FileObject.unscoped.get(pk=file.pk)
    return file.scan, file.scan_finding


def test_what_newer_definitions_find_is_locked_away(
    api: Callable[..., Any], organization: Any, instructor: Any, admin: Any, scanner: Scanner
) -> None:
    file, clean = store(b"begin " + FRESH, instructor), store(b"clean", instructor, "clean.txt")
    rescan_files()
    assert state(file) == ("clean", "")
    client = api(instructor)
    assert client.get(f"/files/{file.uuid}/notes.txt").status_code == 200
    scanner.learn("Fresh.Find", FRESH)
    assert rescan_files() == 2
    assert (state(file), state(clean)) == (("refused", "Fresh.Find"), ("clean", ""))
    client.problem(client.get(f"/files/{file.uuid}/notes.txt"), 409, "file-quarantined")
    assert client.get(f"/files/{clean.uuid}/clean.txt").status_code == 200
    row = api(admin).get("/api/v1/files?scan=refused").json()["results"][0]
    assert (row["name"], row["scan"], row["scan_finding"]) == ("notes.txt", "refused", "Fresh.Find")
    assert row["scanned_at"] is not None
    assert api(admin).get("/api/v1/files/usage").json()["quarantined"] == 1
    event = AuditEvent.objects.get(action="files.file.quarantined")
    assert event.facts["found"] == "Fresh.Find"


def test_owner_and_keepers_get_a_mail_once(
    organization: Any, instructor: Any, admin: Any, scanner: Scanner, mailoutbox: Any
) -> None:
    store(b"begin " + FRESH, instructor)
    scanner.learn("Fresh.Find", FRESH)
    rescan_files()
    rescan_files()
    run_worker()
    mails = {mail.to[0]: mail for mail in mailoutbox if "Locked away" in mail.subject}
    assert {instructor.email, admin.email} <= set(mails)
    assert len(mails) == len([mail for mail in mailoutbox if "Locked away" in mail.subject])
    assert "Fresh.Find" in mails[instructor.email].body
    assert "/manage/files?scan=refused" in mails[admin.email].body
    assert "/manage/files" not in mails[instructor.email].body


def test_nothing_is_read_twice_with_the_same_definitions(organization: Any, scanner: Scanner) -> None:
    for number in range(3):
        store(f"text {number}".encode(), name=f"{number}.txt")
    assert rescan_files() == 3
    assert rescan_files() == 0
    scanner.learn("Other", b"something else")
    assert [rescan_files(limit=2), rescan_files(limit=2), rescan_files(limit=2)] == [2, 1, 0]


def test_files_of_all_organizations_are_read_and_equal_contents_once(
    organization: Any, other_organization: Any, scanner: Scanner
) -> None:
    ours = store(FRESH)
    with organization_context(other_organization.pk):
        theirs = store(FRESH)
    before = scanner.contents_read
    scanner.learn("Fresh.Find", FRESH)
    assert rescan_files() == 1
    assert scanner.contents_read == before + 1
    assert state(ours) == state(theirs) == ("refused", "Fresh.Find")


def test_without_a_scanner_nothing_happens(organization: Any, settings: Any) -> None:
    settings.FILE_SCANNER = ""
    file = store(FRESH)
    assert rescan_files() == 0
    assert FileObject.objects.get(pk=file.pk).scanned_at is None


def test_a_scanner_that_is_away_changes_nothing(organization: Any, settings: Any) -> None:
    file = store(FRESH)
    settings.FILE_SCANNER = "clamd://127.0.0.1:1"
    assert rescan_files() == 0
    assert state(file) == ("clean", "")


def test_missing_and_unreadable_contents_do_not_stop_the_round(
    organization: Any, settings: Any, scanner: Scanner
) -> None:
    address, settings.FILE_SCANNER = settings.FILE_SCANNER, ""
    missing, long, last = store(b"missing"), store(b"x" * (LIMIT * 40), name="long.txt"), store(FRESH)
    settings.FILE_SCANNER = address
    storage().delete(missing.storage_key)
    scanner.learn("Fresh.Find", FRESH)
    assert rescan_files() == 3
    assert (state(missing)[0], state(long)[0], state(last)[0]) == ("clean", "clean", "refused")
    assert rescan_files() == 0


def test_keepers_have_a_file_read_again(
    api: Callable[..., Any], organization: Any, instructor: Any, admin: Any, scanner: Scanner
) -> None:
    file = store(FRESH, instructor)
    scanner.learn("Wrong.Alarm", FRESH)
    rescan_files()
    path = f"/api/v1/files/{file.uuid}/scan"
    assert api(admin).post(path).json()["file"]["scan"] == "refused"
    scanner.unlearn("Wrong.Alarm")
    assert rescan_files() == 0
    assert state(file)[0] == "refused"
    api(instructor).problem(api(instructor).post(path), 404, "not-found")
    assert api(admin).post(path).json()["file"]["scan"] == "clean"
    assert api(instructor).get(f"/files/{file.uuid}/notes.txt").status_code == 200
    assert AuditEvent.objects.filter(action="files.file.released").count() == 1


def test_a_clean_content_in_its_place_makes_the_file_usable(
    organization: Any, instructor: Any, scanner: Scanner
) -> None:
    actor = Actor(user_id=instructor.pk, organization_id=organization.pk)
    file = store(FRESH, instructor)
    scanner.learn("Fresh.Find", FRESH)
    rescan_files()
    replace_content(file=FileObject.objects.get(pk=file.pk), content=b"clean now", name="notes.txt", by=actor)
    assert state(file) == ("clean", "")
    version = FileVersion.objects.get(file=file)
    with pytest.raises(FileInfected):
        restore_version(file=FileObject.objects.get(pk=file.pk), number=version.number, by=actor)
    assert state(file) == ("clean", "")
