"""Asking for imports, running them, repeating them."""

import io
from pathlib import Path

import pytest

from edusync.assessment.models import Quiz
from edusync.courses.models import Course, Lesson
from edusync.courses.services import add_lesson, archive_course, delete_course, publish_course, update_lesson
from edusync.files.models import FileObject
from edusync.integrations import services
from edusync.integrations.models import ContentImportJob, ContentImportNode
from edusync.integrations.problems import ImportDuplicate, ImportNotRepeatable
from edusync.integrations.services import running
from edusync.integrations.services.comparing import differences
from edusync.integrations.testing import folder_of, import_folder, import_package, zip_of
from edusync.integrations.tests.olx_sample import FILES, png
from edusync.kernel.testing import run_worker

LESSONS = {
    "config.yaml": "title: Small\n",
    "episodes/a.md": "---\ntitle: Alpha\n---\n![](fig/p.png)\n",
    "episodes/b.md": "---\ntitle: Beta\n---\nSee [alpha](a.md).\n",
    "episodes/fig/p.png": png(),
}


def stored(place: Path) -> int:
    return sum(1 for path in (place / "files").rglob("*") if path.is_file())


def test_the_worker_runs_what_was_asked_for(organization, instructor, tmp_path):
    job = services.request_import(
        content=io.BytesIO(zip_of(LESSONS)), name="small.zip", requested_by_id=instructor.pk
    )
    assert (job.state, job.source_name) == ("waiting", "small.zip")
    assert stored(tmp_path) == 1
    run_worker()
    job.refresh_from_db()
    assert (job.state, job.format, job.course.title) == ("finished", "markdown", "Small")
    assert job.course.status == "draft"
    assert job.course.created_by_id == instructor.pk
    assert (job.nodes_done, job.nodes_total) == (4, 4)
    assert job.file is None
    assert stored(tmp_path) == FileObject.objects.count() == 1


def test_a_finished_import_is_not_run_twice(organization, instructor):
    job = import_package(zip_of(LESSONS), by=instructor)
    again = services.run_import(job.pk)
    assert again.finished_at == job.finished_at or again.state == "finished"
    assert Course.objects.count() == 1


def test_a_job_that_a_stopped_worker_left_is_run_again(organization, instructor):
    job = services.request_import(
        content=io.BytesIO(zip_of(LESSONS)), name="small.zip", requested_by_id=instructor.pk
    )
    ContentImportJob.objects.filter(pk=job.pk).update(state="running", nodes_done=2)
    run_worker()
    job.refresh_from_db()
    assert (job.state, job.nodes_done) == ("finished", 4)
    assert Course.objects.count() == 1


def test_a_dry_run_reports_the_same_and_writes_no_course(organization, instructor, tmp_path):
    dry = import_package(zip_of(FILES), by=instructor, is_dry_run=True)
    assert (dry.state, dry.problem, dry.course) == ("finished", None, None)
    assert (
        Course.objects.count()
        == Lesson.objects.count()
        == Quiz.objects.count()
        == FileObject.objects.count()
        == 0
    )
    assert stored(tmp_path) == 0
    real = import_package(zip_of(FILES), by=instructor)
    told = ("path", "kind", "title", "outcome", "code", "detail")
    assert list(dry.nodes.order_by("position").values_list(*told)) == list(
        real.nodes.order_by("position").values_list(*told)
    )
    assert dry.nodes.filter(lesson__isnull=False).count() == 0
    assert real.nodes.filter(lesson__isnull=False).count() > 10


def test_the_same_package_again_is_refused_with_what_differs(organization, instructor):
    job = import_package(zip_of(LESSONS), by=instructor)
    beta = Lesson.objects.get(course=job.course, title="Beta")
    update_lesson(lesson=beta, title="Beta, better")
    add_lesson(module=beta.module, kind="page", title="Something else")
    with pytest.raises(ImportDuplicate) as caught:
        import_package(zip_of(LESSONS), by=instructor)
    facts = caught.value.facts
    assert [duplicate["slug"] for duplicate in facts["duplicates"]] == ["small"]
    assert facts["differences"] == [
        "The lesson “Beta” of the source is called “Beta, better” here.",
        "The lesson “Something else” is not in the source.",
    ]
    assert ContentImportJob.objects.count() == 1


def test_the_same_files_packed_otherwise_fail_their_job(organization, instructor, tmp_path):
    import_package(zip_of(LESSONS), by=instructor)
    job = import_folder(folder_of(LESSONS, tmp_path / "again"), by=instructor)
    assert job.state == "failed"
    assert job.problem["code"] == "import-duplicate"
    assert job.problem["differences"] == ["Modules and lessons have the same names as in the source."]
    assert Course.objects.count() == 1


def test_a_newer_state_of_the_same_course_is_a_duplicate_too(organization, instructor):
    import_package(zip_of(LESSONS), by=instructor)
    newer = {**LESSONS, "episodes/c.md": "---\ntitle: Gamma\n---\nNew.\n"}
    job = import_package(zip_of(newer), by=instructor)
    assert job.problem["code"] == "import-duplicate"
    assert job.problem["differences"] == ["The lesson “Gamma” is new in the source."]


def test_a_copy_says_that_it_is_one(organization, instructor):
    titles = [
        import_package(zip_of(LESSONS), by=instructor, is_copy_wanted=True).course.title for _ in range(3)
    ]
    assert titles == ["Small", "Small (copy)", "Small (copy 2)"]
    assert len(set(Course.objects.values_list("slug", flat=True))) == 3


def test_a_deleted_course_is_no_duplicate(organization, instructor):
    job = import_package(zip_of(LESSONS), by=instructor)
    delete_course(course=job.course, by_id=instructor.pk)
    assert import_package(zip_of(LESSONS), by=instructor).state == "finished"


def test_an_archived_course_is_one(organization, instructor):
    job = import_package(zip_of(LESSONS), by=instructor)
    archive_course(course=publish_course(course=job.course, by_id=instructor.pk), by_id=instructor.pk)
    with pytest.raises(ImportDuplicate):
        import_package(zip_of(LESSONS), by=instructor)


def test_files_that_the_store_refuses_are_skipped_and_told(organization, instructor):
    bad = {
        **LESSONS,
        "episodes/fig/p.png": b"\x89PNG\r\n\x1a\n broken",
        "episodes/data/x.json": b"MZ\x90\x00program",
    }
    job = import_package(zip_of(bad), by=instructor)
    assert job.state == "finished"
    outcomes = dict(job.nodes.values_list("path", "code"))
    assert outcomes["episodes/fig/p.png"] == "image-unreadable"
    assert outcomes["episodes/data/x.json"] == "file-type-refused"
    assert set(job.nodes.filter(code__gt="").values_list("outcome", flat=True)) == {"skipped", "lossy"}
    assert FileObject.objects.count() == 0


def test_an_error_on_our_side_leaves_nothing_and_may_be_tried_again(
    organization, instructor, tmp_path, monkeypatch
):
    def fail(*args, **kwargs):
        raise RuntimeError("disk full")

    with monkeypatch.context() as broken:
        broken.setattr("edusync.integrations.services.building.create_quiz", fail)
        job = import_package(zip_of(FILES), by=instructor)
    assert (job.state, job.problem["code"], job.problem["status"]) == ("failed", "import-crashed", 500)
    # Neither the words of the exception nor its name: those are in the log, under the number of the import.
    assert not [one for one in ("disk full", "RuntimeError") if one in str(job.problem)]
    assert Course.objects.count() == ContentImportNode.objects.count() == 0
    assert FileObject.objects.count() == stored(tmp_path) == 1
    services.retry_import(job=job)
    run_worker()
    job.refresh_from_db()
    assert (job.state, job.problem) == ("finished", None)
    assert job.course is not None
    assert job.file is None


def test_only_what_crashed_may_be_tried_again(organization, instructor):
    bad = import_package(zip_of({"a.txt": "x"}), by=instructor)
    good = import_package(zip_of(LESSONS), by=instructor)
    for job in (bad, good):
        with pytest.raises(ImportNotRepeatable):
            services.retry_import(job=job)


def test_a_package_that_is_used_elsewhere_stays_in_the_store(organization, instructor, tmp_path):
    from edusync.files.services import link_file, store_file

    content = zip_of(LESSONS)
    file = store_file(content=content, name="offered.zip", uploaded_by_id=instructor.pk)
    link_file(file=file, place="lesson", place_id=1)
    job = import_package(content, by=instructor)
    assert job.file is None
    assert FileObject.objects.filter(pk=file.pk).exists()


def test_progress_is_told_while_reading(organization, instructor, monkeypatch):
    seen = []
    write = running._Progress.__call__

    def watch(self, done, total):
        write(self, done, total)
        seen.append(ContentImportJob.objects.values_list("nodes_done", "nodes_total").get(pk=self.job.pk))

    monkeypatch.setattr(running._Progress, "__call__", watch)
    import_package(zip_of(FILES), by=instructor)
    assert len(seen) > 20
    assert seen == sorted(seen)
    assert all(0 < done <= total for done, total in seen)


def test_a_reading_without_end_is_ended(organization, instructor, monkeypatch):
    monkeypatch.setattr(running, "LONGEST_READING_SECONDS", -1)
    job = import_package(zip_of(LESSONS), by=instructor)
    assert (job.state, job.problem["code"]) == ("failed", "import-too-large")


def test_jobs_of_one_organization_are_hidden_from_another(
    organization, instructor, other_organization, outsider
):
    from edusync.kernel.tenancy import organization_context

    job = import_package(zip_of(LESSONS), by=instructor)
    with organization_context(other_organization.pk):
        assert not ContentImportJob.objects.filter(pk=job.pk).exists()
        assert import_package(zip_of(LESSONS), by=outsider).state == "finished"


def test_differences_are_told_in_words():
    source = [{"title": "One", "lessons": ["Intro", "Lists"]}, {"title": "Two", "lessons": ["Loops", "New"]}]
    here = [
        {"title": "One", "lessons": ["Introduction", "Loops"]},
        {"title": "Three", "lessons": ["Old stuff"]},
    ]
    assert differences(source=source, here=here) == [
        "The module “Two” is new in the source.",
        "The module “Three” is not in the source.",
        "The lesson “Intro” of the source is called “Introduction” here.",
        "The lesson “Lists” is new in the source.",
        "The lesson “New” is new in the source.",
        "The lesson “Old stuff” is not in the source.",
        "The lesson “Loops” stands in “Two” in the source and in “One” here.",
    ]
