"""Acceptance: the demo course of Open edX, imported once for all tests of this module."""

import json
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

import pytest

from edusync.assessment.models import Quiz
from edusync.courses.blocks import clean_document
from edusync.courses.models import Lesson, Page
from edusync.enrollment.services import enroll_learner
from edusync.files.models import FileLink, FileObject
from edusync.integrations.models import ContentImportNode
from edusync.integrations.testing import input_folder, lasting_import
from edusync.integrations.tests.olx_answers import expected_answers, problems_of_unit

COURSE = ("courses", "openedx-demo-course-olx", "demo-course", "course")
CONTAINERS = ("course", "chapter", "sequential", "vertical", "library_content")


@pytest.fixture(scope="module")
def folder():
    folder = input_folder(*COURSE)
    if not folder.is_dir():
        pytest.skip(f"sample course not found: {folder} (set EDUSYNC_INPUTS)")
    return folder


@pytest.fixture(scope="module")
def job(folder, django_db_setup, django_db_blocker, tmp_path_factory):
    with django_db_blocker.unblock(), lasting_import(folder, tmp_path_factory.mktemp("media")) as job:
        yield job


def nodes_in_source(folder: Path) -> int:
    """Files, blocks written inside others, and settings of the policy: counted without the importer."""
    files = sum(1 for path in folder.rglob("*") if path.is_file())
    inside = 0
    for tag in CONTAINERS:
        for path in (folder / tag).glob("*.xml"):
            for child in ElementTree.parse(path).getroot():
                inside += not (folder / child.tag / f"{child.get('url_name')}.xml").is_file()
    policy = json.loads((folder / "policies" / "DemoCourse" / "policy.json").read_text())
    return files + inside + sum(len(settings) for settings in policy.values())


def test_every_node_of_the_source_is_accounted_for(job, organization, folder):
    assert job.problem is None
    assert job.state == "finished"
    assert job.nodes_total == job.nodes_done == nodes_in_source(folder)
    assert job.imported_count + job.lossy_count + job.skipped_count == job.nodes_total
    nodes = list(ContentImportNode.objects.filter(job=job).order_by("position"))
    assert [node.position for node in nodes] == list(range(1, job.nodes_total + 1))
    counts = Counter(node.outcome for node in nodes)
    assert counts == {"imported": job.imported_count, "lossy": job.lossy_count, "skipped": job.skipped_count}
    assert all(node.detail and node.code for node in nodes if node.outcome != "imported")
    listed = {node.path for node in nodes}
    assert {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()} <= listed


def test_the_outline_is_that_of_the_source(job, organization, folder):
    order = [
        child.get("url_name")
        for child in ElementTree.parse(next((folder / "course").glob("*.xml"))).getroot()
    ]
    chapters = [
        ElementTree.parse(folder / "chapter" / f"{name}.xml").getroot()
        for name in order
        if len(name or "") == 32
    ]
    modules = job.course.modules.order_by("position")
    assert [module.title for module in modules] == [chapter.get("display_name") for chapter in chapters]


def test_all_units_open_in_the_player(job, organization, api, learner, folder):
    enroll_learner(course_id=job.course_id, learner_id=learner.pk)
    client = api(learner)
    units = list(ContentImportNode.objects.filter(job=job, kind="vertical").select_related("lesson"))
    assert len(units) == 58 == len(list((folder / "vertical").glob("*.xml")))
    assert all(unit.lesson for unit in units)
    lessons = list(Lesson.objects.filter(course=job.course))
    assert {unit.lesson_id for unit in units} <= {lesson.pk for lesson in lessons}
    for lesson in lessons:
        answer = client.get(f"/api/v1/lessons/{lesson.pk}")
        assert answer.status_code == 200, (lesson.title, answer.content)
        shown = answer.json()
        assert shown["title"] == lesson.title
        assert shown[lesson.kind] is not None
        if lesson.kind == "page":
            document = shown["page"]["document"]
            assert document["blocks"]
            assert clean_document(document) == document


def test_links_and_files_lead_somewhere(job, organization):
    pages = list(Page.objects.filter(lesson__course=job.course))
    written = json.dumps([page.document for page in pages])
    assert "source-file:" not in written
    assert "source-lesson:" not in written
    # Samples of code on the pages do speak of /static/.
    assert 'href=\\"/static/' not in written
    assert "jump_to_id" not in written
    lessons = {str(pk) for pk in Lesson.objects.filter(course=job.course).values_list("pk", flat=True)}
    prefix = f"/learn/{job.course.slug}/"
    targets = {piece.split("\\")[0] for piece in written.split(prefix)[1:]}
    assert len(targets) > 20
    assert targets <= lessons
    used = FileObject.objects.filter(pk__in=FileLink.objects.values("file_id"))
    assert used.filter(media_type__startswith="image/").count() > 40
    assert used.filter(media_type="text/vtt").count() >= 5
    assert job.course.image_file is not None


def test_problems_are_graded_as_the_source_defines(job, organization, api, learner, folder):
    enroll_learner(course_id=job.course_id, learner_id=learner.pk)
    client = api(learner)
    skipped = set(
        ContentImportNode.objects.filter(job=job, kind="problem", outcome="skipped").values_list(
            "path", flat=True
        )
    )
    seen: Counter[str] = Counter()
    for path in sorted((folder / "vertical").glob("*.xml")):
        names = [name for name in problems_of_unit(folder, path.stem) if f"problem/{name}.xml" not in skipped]
        expected = [one for name in names for one in expected_answers(folder, name)]
        quizzes = _quizzes_of_unit(job, names)
        tried = [_Tried(client, quiz) for quiz in quizzes]
        slots = [slot for one in tried for slot in one.slots]
        assert [slot["kind"] for slot in slots] == [one.kind for one in expected], path.stem
        seen.update(one.kind for one in expected)
        _check_answers(tried, expected)
    assert seen == {
        "single_choice": 9, "multiple_choice": 2, "dropdown": 9, "numerical": 3, "text": 4, "formula": 2,
    }  # fmt: skip


def _quizzes_of_unit(job, names):
    lessons = ContentImportNode.objects.filter(job=job, path__in=[f"problem/{name}.xml" for name in names])
    found = Quiz.objects.filter(lesson__in=lessons.values("lesson_id")).select_related("lesson")
    return sorted(found, key=lambda quiz: quiz.lesson.position)


class _Tried:
    """Attempts at one quiz."""

    def __init__(self, client, quiz):
        self.client = client
        self.quiz = quiz
        answer = client.post(f"/api/v1/quizzes/{quiz.pk}/attempts")
        assert answer.status_code in {200, 201}, answer.content
        self.attempt = answer.json()
        self.slots = self.attempt["slots"]

    def submit(self, answers):
        """Results by slot after answering in a new attempt."""
        attempt = self.client.post(f"/api/v1/quizzes/{self.quiz.pk}/attempts").json()
        for slot, answer in zip(attempt["slots"], answers, strict=True):
            if answer is not None:
                address = f"/api/v1/attempts/{attempt['uuid']}/answers/{slot['id']}"
                saved = self.client.put(address, {"response": _response(slot, answer)})
                assert saved.status_code == 200, saved.content
        done = self.client.post(
            f"/api/v1/attempts/{attempt['uuid']}/submit", HTTP_IDEMPOTENCY_KEY=f"key-{attempt['uuid']}"
        )
        assert done.status_code == 200, done.content
        return done.json()


def _response(slot, answer):
    if slot["options"]:
        return {"options": [slot["options"][place]["id"] for place in answer]}
    return {"text": answer}


def _check_answers(tried, expected):
    place = 0
    for one in tried:
        wanted = expected[place : place + len(one.slots)]
        place += len(one.slots)
        for index in range(max(len(field.right) for field in wanted)):
            result = one.submit([field.right[min(index, len(field.right) - 1)] for field in wanted])
            assert result["percent"] == 100, (one.quiz.lesson.title, result)
            assert result["is_passed"]
        for index in range(max(len(field.wrong) for field in wanted)):
            given = [
                field.wrong[min(index, len(field.wrong) - 1)] if field.wrong else None for field in wanted
            ]
            result = one.submit(given)
            assert all(float(slot["result"]["points"]) == 0 for slot in result["slots"]), (
                given,
                result["slots"],
            )
        if any(field.half for field in wanted):
            result = one.submit([field.half[0] if field.half else None for field in wanted])
            earned = [float(slot["result"]["points"]) for slot in result["slots"]]
            assert earned == [0.5 if field.half else 0 for field in wanted]
