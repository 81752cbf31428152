"""What a learner may know of their own results: rules count nothing else, so that no lock tells more."""

from typing import Protocol


class GradeFacts(Protocol):
    """Grades as the learner sees them, in percent: only what is posted. None where there is none."""

    def of_course(self, course_id: int) -> float | None:
        """What the posted marks of a course come to."""
        ...

    def of_lesson(self, lesson_id: int) -> float | None:
        """The posted mark of the work in a lesson."""
        ...


class NoGrades:
    """Nobody knows of a grade."""

    def of_course(self, course_id: int) -> float | None:
        """None."""
        return None

    def of_lesson(self, lesson_id: int) -> float | None:
        """None."""
        return None


NO_GRADES: GradeFacts = NoGrades()


class ShownScores(Protocol):
    """What of a learner's scores they may know. What they may not neither opens nor explains anything."""

    def is_withheld(self, lesson_id: int) -> bool:
        """Whether something that was scored in the lesson is kept back from the learner now."""
        ...

    def counted(self, lesson_id: int, best: float) -> float | None:
        """Of the best score in a lesson what the learner has been told, now or before; None for nothing."""
        ...

    def told(self, lesson_id: int, best: float) -> float | None:
        """Of the best score in a lesson what the learner may be told now; None for nothing."""
        ...


class AllShown:
    """Nothing is kept back."""

    def is_withheld(self, lesson_id: int) -> bool:
        """False."""
        return False

    def counted(self, lesson_id: int, best: float) -> float | None:
        """The score."""
        return best

    def told(self, lesson_id: int, best: float) -> float | None:
        """The score."""
        return best


ALL_SHOWN: ShownScores = AllShown()
