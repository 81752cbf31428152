"""Courses as Common Cartridges, offered among the exports."""

from typing import IO

from edusync.courses.models import Course
from edusync.courses.snapshots import take_snapshot
from edusync.courses.snapshots.linking import files_named
from edusync.files.services import open_file
from edusync.integrations.exports import ExportNotes, register_export
from edusync.integrations.formats.cartridge.writing import write_cartridge


def write_course(course: Course, target: IO[bytes], notes: ExportNotes) -> None:
    """Write the course to `target`; the notes tell what the format has no place for."""
    snapshot = take_snapshot(course)
    files = files_named(snapshot["files"])

    def opened(name: str) -> IO[bytes] | None:
        file = files.get(name)
        return open_file(file) if file else None

    for loss in write_cartridge(snapshot, target, open_file=opened):
        notes.lose(loss.lesson, loss.detail)


register_export(
    code="cartridge",
    ending=".imscc",
    write=write_course,
    title="Common Cartridge 1.3",
    summary="Pages, files, links and quizzes for Canvas, Moodle, Blackboard, Sakai and others.",
)
