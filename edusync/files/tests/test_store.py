"""Storing files: types, limits, names, one copy of equal bytes."""

import gzip
import io
import struct
import zlib
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from edusync.files import services
from edusync.files.media_types import media_type_of
from edusync.files.models import FileLink, FileObject
from edusync.files.names import safe_name
from edusync.files.problems import FileTooLarge, FileTypeRefused, ImageUnreadable
from edusync.kernel.tenancy import organization_context

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.4\n%%EOF\n"


def png(width: int = 4, height: int = 3) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (width, height), "teal").save(target, "PNG")
    return target.getvalue()


def bomb(width: int, height: int) -> bytes:
    """A PNG that claims more pixels than it has bytes for."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def kept_files(settings: Any) -> list[Path]:
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def store(content: bytes, name: str = "file.bin", **options: Any) -> FileObject:
    return services.store_file(content=content, name=name, uploaded_by_id=None, **options)


@pytest.mark.parametrize(
    ("content", "name", "media_type"),
    [
        (png(), "figure.txt", "image/png"),
        (b"\xff\xd8\xff\xe0rest", "x", "image/jpeg"),
        (PDF, "paper.html", "application/pdf"),
        (b"\x00\x00\x00\x18ftypmp42rest", "film", "video/mp4"),
        (b"\x1aE\xdf\xa3rest", "film.webm", "video/webm"),
        (b"ID3rest", "sound.mp3", "audio/mpeg"),
        (
            b"PK\x03\x04rest",
            "paper.docx",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
        (b"PK\x03\x04rest", "all.zip", "application/zip"),
        (gzip.compress(b"data"), "data.tar.gz", "application/gzip"),
        ("name;größe\n".encode(), "table.csv", "text/csv"),
        (b"WEBVTT\n\n", "en.vtt", "text/vtt"),
        (b"print('hello')\n", "hello.py", "text/x-python"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "drawing.png", "image/svg+xml"),
        (b"<?xml version='1.0'?><!-- x -->\n<svg:svg xmlns:svg='x'/>", "drawing.svg", "image/svg+xml"),
        (b"<!DOCTYPE html><html></html>", "page.txt", "text/html"),
        (b"  \n<SCRIPT>alert(1)</SCRIPT>", "readme.md", "text/html"),
        ("<script>alert(1)</script>".encode("utf-16"), "readme.txt", "text/html"),
        (b"\x00\x01\x02\x03", "data.csv", "application/octet-stream"),
        (b"", "empty.txt", "text/plain"),
    ],
)
def test_type_is_told_by_content(content: bytes, name: str, media_type: str) -> None:
    assert media_type_of(content, name) == media_type


def test_text_cut_inside_a_character_is_still_text() -> None:
    assert media_type_of(("ä" * 3000).encode()[: 4096 - 1] + b"\xc3", "x.txt") == "text/plain"


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\me\\report.pdf", "report.pdf"),
        ("பாடம் 1.pdf", "பாடம் 1.pdf"),
        ("पाठ.pdf", "पाठ.pdf"),
        ("課程.pdf", "課程.pdf"),
        ("a\u202egnp.exe", "agnp.exe"),
        ("a\nb\x00c.txt", "abc.txt"),
        ('what?"<x>|*.txt', "what___x___.txt"),
        ("...", "file"),
        ("", "file"),
        ("x" * 500 + ".pdf", "x" * 196 + ".pdf"),
    ],
)
def test_name_is_made_harmless_and_keeps_its_script(name: str, kept: str) -> None:
    assert safe_name(name) == kept


def test_file_is_kept_under_its_digest(organization: Any, settings: Any) -> None:
    file = store(PDF, "paper.pdf")
    assert file.storage_key == f"{file.sha256[:2]}/{file.sha256[2:4]}/{file.sha256}"
    assert [path.name for path in kept_files(settings)] == [file.sha256]
    with services.open_file(file) as content:
        assert content.read() == PDF
    assert (file.size_bytes, file.media_type, file.width) == (len(PDF), "application/pdf", None)


def test_image_knows_its_size(organization: Any) -> None:
    file = store(png(40, 30), "figure.png")
    assert (file.width, file.height) == (40, 30)


def test_same_bytes_are_one_file_per_organization(
    organization: Any, other_organization: Any, settings: Any
) -> None:
    first, second = store(PDF, "a.pdf"), store(PDF, "b.pdf")
    assert first.pk == second.pk
    with organization_context(other_organization.pk):
        foreign = store(PDF, "c.pdf")
    assert foreign.pk != first.pk
    assert foreign.storage_key == first.storage_key
    assert len(kept_files(settings)) == 1


@pytest.mark.parametrize("content", [b"MZ\x90\x00", b"\x7fELF\x02", b"\xcf\xfa\xed\xfe"])
def test_programs_are_refused_and_leave_no_trace(organization: Any, settings: Any, content: bytes) -> None:
    with pytest.raises(FileTypeRefused):
        store(content, "lesson.pdf")
    assert kept_files(settings) == []
    assert not FileObject.objects.exists()


def test_only_wanted_types_are_taken(organization: Any, settings: Any) -> None:
    with pytest.raises(FileTypeRefused):
        store(PDF, "figure.png", allowed={"image/"})
    assert kept_files(settings) == []
    assert store(png(), "figure.png", allowed={"image/"}).media_type == "image/png"


def test_limits_are_kept_while_reading(organization: Any, settings: Any) -> None:
    settings.FILE_MAX_MEGABYTES = 1
    with pytest.raises(FileTooLarge):
        store(b"%PDF-" + b"x" * 1024 * 1024)
    with pytest.raises(FileTooLarge):
        store(b"%PDF-12345", max_bytes=5)
    assert kept_files(settings) == []


def test_images_have_a_limit_of_their_own(organization: Any, settings: Any) -> None:
    settings.FILE_IMAGE_MAX_MEGABYTES = 0
    with pytest.raises(FileTooLarge):
        store(png(), "figure.png")


@pytest.mark.parametrize("content", [bomb(60_000, 60_000), bomb(8_000, 8_000), b"\x89PNG\r\n\x1a\nbroken"])
def test_bombs_and_broken_images_are_refused(organization: Any, settings: Any, content: bytes) -> None:
    with pytest.raises(ImageUnreadable):
        store(content, "figure.png")
    assert kept_files(settings) == []


def test_stream_that_breaks_leaves_no_trace(organization: Any, settings: Any) -> None:
    class Broken(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            raise ConnectionError

    with pytest.raises(ConnectionError):
        services.store_file(content=Broken(), name="x", uploaded_by_id=None)
    assert kept_files(settings) == []


def test_links_are_replaced_as_a_set(organization: Any) -> None:
    files = [store(f"text {number}".encode(), "a.txt") for number in range(3)]
    services.replace_links(files=files[:2], place="lesson", place_id=5)
    services.replace_links(files=files[1:], place="lesson", place_id=5)
    linked = FileLink.objects.filter(place="lesson", place_id=5).order_by("file_id")
    assert [link.file_id for link in linked] == [files[1].pk, files[2].pk]
    services.link_file(file=files[0], place="lesson", place_id=6)
    services.link_file(file=files[0], place="lesson", place_id=6)
    assert FileLink.objects.filter(place_id=6).count() == 1
