"""Packages that are broken or hostile: a clear problem, and no trace."""

import gzip
import io
import stat
import tarfile
import zipfile
from pathlib import Path

import pytest

from edusync.courses.models import Course
from edusync.files.models import FileObject
from edusync.integrations.formats.archive import Limits, opened_package
from edusync.integrations.models import ContentImportJob
from edusync.integrations.problems import (
    BrokenArchive,
    DuplicateName,
    EncryptedArchive,
    LinkInside,
    NotAnArchive,
    PackageTooLarge,
    UnsafePath,
)
from edusync.integrations.services import request_import
from edusync.integrations.testing import folder_of, import_package, tar_of, zip_of

SMALL = Limits(
    archive_bytes=200_000, total_bytes=50_000, file_bytes=20_000, files=5, ratio=20, ratio_free_bytes=12_000
)
COURSE = '<course url_name="r" org="o" course="c"><chapter url_name="one"/></course>'


@pytest.fixture
def package(tmp_path, monkeypatch):
    """Opens a package; afterwards no unpacked file may be left."""
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(scratch))

    def open_it(content: bytes, limits: Limits = SMALL) -> list[str]:
        path = tmp_path / "package"
        path.write_bytes(content)
        with opened_package(path, limits=limits) as folder:
            assert all((folder.root / name).is_file() for name in folder.paths)
            return list(folder.paths)

    yield open_it
    assert list(scratch.iterdir()) == []


def linked(name: str, kind: bytes = tarfile.SYMTYPE, target: str = "/etc/passwd") -> bytes:
    whole = io.BytesIO()
    with tarfile.open(fileobj=whole, mode="w:gz") as archive:
        member = tarfile.TarInfo(name)
        member.type, member.linkname = kind, target
        archive.addfile(member)
    return whole.getvalue()


def zip_with_mode(mode: int) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        member = zipfile.ZipInfo("a")
        member.external_attr = mode << 16
        archive.writestr(member, "target")
    return whole.getvalue()


def encrypted_zip() -> bytes:
    content = bytearray(zip_of({"a.md": "text"}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + offset] |= 1
    return bytes(content)


@pytest.mark.parametrize("make", [zip_of, tar_of], ids=["zip", "tar.gz"])
def test_good_packages_open(package, make):
    assert package(make({"b/a.md": "text", "c.md": "", "./d.md": "x"})) == ["b/a.md", "c.md", "d.md"]


def test_plain_tar_opens(package):
    assert package(tar_of({"a.md": "text"}, mode="w")) == ["a.md"]


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"<html>", b"\x00" * 600, b"Rar!\x1a\x07\x00"])
def test_what_is_no_archive_is_refused(package, content):
    with pytest.raises(NotAnArchive):
        package(content)


@pytest.mark.parametrize(
    "content",
    [
        zip_of({"a.md": "text" * 500})[:-30],
        b"PK\x03\x04 this is not a zip",
        tar_of({"a.md": "text" * 500})[:40],
        gzip.compress(b"not a tar" * 400),
        b"\x1f\x8b\x08\x00 broken",
    ],
    ids=["cut zip", "fake zip", "cut tar", "no tar inside", "fake gzip"],
)
def test_damaged_archives_are_refused(package, content):
    with pytest.raises(BrokenArchive):
        package(content)


def test_a_wrong_checksum_is_noticed(package):
    content = bytearray(zip_of({"a.md": "text that is stored as it is"}, compression=zipfile.ZIP_STORED))
    content[content.index(b"text that")] ^= 1
    with pytest.raises(BrokenArchive):
        package(bytes(content))


@pytest.mark.parametrize("make", [zip_of, tar_of], ids=["zip", "tar.gz"])
@pytest.mark.parametrize(
    "name",
    [
        "../evil.md",
        "a/../../evil.md",
        "/etc/evil.md",
        "a\\..\\evil.md",
        "C:/evil.md",
        "a\x07b.md",
        "x" * 300,
        "d/" * 60 + "a",
    ],
)
def test_names_that_lead_out_are_refused(package, tmp_path, make, name):
    with pytest.raises(UnsafePath):
        package(make({"good.md": "text", name: "evil"}))
    assert not (tmp_path.parent / "evil.md").exists()


@pytest.mark.parametrize(
    "content",
    [
        linked("a"),
        linked("a", tarfile.LNKTYPE, "b"),
        linked("a", tarfile.CHRTYPE),
        linked("a", tarfile.FIFOTYPE),
        zip_with_mode(stat.S_IFLNK | 0o777),
        zip_with_mode(stat.S_IFIFO | 0o644),
    ],
    ids=["symlink", "hard link", "device", "pipe", "symlink in zip", "pipe in zip"],
)
def test_links_and_devices_are_refused(package, content):
    with pytest.raises(LinkInside):
        package(content)


def test_a_folder_with_a_link_is_refused(tmp_path):
    folder = folder_of({"a.md": "text"}, tmp_path / "course")
    (folder / "b.md").symlink_to("/etc/passwd")
    with pytest.raises(LinkInside), opened_package(folder):
        pass


def test_encrypted_files_are_refused(package):
    with pytest.raises(EncryptedArchive):
        package(encrypted_zip())


def test_the_same_name_twice_is_refused(package):
    content = zip_of({"a.md": "one", "b.md": "two"}).replace(b"b.md", b"a.md")
    with pytest.raises(DuplicateName):
        package(content)


def test_a_file_that_is_also_a_folder_is_refused(package):
    with pytest.raises(DuplicateName):
        package(tar_of({"a": "file", "a/b.md": "text"}))


@pytest.mark.parametrize("make", [zip_of, tar_of], ids=["zip", "tar.gz"])
@pytest.mark.parametrize(
    "files",
    [
        {f"{number}.md": "x" for number in range(6)},
        {"huge.md": b"\x00" * 20_001},
        {f"{number}.bin": bytes(range(256)) * 70 for number in range(3)},
    ],
    ids=["too many", "one too large", "too much together"],
)
def test_more_than_the_limits_is_refused(package, make, files):
    with pytest.raises(PackageTooLarge):
        package(make(files))


@pytest.mark.parametrize("make", [zip_of, tar_of], ids=["zip", "tar.gz"])
def test_bombs_are_refused_by_their_ratio(package, make):
    with pytest.raises(PackageTooLarge, match="times its size"):
        package(make({"bomb.md": b"\x00" * 19_000}))


def test_a_tar_header_can_be_a_bomb_too(package):
    whole = io.BytesIO()
    with tarfile.open(
        fileobj=whole, mode="w:gz", format=tarfile.PAX_FORMAT, pax_headers={"comment": "x" * 500_000}
    ) as archive:
        archive.addfile(tarfile.TarInfo("a.md"))
    with pytest.raises(PackageTooLarge):
        package(whole.getvalue())


def test_a_zip_that_lies_about_sizes_is_refused(package):
    content = zip_of({"a.md": bytes(range(256)) * 40})
    lied = content.replace((256 * 40).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    with pytest.raises(BrokenArchive):
        package(lied)


def test_a_package_over_the_limit_is_not_even_opened(package):
    with pytest.raises(PackageTooLarge):
        package(b"PK\x03\x04" + b"\x00" * 200_000)


BOMB = '<!DOCTYPE c [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><chapter display_name="&b;"/>'
XXE = (
    '<?xml version="1.0"?><!DOCTYPE c [<!ENTITY x SYSTEM "file:///etc/passwd">]><chapter display_name="&x;"/>'
)


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ({"course.xml": COURSE, "chapter/one.xml": "<chapter><sequential></chapter>"}, "import-broken-xml"),
        ({"course.xml": COURSE, "chapter/one.xml": ""}, "import-broken-xml"),
        ({"course.xml": COURSE, "chapter/one.xml": XXE}, "import-forbidden-xml"),
        ({"course.xml": COURSE, "chapter/one.xml": BOMB}, "import-forbidden-xml"),
        ({"course.xml": COURSE, "chapter/one.xml": XXE.encode("utf-16")}, "import-forbidden-xml"),
        ({"course.xml": COURSE, "chapter/one.xml": "<chapter>&nbsp;</chapter>"}, "import-broken-xml"),
        ({"course.xml": COURSE, "chapter/one.xml": "<chapter/>"}, "import-empty-course"),
        ({"course.xml": COURSE, "policies/r/policy.json": "{"}, "import-broken-data"),
        ({"config.yaml": "title: [", "a.md": "text"}, "import-broken-data"),
        ({"a.md": ""}, "import-empty-course"),
        ({"a.md": "x" * 600_000}, "import-too-large"),
        ({"config.yaml": "# " + "x" * 300_000, "a.md": "text"}, "import-too-large"),
        (
            {"course.xml": COURSE, "chapter/one.xml": f"<chapter>{' ' * 9_000_000}</chapter>"},
            "import-too-large",
        ),
        ({"course.xml": COURSE, "chapter/one.xml": "<!-- <!DOCTYPE x> --><chapter/>"}, "import-empty-course"),
        ({"course.xml": COURSE, "chapter/one.xml": "<!-- never closed <chapter/>"}, "import-broken-xml"),
        ({"photo.txt": "no course"}, "import-unknown-format"),
        ({"../a.md": "text"}, "import-unsafe-path"),
    ],
)
def test_a_bad_source_fails_its_job_and_leaves_nothing(organization, instructor, tmp_path, files, code):
    job = import_package(zip_of(files), by=instructor)
    job.refresh_from_db()
    assert job.state == "failed"
    assert job.problem["code"] == code
    assert job.problem["title"]
    assert "root:" not in str(job.problem)
    assert job.course is None
    assert job.file is None
    assert not job.nodes.exists()
    assert Course.objects.count() == 0
    assert FileObject.objects.count() == 0
    assert stored_contents(tmp_path) == []


def stored_contents(place: Path) -> list[Path]:
    return [path for path in (place / "files").rglob("*") if path.is_file()]


def test_what_is_no_archive_is_refused_at_once(organization, instructor, tmp_path):
    with pytest.raises(NotAnArchive):
        request_import(content=io.BytesIO(b"hello"), name="a.zip", requested_by_id=instructor.pk)
    assert ContentImportJob.objects.count() == 0
    assert stored_contents(tmp_path) == []
