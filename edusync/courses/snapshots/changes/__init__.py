"""What differs between two snapshots: steps that turn one into the other, and the words for them."""

from edusync.courses.snapshots.changes.english import english
from edusync.courses.snapshots.changes.finding import steps_between
from edusync.courses.snapshots.changes.patching import patched
from edusync.courses.snapshots.changes.words import Entry, entries_of

__all__ = ["Entry", "english", "entries_of", "patched", "steps_between"]
