"""Requests of people about their data: they come, are decided in 30 days, and are carried out."""

import datetime as dt
from typing import Any

from django.db import models, transaction

from edusync.kernel import audit, clock
from edusync.kernel.policy import Actor
from edusync.kernel.problems import FieldError, NotFound, ValidationProblem
from edusync.kernel.tasks import enqueue
from edusync.privacy import queries
from edusync.privacy.models import DataSubjectRequest
from edusync.privacy.problems import AlreadyRequested, CoolingOff, NotApproved, OnLegalHold, RequestFinished
from edusync.privacy.services.archives import drop_archive

Kind = DataSubjectRequest.Kind
State = DataSubjectRequest.State


class RequestAct(models.TextChoices):
    """What staff may do with a request."""

    TAKE = "take"
    APPROVE = "approve"
    REFUSE = "refuse"
    PERFORM = "perform"


# GDPR, article 12(3): within one month.
DUE_DAYS = 30
COOLING_OFF = dt.timedelta(days=7)
EXPORT_TASK = "privacy.build_export"
ERASE_TASK = "privacy.erase_person"
MAIL_TASK = "privacy.send_mail"


@transaction.atomic
def request_export(*, user_id: int, requested_by: Actor | int) -> DataSubjectRequest:
    """Ask for a copy of one's data; it is made in the background and needs nobody's decision.

    Raises AlreadyRequested.
    """
    row = _open(user_id=user_id, kind=Kind.EXPORT, requested_by=requested_by, state=State.APPROVED)
    enqueue(EXPORT_TASK, request_id=row.pk)
    return row


def request_correction(*, user_id: int, note: str, requested_by: Actor | int) -> DataSubjectRequest:
    """Ask staff to correct something the person cannot change. Raises AlreadyRequested, ValidationProblem."""
    if not note.strip():
        raise ValidationProblem(errors=[FieldError("/note", "blank", "Say what is wrong.")])
    return _open(user_id=user_id, kind=Kind.CORRECT, requested_by=requested_by, note=note.strip())


def request_erasure(*, user_id: int, note: str = "", requested_by: Actor | int) -> DataSubjectRequest:
    """Ask for erasure. It can be taken back until the time for second thoughts is over. Raises AlreadyRequested."""
    return _open(
        user_id=user_id,
        kind=Kind.ERASE,
        requested_by=requested_by,
        note=note.strip(),
        not_before=clock.now() + COOLING_OFF,
    )


@transaction.atomic
def _open(*, user_id: int, kind: str, requested_by: Actor | int, **facts: Any) -> DataSubjectRequest:
    if queries.requests_of(user_id).filter(kind=kind, state__in=queries.UNFINISHED).exists():
        raise AlreadyRequested
    row: DataSubjectRequest = DataSubjectRequest.objects.create(
        user_id=user_id, kind=kind, due_on=(clock.now() + dt.timedelta(days=DUE_DAYS)).date(), **facts
    )
    audit.record(
        "privacy.request.opened",
        actor=requested_by,
        target=("privacy-request", row.pk),
        facts={"kind": kind, "for": user_id},
    )
    if kind == Kind.ERASE and row.not_before is not None:
        _mail(row, "erasure_requested", date=row.not_before.date().isoformat())
    return row


@transaction.atomic
def cancel_request(*, request: DataSubjectRequest, cancelled_by: Actor | int) -> DataSubjectRequest:
    """Take a request back. Raises RequestFinished once it is being carried out."""
    row = _locked(request.pk)
    if row.state not in {State.OPEN, State.APPROVED}:
        raise RequestFinished
    return _finish(row, State.CANCELLED, by=cancelled_by)


@transaction.atomic
def approve_request(
    *, request: DataSubjectRequest, approved_by: Actor, reason: str = ""
) -> DataSubjectRequest:
    """Say that the request is right. Raises RequestFinished, OnLegalHold."""
    row = _locked(request.pk)
    if row.state != State.OPEN:
        raise RequestFinished
    if row.kind == Kind.ERASE and queries.is_held(row.user_id):
        raise OnLegalHold
    row.state, row.decided_at, row.decided_by_id = State.APPROVED, clock.now(), approved_by.user_id
    row.decision_reason = reason.strip()
    row.save(update_fields=["state", "decided_at", "decided_by", "decision_reason", "updated_at"])
    _record("privacy.request.approved", row, approved_by)
    return row


@transaction.atomic
def refuse_request(*, request: DataSubjectRequest, refused_by: Actor, reason: str) -> DataSubjectRequest:
    """Say no, and why; the person gets the reason by mail. Raises RequestFinished, ValidationProblem."""
    if not reason.strip():
        raise ValidationProblem(
            errors=[FieldError("/reason", "blank", "The person has a right to the reason.")]
        )
    row = _locked(request.pk)
    if row.state not in {State.OPEN, State.APPROVED}:
        raise RequestFinished
    row.decision_reason, row.decided_at, row.decided_by_id = reason.strip(), clock.now(), refused_by.user_id
    _mail(row, "request_refused", reason=row.decision_reason)
    return _finish(row, State.REFUSED, by=refused_by)


@transaction.atomic
def perform_request(*, request: DataSubjectRequest, performed_by: Actor) -> DataSubjectRequest:
    """Carry an approved request out: an erasure begins in the background, a correction is noted as made.

    Raises NotApproved, CoolingOff, OnLegalHold.
    """
    row = _locked(request.pk)
    if row.state != State.APPROVED:
        raise NotApproved
    if row.kind == Kind.CORRECT:
        _mail(row, "request_done", reason=row.decision_reason)
        return _finish(row, State.DONE, by=performed_by)
    if row.kind == Kind.ERASE:
        if row.not_before is not None and row.not_before > clock.now():
            raise CoolingOff
        if queries.is_held(row.user_id):
            raise OnLegalHold
        enqueue(ERASE_TASK, request_id=row.pk)
    _record("privacy.request.performed", row, performed_by)
    return row


@transaction.atomic
def assign_request(
    *, request: DataSubjectRequest, user_id: int | None, assigned_by: Actor
) -> DataSubjectRequest:
    """Say who looks after the request. Raises RequestFinished."""
    row = _locked(request.pk)
    if row.state not in queries.UNFINISHED:
        raise RequestFinished
    row.assigned_to_id = user_id
    row.save(update_fields=["assigned_to", "updated_at"])
    return row


def possible_acts(row: DataSubjectRequest, *, is_held: bool) -> list[str]:
    """What staff may do with the request now."""
    acts: list[str] = []
    if row.state == State.OPEN:
        acts = [RequestAct.TAKE, RequestAct.APPROVE, RequestAct.REFUSE]
    elif row.state == State.APPROVED and row.kind != Kind.EXPORT:
        is_over = row.not_before is None or row.not_before <= clock.now()
        acts = [RequestAct.PERFORM, RequestAct.REFUSE] if is_over else [RequestAct.REFUSE]
    if row.kind == Kind.ERASE and is_held:
        acts = [act for act in acts if act in {RequestAct.TAKE, RequestAct.REFUSE}]
    return [str(act) for act in acts]


def act_on_request(*, request: DataSubjectRequest, act: str, reason: str, actor: Actor) -> DataSubjectRequest:
    """Do one of `possible_acts`. Raises what the act's own function raises."""
    if act == RequestAct.TAKE:
        return assign_request(request=request, user_id=actor.user_id, assigned_by=actor)
    if act == RequestAct.APPROVE:
        return approve_request(request=request, approved_by=actor, reason=reason)
    if act == RequestAct.REFUSE:
        return refuse_request(request=request, refused_by=actor, reason=reason)
    return perform_request(request=request, performed_by=actor)


def start_due_erasures() -> int:
    """Begin every approved erasure whose time for second thoughts is over, in all organizations."""
    due = DataSubjectRequest.unscoped.filter(
        kind=Kind.ERASE, state=State.APPROVED, not_before__lte=clock.now()
    ).exclude(user_id__in=queries.held_people())
    ids = list(due.values_list("pk", flat=True))
    for request_id in ids:
        enqueue(ERASE_TASK, request_id=request_id)
    return len(ids)


def _locked(request_id: int) -> DataSubjectRequest:
    row: DataSubjectRequest | None = (
        DataSubjectRequest.objects.select_for_update().filter(pk=request_id).first()
    )
    if row is None:
        raise NotFound
    return row


def _finish(row: DataSubjectRequest, state: str, *, by: Actor | int) -> DataSubjectRequest:
    row.state, row.finished_at = State(state), clock.now()
    drop_archive(row)
    row.save()
    _record(f"privacy.request.{state}", row, by)
    return row


def _record(action: str, row: DataSubjectRequest, by: Actor | int) -> None:
    audit.record(
        action, actor=by, target=("privacy-request", row.pk), facts={"kind": row.kind, "for": row.user_id}
    )


def _mail(row: DataSubjectRequest, template: str, **facts: str) -> None:
    enqueue(MAIL_TASK, user_id=row.user_id, template=template, facts={"kind": row.kind, **facts})
