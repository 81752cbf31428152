"""The report of an import as a table."""

from collections.abc import Iterable, Iterator
from typing import Any

from edusync.integrations.models import ContentImportNode

COLUMNS = ("position", "path", "kind", "title", "outcome", "code", "detail", "lesson")


def report_rows(nodes: Iterable[ContentImportNode]) -> Iterator[tuple[Any, ...]]:
    """Cells of each row in the order of COLUMNS."""
    for node in nodes:
        lesson = node.lesson.title if node.lesson else ""
        yield (node.position, node.path, node.kind, node.title, node.outcome, node.code, node.detail, lesson)
