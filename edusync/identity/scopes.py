"""Where a role may hold: names of units, and of what apps above register (courses)."""

from collections.abc import Callable, Collection

from edusync.identity.models import OrganizationUnit

ScopeNames = Callable[[int, Collection[int]], dict[int, str]]
_names: dict[str, ScopeNames] = {}


def register_scope(scope: str, names: ScopeNames) -> None:
    """Let `names(organization_id, ids)` answer which of the ids exist in an organization, with their names."""
    _names[scope] = names


def names_in_scope(scope: str, ids: Collection[int], *, organization_id: int) -> dict[int, str]:
    """Names by id of what exists; empty for scopes without ids."""
    wanted = {found for found in ids if found}
    names = _names.get(scope)
    return names(organization_id, wanted) if names and wanted else {}


def unit_names(organization_id: int, ids: Collection[int]) -> dict[int, str]:
    """Names of units of an organization."""
    units = OrganizationUnit.unscoped.filter(
        organization_id=organization_id, pk__in=ids, deleted_at__isnull=True
    )
    return dict(units.values_list("pk", "name"))


register_scope("unit", unit_names)
