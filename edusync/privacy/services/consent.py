"""Consent: texts in versions, and what people decided, which is only ever added to."""

from typing import Any

from django.db import transaction
from django.db.models import Max

from edusync.kernel import audit, clock, events
from edusync.kernel.policy import Actor
from edusync.kernel.problems import NotFound
from edusync.privacy import queries
from edusync.privacy.events import ConsentChanged
from edusync.privacy.models import ConsentPurpose, ConsentRecord, TextState
from edusync.privacy.problems import ConsentNeedsGuardian, TextPublished
from edusync.privacy.services.evidence import evidence_of_request

Decision = ConsentRecord.Decision


@transaction.atomic
def record_consent(
    *, user_id: int, code: str, is_granted: bool, recorded_by: Actor | int, way: str = "account"
) -> ConsentRecord:
    """Add the person's decision about the version in force. The same decision again adds nothing.

    Raises NotFound (no such purpose in force), ConsentNeedsGuardian (too young to decide alone).
    """
    purpose = queries.published_purposes().filter(code=code).first()
    if purpose is None or purpose.legal_basis != ConsentPurpose.Basis.CONSENT:
        raise NotFound
    recorder = recorded_by.user_id if isinstance(recorded_by, Actor) else recorded_by
    if is_granted and recorder == user_id and queries.needs_guardian_consent(user_id):
        raise ConsentNeedsGuardian
    decision = Decision.GRANTED if is_granted else Decision.WITHDRAWN
    latest = queries.latest_consents(user_id).get(code)
    if latest is not None and latest.decision == decision and latest.purpose_id == purpose.pk:
        return latest
    record: ConsentRecord = ConsentRecord.objects.create(
        user_id=user_id,
        purpose=purpose,
        decision=decision,
        recorded_by_id=recorder,
        evidence=evidence_of_request(way),
    )
    audit.record(
        f"privacy.consent.{decision}",
        actor=recorded_by,
        target=("user", user_id),
        facts={"purpose": code, "version": purpose.version},
    )
    events.publish(ConsentChanged(user_id=user_id, code=code, is_granted=is_granted))
    return record


@transaction.atomic
def write_purpose(
    *, code: str, legal_basis: str, texts: dict[str, Any], written_by: Actor | int | None
) -> ConsentPurpose:
    """Write the draft of a purpose's next version, or change the draft that is there."""
    writer = written_by.user_id if isinstance(written_by, Actor) else written_by
    draft = ConsentPurpose.objects.filter(code=code, state=TextState.DRAFT).first()
    if draft is None:
        newest = ConsentPurpose.objects.filter(code=code).aggregate(newest=Max("version"))["newest"] or 0
        draft = ConsentPurpose.objects.create(code=code, version=newest + 1, created_by_id=writer)
    draft.legal_basis, draft.texts = ConsentPurpose.Basis(legal_basis), texts
    draft.save(update_fields=["legal_basis", "texts", "updated_at"])
    return draft  # type: ignore[no-any-return]


@transaction.atomic
def publish_purpose(*, purpose_id: int, published_by: Actor | int | None) -> ConsentPurpose:
    """Put a draft in force in place of the version before. Raises NotFound, TextPublished."""
    row = ConsentPurpose.objects.select_for_update().filter(pk=purpose_id).first()
    if row is None:
        raise NotFound
    if row.state != TextState.DRAFT:
        raise TextPublished
    ConsentPurpose.objects.filter(code=row.code, state=TextState.PUBLISHED).update(state=TextState.REPLACED)
    row.state, row.published_at = TextState.PUBLISHED, clock.now()
    row.save(update_fields=["state", "published_at", "updated_at"])
    audit.record(
        "privacy.purpose.published",
        actor=published_by,
        target=("consent-purpose", row.pk),
        facts={"code": row.code, "version": row.version},
    )
    return row  # type: ignore[no-any-return]


@transaction.atomic
def retire_purpose(*, purpose_id: int, retired_by: Actor | int | None) -> None:
    """Ask nobody any more; decisions stay on record. A draft is thrown away. Raises NotFound."""
    row = ConsentPurpose.objects.select_for_update().filter(pk=purpose_id).first()
    if row is None or row.state == TextState.REPLACED:
        raise NotFound
    if row.state == TextState.DRAFT:
        row.delete()
        return
    row.state = TextState.REPLACED
    row.save(update_fields=["state", "updated_at"])
    audit.record(
        "privacy.purpose.retired",
        actor=retired_by,
        target=("consent-purpose", row.pk),
        facts={"code": row.code, "version": row.version},
    )
