"""Backups of Moodle to courses: sections, activities, files, questions in the old and the new manner."""

from decimal import Decimal

import pytest

from edusync.assessment.models import QuizSlot
from edusync.courses.models import Course, Lesson
from edusync.integrations.formats.archive import opened_package
from edusync.integrations.formats.moodle import is_moodle, read_moodle
from edusync.integrations.problems import BrokenXml, EmptyCourse, ForbiddenXml
from edusync.integrations.testing import folder_of, import_package, tar_of, zip_of
from edusync.integrations.tests.moodle_sample import backup


@pytest.fixture
def read(tmp_path):
    def read_it(files):
        with opened_package(folder_of(files, tmp_path / "backup")) as folder:
            assert is_moodle(folder)
            return read_moodle(folder)

    return read_it


def fate(course, path):
    node = course.ledger.find(path)
    assert node is not None, path
    return str(node.outcome), set(node.losses)


def lesson(course, title):
    return next(one for one in course.lessons() if one.title == title)


def test_sections_are_modules_in_the_order_of_the_course(read):
    course = read(backup())
    assert (course.title, course.language) == ("Soil at school", "ta")
    assert course.overview["blocks"][0]["html"] == "<p>About soil</p>"
    assert [(m.title, [(one.kind, one.title) for one in m.lessons]) for m in course.modules] == [
        (
            "General",
            [
                ("page", "A page"),
                ("document", "A paper"),
                ("link", "A site"),
                ("page", "Chapter 1"),
                ("page", "Chapter 2"),
            ],
        ),
        (
            "Tasks",
            [
                ("page", "Tasks"),
                ("quiz", "A quiz"),
                ("page", "A task"),
                ("page", "A forum"),
                ("page", "Words"),
            ],
        ),
    ]


def test_labels_head_what_follows_and_hidden_things_stay_hidden(read):
    course = read(backup())
    assert (lesson(course, "A page").group_title, lesson(course, "A paper").group_title) == ("", "Read on")
    assert lesson(course, "Chapter 1").group_title == "A book"
    hidden = [one.title for one in course.lessons() if not one.is_published]
    assert hidden == ["Chapter 2", "Tasks", "A quiz", "A task", "A forum", "Words"]


def test_every_node_has_a_fate_and_losses_are_told(read):
    course = read(backup())
    assert all(node.outcome for node in course.ledger.nodes)
    assert fate(course, "activities/page_2") == ("lossy", {"availability", "script-removed"})
    assert fate(course, "activities/assign_7") == ("lossy", {"assignment"})
    assert fate(course, "activities/forum_8") == ("lossy", {"discussion", "hidden"})
    assert fate(course, "activities/choice_9") == ("skipped", {"choice-not-supported"})
    assert fate(course, "users.xml") == ("skipped", {"people"})
    assert fate(course, "activities/quiz_6") == ("lossy", {"random-draw"})
    assert fate(course, "questions.xml#6") == ("lossy", {"matching-split"})
    assert fate(course, "questions.xml#7") == ("skipped", {"essay"})


def test_texts_find_their_files_and_other_activities(read):
    course = read(backup())
    blocks = lesson(course, "A page").document["blocks"]
    markup = " ".join(block.get("html", "") for block in blocks)
    assert 'href="source-lesson:module%3A4"' in markup
    assert "steal" not in markup
    picture = next(block for block in blocks if block["type"] == "image")
    assert (picture["alt"], course.files[next(iter(course.files))].name) == ("A pit", "a pit.png")
    assert lesson(course, "A paper").download.summary == "Read it"


@pytest.mark.parametrize("is_new", [False, True])
def test_questions_of_every_type(read, is_new):
    quiz = lesson(read(backup(is_new=is_new)), "A quiz")
    assert (quiz.attempts_allowed, quiz.time_limit_seconds, quiz.introduction) == (2, 600, "<p>Try</p>")
    one, two, three, four, five, sand, clay, drawn = quiz.questions
    assert [option.weight for option in one.options] == [Decimal(1), Decimal(0), Decimal("-0.5")]
    assert (one.points, one.explanation, one.options[0].feedback) == (Decimal(2), "<p>Because</p>", "yes")
    assert two.settings == {"scoring": "weights"}
    assert [option.weight for option in two.options] == [Decimal("0.5"), Decimal("0.5"), Decimal(-1)]
    assert [option.weight for option in three.options] == [0, 1]
    assert four.settings["answers"][0] == {
        "text": "Loam.*",
        "is_pattern": True,
        "weight": "1.00000",
        "feedback": "",
    }
    assert four.settings["is_case_sensitive"] is True
    assert five.settings["answers"][0]["tolerance"] == "0.5"
    assert five.settings["unit"] == {"mode": "optional", "names": ["pH"]}
    assert (sand.kind, [o.html for o in sand.options if o.weight]) == ("dropdown", ["coarse"])
    assert ([o.html for o in clay.options], clay.points) == (["coarse", "fine", "wet"], Decimal(1))
    assert drawn.title == "Question 8"


def test_a_broken_activity_costs_only_itself(read):
    course = read({**backup(), "activities/page_2/page.xml": "<activity", "files.xml": "<files>"})
    assert fate(course, "activities/page_2") == ("skipped", {"missing-definition"})
    assert fate(course, "activities/resource_3") == ("skipped", {"file-missing"})
    assert "A site" in [one.title for one in course.lessons()]


def test_a_broken_index_is_told(read):
    with pytest.raises(BrokenXml):
        read({**backup(), "moodle_backup.xml": "<moodle_backup>"})


def test_a_document_type_in_the_index_is_refused(read):
    with pytest.raises(ForbiddenXml):
        read({**backup(), "moodle_backup.xml": "<!DOCTYPE m [<!ENTITY x 'y'>]><moodle_backup/>"})


def test_a_backup_without_anything_to_show_makes_no_course(read):
    with pytest.raises(EmptyCourse):
        read({"moodle_backup.xml": "<moodle_backup><information/></moodle_backup>"})


def test_folders_of_activities_do_not_lead_out(read):
    files = backup()
    files["moodle_backup.xml"] = str(files["moodle_backup.xml"]).replace(
        "activities/page_2", "../../activities/page_2"
    )
    assert lesson(read(files), "A page").kind == "page"


@pytest.mark.parametrize("pack", [zip_of, tar_of])
def test_the_whole_course_stands_in_the_database(organization, instructor, pack):
    job = import_package(pack(backup()), by=instructor, name="soil.mbz")
    assert (job.state, job.format) == ("finished", "moodle"), job.problem
    assert job.imported_count + job.lossy_count + job.skipped_count == job.nodes_total
    course = Course.objects.get(pk=job.course_id)
    assert Lesson.objects.filter(course=course).count() == 10
    assert QuizSlot.objects.filter(quiz__lesson__course=course).count() == 8
