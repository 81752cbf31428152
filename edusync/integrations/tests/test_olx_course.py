"""A whole OLX course of our own: outline, lessons, links, captions, and the fate of every node."""

import json

import pytest

from edusync.assessment.models import QuestionVersion, Quiz
from edusync.courses.models import Lesson, Page, Video
from edusync.files.models import FileObject
from edusync.files.services import open_file
from edusync.integrations.formats.archive import opened_package
from edusync.integrations.formats.olx import read_olx
from edusync.integrations.testing import folder_of, import_folder, import_package, tar_of, zip_of
from edusync.integrations.tests.olx_sample import FILES


@pytest.fixture
def source(tmp_path):
    with opened_package(folder_of(FILES, tmp_path / "own")) as folder:
        yield read_olx(folder)


def fate(source, path):
    node = source.ledger.find(path)
    assert node is not None, path
    return str(node.outcome), set(node.losses)


def test_outline_follows_chapters_sequentials_and_verticals(source):
    assert (source.title, source.identity, source.tagline) == ("Own course", "Own/O1/2026", "A small course.")
    shown = [
        (module.title, [(lesson.kind, lesson.title, lesson.group_title) for lesson in module.lessons])
        for module in source.modules
    ]
    assert shown == [
        (
            "First",
            [
                ("page", "Mixed", "Start"),
                ("quiz", "Mixed: practice", "Start"),
                ("page", "Mixed: The end", "Start"),
                ("video", "Alone", "Start"),
                ("page", "Inside", "Inline"),
            ],
        ),
        ("Second", [("quiz", "Bank: practice", "Bank"), ("page", "Bank", "Bank")]),
    ]


@pytest.mark.parametrize(
    ("path", "outcome", "losses"),
    [
        ("course.xml", "imported", set()),
        ("course/2026.xml", "imported", set()),
        ("course/2026.xml#wiki/w", "skipped", {"wiki-not-supported"}),
        ("course/2026.xml#chapter/gone", "skipped", {"missing-definition"}),
        ("policies/2026/policy.json", "lossy", {"settings-partly"}),
        ("policies/2026/policy.json#course/2026/display_name", "imported", set()),
        ("policies/2026/policy.json#course/2026/start", "skipped", {"dates"}),
        ("policies/2026/policy.json#course/2026/tabs", "skipped", {"setting-not-known"}),
        ("policies/2026/grading_policy.json", "lossy", {"grading-policy"}),
        ("about/overview.html", "imported", set()),
        ("about/effort.html", "skipped", {"about-page"}),
        ("info/updates.html", "skipped", {"course-updates"}),
        ("sequential/s1.xml", "lossy", {"dates", "grading-group"}),
        ("sequential/s2.xml", "lossy", {"staff-only"}),
        ("chapter/one.xml#sequential/2", "imported", set()),
        ("chapter/one.xml#vertical/in1", "imported", set()),
        ("chapter/one.xml#html/h9", "imported", set()),
        ("vertical/empty.xml", "skipped", {"nothing-inside"}),
        ("vertical/empty.xml#html/missing", "skipped", {"missing-definition"}),
        ("html/intro.xml", "lossy", {"used-twice"}),
        ("html/outro.xml", "imported", set()),
        ("html/intro.html", "lossy", {"link-unresolved"}),
        ("html/outro.html", "lossy", {"keywords"}),
        ("html/style.html", "skipped", {"style-removed"}),
        ("html/style.xml", "skipped", {"style-removed"}),
        ("html/widget.html", "skipped", {"script-widget"}),
        ("html/orphan.xml", "skipped", {"not-reached"}),
        ("html/orphan.html", "skipped", {"not-reached"}),
        ("lti/l1.xml", "skipped", {"lti-not-supported"}),
        ("vertical/loop.xml", "skipped", {"nothing-inside", "used-twice"}),
        ("vertical/loop.xml#poll/x", "skipped", {"poll-not-supported"}),
        ("vertical/unit1.xml#discussion/d1", "skipped", {"discussion-not-supported"}),
        ("vertical/unit1.xml#html/secret", "skipped", {"staff-only"}),
        ("video/film.xml", "lossy", {"clip-range", "captions-missing-de"}),
        ("video/lone.xml", "imported", set()),
        ("problem/p1.xml", "imported", set()),
        ("problem/p2.xml", "lossy", {"picture-became-link"}),
        ("problem/q2.xml", "skipped", {"customresponse-not-supported"}),
        ("library_content/lib.xml", "lossy", {"random-choice"}),
        ("vertical/bank.xml#conditional/2", "lossy", {"condition-removed"}),
        ("vertical/bank.xml#annotatable/3", "lossy", {"annotations-inline"}),
        ("static/card pic.png", "imported", set()),
        ("static/unused.png", "skipped", {"file-not-used"}),
        ("static/site.css", "skipped", {"style-or-script"}),
        ("static/film-en.srt", "imported", set()),
        ("static/film-es.sjson", "imported", set()),
        ("static/.DS_Store", "skipped", {"system-file"}),
        ("notes/readme.txt", "skipped", {"not-reached"}),
    ],
)
def test_every_node_has_its_fate(source, path, outcome, losses):
    assert fate(source, path) == (outcome, losses)


def test_no_node_is_without_fate(source):
    assert {node.outcome for node in source.ledger.nodes} == {"imported", "lossy", "skipped"}
    assert sum(source.ledger.counts().values()) == len(source.ledger.nodes)
    assert set(FILES) <= {node.path for node in source.ledger.nodes}
    assert all(node.detail for node in source.ledger.nodes if node.outcome != "imported")


@pytest.mark.parametrize("make", [zip_of, tar_of], ids=["zip", "tar.gz"])
@pytest.mark.parametrize("prefix", ["", "own/course/"], ids=["flat", "nested"])
def test_packages_give_the_same_course_as_the_folder(organization, instructor, tmp_path, make, prefix):
    folder = import_folder(folder_of(FILES, tmp_path / "own"), by=instructor)
    content = make({f"{prefix}{name}": content for name, content in FILES.items()})
    package = import_package(content, by=instructor, is_copy_wanted=True)
    assert (folder.state, package.state) == ("finished", "finished")
    assert package.outline == folder.outline
    counts = ("imported_count", "lossy_count", "skipped_count", "nodes_total")
    assert [getattr(package, name) for name in counts] == [getattr(folder, name) for name in counts]
    assert (package.source_digest == folder.source_digest) == (prefix == "")


@pytest.fixture
def course(organization, instructor, tmp_path):
    job = import_folder(folder_of(FILES, tmp_path / "own"), by=instructor)
    assert job.problem is None
    return job.course


def test_links_pictures_and_papers_are_rewritten(course):
    lessons = {lesson.title: lesson for lesson in Lesson.objects.filter(course=course)}
    document = json.dumps(Page.objects.get(lesson=lessons["Mixed"]).document)
    assert f"/learn/{course.slug}/{lessons['Alone'].pk}" in document
    assert f"/learn/{course.slug}/{lessons['Inside'].pk}" in document
    assert "nowhere" not in document
    files = {file.name: file for file in FileObject.objects.all()}
    for name in ("card pic.png", "deep.png", "paper one.pdf"):
        assert str(files[name].uuid) in document
    assert f"/learn/{course.slug}/{lessons['Mixed'].pk}" in json.dumps(course.overview)
    assert course.image_file == files["card pic.png"]
    assert "unused.png" not in files


def test_files_may_be_fetched_by_learners_of_the_course(course, api, learner, instructor):
    from edusync.courses.services import publish_course
    from edusync.enrollment.services import enroll_learner
    from edusync.files.urls import file_url

    publish_course(course=course, by_id=instructor.pk)
    enroll_learner(course_id=course.pk, learner_id=learner.pk)
    for file in FileObject.objects.all():
        assert api(learner).get(file_url(file)).status_code == 200, file.name


def test_films_bring_captions_and_papers(course):
    page = Page.objects.get(lesson__course=course, lesson__title="Mixed")
    video, paper = [block for block in page.document["blocks"] if block["type"] in {"video", "file"}]
    assert (video["provider"], video["external_id"], video["title"]) == ("youtube", "abcdefghijk", "Film")
    assert [(track["language"], track["label"]) for track in video["captions"]] == [
        ("en", "English"),
        ("es", "Español"),
    ]
    assert paper["media_type"] == "application/pdf"
    alone = Video.objects.get(lesson__course=course)
    assert (alone.provider, alone.external_id) == ("url", "https://media.example.org/a.mp4")
    assert alone.transcript == "Hola\n'adiós'"
    track = alone.captions.get()
    with open_file(track.file) as content:
        assert content.read().decode() == (
            "WEBVTT\n\n00:00:00.000 --> 00:00:01.000\nHola\n\n00:00:01.500 --> 00:00:02.500\n'adiós'\n"
        )


def test_what_only_staff_sees_stays_unpublished(course):
    hidden = Lesson.objects.filter(course=course, is_published=False)
    assert set(hidden.values_list("title", flat=True)) == {"Bank", "Bank: practice"}


def test_problems_become_a_quiz_with_the_rules_of_the_source(course):
    quiz = Quiz.objects.get(lesson__course=course, lesson__title="Mixed: practice")
    assert (quiz.pass_percent, quiz.attempts_allowed) == (55, 3)
    versions = QuestionVersion.objects.filter(question__course=course).order_by("id")
    pick = versions.get(question__title="Pick")
    assert [block["type"] for block in pick.stem["blocks"]] == ["image", "text"]
    assert pick.stem["blocks"][0]["src"].startswith("/files/")
    assert 'href="/files/' in pick.explanation
    assert 'href="/files/' in pick.options.get(position=2).html
