"""The edition of one attempt at a quiz that draws questions."""

import secrets
import uuid

from edusync.assessment.drawing import Plan, match, pools_of, rule_of
from edusync.assessment.models import Quiz, QuizDraw, QuizSlot
from edusync.assessment.problems import TooFewQuestions

_CHANCE = secrets.SystemRandom()


def store_drawn(quiz: Quiz, plan: Plan, edition: uuid.UUID) -> None:
    """Store the slots that all get and those drawn by chance, each draw in its place. Raises TooFewQuestions."""
    rules = [rule_of(draw) for draw in plan.draws]
    found = match(pools_of(rules), [rule.count for rule in rules], plan.taken, _CHANCE)
    if found is None:
        raise TooFewQuestions
    items: list[tuple[int, int, QuizSlot | tuple[QuizDraw, int]]] = [
        (slot.position, 0, slot) for slot in plan.fixed
    ]
    for draw, chosen in zip(plan.draws, found, strict=True):
        items += [(draw.position, place, (draw, one.version_id)) for place, one in enumerate(chosen)]
    items.sort(key=lambda item: item[:2])
    QuizSlot.objects.bulk_create(
        _slot(quiz, edition, position, item) for position, (_, _, item) in enumerate(items, start=1)
    )


def _slot(quiz: Quiz, edition: uuid.UUID, position: int, item: QuizSlot | tuple[QuizDraw, int]) -> QuizSlot:
    if isinstance(item, QuizSlot):
        return QuizSlot(
            quiz=quiz,
            edition=edition,
            position=position,
            question_version_id=item.question_version_id,
            points=item.points,
            part_id=item.part_id,
        )
    draw, version_id = item
    return QuizSlot(
        quiz=quiz,
        edition=edition,
        position=position,
        question_version_id=version_id,
        points=draw.points,
        part_id=draw.part_id,
        draw=draw,
    )
