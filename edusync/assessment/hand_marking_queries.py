"""Reads of answers that people mark. Permission-free."""

import dataclasses
import hashlib
import uuid
from collections.abc import Sequence
from typing import Any

from django.db.models import Count, Q

from edusync.assessment.models import AnswerFile, QuestionVersion, QuizAnswer, QuizAttempt, QuizSlot, Rubric
from edusync.assessment.scoring import kinds_by_hand
from edusync.courses.blocks import document_text
from edusync.kernel.tenancy import current_organization_id

SHOWN_CHARACTERS = 300
# What showing an answer needs.
READ = ("attempt__enrollment__learner", "slot__question_version__rubric", "marked_by")


@dataclasses.dataclass(frozen=True, slots=True)
class QuestionToMark:
    """A question of a quiz that people mark, with how many of its answers wait."""

    uuid: uuid.UUID
    kind: str
    title: str
    waiting: int
    answers: int
    is_anonymous: bool
    # By which its wordings that were answered are marked; mostly one or none.
    rubrics: tuple[Rubric, ...] = ()


def answer_by_hand(answer_id: int) -> QuizAnswer | None:
    """One such answer of the organization, with attempt and learner."""
    rows = _by_hand().filter(pk=answer_id, attempt__organization_id=current_organization_id())
    answer: QuizAnswer | None = rows.select_related("attempt__enrollment__learner").first()
    return answer


def answers_by_hand(quiz_id: int) -> Any:
    """Answers of submitted attempts at the quiz that people mark and that say something."""
    return _by_hand().filter(attempt__quiz_id=quiz_id)


def _by_hand() -> Any:
    return QuizAnswer.objects.filter(
        attempt__state=QuizAttempt.State.SUBMITTED,
        slot__question_version__question__kind__in=kinds_by_hand(),
        answered_at__isnull=False,
    ).filter(Q(points__isnull=True) | Q(marked_at__isnull=False))


def questions_to_mark(quiz_id: int) -> list[QuestionToMark]:
    """Questions with answers to read, in the order of their places; two queries, four where there are rubrics."""
    by_version = (
        answers_by_hand(quiz_id)
        .order_by()
        .values("slot__question_version")
        .annotate(all=Count("pk"), waiting=Count("pk", filter=Q(points__isnull=True)))
    )
    counts = {row["slot__question_version"]: (row["waiting"], row["all"]) for row in by_version}
    versions = QuestionVersion.objects.filter(pk__in=list(counts)).select_related("question", "rubric")
    versions = versions.prefetch_related("rubric__criteria__levels")
    found: dict[uuid.UUID, QuestionToMark] = {}
    # The newest wording gives the title; the answers to all wordings are read together.
    for version in versions.order_by("question_id", "number"):
        waiting, answers = counts[version.pk]
        before = found.get(version.question.uuid)
        found[version.question.uuid] = QuestionToMark(
            uuid=version.question.uuid,
            kind=version.question.kind,
            title=document_text(version.stem)[:SHOWN_CHARACTERS] or version.question.title,
            waiting=waiting + (before.waiting if before else 0),
            answers=answers + (before.answers if before else 0),
            is_anonymous=bool(version.settings.get("is_anonymous")),
            rubrics=_with(before.rubrics if before else (), version.rubric),
        )
    return list(found.values())


def _with(rubrics: tuple[Rubric, ...], rubric: Rubric | None) -> tuple[Rubric, ...]:
    return rubrics if rubric is None or rubric in rubrics else (*rubrics, rubric)


def waiting_by_quiz(quiz_ids: Sequence[int]) -> dict[int, int]:
    """How many answers wait in each quiz; one query."""
    rows = (
        QuizAttempt.objects.filter(quiz_id__in=list(quiz_ids), needs_marking__gt=0)
        .order_by()
        .values_list("quiz_id", "needs_marking")
    )
    found: dict[int, int] = {}
    for quiz_id, waiting in rows:
        found[quiz_id] = found.get(quiz_id, 0) + waiting
    return found


def is_asked_in(quiz_id: int, question: uuid.UUID) -> bool:
    """Whether the quiz asks the question, or asked it in an earlier edition."""
    slots = QuizSlot.objects.filter(quiz_id=quiz_id, question_version__question__uuid=question)
    return bool(slots.exists())


def answers_to(quiz_id: int, question: uuid.UUID, state: str = "") -> Any:
    """Answers to one question, with attempt, learner and wording. `state`: waiting, marked, else all."""
    rows = answers_by_hand(quiz_id).filter(slot__question_version__question__uuid=question)
    if state == "waiting":
        rows = rows.filter(points__isnull=True)
    elif state == "marked":
        rows = rows.filter(marked_at__isnull=False)
    return rows.select_related(*READ)


def is_anonymous(answer: QuizAnswer) -> bool:
    """Whether markers must not know whose answer it is."""
    return bool(answer.slot.question_version.settings.get("is_anonymous"))


def marker_name(answer: QuizAnswer) -> str:
    """Whose answer it is; of an anonymous question a code that tells answers apart and leads to nobody."""
    if is_anonymous(answer):
        return f"Learner {alias_of(answer)}"
    learner = answer.attempt.enrollment.learner
    return str(learner.display_name or learner.username)


def alias_of(answer: QuizAnswer) -> str:
    """Five signs, another one in every question."""
    digest = hashlib.sha256(answer.attempt.uuid.bytes + answer.slot_id.to_bytes(8)).hexdigest()
    return digest[:5].upper()


def files_of(answers: Sequence[QuizAnswer]) -> dict[int, list[AnswerFile]]:
    """The files that the responses name, by answer id and in their order; one query."""
    wanted = {one.pk: list((one.response or {}).get("files") or []) for one in answers}
    names = [name for found in wanted.values() for name in found]
    rows = AnswerFile.objects.filter(uuid__in=names).select_related("file") if names else []
    known = {str(row.uuid): row for row in rows}
    return {
        one.pk: [
            row
            for name in wanted[one.pk]
            if (row := known.get(name)) and (row.attempt_id, row.slot_id) == (one.attempt_id, one.slot_id)
        ]
        for one in answers
    }
