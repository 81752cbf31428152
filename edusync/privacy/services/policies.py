"""Terms, privacy notice, rules for AI: versions, and who accepted which."""

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.db.models import Max

from edusync.identity.services import policy_versions
from edusync.kernel import audit, clock, events
from edusync.kernel.policy import Actor
from edusync.kernel.problems import Conflict, NotFound
from edusync.kernel.tenancy import current_organization_id
from edusync.privacy import queries
from edusync.privacy.events import PolicyPublished
from edusync.privacy.models import PolicyAcceptance, PolicyDocument, TextState
from edusync.privacy.problems import TextPublished
from edusync.privacy.services.evidence import evidence_of_request


@transaction.atomic
def write_policy(
    *, kind: str, texts: dict[str, Any], is_mandatory: bool, written_by: Actor | int | None
) -> PolicyDocument:
    """Write the draft of a policy's next version, or change the draft that is there."""
    writer = written_by.user_id if isinstance(written_by, Actor) else written_by
    kind = PolicyDocument.Kind(kind)
    draft = PolicyDocument.objects.filter(kind=kind, state=TextState.DRAFT).first()
    if draft is None:
        newest = PolicyDocument.objects.filter(kind=kind).aggregate(newest=Max("version"))["newest"] or 0
        draft = PolicyDocument.objects.create(kind=kind, version=newest + 1, created_by_id=writer)
    draft.texts, draft.is_mandatory = texts, is_mandatory
    draft.save(update_fields=["texts", "is_mandatory", "updated_at"])
    return draft  # type: ignore[no-any-return]


@transaction.atomic
def publish_policy(*, document_id: int, published_by: Actor | int | None) -> PolicyDocument:
    """Put a draft in force. A mandatory one has to be accepted by everybody at their next visit.

    Raises NotFound, TextPublished.
    """
    row = PolicyDocument.objects.select_for_update().filter(pk=document_id).first()
    if row is None:
        raise NotFound
    if row.state != TextState.DRAFT:
        raise TextPublished
    PolicyDocument.objects.filter(kind=row.kind, state=TextState.PUBLISHED).update(state=TextState.REPLACED)
    row.state, row.published_at = TextState.PUBLISHED, clock.now()
    row.save(update_fields=["state", "published_at", "updated_at"])
    if row.is_mandatory:
        # The number beside the membership tells `GET /me` without a query whether there is something to accept.
        policy_versions.raise_policies_version(row.organization_id)
    audit.record(
        "privacy.policy.published",
        actor=published_by,
        target=("policy-document", row.pk),
        facts={"kind": row.kind, "version": row.version},
    )
    events.publish(PolicyPublished(document_id=row.pk, kind=row.kind, is_mandatory=row.is_mandatory))
    return row  # type: ignore[no-any-return]


@transaction.atomic
def discard_policy(*, document_id: int) -> None:
    """Throw a draft away. Raises NotFound, TextPublished."""
    row = PolicyDocument.objects.filter(pk=document_id).first()
    if row is None:
        raise NotFound
    if row.state != TextState.DRAFT:
        raise TextPublished
    row.delete()


@transaction.atomic
def accept_policies(
    *, user_id: int, document_ids: Collection[int], way: str = "dialog"
) -> list[PolicyAcceptance]:
    """Record that the person accepted these versions; twice is once.

    Raises Conflict when a mandatory policy in force is not among them: a newer one came while they read.
    """
    # Nobody publishes between our look and our note of the version.
    version = policy_versions.locked_policies_version(current_organization_id())
    in_force = list(queries.published_policies())
    known = set(
        PolicyAcceptance.objects.filter(user_id=user_id, document__in=in_force).values_list(
            "document_id", flat=True
        )
    )
    wanted = set(document_ids) | known
    if any(document.is_mandatory and document.pk not in wanted for document in in_force):
        raise Conflict("A newer version was published. Read it first.")
    new = [document for document in in_force if document.pk in wanted and document.pk not in known]
    rows = [_accept(user_id=user_id, document=document, way=way) for document in new]
    policy_versions.note_accepted_policies(user_id=user_id, version=version)
    return rows


def _accept(*, user_id: int, document: PolicyDocument, way: str) -> PolicyAcceptance:
    row: PolicyAcceptance = PolicyAcceptance.objects.create(
        user_id=user_id, document=document, evidence=evidence_of_request(way)
    )
    audit.record(
        "privacy.policy.accepted",
        actor=user_id,
        target=("policy-document", document.pk),
        facts={"kind": document.kind, "version": document.version},
    )
    return row
