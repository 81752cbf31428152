"""Reads about consent, policies, requests and retention, permission-free."""

from typing import Any

from django.db.models import Count, Q, QuerySet

from edusync.identity.models import Organization, OrganizationMembership, RoleAssignment, User, UserProfile
from edusync.kernel.personal_data import PersonalTable, organization_path, personal_tables
from edusync.privacy.models import (
    ConsentPurpose,
    ConsentRecord,
    DataSubjectRequest,
    ErasureReceipt,
    LegalHold,
    PolicyAcceptance,
    PolicyDocument,
    TextState,
)

State = DataSubjectRequest.State
UNFINISHED = (State.OPEN, State.APPROVED, State.RUNNING)


def published_policies() -> "QuerySet[PolicyDocument]":
    """The policies in force in the organization in context."""
    rows: QuerySet[PolicyDocument] = PolicyDocument.objects.filter(state=TextState.PUBLISHED)
    return rows.order_by("kind")


def pending_policies(user_id: int) -> list[PolicyDocument]:
    """Mandatory policies in force that the person has not accepted yet."""
    accepted = PolicyAcceptance.objects.filter(user_id=user_id).values("document_id")
    return list(published_policies().filter(is_mandatory=True).exclude(pk__in=accepted))


def accepted_policies(user_id: int) -> "QuerySet[PolicyAcceptance]":
    """What the person accepted, latest first."""
    rows: QuerySet[PolicyAcceptance] = PolicyAcceptance.objects.filter(user_id=user_id)
    return rows.select_related("document").order_by("-id")


def published_purposes() -> "QuerySet[ConsentPurpose]":
    """What people are asked to agree to in the organization in context."""
    rows: QuerySet[ConsentPurpose] = ConsentPurpose.objects.filter(state=TextState.PUBLISHED)
    return rows.order_by("code")


def consent_history(user_id: int) -> "QuerySet[ConsentRecord]":
    """Every decision of a person, latest first."""
    rows: QuerySet[ConsentRecord] = ConsentRecord.objects.filter(user_id=user_id)
    return rows.select_related("purpose").order_by("-id")


def latest_consents(user_id: int) -> dict[str, ConsentRecord]:
    """The decision that counts, by code of the purpose."""
    latest: dict[str, ConsentRecord] = {}
    for record in consent_history(user_id):
        latest.setdefault(record.purpose.code, record)
    return latest


def has_consent(*, user_id: int, code: str) -> bool:
    """Whether the person agrees now. Without a record the answer is no."""
    record = consent_history(user_id).filter(purpose__code=code).first()
    return record is not None and record.decision == ConsentRecord.Decision.GRANTED


def people_who_agree(code: str) -> set[int]:
    """Ids of the people whose last decision about a purpose is yes; nobody where the organization does not ask for it."""
    if not published_purposes().filter(code=code, legal_basis=ConsentPurpose.Basis.CONSENT).exists():
        return set()
    decisions = ConsentRecord.objects.filter(purpose__code=code).order_by("id")
    last = dict(decisions.values_list("user_id", "decision").iterator())
    return {user_id for user_id, decision in last.items() if decision == ConsentRecord.Decision.GRANTED}


def with_record_counts(rows: Any) -> Any:
    """Purposes with the number of decisions of each kind about this version."""
    granted, withdrawn = Q(records__decision="granted"), Q(records__decision="withdrawn")
    return rows.annotate(
        granted_count=Count("records__user_id", filter=granted, distinct=True),
        withdrawn_count=Count("records__user_id", filter=withdrawn, distinct=True),
    )


def with_acceptance_counts(rows: Any) -> Any:
    """Policies with the number of people who accepted this version."""
    return rows.annotate(accepted_count=Count("acceptances", distinct=True))


def requests_of(user_id: int) -> "QuerySet[DataSubjectRequest]":
    """The person's requests, latest first."""
    rows: QuerySet[DataSubjectRequest] = DataSubjectRequest.objects.filter(user_id=user_id)
    return rows.select_related("receipt").order_by("-id")


def all_requests(*, state: str = "", kind: str = "") -> "QuerySet[DataSubjectRequest]":
    """Requests of the organization. `unfinished` as a state names all that wait for somebody."""
    rows: QuerySet[DataSubjectRequest] = DataSubjectRequest.objects.select_related(
        "user", "assigned_to", "decided_by", "receipt"
    )
    if state == "unfinished":
        rows = rows.filter(state__in=UNFINISHED)
    elif state:
        rows = rows.filter(state=state)
    return rows.filter(kind=kind) if kind else rows


def receipt_by_code(code: str) -> ErasureReceipt | None:
    """A receipt of any organization: whoever holds its code may read it."""
    row: ErasureReceipt | None = (
        ErasureReceipt.unscoped.filter(code=code).select_related("organization").first()
    )
    return row


def held_people() -> "QuerySet[Any]":
    """Ids of people whose data is under legal hold, in any organization."""
    return LegalHold.unscoped.filter(released_at__isnull=True).values("user_id")


def is_held(user_id: int) -> bool:
    """Whether the person's data is under legal hold."""
    return bool(LegalHold.unscoped.filter(user_id=user_id, released_at__isnull=True).exists())


def needs_guardian_consent(user_id: int) -> bool:
    """Whether a guardian has to agree for this person."""
    return UserProfile.objects.filter(pk=user_id, needs_guardian_consent=True).exists()


def other_memberships(*, user_id: int, organization_id: int) -> bool:
    """Whether the person belongs to another organization too."""
    left = OrganizationMembership.Status.LEFT
    others = OrganizationMembership.unscoped.filter(user_id=user_id).exclude(organization_id=organization_id)
    return bool(others.exclude(status=left).exists())


def account_of(user_id: int) -> User:
    """The person's account, also of one who may no longer sign in. Raises User.DoesNotExist."""
    return User.objects.get(pk=user_id)


def is_member(user_id: int) -> bool:
    """Whether the person belongs to the organization in context."""
    return bool(OrganizationMembership.objects.filter(user_id=user_id).exists())


def organization_ids() -> list[int]:
    """Every organization of the site."""
    return list(Organization.objects.order_by("id").values_list("pk", flat=True))


def admin_ids(organization_id: int) -> set[int]:
    """People who are admins of the whole organization now."""
    held = RoleAssignment.unscoped.filter(
        organization_id=organization_id,
        role__code="admin",
        scope=RoleAssignment.Scope.ORGANIZATION,
        closed_at__isnull=True,
    )
    return set(held.values_list("user_id", flat=True))


def map_entry(item: PersonalTable) -> dict[str, Any]:
    """A table of the data map in JSON's types."""
    model = item.model
    return {
        "table": item.label,
        "about": (model.__doc__ or "").split("\n\n", maxsplit=1)[0].strip()
        if model.__module__.startswith("edusync.")
        else str(model._meta.verbose_name).capitalize(),
        "purpose": str(item.purpose),
        "retention": str(item.retention),
        "on_erasure": str(item.on_erasure),
        "reason": item.reason,
        "is_of_account": organization_path(item) is None,
        "columns": [
            {
                "name": name,
                "category": str(column.category),
                "on_erasure": "delete" if item.on_erasure == "delete" else str(column.on_erasure),
                "reason": column.reason,
                "is_secret": column.is_secret,
            }
            for name, column in item.columns.items()
        ],
    }


def data_map(*, search: str = "", purpose: str = "") -> list[dict[str, Any]]:
    """Every table about people; every word of `search` must be in a table's or column's name or category."""
    words = search.lower().split()[:8]
    entries = [map_entry(item) for item in personal_tables() if not purpose or item.purpose == purpose]
    return [entry for entry in entries if all(word in _searched(entry) for word in words)]


def _searched(entry: dict[str, Any]) -> str:
    columns = " ".join(f"{column['name']} {column['category']}" for column in entry["columns"])
    return f"{entry['table']} {entry['about']} {entry['purpose']} {columns}".lower()
