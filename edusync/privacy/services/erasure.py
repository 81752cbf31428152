"""Erasure by pseudonymizing: the person goes, the keys stay, so that records of learning and the audit log hold.

Table by table, each in its own transaction and noted on the request: a broken run goes on where it stopped, and a
repeated one changes nothing. The account's own row comes last, for it holds what the others are found by.
"""

import hashlib
import json
import secrets
from typing import Any

from django.db import transaction

from edusync.identity.queries import language_of
from edusync.identity.services import known_language
from edusync.kernel import audit, clock, events
from edusync.kernel.crypto import seal, unseal
from edusync.kernel.personal_data import (
    Column,
    OnErasure,
    PersonalTable,
    Subject,
    organization_path,
    personal_tables,
    rows_of,
)
from edusync.kernel.policy import Actor
from edusync.kernel.problems import NotFound
from edusync.kernel.tasks import enqueue
from edusync.kernel.tenancy import organization_context
from edusync.privacy import queries
from edusync.privacy.events import PersonErased
from edusync.privacy.models import DataSubjectRequest, ErasureReceipt, LegalHold
from edusync.privacy.problems import LastAdminErased, OnLegalHold
from edusync.privacy.services.archives import drop_archive
from edusync.privacy.services.subjects import subject_of

State = DataSubjectRequest.State
LAST_TABLE = "identity.User"
RECEIPT_TASK = "privacy.send_receipt"
SEAL = "privacy.erasure.subject"
MAIL_SEAL = "privacy.receipt_mail"
ELSEWHERE = "The account is still used in another organization."


def erase_person(*, request_id: int) -> ErasureReceipt | None:
    """Carry an approved erasure out; None if it is finished or may not begin yet. Can be repeated at any time.

    Raises OnLegalHold, LastAdminErased.
    """
    row = DataSubjectRequest.unscoped.get(pk=request_id)
    with organization_context(row.organization_id):
        subject = _begin(row.pk)
        if subject is None:
            return None
        for item in erasure_order():
            if item.label != LAST_TABLE:
                _erase_once(row.pk, item, subject)
        return _finish(row.pk, subject)


def erasure_order() -> list[PersonalTable]:
    """Tables with the account's row last, and the request's own table just before it."""
    late = {LAST_TABLE: 2, "privacy.DataSubjectRequest": 1}
    return sorted(personal_tables(), key=lambda item: (late.get(item.label, 0), item.label))


@transaction.atomic
def _begin(request_id: int) -> Subject | None:
    row = DataSubjectRequest.objects.select_for_update().get(pk=request_id)
    if row.state not in {State.APPROVED, State.RUNNING} or row.kind != DataSubjectRequest.Kind.ERASE:
        return None
    if row.not_before is not None and row.not_before > clock.now():
        return None
    if queries.is_held(row.user_id):
        raise OnLegalHold
    if row.state == State.RUNNING:
        return _unpacked(row.progress["subject"])
    refuse_last_admin(user_id=row.user_id, organization_id=row.organization_id)
    subject = subject_of(user_id=row.user_id, organization_id=row.organization_id)
    row.state = State.RUNNING
    # Sealed: the addresses by which rows are found must not outlive them in a readable form.
    row.progress = {
        "done": [],
        "entries": [],
        "subject": _packed(subject),
        "language": known_language(language_of(row.user_id)),
    }
    row.save(update_fields=["state", "progress", "updated_at"])
    for other in DataSubjectRequest.unscoped.filter(user_id=row.user_id).exclude(archive_name=""):
        drop_archive(other)
        other.save(update_fields=["archive_name", "archive_bytes", "updated_at"])
    return subject


def refuse_last_admin(*, user_id: int, organization_id: int) -> None:
    """Raise LastAdminErased when nobody could look after the organization any more."""
    if queries.admin_ids(organization_id) == {user_id}:
        raise LastAdminErased


def _packed(subject: Subject) -> str:
    facts = [
        subject.user_id,
        subject.organization_id,
        list(subject.addresses),
        list(subject.names),
        subject.is_account_included,
    ]
    return seal(json.dumps(facts), purpose=SEAL)


def _unpacked(sealed: str) -> Subject:
    user_id, organization_id, addresses, names, is_included = json.loads(unseal(sealed, purpose=SEAL))
    return Subject(user_id, organization_id, tuple(addresses), tuple(names), is_included)


@transaction.atomic
def _erase_once(request_id: int, item: PersonalTable, subject: Subject) -> None:
    row = DataSubjectRequest.objects.select_for_update().get(pk=request_id)
    if item.label in row.progress["done"]:
        return
    row.progress["entries"].append(erase_table(item, subject))
    row.progress["done"].append(item.label)
    DataSubjectRequest.objects.filter(pk=request_id).update(progress=row.progress)


def erase_table(item: PersonalTable, subject: Subject) -> dict[str, Any]:
    """Do with a table's rows what its declaration says; returns the receipt's line about it."""
    entry = {"table": item.label, "purpose": str(item.purpose), "rows": 0, "kept": [], "reason": item.reason}
    if organization_path(item) is None and not subject.is_account_included:
        return {**entry, "action": "keep", "reason": ELSEWHERE, "rows": rows_of(item, subject).count()}
    rows = rows_of(item, subject, is_for_erasure=True)
    if item.eraser is not None:
        count = item.eraser(subject)
    elif item.on_erasure == OnErasure.DELETE:
        count = rows.delete()[0]
    else:
        changes = changes_of(item, subject)
        count = rows.update(**changes) if changes else rows.count()
    kept = [
        {"column": name, "reason": column.reason or item.reason}
        for name, column in item.columns.items()
        if column.on_erasure == OnErasure.KEEP
    ]
    return {**entry, "action": str(item.on_erasure), "rows": count, "kept": kept}


def changes_of(item: PersonalTable, subject: Subject) -> dict[str, Any]:
    """What an UPDATE writes into the rows that stay."""
    changes = {
        name: _erased_value(item, name, column, subject)
        for name, column in item.columns.items()
        if column.on_erasure != OnErasure.KEEP and item.on_erasure != OnErasure.DELETE
    }
    if item.on_erasure == OnErasure.CHANGE:
        changes |= {name: value(subject) if callable(value) else value for name, value in item.sets.items()}
    return changes


def _erased_value(item: PersonalTable, name: str, column: Column, subject: Subject) -> Any:
    if column.on_erasure == OnErasure.PSEUDONYMIZE:
        return column.value(subject) if callable(column.value) else column.value
    field: Any = item.model._meta.get_field(name)
    return None if field.null else field.get_default()


@transaction.atomic
def _finish(request_id: int, subject: Subject) -> ErasureReceipt | None:
    row = DataSubjectRequest.objects.select_for_update().get(pk=request_id)
    if row.state != State.RUNNING:
        return None
    account = next(item for item in personal_tables() if item.label == LAST_TABLE)
    entries = [*row.progress["entries"], erase_table(account, subject)]
    receipt = _write_receipt(row, entries, subject)
    language = row.progress["language"]
    row.state, row.finished_at, row.progress = State.DONE, receipt.erased_at, {"done": row.progress["done"]}
    row.note = row.decision_reason = ""
    row.save()
    audit.record(
        "privacy.person.erased",
        actor=row.decided_by_id,
        target=("user", row.user_id),
        facts={"request": row.pk, "receipt": receipt.pk, "is_account_included": subject.is_account_included},
    )
    events.publish(
        PersonErased(user_id=row.user_id, request_id=row.pk, is_account_included=subject.is_account_included)
    )
    for address in subject.addresses[:1]:
        to = seal(address, purpose=MAIL_SEAL)
        enqueue(
            RECEIPT_TASK, to=to, language=language, code=receipt.code, organization_id=row.organization_id
        )
    return receipt


def _write_receipt(
    row: DataSubjectRequest, entries: list[dict[str, Any]], subject: Subject
) -> ErasureReceipt:
    told = [entry for entry in entries if entry["rows"]]
    code, erased_at = secrets.token_urlsafe(18), clock.now()
    receipt: ErasureReceipt = ErasureReceipt.objects.create(
        request=row,
        code=code,
        entries=told,
        is_account_included=subject.is_account_included,
        erased_at=erased_at,
        proof=proof_of(code=code, entries=told, erased_at=erased_at.isoformat()),
    )
    return receipt


def proof_of(*, code: str, entries: list[dict[str, Any]], erased_at: str) -> str:
    """SHA-256 over what a receipt says, in JSON with sorted keys."""
    text = json.dumps([code, entries, erased_at], sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


@transaction.atomic
def place_hold(*, user_id: int, reason: str, placed_by: Actor) -> LegalHold:
    """Keep a person's data from erasure and retention until the hold is released."""
    row: LegalHold = LegalHold.objects.create(
        user_id=user_id, reason=reason.strip(), placed_by_id=placed_by.user_id
    )
    audit.record(
        "privacy.hold.placed", actor=placed_by, target=("user", user_id), facts={"reason": row.reason}
    )
    return row


@transaction.atomic
def release_hold(*, hold_id: int, released_by: Actor) -> None:
    """End a hold. Raises NotFound."""
    row = LegalHold.objects.filter(pk=hold_id, released_at__isnull=True).first()
    if row is None:
        raise NotFound
    row.released_at = clock.now()
    row.save(update_fields=["released_at", "updated_at"])
    audit.record("privacy.hold.released", actor=released_by, target=("user", row.user_id))
