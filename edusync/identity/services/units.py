"""Units: the tree of an organization, and who belongs where."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import F, Max, Value
from django.db.models.functions import Concat, Substr

from edusync.identity.events import announce_people_moved
from edusync.identity.models import OrganizationMembership, OrganizationUnit
from edusync.identity.problems import UnitCycle, UnitNotEmpty, UnitTooDeep
from edusync.kernel import audit, clock
from edusync.kernel.locking import save_versioned
from edusync.kernel.policy import Actor
from edusync.kernel.problems import NotFound

FIELDS = ("name", "code", "kind", "is_active")
MAX_DEPTH = 8


def _live() -> Any:
    return OrganizationUnit.objects.filter(deleted_at__isnull=True)


def _parent(parent_id: int | None) -> OrganizationUnit | None:
    """The parent, locked. Raises NotFound."""
    if parent_id is None:
        return None
    parent: OrganizationUnit | None = _live().select_for_update().filter(pk=parent_id).first()
    if parent is None:
        raise NotFound
    return parent


def depth_of(unit: OrganizationUnit | None) -> int:
    """How many units lie on the way from the root, the unit itself counted."""
    return unit.path.count("/") - 1 if unit is not None else 0


@transaction.atomic
def create_unit(
    *,
    name: str,
    created_by: Actor,
    parent_id: int | None = None,
    kind: str = OrganizationUnit.Kind.DEPARTMENT,
    code: str = "",
) -> OrganizationUnit:
    """Add a unit as the last one below its parent. Raises NotFound (parent), UnitTooDeep."""
    parent = _parent(parent_id)
    if depth_of(parent) >= MAX_DEPTH:
        raise UnitTooDeep
    last = _live().filter(parent=parent).aggregate(last=Max("position"))["last"]
    unit: OrganizationUnit = OrganizationUnit.objects.create(
        name=name, code=code, kind=kind, parent=parent, position=0 if last is None else last + 1
    )
    unit.path = f"{parent.path if parent else '/'}{unit.pk}/"
    unit.save(update_fields=["path"])
    _record("identity.unit.created", unit, created_by, name=name, parent_id=parent_id)
    return unit


@transaction.atomic
def update_unit(*, unit: OrganizationUnit, changes: Mapping[str, Any], changed_by: Actor) -> OrganizationUnit:
    """Store name, code, kind, and whether it is in use. Raises PreconditionFailed."""
    wanted = {
        name: changes[name] for name in FIELDS if name in changes and changes[name] != getattr(unit, name)
    }
    if not wanted:
        return unit
    before = {name: getattr(unit, name) for name in wanted}
    for name, value in wanted.items():
        setattr(unit, name, value)
    save_versioned(unit, list(wanted))
    _record("identity.unit.updated", unit, changed_by, before=before, after=wanted)
    return unit


@transaction.atomic
def move_unit(
    *, unit: OrganizationUnit, parent_id: int | None, position: int, moved_by: Actor
) -> OrganizationUnit:
    """Put a unit with all below it under another parent, at a place among its siblings (0: first).

    Raises NotFound (parent), UnitCycle, UnitTooDeep.
    """
    # Every move of the organization waits here: two at once could make a circle that neither sees.
    units = {row.pk: row for row in _live().select_for_update().order_by("id")}
    unit = units.get(unit.pk) or unit
    parent = units.get(parent_id) if parent_id is not None else None
    if parent_id is not None and parent is None:
        raise NotFound
    if parent is not None and parent.path.startswith(unit.path):
        raise UnitCycle
    below = [row for row in units.values() if row.path.startswith(unit.path)]
    height = max((depth_of(row) for row in below), default=depth_of(unit)) - depth_of(unit)
    if depth_of(parent) + 1 + height > MAX_DEPTH:
        raise UnitTooDeep
    facts = {"from": unit.parent_id, "to": parent_id, "position": position}
    _rebuild_paths(unit, parent)
    unit.parent = parent
    unit.path = f"{parent.path if parent else '/'}{unit.pk}/"
    save_versioned(unit, ["parent", "path"])
    siblings = [row for row in units.values() if row.parent_id == parent_id and row.pk != unit.pk]
    siblings.sort(key=lambda row: (row.position, row.pk))
    siblings.insert(min(position, len(siblings)), unit)
    _number(siblings)
    _record("identity.unit.moved", unit, moved_by, **facts)
    announce_people_moved([], organization_id=unit.organization_id)
    return unit


def _rebuild_paths(unit: OrganizationUnit, parent: OrganizationUnit | None) -> None:
    """Put the parent's path before that of every unit below, in one statement."""
    start = unit.path.removesuffix(f"{unit.pk}/")
    OrganizationUnit.objects.filter(path__startswith=unit.path).exclude(pk=unit.pk).update(
        path=Concat(Value(parent.path if parent else "/"), Substr("path", len(start) + 1)),
        row_version=F("row_version") + 1,
        updated_at=clock.now(),
    )


def _number(siblings: list[OrganizationUnit]) -> None:
    for position, row in enumerate(siblings):
        if row.position != position:
            row.position = position
            OrganizationUnit.objects.filter(pk=row.pk).update(position=position, updated_at=clock.now())


@transaction.atomic
def remove_unit(*, unit: OrganizationUnit, removed_by: Actor) -> None:
    """Take an empty unit out of the tree. Raises UnitNotEmpty."""
    units = _live().filter(parent=unit).count()
    people = OrganizationMembership.objects.filter(unit=unit).count()
    if units or people:
        raise UnitNotEmpty(units=units, people=people)
    unit.deleted_at = clock.now()
    save_versioned(unit, ["deleted_at"])
    _record("identity.unit.removed", unit, removed_by, name=unit.name)


@transaction.atomic
def put_in_unit(*, unit: OrganizationUnit, user_ids: Iterable[int], changed_by: Actor) -> int:
    """Make members of the organization belong to the unit, and to no other; how many were moved."""
    rows = OrganizationMembership.objects.filter(user_id__in=set(user_ids)).exclude(unit=unit)
    moved = sorted(rows.values_list("user_id", flat=True))
    rows.update(unit=unit, updated_at=clock.now())
    if moved:
        _record("identity.unit.people_added", unit, changed_by, user_ids=moved)
        announce_people_moved(moved, organization_id=unit.organization_id)
    return len(moved)


@transaction.atomic
def take_out_of_unit(*, unit: OrganizationUnit, user_id: int, changed_by: Actor) -> None:
    """Let a person belong to no unit. Raises NotFound."""
    changed = OrganizationMembership.objects.filter(unit=unit, user_id=user_id).update(
        unit=None, updated_at=clock.now()
    )
    if not changed:
        raise NotFound
    _record("identity.unit.person_removed", unit, changed_by, user_id=user_id)
    announce_people_moved([user_id], organization_id=unit.organization_id)


def _record(action: str, unit: OrganizationUnit, actor: Actor, **facts: Any) -> None:
    audit.record(action, actor=actor, target=("unit", unit.pk), facts=facts)
