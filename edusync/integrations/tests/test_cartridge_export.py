"""A course as a cartridge: what our own importer and an XML reader find in it."""

import io
import zipfile

import pytest
from lxml import etree

from edusync.assessment.models import QuizSlot
from edusync.courses.models import Course, Lesson
from edusync.courses.services import add_lesson, add_module, create_course
from edusync.courses.snapshots import take_snapshot
from edusync.files.models import FileObject
from edusync.files.services import open_file
from edusync.integrations.exports import ExportNotes, exporter_of
from edusync.integrations.formats.cartridge.writing import write_cartridge
from edusync.integrations.testing import import_package, zip_of
from edusync.integrations.tests.cartridge_sample import FILES

CP = "{http://www.imsglobal.org/xsd/imsccv1p3/imscp_v1p1}"


def opened(name):
    file = FileObject.objects.filter(uuid=name).first()
    return open_file(file) if file else None


def exported(course):
    target = io.BytesIO()
    losses = write_cartridge(take_snapshot(course), target, open_file=opened)
    return target.getvalue(), losses


def outline(course):
    rows = Lesson.objects.filter(course=course, deleted_at=None).order_by("module__position", "position")
    return [(row.module.title, row.group_title, row.kind, row.title) for row in rows.select_related("module")]


def text(course, title):
    return Lesson.objects.get(course=course, title=title).page.text


@pytest.fixture
def course(organization, instructor):
    job = import_package(zip_of(FILES), by=instructor, name="soil.imscc")
    return Course.objects.get(pk=job.course_id)


def test_what_is_exported_comes_back_the_same(course, instructor):
    package, losses = exported(course)
    job = import_package(package, by=instructor, name="back.imscc", is_copy_wanted=True)
    assert (job.state, job.format) == ("finished", "cartridge"), job.problem
    again = Course.objects.get(pk=job.course_id)
    assert outline(again) == outline(course)
    assert text(again, "Welcome") == text(course, "Welcome")
    assert again.tagline == course.tagline
    assert {loss.code for loss in losses} == set()


def test_questions_come_back_with_their_answers(course, instructor):
    package, _ = exported(course)
    job = import_package(package, by=instructor, name="back.imscc", is_copy_wanted=True)

    def asked(course_id):
        slots = QuizSlot.objects.filter(quiz__lesson__course_id=course_id).order_by("position")
        return [
            (
                slot.question_version.question.kind,
                slot.points,
                [
                    (option.html, option.weight)
                    for option in slot.question_version.options.order_by("position")
                ],
                [answer.get("text") for answer in slot.question_version.settings.get("answers", [])],
            )
            for slot in slots
        ]

    assert asked(job.course_id) == asked(course.pk)


def test_the_manifest_names_each_file_and_each_file_is_named(course):
    package, _ = exported(course)
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        names = set(archive.namelist())
        root = etree.fromstring(archive.read("imsmanifest.xml"))
    named = {element.get("href") for element in root.iter(f"{CP}file")}
    assert named == names - {"imsmanifest.xml"}
    identifiers = [element.get("identifier") for element in root.iter(f"{CP}resource")]
    assert len(identifiers) == len(set(identifiers))
    wanted = {element.get("identifierref") for element in root.iter(f"{CP}item", f"{CP}dependency")} - {None}
    assert wanted <= set(identifiers)
    assert [child.tag.removeprefix(CP) for child in root] == ["metadata", "organizations", "resources"]


def test_every_part_is_well_formed(course):
    package, _ = exported(course)
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        parts = [name for name in archive.namelist() if name.endswith(".xml")]
        for name in parts:
            etree.fromstring(archive.read(name))
    assert len(parts) >= 3


def test_links_between_pages_lead_into_the_package(course):
    package, _ = exported(course)
    welcome = Lesson.objects.get(course=course, title="Welcome")
    second = Lesson.objects.get(course=course, title="The second")
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        html = archive.read(f"pages/{welcome.uuid}.html").decode()
    assert f'href="../pages/{second.uuid}.html"' in html
    assert "/learn/" not in html
    assert '<img src="../files/' in html


def test_what_the_format_has_no_place_for_is_told(organization, instructor):
    course = create_course(title="Losses", created_by_id=instructor.pk)
    module = add_module(course=course, title="One")
    add_lesson(module=module, kind="page", title="Hidden", is_published=False, detail={})
    add_lesson(module=module, kind="assignment", title="Task")
    _, losses = exported(course)
    assert {(loss.lesson, loss.code) for loss in losses} == {
        ("Hidden", "hidden"),
        ("Task", "assignment-not-supported"),
    }


def test_the_export_is_offered_and_tells_its_losses(organization, instructor):
    course = create_course(title="Losses", created_by_id=instructor.pk)
    add_lesson(module=add_module(course=course, title="One"), kind="assignment", title="Task")
    exporter = exporter_of("cartridge")
    assert exporter is not None
    notes, target = ExportNotes(), io.BytesIO()
    exporter.write(course, target, notes)
    assert [loss["path"] for loss in notes.losses] == ["Task"]
    assert zipfile.is_zipfile(target)


def test_a_file_that_is_gone_is_told_and_the_rest_comes_along(course):
    target = io.BytesIO()
    losses = write_cartridge(take_snapshot(course), target, open_file=lambda name: None)
    assert {loss.code for loss in losses} == {"file-missing"}
    with zipfile.ZipFile(target) as archive:
        assert any(name.startswith("pages/") for name in archive.namelist())
