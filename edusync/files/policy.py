"""Who may fetch and store files: whoever may see a place where the file is used may fetch it."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from edusync.files.places import PlaceName
from edusync.files.queries import file_places
from edusync.kernel.policy import Actor, Permission, Policy

VisiblePlaces = Callable[[Actor, set[int]], set[int]]
NamedPlaces = Callable[[Iterable[int]], dict[int, PlaceName]]

_places: dict[str, VisiblePlaces] = {}
_editable: dict[str, VisiblePlaces] = {}
_names: dict[str, NamedPlaces] = {}
_shelf_finders: list[Callable[[Actor, str], int | None]] = []
# A file that lies here is at hand for authors, but not in use.
SHELVES = frozenset({"course_files"})


def register_place(place: str, *, visible: VisiblePlaces) -> None:
    """Let another app say which of its places an actor may see. A place nobody registered is hidden."""
    _places[place] = visible


def describe_place(place: str, *, editable: VisiblePlaces, named: NamedPlaces) -> None:
    """Let another app say which of its places an actor may change, and how they are called.

    Files in places that nobody described are changed by those who keep all files.
    """
    _editable[place] = editable
    _names[place] = named


def register_shelf_finder(find: Callable[[Actor, str], int | None]) -> None:
    """Let the app of courses say on whose shelf an actor may put files: slug to the course's id, None for no."""
    _shelf_finders[:] = [find]


def find_shelf(actor: Actor, slug: str) -> int | None:
    """Id of the course of that slug, if the actor writes it."""
    return next((course_id for find in _shelf_finders if (course_id := find(actor, slug)) is not None), None)


def name_places(places: Iterable[tuple[str, int]]) -> dict[tuple[str, int], PlaceName]:
    """How these places are called; those nobody has words for are missing. One call for each kind of place."""
    by_place: dict[str, set[int]] = defaultdict(set)
    for place, place_id in places:
        by_place[place].add(place_id)
    return {
        (place, place_id): name
        for place, ids in by_place.items()
        if place in _names
        for place_id, name in _names[place](ids).items()
    }


def everyone_of_the_organization(actor: Actor, place_ids: set[int]) -> set[int]:
    """For places that everybody sees, guests of the default organization too: course images and photos of people."""
    return place_ids


def _chosen(
    rules: dict[str, VisiblePlaces], actor: Actor, places: Iterable[tuple[str, int]]
) -> set[tuple[str, int]]:
    """Those of the places that the rules of their kinds let through; one question for each kind."""
    by_place: dict[str, set[int]] = defaultdict(set)
    for place, place_id in places:
        by_place[place].add(place_id)
    return {
        (place, place_id)
        for place, ids in by_place.items()
        if place in rules
        for place_id in rules[place](actor, ids)
    }


def visible_places(actor: Actor, places: Iterable[tuple[str, int]]) -> set[tuple[str, int]]:
    """Which of these places the actor may see."""
    return _chosen(_places, actor, places)


def editable_places(actor: Actor, places: Iterable[tuple[str, int]]) -> set[tuple[str, int]]:
    """Which of these places the actor may change."""
    return _chosen(_editable, actor, places)


def is_any_visible(actor: Actor, places: Iterable[tuple[str, int]]) -> bool:
    """Whether the actor may see one of these places."""
    return bool(visible_places(actor, places))


def are_all_editable(actor: Actor, places: Iterable[tuple[str, int]]) -> bool:
    """Whether the actor may change every one of these places."""
    wanted = set(places)
    return wanted <= editable_places(actor, wanted)


def keeps_files(actor: Actor) -> bool:
    """Whether the actor looks after all files of the organization."""
    return actor.is_authenticated and actor.has(Permission.FILE_MANAGE)


class FilePolicy(Policy):
    """Uploaders see their own files, who keeps the files sees all, others what stands in a place they may see.

    Changing a file changes every place where it is used: that is for those who may change them all, and for the owner
    of a file that is used nowhere.
    """

    key_scope = Permission.FILE_READ
    offered = (Permission.FILE_READ, Permission.FILE_UPLOAD)

    def visible(self, queryset: Any, actor: Actor) -> Any:
        """Own files, or all for administrators. What a place shows beyond that is known by `sees`."""
        if not actor.is_authenticated:
            return queryset.none()
        queryset = queryset.filter(organization_id=actor.organization_id)
        return (
            queryset
            if keeps_files(actor) or actor.has(Permission.ORGANIZATION_MANAGE)
            else queryset.filter(uploaded_by_id=actor.user_id)
        )

    def sees(self, actor: Actor, target: Any) -> bool:
        """Whoever may fetch it sees it."""
        return self.allows(actor, Permission.FILE_READ, target)

    def allows(self, actor: Actor, permission: str, target: Any) -> bool:
        """Storing needs the permission; fetching a place that is visible; changing all its places. `target`: the file."""
        if target is None:
            return actor.is_authenticated and actor.has(permission)
        if actor.organization_id != target.organization_id:
            return False
        if permission == Permission.FILE_READ:
            return self._may_fetch(actor, target)
        if permission == Permission.FILE_UPLOAD:
            return self._may_change(actor, target)
        return permission == Permission.FILE_MANAGE and keeps_files(actor)

    def _may_fetch(self, actor: Actor, target: Any) -> bool:
        if actor.user_id is not None and actor.user_id == target.uploaded_by_id:
            return True
        if keeps_files(actor) or actor.has(Permission.ORGANIZATION_MANAGE):
            return True
        return is_any_visible(actor, file_places(target.pk))

    def _may_change(self, actor: Actor, target: Any) -> bool:
        if keeps_files(actor):
            return True
        if not (actor.is_authenticated and actor.has(Permission.FILE_UPLOAD)):
            return False
        places = file_places(target.pk)
        is_own = actor.user_id == target.uploaded_by_id
        return are_all_editable(actor, places) and (is_own or bool(places))


register_place("avatar", visible=everyone_of_the_organization)
# Logo and icon: also before signing in.
register_place("organization", visible=everyone_of_the_organization)
