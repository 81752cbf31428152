"""What the gradebook does on other apps' events."""

from edusync.assessment.events import GradableChanged
from edusync.courses.events import OutlineChanged
from edusync.grading.services import follow_source, mark_stale, retire_source
from edusync.kernel.events import on_same_transaction


@on_same_transaction(GradableChanged)
def follow_gradable(event: GradableChanged) -> None:
    """What earns points has its column in the book at once."""
    if event.is_gone:
        retire_source(kind=event.kind, source_id=event.source_id)
    else:
        follow_source(kind=event.kind, source_ids=[event.source_id])


@on_same_transaction(OutlineChanged)
def follow_outline(event: OutlineChanged) -> None:
    """Lessons that came, went, hid or showed themselves change what counts."""
    mark_stale(course_id=event.course_id)
