"""Common Cartridges to courses: outline, kinds of resources, questions, what is lost and why."""

from decimal import Decimal

import pytest

from edusync.assessment.models import QuizSlot
from edusync.courses.models import Course, Lesson
from edusync.integrations.formats.archive import opened_package
from edusync.integrations.formats.cartridge import is_cartridge, read_cartridge
from edusync.integrations.problems import EmptyCourse, ForbiddenXml
from edusync.integrations.testing import folder_of, import_package, zip_of
from edusync.integrations.tests.cartridge_sample import FILES, MANIFEST


@pytest.fixture
def read(tmp_path):
    def read_it(files):
        with opened_package(folder_of(files, tmp_path / "cartridge")) as folder:
            assert is_cartridge(folder)
            return read_cartridge(folder)

    return read_it


def fate(course, path):
    node = course.ledger.find(path)
    assert node is not None, path
    return str(node.outcome), set(node.losses)


def lesson(course, title):
    return next(one for one in course.lessons() if one.title == title)


def test_outline_titles_and_headings(read):
    course = read(FILES)
    assert (course.title, course.language, course.tagline) == (
        "Soil at school",
        "ta",
        "What lies under our feet.",
    )
    assert [(m.title, [(one.kind, one.title) for one in m.lessons]) for m in course.modules] == [
        (
            "First steps",
            [
                ("page", "Welcome"),
                ("video", "A film"),
                ("link", "A site"),
                ("document", "A paper"),
                ("page", "A picture"),
            ],
        ),
        ("Think", [("quiz", "Check yourself"), ("page", "Tell us")]),
        ("More material", [("page", "The second"), ("page", "Files")]),
    ]
    assert lesson(course, "A film").group_title == "Watch and read"
    assert lesson(course, "Welcome").group_title == ""


def test_every_node_has_a_fate_and_losses_are_told(read):
    course = read(FILES)
    assert all(node.outcome for node in course.ledger.nodes)
    assert fate(course, "imsmanifest.xml#i6") == ("lossy", {"discussion"})
    assert fate(course, "imsmanifest.xml#i7") == ("skipped", {"lti-not-supported"})
    assert fate(course, "imsmanifest.xml#i8") == ("skipped", {"missing-resource"})
    assert fate(course, "files/data.csv") == ("imported", set())
    assert fate(course, "quiz.xml#six") == ("skipped", {"essay"})
    assert fate(course, "quiz.xml#seven") == ("skipped", {"no-right-answer"})


def test_questions_of_every_profile(read):
    quiz = lesson(read(FILES), "Check yourself")
    assert (quiz.attempts_allowed, quiz.time_limit_seconds) == (3, 1200)
    one, two, three, four, five = quiz.questions
    assert [option.weight for option in one.options] == [0, 1]
    assert (one.points, one.options[1].feedback) == (Decimal(2), "<strong>Well</strong> done")
    assert one.options[0].html == "Choice &lt;a&gt;"
    assert (two.kind, [option.weight for option in two.options]) == ("multiple_choice", [1, 0, 1])
    assert [option.weight for option in three.options] == [0, 1]
    assert (four.settings["answers"][0]["text"], four.settings["is_case_sensitive"]) == ("Loam", True)
    assert five.settings["answers"][0]["text"] == "clay"


def test_links_lead_to_lessons_and_files(read):
    blocks = lesson(read(FILES), "Welcome").document["blocks"]
    markup = " ".join(block.get("html", "") for block in blocks)
    assert 'href="source-lesson:r-second"' in markup
    assert 'href="source-file:files/paper.pdf"' in markup
    assert "steal" not in markup
    assert next(block for block in blocks if block["type"] == "image")["alt"] == "A pit"


@pytest.mark.parametrize("version", ["1p0", "1p1", "1p2", "1p3"])
def test_versions_differ_in_names_only(read, version):
    files = {
        name: text.replace("v1p3", f"v{version}") if isinstance(text, str) else text
        for name, text in FILES.items()
    }
    assert len(list(read(files).lessons())) == 9


def test_a_package_of_another_standard_is_no_cartridge(tmp_path):
    scorm = '<manifest xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2"><metadata><schema>ADL SCORM</schema></metadata></manifest>'
    with opened_package(folder_of({"imsmanifest.xml": scorm}, tmp_path / "s")) as folder:
        assert not is_cartridge(folder)


def test_a_document_type_is_refused(read):
    with pytest.raises(ForbiddenXml):
        read(
            {
                **FILES,
                "imsmanifest.xml": MANIFEST.replace(
                    "<manifest", "<!DOCTYPE m [<!ENTITY x 'y'>]><manifest", 1
                ),
            }
        )


def test_without_anything_to_show_there_is_no_course(read):
    with pytest.raises(EmptyCourse):
        read({"imsmanifest.xml": MANIFEST})


def test_broken_parts_cost_only_themselves(read):
    course = read({**FILES, "quiz.xml": "<broken", "topic.xml": "", "link.xml": "<webLink/>"})
    assert fate(course, "imsmanifest.xml#i5") == ("skipped", {"broken-xml"})
    assert fate(course, "imsmanifest.xml#i3") == ("skipped", {"bad-address"})
    assert "Welcome" in [one.title for one in course.lessons()]


def test_names_that_lead_out_of_the_package_find_nothing(read):
    manifest = MANIFEST.replace('href="files/paper.pdf"', 'href="../../../../etc/passwd"')
    assert fate(read({**FILES, "imsmanifest.xml": manifest}), "imsmanifest.xml#i4") == (
        "skipped",
        {"file-missing"},
    )


def test_the_whole_course_stands_in_the_database(organization, instructor):
    job = import_package(zip_of(FILES), by=instructor, name="soil.imscc")
    assert (job.state, job.format) == ("finished", "cartridge"), job.problem
    assert job.imported_count + job.lossy_count + job.skipped_count == job.nodes_total
    course = Course.objects.get(pk=job.course_id)
    kinds = list(
        Lesson.objects.filter(course=course)
        .order_by("module__position", "position")
        .values_list("kind", flat=True)
    )
    assert kinds == ["page", "video", "link", "document", "page", "quiz", "page", "page", "page"]
    assert QuizSlot.objects.filter(quiz__lesson__course=course).count() == 5
    welcome = Lesson.objects.get(course=course, title="Welcome")
    second = Lesson.objects.get(course=course, title="The second")
    assert f"/learn/{course.slug}/{second.pk}" in str(welcome.page.document)
