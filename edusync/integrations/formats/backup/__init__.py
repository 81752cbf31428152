"""Backups: a zip with `edusync.json` (what is inside, with SHA-256 of everything), `snapshot.json` and the files by their digest.

A backup holds a course, never its learners.
"""

from edusync.integrations.formats.backup.reading import is_backup, read_backup
from edusync.integrations.formats.backup.writing import MANIFEST, write_backup

__all__ = ["MANIFEST", "is_backup", "read_backup", "write_backup"]
