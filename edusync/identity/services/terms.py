"""Academic years and the terms inside them."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max, Min

from edusync.identity.models import AcademicTerm
from edusync.identity.problems import TermNotEmpty, TermOutsideYear
from edusync.kernel import audit, clock
from edusync.kernel.locking import save_versioned
from edusync.kernel.policy import Actor
from edusync.kernel.problems import FieldError, NotFound, ValidationProblem
from edusync.kernel.tenancy import current_organization_id

FIELDS = ("name", "code", "kind", "starts_on", "ends_on")


@transaction.atomic
def create_term(
    *,
    name: str,
    kind: str,
    starts_on: dt.date,
    ends_on: dt.date,
    created_by: Actor,
    parent_id: int | None = None,
    code: str = "",
) -> AcademicTerm:
    """Add a year, or a term inside one. Raises NotFound (parent), TermOutsideYear, ValidationProblem (dates)."""
    parent = None
    if parent_id is not None:
        parent = AcademicTerm.objects.filter(pk=parent_id, deleted_at__isnull=True).first()
        if parent is None:
            raise NotFound
    term = AcademicTerm(
        organization_id=current_organization_id(),
        name=name,
        code=code,
        kind=kind,
        parent=parent,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    _refuse_dates(term)
    term.save()
    _record("identity.term.created", term, created_by, name=name)
    return term


@transaction.atomic
def update_term(*, term: AcademicTerm, changes: Mapping[str, Any], changed_by: Actor) -> AcademicTerm:
    """Store name and dates. Raises TermOutsideYear, ValidationProblem, PreconditionFailed."""
    wanted = {
        name: changes[name] for name in FIELDS if name in changes and changes[name] != getattr(term, name)
    }
    if not wanted:
        return term
    before = {name: str(getattr(term, name)) for name in wanted}
    for name, value in wanted.items():
        setattr(term, name, value)
    _refuse_dates(term)
    save_versioned(term, list(wanted))
    after = {name: str(value) for name, value in wanted.items()}
    _record("identity.term.updated", term, changed_by, before=before, after=after)
    return term


@transaction.atomic
def remove_term(*, term: AcademicTerm, removed_by: Actor) -> None:
    """Take a term away; a year only once it is empty. Raises TermNotEmpty."""
    if term.children.filter(deleted_at__isnull=True).exists():
        raise TermNotEmpty
    term.deleted_at = clock.now()
    save_versioned(term, ["deleted_at"])
    _record("identity.term.removed", term, removed_by, name=term.name)


def _refuse_dates(term: AcademicTerm) -> None:
    if term.ends_on < term.starts_on:
        raise ValidationProblem(
            errors=[FieldError("/ends_on", "before_start", "The end lies before the start.")]
        )
    parent = term.parent
    if parent is not None and not (parent.starts_on <= term.starts_on and term.ends_on <= parent.ends_on):
        raise TermOutsideYear(starts_on=parent.starts_on.isoformat(), ends_on=parent.ends_on.isoformat())
    if term.pk is None:
        return
    inner = term.children.filter(deleted_at__isnull=True).aggregate(
        first=Min("starts_on"), last=Max("ends_on")
    )
    if inner["first"] is not None and (inner["first"] < term.starts_on or inner["last"] > term.ends_on):
        raise TermOutsideYear(starts_on=inner["first"].isoformat(), ends_on=inner["last"].isoformat())


def overlaps(terms: list[AcademicTerm]) -> dict[int, list[int]]:
    """By term the ids of siblings (same year, same kind) that share a day with it. Overlaps are told, not refused."""
    found: dict[int, list[int]] = {}
    for term in terms:
        for other in terms:
            is_sibling = (term.parent_id, term.kind) == (other.parent_id, other.kind)
            if term.pk == other.pk or not is_sibling:
                continue
            if term.starts_on <= other.ends_on and other.starts_on <= term.ends_on:
                found.setdefault(term.pk, []).append(other.pk)
    return found


def _record(action: str, term: AcademicTerm, actor: Actor, **facts: Any) -> None:
    audit.record(action, actor=actor, target=("term", term.pk), facts=facts)
