"""Levels of a rubric as one person gives them, whoever that is: a second marker, a learner who reviews."""

import dataclasses
from collections.abc import Sequence
from decimal import Decimal

from edusync.assessment.assignment_content import fault
from edusync.assessment.models import RubricCriterion, RubricLevel
from edusync.assessment.problems import NotMarkedByRubric
from edusync.assessment.services.assignments.marking import GivenLevel


@dataclasses.dataclass(frozen=True, slots=True)
class Judged:
    """A level of the rubric that was chosen for one criterion."""

    criterion: RubricCriterion
    level: RubricLevel
    comment: str


def judged_levels(rubric_id: int | None, levels: Sequence[GivenLevel]) -> tuple[list[Judged], Decimal | None]:
    """The levels as rows, and the share of the best that they make (0 to 1); None while criteria are open.

    Raises NotMarkedByRubric, ValidationProblem.
    """
    if rubric_id is None:
        raise NotMarkedByRubric
    criteria = {one.uuid: one for one in RubricCriterion.objects.filter(rubric_id=rubric_id)}
    known = {one.uuid: one for one in RubricLevel.objects.filter(criterion__rubric_id=rubric_id)}
    found = []
    for place, given in enumerate(levels):
        criterion, level = criteria.get(given.criterion), known.get(given.level)
        if criterion is None or level is None or level.criterion_id != criterion.pk:
            raise fault(f"/levels/{place}", "unknown-level", "No such level of this rubric.")
        found.append(Judged(criterion, level, given.comment))
    if len({one.criterion.pk for one in found}) != len(found):
        raise fault("/levels", "not-unique", "One level for each criterion.")
    best: dict[int, Decimal] = {}
    for level in known.values():
        best[level.criterion_id] = max(best.get(level.criterion_id, Decimal(0)), level.points)
    total = sum(best.values(), Decimal(0))
    if len(found) < len(criteria) or not total:
        return found, None
    return found, sum((one.level.points for one in found), Decimal(0)) / total
