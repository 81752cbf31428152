"""A course from a snapshot that an importer read: a backup, or a folder of course as code."""

from edusync.courses.models import Course, Lesson
from edusync.courses.queries import lessons_by_origin
from edusync.courses.snapshots import build_from_snapshot
from edusync.courses.snapshots.shapes import replaced_uuids
from edusync.integrations.formats.tree import SourceCourse
from edusync.integrations.problems import BackupRefused
from edusync.integrations.services.keeping import FileKeeper
from edusync.kernel.problems import ValidationProblem
from edusync.kernel.tenancy import current_organization_id


class SnapshotBuilder:
    """Makes one course. `lessons` tells which row each lesson of the source became."""

    def __init__(self, source: SourceCourse, keeper: FileKeeper, *, created_by_id: int | None) -> None:
        self.source = source
        self.keeper = keeper
        self.created_by_id = created_by_id
        self.lessons: dict[str, Lesson] = {}

    def build(self, *, title: str) -> Course:
        """The course, a draft, whole or not at all. Raises BackupRefused."""
        snapshot = self.source.snapshot or {}
        self.keeper.keep_all(self.source)
        missing = [name for name in self.source.files if name not in self.keeper.files]
        if missing:
            node = self.source.ledger.find(f"file/{missing[0]}")
            raise BackupRefused(f"The store refused the file {node.title if node else missing[0]}.")
        names = {name: str(file.uuid) for name, file in self.keeper.files.items()}
        try:
            course = build_from_snapshot(
                replaced_uuids(snapshot, names),
                organization_id=current_organization_id(),
                created_by_id=self.created_by_id,
                title=title,
            )
        except ValidationProblem as problem:
            error = problem.errors[0]
            raise BackupRefused(f"{error.pointer}: {error.detail}") from problem
        self.lessons |= lessons_by_origin(course)
        return course
