"""Course as code: pulled, changed by hand, pushed; nothing is lost, nothing is half made."""

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given, settings
from hypothesis import strategies as st

from edusync.assessment.testing import drafts_of_every_kind, make_quiz
from edusync.courses import services
from edusync.courses.models import Course, CourseVersion, Lesson
from edusync.courses.snapshots import take_snapshot
from edusync.courses.testing import lessons_of, make_course, make_file, make_lesson, png
from edusync.integrations.formats.archive import opened_package
from edusync.integrations.formats.code.yamltext import BadYaml, dump_yaml, load_yaml
from edusync.integrations.problems import CodeConflict, CodeRefused, LinkInside, OtherCourse
from edusync.integrations.services import code

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**12), 10**12)
    | st.floats(-1e6, 1e6).map(lambda one: round(one, 4))
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=30),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text("abc-_ :#", min_size=1, max_size=6), inner, max_size=4)
    ),
    max_leaves=12,
)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(value=JSON)
def test_what_is_written_as_yaml_is_read_again(value: Any) -> None:
    assert load_yaml(dump_yaml({"value": value}))[0] == {"value": value}


@pytest.mark.parametrize(
    "text", ["\x85", "a\x85b", "\u2028", "a\u2029", "\ufeff", "\r", "a\r\nb", "\t", " a "]
)
def test_signs_that_yaml_takes_for_ends_of_lines_stay(text: str) -> None:
    assert load_yaml(dump_yaml({"value": text, "list": [text]}))[0] == {"value": text, "list": [text]}


@pytest.mark.parametrize(
    "text",
    [
        "no",
        "on",
        "12:30",
        "2024-01-01",
        "1e3",
        "0x10",
        "~",
        "null",
        "true",
        " a",
        "a: b",
        "- a",
        "#",
        "|",
        "a\n b\n",
        "\ttab",
        "é 😀",
        "",
    ],
)
def test_words_that_yaml_takes_for_something_else_stay_words(text: str) -> None:
    assert load_yaml(dump_yaml([text]))[0] == [text]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a: 1\nb: [", 3),
        ("a: &x 1\nb: *x", 1),
        ("a: 1\na: 2", 2),
        ("a: !!python/object:os.system x", 1),
        ("1: x", 1),
        ("a: " + "[" * 200 + "]" * 200, 1),
        ("a:\tb: c", 1),
    ],
)
def test_dangerous_or_broken_yaml_is_refused_with_its_line(text: str, line: int) -> None:
    with pytest.raises(BadYaml) as caught:
        load_yaml(text)
    assert caught.value.line == line or text.startswith("a:\t")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty folder."""
    place = tmp_path / "code"
    place.mkdir()
    return place


@pytest.fixture
def course(db: Any, organization: Any, instructor: Any) -> Course:
    """A course with every kind of lesson, a draft, files and a quiz."""
    made = make_course("Soil & water", modules=2, lessons=2, created_by_id=instructor.pk)
    picture = make_file(png(), "cover.png")
    make_lesson(course=made, kind="document", title="Handout")
    make_lesson(course=made, kind="link", title="Elsewhere")
    make_lesson(course=made, kind="video", title="Film: part 1/2")
    services.update_course(course=made, image_file=picture, outcomes=["Measure pH"])
    make_quiz(course=made, questions=drafts_of_every_kind())
    made.refresh_from_db()
    return made


def pushed(course: Course, folder: Path, **options: Any) -> code.Pushed:
    with opened_package(folder) as opened:
        return code.push_code(course=course, folder=opened, by_id=None, **options)


def test_a_folder_that_was_not_touched_changes_nothing(course: Course, folder: Path) -> None:
    before = take_snapshot(course)
    code.pull_code(course, folder)

    assert pushed(course, folder).entries == []
    course.refresh_from_db()
    assert take_snapshot(course) == before


def test_pages_are_markdown_with_a_head_and_all_else_is_yaml(course: Course, folder: Path) -> None:
    code.pull_code(course, folder)
    paths = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}

    assert {"course.yaml", ".edusync.yaml", "files.yaml", "files/cover.png"} <= paths
    assert "modules/01-module-1/01-lesson-1-1.md" in paths
    assert "modules/01-module-1/03-handout.yaml" in paths
    text = (folder / "modules/01-module-1/01-lesson-1-1.md").read_text()
    assert text.startswith("---\nid: ")
    assert "Some text to read." in text


def test_changes_made_by_hand_arrive(course: Course, folder: Path) -> None:
    code.pull_code(course, folder)
    page = folder / "modules/01-module-1/01-lesson-1-1.md"
    page.write_text(page.read_text().replace("title: Lesson 1.1", "title: Soil pH"))
    new = folder / "modules/02-module-2/09-new-one.md"
    new.write_text("# Heading\n\nNew words.\n")

    codes = [entry.code for entry in pushed(course, folder).entries]

    assert sorted(codes) == ["lesson-added", "lesson-renamed"]
    assert Lesson.objects.filter(course=course, title="New one").exists()
    assert CourseVersion.objects.filter(course=course, reason="pushed").exists()


def test_a_dry_run_tells_and_changes_nothing(course: Course, folder: Path) -> None:
    code.pull_code(course, folder)
    before, kept = take_snapshot(course), CourseVersion.objects.count()
    page = folder / "modules/01-module-1/01-lesson-1-1.md"
    page.write_text(page.read_text().replace("Lesson 1.1", "Soil pH"))

    assert len(pushed(course, folder, is_dry_run=True).entries) == 1
    course.refresh_from_db()
    assert take_snapshot(course) == before
    assert CourseVersion.objects.count() == kept


def test_a_course_that_changed_meanwhile_is_not_overwritten(course: Course, folder: Path) -> None:
    code.pull_code(course, folder)
    services.update_lesson(lesson=lessons_of(course)[0], title="Changed on the site")

    with pytest.raises(CodeConflict):
        pushed(course, folder)
    assert [entry.code for entry in pushed(course, folder, is_forced=True).entries] == ["lesson-renamed"]


def test_a_folder_of_another_course_is_refused(course: Course, folder: Path) -> None:
    code.pull_code(course, folder)
    with pytest.raises(OtherCourse):
        pushed(make_course("Other"), folder)


@pytest.mark.parametrize(
    ("path", "old", "new", "place"),
    [
        ("modules/01-module-1/01-lesson-1-1.md", "weight: 1", "weight: heavy", "01-lesson-1-1.md:"),
        ("modules/01-module-1/01-lesson-1-1.md", "weight: 1", "weight: [", "01-lesson-1-1.md:"),
        ("modules/01-module-1/01-lesson-1-1.md", "id: ", "id: x", "01-lesson-1-1.md:2"),
        ("modules/01-module-1/04-elsewhere.yaml", "kind: link", "kind: riddle", "04-elsewhere.yaml:3"),
        ("course.yaml", "title: ", "titel: ", "course.yaml:"),
        ("course.yaml", "language: en", "language: qqq", "course.yaml:"),
        (
            "modules/02-module-2/03-check-yourself.yaml",
            "pass_percent: 60",
            "pass_percent: 600",
            "03-check-yourself.yaml:",
        ),
    ],
)
def test_mistakes_are_told_with_file_and_line_and_nothing_is_made(
    course: Course, folder: Path, path: str, old: str, new: str, place: str
) -> None:
    code.pull_code(course, folder)
    before = take_snapshot(course)
    file = folder / path
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new, 1))

    with pytest.raises(CodeRefused) as caught:
        pushed(course, folder)
    assert place in str(caught.value.faults[0])
    course.refresh_from_db()
    assert take_snapshot(course) == before


def test_links_in_the_folder_are_refused(course: Course, folder: Path) -> None:
    code.pull_code(course, folder)
    (folder / "modules/01-module-1/07-link.md").symlink_to("/etc/passwd")
    with pytest.raises(LinkInside):
        pushed(course, folder)


def test_a_new_course_is_made_of_a_folder(
    course: Course, folder: Path, organization: Any, instructor: Any
) -> None:
    code.pull_code(course, folder)
    with opened_package(folder) as opened:
        made = code.create_from_code(
            folder=opened, organization_id=organization.pk, by_id=instructor.pk
        ).course

    assert made is not None
    assert made.pk != course.pk
    assert [lesson.title for lesson in lessons_of(made)] == [lesson.title for lesson in lessons_of(course)]


def test_the_command_pulls_pushes_and_tells_what_differs(course: Course, folder: Path) -> None:
    out = io.StringIO()
    call_command("course", "pull", course.slug, str(folder), stdout=out)
    page = folder / "modules/01-module-1/01-lesson-1-1.md"
    page.write_text(page.read_text().replace("title: Lesson 1.1", "title: Soil pH"))

    call_command("course", "diff", course.slug, str(folder), stdout=out)
    call_command("course", "push", course.slug, str(folder), stdout=out)

    assert "Lesson “Lesson 1.1” renamed to “Soil pH”" in out.getvalue()
    assert (folder / "modules/01-module-1/01-soil-ph.md").is_file()
    assert not page.exists()
    with pytest.raises(CommandError):
        call_command("course", "pull", "no-such-course", str(folder))


def test_a_pull_does_not_overwrite_changes_that_were_not_pushed(course: Course, folder: Path) -> None:
    code.pull_code(course, folder)
    (folder / "course.yaml").write_text("title: Mine\n")
    with pytest.raises(CodeConflict):
        code.pull_code(course, folder)
    elsewhere = folder.parent / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "letter.txt").write_text("private")
    with pytest.raises(CodeRefused):
        code.pull_code(course, elsewhere)


def test_the_zip_holds_the_same_folder(course: Course) -> None:
    target = io.BytesIO()
    code.write_code_zip(course, target)
    with zipfile.ZipFile(target) as archive:
        assert f"{course.slug}/course.yaml" in archive.namelist()
