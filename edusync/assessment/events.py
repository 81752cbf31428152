"""What this app announces."""

import dataclasses

from edusync.kernel.events import event


@event("assessment.quiz_submitted")
@dataclasses.dataclass(frozen=True)
class QuizSubmitted:
    """An attempt was submitted and scored. `percent` is 0 to 100, rounded down."""

    attempt_id: int
    quiz_id: int
    lesson_id: int
    enrollment_id: int
    percent: int
    is_passed: bool
