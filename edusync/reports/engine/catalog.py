"""Finds the reports: every file of a catalog folder is one."""

import functools
import importlib.util
from collections.abc import Mapping
from pathlib import Path

from edusync.reports.engine.declarations import Report

HERE = Path(__file__).resolve().parents[1]


def reports() -> Mapping[str, Report]:
    """All built-in reports by slug."""
    return reports_in(HERE / "catalog")


def words_folder() -> Path:
    """Where the words of the reports lie."""
    return HERE / "words"


@functools.cache
def reports_in(folder: Path) -> Mapping[str, Report]:
    """The reports of a folder by slug, in order. Raises ValueError for a file without, or with another slug."""
    found = {}
    for path in sorted(folder.glob("[a-z]*.py")):
        report = _loaded(path)
        if not isinstance(report, Report) or report.slug != path.stem:
            raise ValueError(f"{path.name}: REPORT must be a report with the slug {path.stem}")
        found[report.slug] = report
    return found


def _loaded(path: Path) -> object:
    spec = importlib.util.spec_from_file_location(f"edusync.reports.catalog.{path.stem}", path)
    if spec is None or spec.loader is None:
        raise ValueError(f"{path.name} cannot be loaded")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return getattr(module, "REPORT", None)
