"""Announces changes of a course's outline: once per change, or once for many made together."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import transaction

from edusync.courses.events import OutlineChanged
from edusync.courses.models import Course
from edusync.kernel import events

# Course id to "did weights change", for the courses being edited together; None outside such an edit.
_open: ContextVar[dict[int, bool | None] | None] = ContextVar("open_outline_edits", default=None)


@contextmanager
def outline_edit(*, course_id: int) -> Iterator[None]:
    """Make many changes of one course in one transaction and announce them once, at its end (imports, reordering)."""
    pending = _open.get()
    if pending is not None and course_id in pending:
        yield
        return
    edits: dict[int, bool | None] = {**(pending or {}), course_id: None}
    token = _open.set(edits)
    try:
        with transaction.atomic():
            yield
            _open.set(pending)
            changed = edits[course_id]
            if changed is not None:
                announce(course_id, is_weight_changed=changed)
    finally:
        _open.reset(token)


def note_change(course_id: int, *, is_weight_changed: bool) -> None:
    """Announce a change now, or with the others of the open edit. The version itself is raised by a trigger."""
    pending = _open.get()
    if pending is not None and course_id in pending:
        pending[course_id] = bool(pending[course_id]) or is_weight_changed
        return
    announce(course_id, is_weight_changed=is_weight_changed)


def announce(course_id: int, *, is_weight_changed: bool) -> None:
    """Publish OutlineChanged with the version after the change."""
    version = Course.objects.values_list("outline_version", flat=True).get(pk=course_id)
    events.publish(
        OutlineChanged(course_id=course_id, outline_version=version, is_weight_changed=is_weight_changed)
    )
