"""Snapshots: a whole course as plain JSON, taken, built anew, and put back.

`{"format": 1, "origin": {uuid, slug}, "course": {...}, "offer": {...}, "modules": [{uuid, ..., "lessons": [...]}],
"parts": {name: ...}, "files": {uuid: {sha256, name, media_type, size_bytes}}}`. Everything is named by UUID; links between lessons
read `/learn/-/<uuid of the lesson>`. People (staff, learners) are never part of it.
"""

from edusync.courses.snapshots import own_content
from edusync.courses.snapshots.applying import apply_snapshot, build_from_snapshot
from edusync.courses.snapshots.content_kinds import ContentProvider, register_content
from edusync.courses.snapshots.parts import register_part
from edusync.courses.snapshots.taking import digest, take_snapshot

own_content.register()

__all__ = [
    "ContentProvider",
    "apply_snapshot",
    "build_from_snapshot",
    "digest",
    "register_content",
    "register_part",
    "take_snapshot",
]
