"""What progress does on other apps' events."""

from edusync.courses.events import OutlineChanged
from edusync.enrollment.events import LearnerEnrolled
from edusync.kernel.events import on_same_transaction
from edusync.progress.services import follow_enrollment, follow_outline


@on_same_transaction(OutlineChanged)
def follow_changed_outline(event: OutlineChanged) -> None:
    """Every percentage follows the lessons and weights of the course at once."""
    if event.is_weight_changed:
        follow_outline(course_id=event.course_id)


@on_same_transaction(LearnerEnrolled)
def follow_return(event: LearnerEnrolled) -> None:
    """Who comes back keeps what was done; lessons removed meanwhile may have made it complete."""
    if event.is_return:
        follow_enrollment(enrollment_id=event.enrollment_id)
