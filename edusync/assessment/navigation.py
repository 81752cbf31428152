"""How far a learner came who may not go back, and what that opens and closes."""

import dataclasses
from collections.abc import Mapping

from edusync.assessment.deadlines import navigation_of
from edusync.assessment.models import Quiz, QuizAttempt
from edusync.assessment.scoring import ResponseRefused
from edusync.assessment.sheets import Sheet, arranged


@dataclasses.dataclass(frozen=True, slots=True)
class Reach:
    """Places of questions by slot id, from 0, and the one that is open; None where all are."""

    places: Mapping[int, int]
    here: int | None

    def takes(self, slot_id: int) -> bool:
        """Whether an answer to the question counts: not after it was left. Raises ResponseRefused before it was shown."""
        if self.here is None:
            return True
        place = self.places.get(slot_id, self.here)
        if place > self.here:
            raise ResponseRefused("question-not-reached", "This question is not open yet.")
        return place == self.here


def reach_of(attempt: QuizAttempt, sheet: Sheet) -> Reach:
    """What the attempt may answer; its quiz's rules must be known, see `with_quiz_rules`."""
    if navigation_of(attempt) != Quiz.Navigation.FORWARD:
        return Reach({}, None)
    order = arranged(sheet, attempt.seed)
    return Reach({slot.id: place for place, slot in enumerate(order)}, attempt.reached)
