"""Who may fetch and store files: whoever may see a place where the file is used may fetch it."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from edusync.files.queries import file_places
from edusync.kernel.policy import Actor, Permission, Policy

VisiblePlaces = Callable[[Actor, set[int]], set[int]]

_places: dict[str, VisiblePlaces] = {}


def register_place(place: str, *, visible: VisiblePlaces) -> None:
    """Let another app say which of its places an actor may see. A place nobody registered is hidden."""
    _places[place] = visible


def everyone_of_the_organization(actor: Actor, place_ids: set[int]) -> set[int]:
    """For places that everybody sees, guests of the default organization too: course images and photos of people."""
    return place_ids


def is_any_visible(actor: Actor, places: Iterable[tuple[str, int]]) -> bool:
    """Whether the actor may see one of these places."""
    by_place: dict[str, set[int]] = defaultdict(set)
    for place, place_id in places:
        by_place[place].add(place_id)
    return any(_places[place](actor, ids) for place, ids in by_place.items() if place in _places)


class FilePolicy(Policy):
    """Uploaders see their own files, administrators all, others what stands in a place they may see."""

    key_scope = Permission.FILE_READ
    offered = (Permission.FILE_READ,)

    def visible(self, queryset: Any, actor: Actor) -> Any:
        """Own files, or all for administrators. What a place shows beyond that is known by `sees`."""
        if not actor.is_authenticated:
            return queryset.none()
        queryset = queryset.filter(organization_id=actor.organization_id)
        return (
            queryset
            if actor.has(Permission.ORGANIZATION_MANAGE)
            else queryset.filter(uploaded_by_id=actor.user_id)
        )

    def sees(self, actor: Actor, target: Any) -> bool:
        """Whoever may fetch it sees it."""
        return self.allows(actor, Permission.FILE_READ, target)

    def allows(self, actor: Actor, permission: str, target: Any) -> bool:
        """Storing needs the permission; fetching a place that is visible. `target` is the file, or None."""
        if target is None:
            return actor.is_authenticated and actor.has(permission)
        if permission != Permission.FILE_READ:
            return False
        if actor.organization_id != target.organization_id:
            return False
        if actor.user_id is not None and actor.user_id == target.uploaded_by_id:
            return True
        return actor.has(Permission.ORGANIZATION_MANAGE) or is_any_visible(actor, file_places(target.pk))


register_place("avatar", visible=everyone_of_the_organization)
# Logo and icon: also before signing in.
register_place("organization", visible=everyone_of_the_organization)
