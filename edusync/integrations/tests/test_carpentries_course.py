"""Acceptance: the Carpentries lesson on Python, imported once for all tests of this module."""

import json
import re
from pathlib import Path

import pytest

from edusync.courses.blocks import clean_document
from edusync.courses.models import Lesson, Page
from edusync.enrollment.services import enroll_learner
from edusync.integrations.models import ContentImportNode
from edusync.integrations.testing import input_folder, lasting_import

DIVISION = re.compile(r"^:{3,}\s*\{?\.?[a-z]", re.MULTILINE)
PAGES = ("episodes", "learners")


@pytest.fixture(scope="module")
def folder():
    folder = input_folder("courses", "carpentries-python-inflammation")
    if not folder.is_dir():
        pytest.skip(f"sample course not found: {folder} (set EDUSYNC_INPUTS)")
    return folder


@pytest.fixture(scope="module")
def job(folder, django_db_setup, django_db_blocker, tmp_path_factory):
    with django_db_blocker.unblock(), lasting_import(folder, tmp_path_factory.mktemp("media")) as job:
        yield job


def pages_of(folder: Path) -> list[Path]:
    return [folder / "index.md", *(path for name in PAGES for path in sorted((folder / name).glob("*.md")))]


def test_every_node_of_the_source_is_accounted_for(job, organization, folder):
    assert job.problem is None
    files = sum(1 for path in folder.rglob("*") if path.is_file())
    divisions = sum(len(DIVISION.findall(path.read_text())) for path in pages_of(folder))
    assert job.nodes_total == files + divisions
    assert job.imported_count + job.lossy_count + job.skipped_count == job.nodes_total
    nodes = ContentImportNode.objects.filter(job=job)
    assert nodes.count() == job.nodes_total
    assert not nodes.exclude(outcome="imported").filter(detail="").exists()


def test_episodes_come_in_the_order_of_the_configuration(job, organization, folder):
    modules = {module.title: module for module in job.course.modules.all()}
    assert list(modules) == ["Before you start", "Episodes", "Reference"]
    titles = list(modules["Episodes"].lessons.order_by("position").values_list("title", flat=True))
    written = [
        re.search(r"^title: *'?(.+?)'?$", path.read_text(), re.MULTILINE) for path in pages_of(folder)[1:]
    ]
    assert titles == [found[1] for found in written if found][: len(titles)]
    assert len(titles) == len(list((folder / "episodes").glob("*.md")))
    minutes = modules["Episodes"].lessons.order_by("position").values_list("estimated_minutes", flat=True)
    assert minutes[1] == 60


def test_all_lessons_open_in_the_player(job, organization, api, learner):
    enroll_learner(course_id=job.course_id, learner_id=learner.pk)
    client = api(learner)
    lessons = list(Lesson.objects.filter(course=job.course))
    assert len(lessons) == 16
    for lesson in lessons:
        answer = client.get(f"/api/v1/lessons/{lesson.pk}")
        assert answer.status_code == 200, answer.content
        document = answer.json()["page"]["document"]
        assert clean_document(document) == document


def test_boxes_figures_code_and_data_come_along(job, organization, folder):
    blocks = [
        block for page in Page.objects.filter(lesson__course=job.course) for block in page.document["blocks"]
    ]
    tones = [block["tone"] for block in blocks if block["type"] == "callout"]
    source = "\n".join(path.read_text() for path in pages_of(folder)[1:])
    assert tones.count("challenge") >= len(re.findall(r"^:{3,} +challenge", source, re.MULTILINE))
    assert tones.count("solution") >= len(re.findall(r"^:{3,} +solution", source, re.MULTILINE))
    assert all(block["is_collapsed"] for block in blocks if block.get("tone") == "solution")
    assert {"python", "output", "error", "bash"} <= {
        block["language"] for block in blocks if block["type"] == "code"
    }
    images = [block for block in blocks if block["type"] == "image"]
    assert len(images) > 30
    assert all(image["file"] and image["src"].startswith("/files/") for image in images)
    assert sum(bool(image["alt"]) for image in images) >= len(images) - 1
    assert sum(block["type"] == "file" and block["media_type"] == "text/csv" for block in blocks) == 15
    written = json.dumps(blocks)
    assert "source-" + "lesson:" not in written
    assert written.count(f"/learn/{job.course.slug}/") > 50
    assert "{alt=" not in written
    assert ":::" not in written
