"""`manage.py import_course`."""

import csv
import io

import pytest
from django.core.management import CommandError, call_command

from edusync.courses.models import Course
from edusync.integrations.testing import folder_of, zip_of
from edusync.integrations.tests.olx_sample import FILES
from edusync.integrations.tests.test_services import LESSONS


def run(*arguments):
    said = io.StringIO()
    call_command("import_course", *map(str, arguments), stdout=said)
    return said.getvalue()


def test_it_imports_a_folder_and_prints_a_summary(organization, instructor, tmp_path):
    folder = folder_of(LESSONS, tmp_path / "small")
    said = run(folder, "--owner", instructor.email, "--publish", "--report", tmp_path / "report.csv")
    course = Course.objects.get()
    assert (course.title, course.status, course.created_by_id) == ("Small", "published", instructor.pk)
    lines = said.splitlines()
    assert lines[0].split() == ["kind", "imported", "lossy", "skipped", "total"]
    assert lines[-3].split() == ["all", "3", "1", "0", "4"]
    assert "Course: Small (/courses/small, published)" in said
    with (tmp_path / "report.csv").open(encoding="utf-8-sig") as file:
        assert [row["path"] for row in csv.DictReader(file)] == sorted(LESSONS)


def test_it_imports_a_package(organization, tmp_path):
    package = tmp_path / "own.zip"
    package.write_bytes(zip_of(FILES))
    assert "Course: Own course" in run(package)
    assert Course.objects.get().created_by is None
    assert package.exists()


def test_a_dry_run_writes_no_course(organization, tmp_path):
    assert "Dry run" in run(folder_of(LESSONS, tmp_path / "small"), "--dry-run")
    assert Course.objects.count() == 0


def test_the_same_course_again_needs_copy(organization, tmp_path):
    folder = folder_of(LESSONS, tmp_path / "small")
    run(folder)
    with pytest.raises(CommandError, match="--copy"):
        run(folder)
    run(folder, "--copy")
    assert Course.objects.count() == 2


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nowhere"], "neither a zip"),
        (["--owner", "nobody@example.org", "."], "Nobody has the address"),
        (["--organization", "gone", "."], "no organization gone"),
    ],
)
def test_it_says_what_is_wrong(organization, arguments, words):
    with pytest.raises(CommandError, match=words):
        run(*arguments)
