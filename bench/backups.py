"""W16: backup and restore of the Moodle-like courses M (308 activities) and S (65), versions and course as code beside them."""

import argparse
import io
import json
import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

# Modules, pages, files, links (for assignments and the forum), and questions of the one quiz.
SIZES = {"M": (101, 200, 6, 101, 10), "S": (11, 50, 3, 11, 10)}
WORDS = ("soil", "water", "clay", "sand", "lime", "root", "leaf", "seed", "rain", "sun", "wind", "stone")
PARAGRAPHS = 10
FILE_BYTES = 200_000


def main(arguments: argparse.Namespace) -> int:
    """Measure on the configured database; prints seconds and kilobytes as JSON."""
    from bench import measure as measuring

    measuring.set_up_django()
    from edusync.identity.models import Organization
    from edusync.kernel.tenancy import organization_context

    measuring.prepare_database()
    organization, _ = Organization.objects.get_or_create(slug="bench", defaults={"name": "Bench"})
    organization_id = organization.pk
    with organization_context(organization_id):
        found = {size: measure(organization_id, size) for size in SIZES}
    found["memory_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps(found, indent=2))
    return 0


def paragraph(number: int) -> str:
    """Sixty words, another text for each number."""
    return " ".join(WORDS[(number * 7 + place * (1 + number % 5)) % len(WORDS)] for place in range(60))


def page(number: int) -> dict[str, Any]:
    """A page of ten paragraphs."""
    blocks = [
        {"id": f"b{place}", "type": "text", "html": f"<p>{paragraph(number * PARAGRAPHS + place)}</p>"}
        for place in range(1, PARAGRAPHS + 1)
    ]
    return {"version": 1, "blocks": blocks}


def course_of(size: str) -> Any:
    """The course, through the services that authors use."""
    from edusync.assessment.testing import choice_draft, make_quiz
    from edusync.courses.services import add_lesson, add_module, create_course, outline_edit
    from edusync.files.services import store_file

    modules, pages, files, links, questions = SIZES[size]
    course = create_course(title=f"Backup {size} {time.time_ns()}", created_by_id=None)
    with outline_edit(course_id=course.pk):
        rows = [add_module(course=course, title=f"Module {number}") for number in range(modules)]

        def add(number: int, kind: str, detail: dict[str, Any]) -> Any:
            title = f"{kind} {number}"
            return add_lesson(module=rows[number % modules], kind=kind, title=title, detail=detail)

        for number in range(pages):
            add(number, "page", {"document": page(number)})
        for number in range(files):
            content = b"%PDF-1.4\n" + bytes([number]) * FILE_BYTES
            file = store_file(content=content, name=f"handout-{number}.pdf", uploaded_by_id=None)
            add(number, "document", {"file": file})
        for number in range(links):
            add(number, "link", {"url": f"https://example.org/{number}"})
        lesson = add(0, "quiz", {})
        make_quiz(course=course, lesson=lesson, questions=[choice_draft(f"Q{n}") for n in range(questions)])
    course.refresh_from_db()
    return course


def timed(act: Callable[[], Any]) -> tuple[dict[str, float], Any]:
    """Seconds by the clock and of this process's CPU for the second of two runs, and what came of it."""
    act()
    start, cpu = time.perf_counter(), time.process_time()
    result = act()
    seconds = {"clock": time.perf_counter() - start, "cpu": time.process_time() - cpu}
    return {name: round(value, 3) for name, value in seconds.items()}, result


def measure(organization_id: int, size: str) -> dict[str, Any]:
    """Seconds of each act on a course of that size."""
    from edusync.courses.services.versions import record_version, restore_version
    from edusync.courses.snapshots import take_snapshot
    from edusync.integrations.exports import ExportNotes, exporter_of
    from edusync.integrations.formats.archive import opened_package
    from edusync.integrations.services import code, request_import, run_import

    course = course_of(size)
    exporter = exporter_of("backup")
    if exporter is None:
        raise SystemExit("No backup is registered.")

    def backup() -> bytes:
        target = io.BytesIO()
        exporter.write(course, target, ExportNotes())
        return target.getvalue()

    backup_seconds, archive = timed(backup)

    def restore() -> Any:
        content = io.BytesIO(archive)
        job = request_import(content=content, name="b.zip", requested_by_id=None, is_copy_wanted=True)
        job = run_import(job.pk)
        if job.state != "finished":
            raise SystemExit(f"The restore failed: {job.problem}")
        return job

    restore_seconds, _ = timed(restore)
    take_seconds, _ = timed(lambda: take_snapshot(course))
    record_seconds, version = timed(
        lambda: record_version(course=course, reason="saved", by_id=None, notes="bench")
    )
    apply_seconds, _ = timed(lambda: restore_version(version=version, by_id=None))
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "code"
        pull_seconds, _ = timed(lambda: code.pull_code(course, folder, is_forced=True))
        with opened_package(folder) as opened:
            push_seconds, _ = timed(
                lambda: code.push_code(course=course, folder=opened, by_id=None, is_dry_run=True)
            )
    return {
        "backup": backup_seconds,
        "backup_kb": len(archive) // 1024,
        "restore": restore_seconds,
        "take_snapshot": take_seconds,
        "record_version": record_seconds,
        "restore_version_without_changes": apply_seconds,
        "code_pull": pull_seconds,
        "code_push_dry_run": push_seconds,
        "version_kb": len(bytes(version.snapshot.body)) // 1024,
    }
