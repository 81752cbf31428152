"""Files of a source into the store, and the package out of it."""

import logging

from edusync.files.models import FileObject
from edusync.files.services import drop_file, store_file
from edusync.integrations.formats.tree import SourceCourse, SourceFile
from edusync.integrations.models import ContentImportJob
from edusync.kernel.problems import Problem

logger = logging.getLogger(__name__)


class FileKeeper:
    """Stores the files of one course and remembers which contents are new in the store."""

    def __init__(self, uploaded_by_id: int | None) -> None:
        self.uploaded_by_id = uploaded_by_id
        self.files: dict[str, FileObject] = {}
        self.new_keys: set[str] = set()

    def keep_all(self, course: SourceCourse) -> None:
        """Store all files; one that the store refuses becomes a skipped node."""
        for key, source in course.files.items():
            try:
                self.files[key] = self._keep(source)
            except Problem as problem:
                node = course.ledger.find(source.node_path)
                if node:
                    node.refuse(problem.code, problem.detail or problem.title)

    def _keep(self, source: SourceFile) -> FileObject:
        if source.path is None:
            file = store_file(
                content=source.content or b"", name=source.name, uploaded_by_id=self.uploaded_by_id
            )
        else:
            with source.path.open("rb") as content:
                file = store_file(content=content, name=source.name, uploaded_by_id=self.uploaded_by_id)
        self.new_keys.add(file.storage_key)
        return file


def drop_package(job: ContentImportJob) -> None:
    """Take the uploaded package out of the store, unless something else uses the same content."""
    file = job.file
    if file is None:
        return
    ContentImportJob.objects.filter(pk=job.pk).update(file=None)
    job.file = None
    if not drop_file(file=file):
        logger.info("The package of import %s is used elsewhere and stays.", job.pk)
