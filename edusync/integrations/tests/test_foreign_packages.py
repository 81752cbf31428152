"""Packages that other systems wrote: they come in whole, and the report accounts for every part."""

import os
from pathlib import Path

import pytest

from edusync.courses.models import Course, Lesson
from edusync.integrations.testing import import_package

INPUTS = Path(os.environ.get("EDUSYNC_INPUTS", "../shared/inputs"))
CASES = {
    "cartridges/allyworkshop.imscc": ("cartridge", 17),
    "cartridges/canvas_cc_gem_course.imscc": ("cartridge", 3),
    "cartridges/latex.imscc": ("cartridge", 2),
    "cartridges/single-page.imscc": ("cartridge", 1),
    "moodle/backup.mbz": ("moodle", 1),
    "moodle/moodle_311_quiz.mbz": ("moodle", 1),
}


@pytest.mark.parametrize("name", CASES)
def test_a_real_package_becomes_a_course(organization, instructor, name):
    place = INPUTS / name
    if not place.exists():
        pytest.skip(f"{name} is not here: set EDUSYNC_INPUTS to the folder of foreign packages.")
    kind, lessons = CASES[name]
    job = import_package(place.read_bytes(), by=instructor, name=place.name)
    assert (job.state, job.format) == ("finished", kind), job.problem
    assert job.imported_count + job.lossy_count + job.skipped_count == job.nodes_total
    course = Course.objects.get(pk=job.course_id)
    assert Lesson.objects.filter(course=course).count() == lessons


def test_a_formula_of_a_foreign_page_is_a_formula_here(organization, instructor):
    place = INPUTS / "cartridges/latex.imscc"
    if not place.exists():
        pytest.skip("latex.imscc is not here: set EDUSYNC_INPUTS to the folder of foreign packages.")
    job = import_package(place.read_bytes(), by=instructor, name=place.name)
    page = Lesson.objects.get(course_id=job.course_id, title="Page 1").page
    assert "data-latex" in str(page.document)
