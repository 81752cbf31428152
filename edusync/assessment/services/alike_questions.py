"""Decisions on questions that ask much the same: keep one, or call them different."""

import dataclasses
from collections.abc import Collection, Sequence

from django.db import transaction

from edusync.assessment.models import (
    Question,
    QuestionDifference,
    QuestionVersion,
    Quiz,
    QuizDraw,
    QuizPart,
    QuizSlot,
)
from edusync.assessment.services.bank_questions import set_state
from edusync.courses.events import LessonChanged
from edusync.kernel import audit
from edusync.kernel.events import publish
from edusync.kernel.ids import uuid7


@dataclasses.dataclass(frozen=True, slots=True)
class Merged:
    """What keeping one question did: quizzes that ask it now, quizzes that had to stay as they were."""

    quizzes: int
    left: int


@transaction.atomic
def mark_different(*, one: Question, other: Question, by_id: int | None) -> None:
    """Never show these two as alike again."""
    low, high = sorted((one.pk, other.pk))
    if low == high:
        return
    _, is_new = QuestionDifference.objects.get_or_create(
        one_id=low, other_id=high, defaults={"decided_by_id": by_id}
    )
    if is_new:
        facts = {"other_id": high}
        audit.record("assessment.questions.different", actor=by_id, target=("question", low), facts=facts)


@transaction.atomic
def keep_question(
    *, kept: Question, others: Sequence[Question], course_ids: Collection[int] | None, by_id: int | None
) -> Merged:
    """Let quizzes that ask one of the others ask this one in new attempts, and retire the others.

    Attempts begun before keep what they were asked. `course_ids`: courses whose quizzes may be changed, None for all.
    A quiz stays as it is when its course may not be changed, when it asks the kept question already, or when that
    belongs to another course.
    """
    version = QuestionVersion.objects.filter(question=kept).order_by("-number")[0]
    quizzes = Quiz.objects.filter(
        slots__question_version__question__in=list(others), lesson__deleted_at=None
    ).distinct()
    changed = left = 0
    ids = list(quizzes.order_by("pk").values_list("pk", flat=True))
    for quiz in Quiz.objects.select_for_update().filter(pk__in=ids).order_by("pk"):
        outcome = _replace(quiz, version, kept, {one.pk for one in others}, course_ids)
        changed += outcome is True
        left += outcome is False
    set_state(questions=others, state=QuestionVersion.State.RETIRED, by_id=by_id)
    facts = {"others": [one.pk for one in others], "quizzes": changed, "left": left}
    audit.record("assessment.questions.merged", actor=by_id, target=("question", kept.pk), facts=facts)
    return Merged(changed, left)


def _replace(
    quiz: Quiz,
    version: QuestionVersion,
    kept: Question,
    other_ids: set[int],
    course_ids: Collection[int] | None,
) -> bool | None:
    """Whether the quiz asks the kept question now; None when its present edition asks none of the others."""
    slots = list(
        QuizSlot.objects.filter(quiz=quiz, edition=quiz.edition, draw=None)
        .select_related("question_version")
        .order_by("position")
    )
    asked = [slot.question_version.question_id for slot in slots]
    if not other_ids & set(asked):
        return None
    course_id = quiz.lesson.course_id
    is_open = course_ids is None or course_id in course_ids
    is_at_home = kept.course_id is None or kept.course_id == course_id
    hits = sum(one in other_ids for one in asked)
    if not is_open or not is_at_home or kept.pk in asked or hits > 1:
        return False
    _next_edition(quiz, slots, dict.fromkeys(other_ids, version.pk))
    publish(LessonChanged(course_id=course_id, lesson_id=quiz.lesson_id))
    return True


def _next_edition(quiz: Quiz, slots: Sequence[QuizSlot], instead: dict[int, int]) -> None:
    """The quiz with the same parts, draws and slots in a new edition, other wordings in some of them."""
    edition = uuid7()
    parts: dict[int | None, int | None] = {None: None}
    for part in QuizPart.objects.filter(quiz=quiz, edition=quiz.edition).order_by("position"):
        before, part.pk, part.edition = part.pk, None, edition
        part._state.adding = True
        part.save(force_insert=True)
        parts[before] = part.pk
    for draw in QuizDraw.objects.filter(quiz=quiz, edition=quiz.edition).order_by("position"):
        draw.pk, draw.edition, draw.part_id = None, edition, parts[draw.part_id]
        draw._state.adding = True
        draw.save(force_insert=True)
    QuizSlot.objects.bulk_create(
        QuizSlot(
            quiz=quiz,
            edition=edition,
            position=slot.position,
            question_version_id=instead.get(slot.question_version.question_id, slot.question_version_id),
            points=slot.points,
            part_id=parts[slot.part_id],
        )
        for slot in slots
    )
    quiz.edition = edition
    quiz.row_version += 1
    quiz.save(update_fields=["edition", "row_version", "updated_at"])
