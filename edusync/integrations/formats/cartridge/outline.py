"""The items of a cartridge as modules and places of lessons, before anything is read."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from edusync.integrations.formats.cartridge.canvas import CanvasFacts
from edusync.integrations.formats.cartridge.manifest import Item, Manifest, Resource


@dataclass(slots=True)
class Place:
    """Where a resource becomes a lesson. `resource` is None where the manifest names one that is not there."""

    key: str
    title: str
    group_title: str
    is_hidden: bool
    resource: Resource | None
    item: Item | None = None


@dataclass(slots=True)
class PlacedModule:
    """A module with the places of its lessons."""

    title: str
    item: Item | None
    is_hidden: bool = False
    places: list[Place] = field(default_factory=list)


def place_items(manifest: Manifest, canvas: CanvasFacts, *, course_title: str) -> list[PlacedModule]:
    """Top headings are modules; what hangs on the root itself gets a module with the course's title."""
    modules: list[PlacedModule] = []
    keys: set[str] = set()
    loose: PlacedModule | None = None
    for item in _top(manifest.items):
        if item.children or (not item.resource and item.identifier not in canvas.headings):
            module = PlacedModule(item.title or course_title, item, item.identifier in canvas.hidden)
            if item.resource:
                module.places.append(_place(manifest, canvas, item, "", module.is_hidden, keys))
            module.places += _walk(manifest, canvas, item, "", module.is_hidden, keys)
            modules.append(module)
            loose = None
            continue
        if loose is None:
            loose = PlacedModule(course_title, None)
            modules.append(loose)
        loose.places.append(_place(manifest, canvas, item, "", False, keys))
    return modules


def _top(items: tuple[Item, ...]) -> list[Item]:
    """The items below the root that the standard asks for, which has no title and shows nothing itself."""
    found = list(items)
    while len(found) == 1 and not found[0].resource and not found[0].title and found[0].children:
        found = found[0].children
    return found


def _walk(
    manifest: Manifest, canvas: CanvasFacts, parent: Item, group: str, is_hidden: bool, keys: set[str]
) -> Iterator[Place]:
    for item in parent.children:
        is_item_hidden = is_hidden or item.identifier in canvas.hidden
        if not item.resource and not item.children and item.identifier not in canvas.links:
            group = item.title
            continue
        if item.resource or item.identifier in canvas.links:
            yield _place(manifest, canvas, item, group, is_item_hidden, keys)
        if item.children:
            yield from _walk(manifest, canvas, item, item.title or group, is_item_hidden, keys)


def _place(
    manifest: Manifest, canvas: CanvasFacts, item: Item, group: str, is_hidden: bool, keys: set[str]
) -> Place:
    key = item.resource or item.identifier
    number = 2
    while key in keys:
        key, number = f"{item.resource or item.identifier}#{number}", number + 1
    keys.add(key)
    return Place(
        key=key,
        title=item.title,
        group_title=group,
        is_hidden=is_hidden or item.identifier in canvas.hidden,
        resource=manifest.resources.get(item.resource),
        item=item,
    )
