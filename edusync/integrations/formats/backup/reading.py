"""Reading a backup, without trusting it."""

import hashlib
from typing import Any

import orjson

from edusync.courses.snapshots.shapes import checked_snapshot
from edusync.integrations.formats.archive import SourceFolder
from edusync.integrations.formats.backup.writing import FORMAT, FORMAT_VERSION, MANIFEST, SNAPSHOT
from edusync.integrations.formats.snapshot_source import source_of_snapshot
from edusync.integrations.formats.tree import SourceCourse
from edusync.integrations.problems import BackupRefused
from edusync.kernel.problems import ValidationProblem

MAX_SNAPSHOT_BYTES = 256 << 20


def is_backup(folder: SourceFolder) -> bool:
    """Whether the package is a backup of a course."""
    return MANIFEST in folder.paths and SNAPSHOT in folder.paths


def read_backup(folder: SourceFolder, *, on_progress: Any = None) -> SourceCourse:
    """The course in a backup. Raises BackupRefused unless everything in it is what its manifest says."""
    manifest = _json(folder, MANIFEST, 32 << 20)
    if manifest.get("format") != FORMAT:
        raise BackupRefused("Its manifest is not that of a course backup.")
    if manifest.get("version") != FORMAT_VERSION:
        raise BackupRefused(f"It has version {manifest.get('version')}; this site reads {FORMAT_VERSION}.")
    _check_digests(folder, manifest.get("entries"))
    try:
        snapshot = checked_snapshot(_json(folder, SNAPSHOT, MAX_SNAPSHOT_BYTES))
    except ValidationProblem as problem:
        error = problem.errors[0]
        raise BackupRefused(f"{error.pointer}: {error.detail}") from problem
    files = {}
    for name, facts in snapshot["files"].items():
        path = f"files/{facts.get('sha256')}" if isinstance(facts, dict) else ""
        if path not in folder.paths:
            raise BackupRefused(f"The file {name} is missing.")
        files[name] = (folder.root / path, str(facts.get("name") or name))
    return source_of_snapshot("backup", snapshot, files, on_progress=on_progress)


def _json(folder: SourceFolder, path: str, limit: int) -> dict[str, Any]:
    try:
        value = orjson.loads(folder.read(path, limit=limit))
    except orjson.JSONDecodeError as error:
        raise BackupRefused(f"{path} is damaged.") from error
    if not isinstance(value, dict):
        raise BackupRefused(f"{path} is damaged.")
    return value


def _check_digests(folder: SourceFolder, entries: Any) -> None:
    """Every member is listed with its digest, and every listed one is there."""
    members = {path for path in folder.paths if path != MANIFEST}
    if not isinstance(entries, dict) or set(entries) != members:
        raise BackupRefused("What is inside is not what its manifest lists.")
    for path in sorted(members):
        with (folder.root / path).open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
        if not isinstance(entries[path], dict) or entries[path].get("sha256") != found:
            raise BackupRefused(f"{path} was damaged or changed.")
