"""Regrading: a key that changed after attempts were scored. A preview first, then all attempts, in batches that go on
after a stop; taking it back scores them as before. Points that people gave stay as they are.
"""

import copy
from collections.abc import Sequence
from typing import Any

import structlog
from django.db import IntegrityError, InterfaceError, OperationalError, transaction
from django.db.models import Max

from edusync.assessment.asked import corrections_of, wrong_checks_of
from edusync.assessment.attempt_scoring import score_attempt
from edusync.assessment.models import (
    Question,
    QuestionVersion,
    Quiz,
    QuizAnswer,
    QuizAttempt,
    QuizSlot,
    Regrade,
    RegradeChange,
)
from edusync.assessment.problems import (
    NothingToRegrade,
    NothingWouldBeLeft,
    RegradeNotReady,
    RegradeRunning,
)
from edusync.assessment.scoring import is_marked_by_hand, is_scored
from edusync.assessment.services.submitting import score_again
from edusync.assessment.sheets import sheet_of
from edusync.kernel import audit, clock
from edusync.kernel.tasks import enqueue
from edusync.kernel.tenancy import organization_context
from edusync.kernel.transactions import retry_deadlocks

logger = structlog.get_logger(__name__)

PREVIEWED_AT_ONCE = 200
SCORED_AT_ONCE = 50
STEP = "assessment.step_regrade"
State = Regrade.State
# While the background works at it.
RUNNING = (State.PREPARING, State.APPLYING, State.UNDOING)


@transaction.atomic
def request_regrade(
    *,
    quiz: Quiz,
    question: Question,
    act: str,
    by_id: int,
    is_only_raised: bool = False,
    reason: str = "",
) -> Regrade:
    """Begin a regrade: the preview is made in the background, nothing changes before `apply_regrade`.

    Raises RegradeRunning, NothingToRegrade (also for a question that people mark), NothingWouldBeLeft.
    """
    newest = QuestionVersion.objects.filter(question=question).order_by("-number").first()
    used = _used_slots(quiz.pk, question.pk).aggregate(first=Max("question_version__number"))["first"]
    if newest is None or used is None or not is_scored(question.kind):
        raise NothingToRegrade
    is_key = act == Regrade.Act.KEY
    regrade = Regrade(
        organization_id=quiz.organization_id,
        quiz=quiz,
        question=question,
        version=newest if is_key else None,
        act=act,
        is_only_raised=is_key and is_only_raised,
        up_to=newest.number - 1 if is_key else newest.number,
        reason=reason.strip()[:500],
        requested_by_id=by_id,
    )
    if is_key and (is_marked_by_hand(question.kind) or not touched_attempts(regrade).exists()):
        raise NothingToRegrade
    if act == Regrade.Act.DROP and not _is_something_left(quiz, question):
        raise NothingWouldBeLeft
    regrade.total = touched_attempts(regrade).count()
    try:
        with transaction.atomic():
            regrade.save(force_insert=True)
    except IntegrityError as error:
        raise RegradeRunning from error
    _next_step(regrade)
    audit.record(
        "assessment.regrade.requested",
        actor=by_id,
        target=("quiz", quiz.pk),
        facts={"question_id": question.pk, "act": act, "attempts": regrade.total},
    )
    return regrade


def apply_regrade(*, regrade: Regrade, by_id: int) -> Regrade:
    """Score all attempts by it, in the background. Raises RegradeNotReady."""
    return _begin(regrade, State.READY, State.APPLYING, by_id)


def undo_regrade(*, regrade: Regrade, by_id: int) -> Regrade:
    """Take it back, in the background: attempts are scored by what held before. Raises RegradeNotReady, RegradeRunning."""
    return _begin(regrade, State.APPLIED, State.UNDOING, by_id)


@transaction.atomic
def cancel_regrade(*, regrade: Regrade, by_id: int) -> Regrade:
    """Leave everything as it is. Raises RegradeNotReady."""
    held = Regrade.objects.select_for_update().get(pk=regrade.pk)
    if held.state not in (State.PREPARING, State.READY):
        raise RegradeNotReady
    held.state = State.CANCELED
    held.save(update_fields=["state", "updated_at"])
    return held


@transaction.atomic
def _begin(regrade: Regrade, needed: str, state: str, by_id: int) -> Regrade:
    held = Regrade.objects.select_for_update().select_related("quiz", "question").get(pk=regrade.pk)
    if held.state != needed:
        raise RegradeNotReady
    held.state, held.done, held.last_attempt = state, 0, 0
    held.total = touched_attempts(held).count()
    try:
        with transaction.atomic():
            held.save(update_fields=["state", "done", "last_attempt", "total", "updated_at"])
    except IntegrityError as error:
        raise RegradeRunning from error
    _next_step(held)
    audit.record(
        f"assessment.regrade.{'applied' if state == State.APPLYING else 'undone'}",
        actor=by_id,
        target=("quiz", held.quiz_id),
        facts={"question_id": held.question_id, "act": held.act, "attempts": held.total},
    )
    return held


def failure_of(error: Exception) -> str:
    """The kind of cause that a teacher is told (`Regrade.Failure`)."""
    if isinstance(error, OperationalError | InterfaceError):
        return Regrade.Failure.DATABASE
    if isinstance(error, OSError):
        return Regrade.Failure.STORAGE
    return Regrade.Failure.UNEXPECTED


def step_regrade(*, regrade_id: int) -> None:
    """Do the next batch, and see to the one after it. Doing a batch twice changes nothing."""
    found = Regrade.unscoped.filter(pk=regrade_id).first()
    if found is not None:
        with organization_context(found.organization_id):
            try:
                _step(regrade_id)
            except Exception as error:
                # The queue tries again a few times; staff sees what kind of cause it is, and tries once that is gone. The
                # words of the exception are for the log alone: they may name rows, hosts and paths.
                logger.exception("regrade_failed", regrade=regrade_id)
                Regrade.unscoped.filter(pk=regrade_id).update(
                    failed_at=clock.now(), failure=failure_of(error)
                )
                raise


@transaction.atomic
def retry_regrade(*, regrade: Regrade, by_id: int) -> Regrade:
    """Go on with a regrade whose step failed, where it stopped. Raises RegradeNotReady."""
    held = Regrade.objects.select_for_update().get(pk=regrade.pk)
    if held.failed_at is None or held.state not in RUNNING:
        raise RegradeNotReady
    held.failed_at, held.failure = None, ""
    held.save(update_fields=["failed_at", "failure", "updated_at"])
    _next_step(held)
    audit.record("assessment.regrade.retried", actor=by_id, target=("quiz", held.quiz_id))
    return held


@retry_deadlocks
def _step(regrade_id: int) -> None:
    with transaction.atomic():
        rows = Regrade.unscoped.select_for_update().select_related("quiz", "question")
        regrade = rows.filter(pk=regrade_id).first()
        if regrade is None or regrade.state not in RUNNING:
            return
        is_preview = regrade.state == State.PREPARING
        size = PREVIEWED_AT_ONCE if is_preview else SCORED_AT_ONCE
        attempts = list(touched_attempts(regrade).filter(pk__gt=regrade.last_attempt).order_by("pk")[:size])
        if is_preview:
            _preview(regrade, attempts)
        else:
            for attempt in attempts:
                _score(regrade, attempt)
        regrade.done += len(attempts)
        regrade.total = max(regrade.total, regrade.done)
        if attempts:
            regrade.last_attempt = attempts[-1].pk
        if len(attempts) < size:
            _finish(regrade)
        else:
            _next_step(regrade)
        regrade.failed_at, regrade.failure = None, ""
        regrade.save()


def _next_step(regrade: Regrade) -> None:
    enqueue(STEP, regrade_id=regrade.pk)


def _finish(regrade: Regrade) -> None:
    now = clock.now()
    if regrade.state == State.PREPARING:
        regrade.state = State.READY
    elif regrade.state == State.APPLYING:
        regrade.state, regrade.applied_at = State.APPLIED, now
        # A forecast that did not come: somebody marked or handed in meanwhile.
        RegradeChange.objects.filter(regrade=regrade, applied_at__isnull=True).delete()
    else:
        regrade.state, regrade.undone_at = State.UNDONE, now


def touched_attempts(regrade: Regrade) -> Any:
    """Submitted attempts that asked the question in a wording for which the regrade holds."""
    slots = _used_slots(regrade.quiz_id, regrade.question_id)
    editions = slots.filter(question_version__number__lte=regrade.up_to).values("edition")
    return QuizAttempt.unscoped.filter(
        quiz_id=regrade.quiz_id, state=QuizAttempt.State.SUBMITTED, edition__in=editions
    )


def _used_slots(quiz_id: int, question_id: int) -> Any:
    return QuizSlot.objects.filter(quiz_id=quiz_id, question_version__question_id=question_id)


def _is_something_left(quiz: Quiz, question: Question) -> bool:
    return any(slot.question != question.uuid and slot.points > 0 for slot in sheet_of(quiz.edition).slots)


def _preview(regrade: Regrade, attempts: Sequence[QuizAttempt]) -> None:
    """Note what would become of these attempts, without changing any."""
    after = corrections_of(regrade.quiz_id, instead=regrade)
    answers: dict[int, dict[int, QuizAnswer]] = {one.pk: {} for one in attempts}
    for answer in QuizAnswer.objects.filter(attempt_id__in=list(answers)):
        answers[answer.attempt_id][answer.slot_id] = answer
    changes = []
    for attempt in attempts:
        attempt.quiz = regrade.quiz
        forecast = copy.copy(attempt)
        wrong_checks = wrong_checks_of(regrade.quiz, attempt.pk)
        score_attempt(forecast, sheet_of(attempt.edition), answers[attempt.pk], after, wrong_checks)
        changes.append(_change(regrade, attempt, forecast))
    RegradeChange.objects.bulk_create([one for one in changes if _says_something(one)], ignore_conflicts=True)


def _score(regrade: Regrade, attempt: QuizAttempt) -> None:
    """Score one attempt by what holds now; what that changed is noted when it is applied."""
    held = QuizAttempt.unscoped.select_for_update().select_related("enrollment").get(pk=attempt.pk)
    before = copy.copy(held)
    change = _change(regrade, before, score_again(held))
    if regrade.state != State.APPLYING or not _says_something(change):
        return
    values = {
        name: getattr(change, name)
        for name in (
            "points_before",
            "points_after",
            "max_before",
            "max_after",
            "passed_before",
            "passed_after",
        )
    }
    RegradeChange.objects.update_or_create(
        regrade=regrade, attempt=held, defaults={**values, "applied_at": clock.now()}
    )


def _change(regrade: Regrade, before: QuizAttempt, after: QuizAttempt) -> RegradeChange:
    return RegradeChange(
        regrade=regrade,
        attempt=before,
        points_before=before.points or 0,
        points_after=after.points or 0,
        max_before=before.max_points,
        max_after=after.max_points,
        passed_before=before.is_passed,
        passed_after=after.is_passed,
    )


def _says_something(change: RegradeChange) -> bool:
    return (change.points_before, change.max_before, change.passed_before) != (
        change.points_after,
        change.max_after,
        change.passed_after,
    )
