"""Rows of privacy as JSON shows them."""

from typing import Any

from edusync.kernel import clock
from edusync.privacy import queries, services
from edusync.privacy.models import (
    ConsentPurpose,
    ConsentRecord,
    DataSubjectRequest,
    ErasureReceipt,
    LegalHold,
    PolicyAcceptance,
    PolicyDocument,
)
from edusync.privacy.services.retention import RuleInForce

State = DataSubjectRequest.State


def policy_row(row: PolicyDocument) -> dict[str, Any]:
    """A policy as PolicyTextSerializer describes it."""
    return {
        "id": row.pk,
        "kind": row.kind,
        "version": row.version,
        "is_mandatory": row.is_mandatory,
        "texts": row.texts,
        "published_at": row.published_at,
    }


def managed_policy_row(row: Any) -> dict[str, Any]:
    """A policy with its state and how many accepted it."""
    return {**policy_row(row), "state": row.state, "accepted_count": getattr(row, "accepted_count", 0)}


def acceptance_row(row: PolicyAcceptance) -> dict[str, Any]:
    """An acceptance of a person."""
    return {
        "kind": row.document.kind,
        "version": row.document.version,
        "texts": row.document.texts,
        "accepted_at": row.created_at,
    }


def consent_row(purpose: ConsentPurpose, latest: ConsentRecord | None, *, is_minor: bool) -> dict[str, Any]:
    """A purpose with the person's decision."""
    is_granted = latest is not None and latest.decision == ConsentRecord.Decision.GRANTED
    return {
        "code": purpose.code,
        "version": purpose.version,
        "texts": purpose.texts,
        "is_granted": is_granted,
        "is_outdated": is_granted and latest is not None and latest.purpose_id != purpose.pk,
        "decided_at": latest.created_at if latest else None,
        "needs_guardian": is_minor,
    }


def record_row(row: ConsentRecord) -> dict[str, Any]:
    """A decision of the past."""
    return {
        "id": row.pk,
        "code": row.purpose.code,
        "version": row.purpose.version,
        "texts": row.purpose.texts,
        "decision": row.decision,
        "decided_at": row.created_at,
        "is_by_me": row.recorded_by_id == row.user_id,
    }


def purpose_row(row: Any) -> dict[str, Any]:
    """A version of a purpose with its counts."""
    return {
        "id": row.pk,
        "code": row.code,
        "version": row.version,
        "legal_basis": row.legal_basis,
        "texts": row.texts,
        "state": row.state,
        "published_at": row.published_at,
        "granted_count": getattr(row, "granted_count", 0),
        "withdrawn_count": getattr(row, "withdrawn_count", 0),
    }


def my_request_row(row: DataSubjectRequest) -> dict[str, Any]:
    """A request as the person sees it."""
    is_there = bool(row.archive_name) and row.archive_expires_at is not None
    is_there = is_there and row.archive_expires_at > clock.now()  # type: ignore[operator]
    return {
        "id": row.pk,
        "uuid": str(row.uuid),
        "kind": row.kind,
        "state": row.state,
        "note": row.note,
        "created_at": row.created_at,
        "due_on": row.due_on,
        "not_before": row.not_before,
        "finished_at": row.finished_at,
        "decision_reason": row.decision_reason,
        "archive_url": f"/api/v1/my/privacy-requests/{row.uuid}/archive" if is_there else None,
        "archive_bytes": row.archive_bytes if is_there else 0,
        "archive_expires_at": row.archive_expires_at if is_there else None,
        "is_cancellable": row.state in {State.OPEN, State.APPROVED} and row.kind != row.Kind.EXPORT,
    }


def request_row(row: DataSubjectRequest, held: set[int]) -> dict[str, Any]:
    """A request as staff see it; people and receipt must be selected."""
    receipt = getattr(row, "receipt", None)
    is_held = row.user_id in held
    return {
        **my_request_row(row),
        "archive_url": None,
        "person_id": row.user_id,
        "person_name": row.user.display_name,
        "assigned_to_id": row.assigned_to_id,
        "assigned_to_name": row.assigned_to.display_name if row.assigned_to else "",
        "decided_by_name": row.decided_by.display_name if row.decided_by else "",
        "decided_at": row.decided_at,
        "is_overdue": row.state in queries.UNFINISHED and row.due_on < clock.now().date(),
        "is_held": is_held,
        "receipt_code": receipt.code if receipt else None,
        "failure": row.failure,
        "acts": services.possible_acts(row, is_held=is_held),
    }


def receipt_row(row: ErasureReceipt) -> dict[str, Any]:
    """A receipt; the organization must be selected."""
    return {
        "code": row.code,
        "organization": row.organization.name,
        "erased_at": row.erased_at,
        "is_account_included": row.is_account_included,
        "proof": row.proof,
        "entries": row.entries,
    }


def rule_row(rule: RuleInForce) -> dict[str, Any]:
    """A rule of retention."""
    return {
        "key": rule.kind.key,
        "label": rule.kind.label,
        "action": rule.kind.action,
        "days": rule.days,
        "default_days": rule.kind.days,
        "minimum_days": rule.kind.minimum_days,
        "is_active": rule.is_active,
        "is_platform": rule.kind.is_platform,
        "last_run_at": rule.last_run_at,
        "last_count": rule.last_count,
    }


def hold_row(row: LegalHold) -> dict[str, Any]:
    """A legal hold; people must be selected."""
    return {
        "id": row.pk,
        "person_id": row.user_id,
        "person_name": row.user.display_name,
        "reason": row.reason,
        "placed_by_name": row.placed_by.display_name if row.placed_by else "",
        "placed_at": row.created_at,
    }
