"""Backups of Moodle courses and activities (.mbz), from version 2.0 on."""

from edusync.integrations.formats.moodle.course import is_moodle, read_moodle

__all__ = ["is_moodle", "read_moodle"]
