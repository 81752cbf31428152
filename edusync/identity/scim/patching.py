"""PATCH (RFC 7644, 3.5.2): operations on a document, with the habits of the large directories.

Paths are looked up in the schema before anything is done with them: a path never reaches an attribute of Python.
"""

import copy
import dataclasses
import re
from typing import Any

from edusync.identity.scim import filters
from edusync.identity.scim.documents import Document, clean_document, clean_one, clean_parts, clean_value
from edusync.identity.scim.errors import ScimError, invalid_path, invalid_value
from edusync.identity.scim.filters import Compare, Node
from edusync.identity.scim.schemas import PATCH, Attribute, Kind

MOST_OPERATIONS = 100
_NAME = r"[A-Za-z$][A-Za-z0-9$_-]*"
_PATH = re.compile(rf"(?P<name>{_NAME})(?:\[(?P<filter>.*)\])?(?:\.(?P<part>{_NAME}))?", re.DOTALL)


@dataclasses.dataclass(frozen=True, slots=True)
class Target:
    """Where an operation works: an attribute, perhaps of an extension, perhaps of some values, perhaps a part of it.

    Without `attribute` it is the extension as a whole.
    """

    urn: str
    attribute: Attribute | None
    chosen: Node | None = None
    part: Attribute | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Operation:
    """One operation; without `target` its value is an object of attributes."""

    op: str
    target: Target | None
    value: Any


def read_operations(body: Any, kind: Kind) -> list[Operation]:
    """The operations of a PATCH body. Raises ScimError."""
    given = _member(body, "operations") if isinstance(body, dict) else None
    schemas = _member(body, "schemas") if isinstance(body, dict) else None
    if (
        not isinstance(given, list)
        or not given
        or PATCH not in (schemas if isinstance(schemas, list) else [])
    ):
        raise ScimError(400, "A PATCH body has the schema PatchOp and a list of Operations.", "invalidSyntax")
    if len(given) > MOST_OPERATIONS:
        raise ScimError(413, f"At most {MOST_OPERATIONS} operations at once.", "tooMany")
    return [found for one in given for found in _read_operation(one, kind)]


def _member(data: Any, name: str) -> Any:
    return next((value for key, value in data.items() if key.lower() == name), None)


def _read_operation(given: Any, kind: Kind) -> list[Operation]:
    if not isinstance(given, dict):
        raise ScimError(400, "An operation is an object.", "invalidSyntax")
    op, path, value = _member(given, "op"), _member(given, "path"), _member(given, "value")
    op = op.lower() if isinstance(op, str) else ""
    if op not in {"add", "replace", "remove"}:
        raise ScimError(400, "An operation is add, replace or remove.", "invalidSyntax")
    if path is None or path == "":
        return _without_path(op, value, kind)
    if not isinstance(path, str) or len(path) > filters.LONGEST:
        raise invalid_path("A path is a text.")
    return [Operation(op, read_path(path, kind), value)]


def _without_path(op: str, value: Any, kind: Kind) -> list[Operation]:
    """Each member of the value is an attribute, or (as some directories do) a path. What is unknown is passed over."""
    if op == "remove":
        raise ScimError(400, "Say by a path what to remove.", "noTarget")
    if not isinstance(value, dict):
        raise invalid_value("Without a path the value is an object.")
    found = []
    for name, part in value.items():
        if name.lower() in {"schemas", "id", "meta"}:
            continue
        try:
            target = read_path(name, kind)
        except ScimError:
            continue
        found.append(Operation(op, target, part))
    return found


def read_path(path: str, kind: Kind) -> Target:
    """The place that a path names. Raises ScimError (invalidPath, mutability, invalidFilter)."""
    urn, rest = _split_urn(path, kind)
    if urn and not rest:
        if urn == kind.core:
            raise invalid_path("The path names a whole schema.")
        return Target(urn, None)
    found = _PATH.fullmatch(rest)
    attribute = kind.attribute(found["name"], urn) if found else None
    if found is None or attribute is None:
        raise invalid_path(f"There is no attribute {path[:100]}.")
    part = attribute.part(found["part"]) if found["part"] else None
    if found["part"] and part is None:
        raise invalid_path(f"There is no attribute {path[:100]}.")
    if "readOnly" in {attribute.mutability, part.mutability if part else ""}:
        raise ScimError(400, f"{attribute.name} cannot be written.", "mutability")
    chosen = None
    if found["filter"] is not None:
        if not attribute.is_multiple:
            raise invalid_path(f"{attribute.name} has one value only.")
        chosen = filters.parse(found["filter"])
    return Target("" if urn == kind.core else urn, attribute, chosen, part)


def _split_urn(path: str, kind: Kind) -> tuple[str, str]:
    for urn in kind.schemas:
        if path.lower() == urn.lower():
            return urn, ""
        if path.lower().startswith(f"{urn}:".lower()):
            return urn, path[len(urn) + 1 :]
    return "", path


def apply(document: Document, operations: list[Operation], kind: Kind) -> Document:
    """The document after all operations, cleaned again. Raises ScimError."""
    changed = copy.deepcopy(document)
    for operation in operations:
        _apply_one(changed, operation, kind)
    return clean_document(changed, kind)


def _apply_one(document: Document, operation: Operation, kind: Kind) -> None:
    target = operation.target
    if target is None:
        return
    if target.attribute is None:
        _apply_to_extension(document, operation, target.urn, kind)
        return
    place = document.setdefault(target.urn, {}) if target.urn else document
    if operation.op == "remove":
        _remove(place, target)
    elif target.chosen is not None:
        _write_chosen(place, target, operation)
    elif target.attribute.is_multiple and target.part is None:
        _write_values(place, target.attribute, operation)
    else:
        _write_single(place, target.attribute, target.part, operation.value)


def _apply_to_extension(document: Document, operation: Operation, urn: str, kind: Kind) -> None:
    if operation.op == "remove":
        document.pop(urn, None)
        return
    if not isinstance(operation.value, dict):
        raise invalid_value("The value of an extension is an object.")
    document.setdefault(urn, {}).update(clean_parts(operation.value, kind.schemas[urn]))


def _remove(place: Document, target: Target) -> None:
    attribute = target.attribute
    if attribute is None or attribute.name not in place:
        return
    if attribute.is_required and target.part is None:
        raise ScimError(400, f"{attribute.name} is required.", "mutability")
    if target.chosen is None and target.part is None:
        del place[attribute.name]
    elif target.part is None:
        place[attribute.name] = [
            item
            for item in place[attribute.name]
            if not filters.matches(target.chosen, item)  # type: ignore[arg-type]
        ]
    else:
        for item in _items(place[attribute.name], target.chosen):
            item.pop(target.part.name, None)


def _items(value: Any, chosen: Node | None) -> list[Any]:
    values = value if isinstance(value, list) else [value]
    return values if chosen is None else [item for item in values if filters.matches(chosen, item)]


def _write_chosen(place: Document, target: Target, operation: Operation) -> None:
    """Change the values that pass the filter; `add` makes one that would pass if there is none."""
    attribute = target.attribute
    if attribute is None or target.chosen is None:
        return
    items = place.setdefault(attribute.name, [])
    chosen = _items(items, target.chosen)
    if not chosen:
        chosen = [_value_that_passes(attribute, target.chosen, operation.op)]
        items.extend(chosen)
    for item in chosen:
        if target.part is not None:
            item[target.part.name] = clean_value(target.part, operation.value)
        else:
            item.update(clean_one(attribute, operation.value))
        _keep_one_primary(items, item)


def _value_that_passes(attribute: Attribute, chosen: Node, op: str) -> Document:
    part = attribute.part(chosen.path) if isinstance(chosen, Compare) and chosen.operator == "eq" else None
    if op != "add" or part is None or not isinstance(chosen, Compare):
        raise ScimError(400, f"No value of {attribute.name} passes the filter.", "noTarget")
    return {part.name: clean_value(part, chosen.value)}


def _write_values(place: Document, attribute: Attribute, operation: Operation) -> None:
    values = clean_value(attribute, operation.value)
    if operation.op == "replace":
        place[attribute.name] = values
        return
    present = place.setdefault(attribute.name, [])
    for value in values:
        if value not in present:
            present.append(value)
            _keep_one_primary(present, value)


def _keep_one_primary(items: list[Any], newest: Any) -> None:
    if newest.get("primary") is True:
        for item in items:
            if item is not newest and item.get("primary") is True:
                item["primary"] = False


def _write_single(place: Document, attribute: Attribute, part: Attribute | None, value: Any) -> None:
    if part is None and attribute.type != "complex":
        place[attribute.name] = clean_value(attribute, value)
        return
    if part is None:
        place.setdefault(attribute.name, {}).update(clean_one(attribute, value))
        return
    if not attribute.is_multiple:
        place.setdefault(attribute.name, {})[part.name] = clean_value(part, value)
        return
    for item in place.get(attribute.name, []):
        item[part.name] = clean_value(part, value)
