"""Resources as JSON: what comes in is cleaned by the schema, what goes out is cut to what was asked for."""

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from edusync.identity.scim.errors import invalid_value
from edusync.identity.scim.schemas import EXTERNAL_ID, Attribute, Kind
from edusync.kernel.texts import clean_line

MOST_VALUES = 50
# Members are not kept in the document: there may be tens of thousands.
MOST_MEMBERS = 10_000
Document = dict[str, Any]


def clean_document(data: Any, kind: Kind) -> Document:
    """What the schema knows of the data, in its spelling. Unknown attributes and those of the server are passed over.

    Raises ScimError (invalidValue).
    """
    if not isinstance(data, dict):
        raise invalid_value("The body is a JSON object.")
    document = clean_parts(data, (EXTERNAL_ID, *kind.schemas[kind.core]))
    for urn, attributes in kind.schemas.items():
        if urn == kind.core:
            continue
        given = next((value for name, value in data.items() if name.lower() == urn.lower()), None)
        extension = clean_parts(given, attributes) if isinstance(given, dict) else {}
        if extension:
            document[urn] = extension
    for attribute in kind.schemas[kind.core]:
        if attribute.is_required and not document.get(attribute.name):
            raise invalid_value(f"{attribute.name} is required.")
    return document


def clean_parts(data: Mapping[str, Any], attributes: Iterable[Attribute]) -> Document:
    """The attributes of an object that are known and may be written."""
    given = {name.lower(): value for name, value in data.items() if isinstance(name, str)}
    found = {}
    for attribute in attributes:
        value = given.get(attribute.name.lower())
        if attribute.mutability == "readOnly" or value is None or value == []:
            continue
        cleaned = clean_value(attribute, value)
        if cleaned not in ("", [], {}):
            found[attribute.name] = cleaned
    return found


def clean_value(attribute: Attribute, value: Any) -> Any:
    """The value in the attribute's type. Raises ScimError (invalidValue)."""
    if not attribute.is_multiple:
        return clean_one(attribute, value)
    values = value if isinstance(value, list) else [value]
    if len(values) > (MOST_MEMBERS if attribute.name == "members" else MOST_VALUES):
        raise invalid_value(f"{attribute.name} has too many values.")
    cleaned = [clean_one(attribute, one) for one in values]
    if sum(1 for one in cleaned if isinstance(one, dict) and one.get("primary") is True) > 1:
        raise invalid_value(f"{attribute.name} has more than one primary value.")
    if attribute.name == "members" and not all(one.get("value") for one in cleaned):
        raise invalid_value("A member is named by its id.")
    return [one for one in cleaned if one]


def clean_one(attribute: Attribute, value: Any) -> Any:
    """One value."""
    if attribute.type == "complex":
        if isinstance(value, str) and attribute.part("value"):
            value = {"value": value}
        if not isinstance(value, dict):
            raise invalid_value(f"{attribute.name} is an object.")
        return clean_parts(value, attribute.parts)
    if attribute.type == "boolean":
        return clean_boolean(attribute, value)
    return clean_text(attribute, value)


def clean_boolean(attribute: Attribute, value: Any) -> bool:
    """True or false; some directories send them as texts."""
    if isinstance(value, str) and value.lower() in {"true", "false"}:
        return value.lower() == "true"
    if not isinstance(value, bool):
        raise invalid_value(f"{attribute.name} is true or false.")
    return value


def clean_text(attribute: Attribute, value: Any) -> str:
    """One line without control characters."""
    if not isinstance(value, str):
        raise invalid_value(f"{attribute.name} is a text.")
    if len(value) > attribute.longest:
        raise invalid_value(f"{attribute.name} has at most {attribute.longest} characters.")
    try:
        return clean_line(value)
    except ValidationError as error:
        raise invalid_value(f"{attribute.name} has characters that are not allowed.") from error


def address_of(document: Document) -> str:
    """The address to use, in lower case: the primary, else the first, else a user name that is one; else none.

    Raises ScimError (invalidValue).
    """
    emails = document.get("emails", [])
    primary = next((one for one in emails if one.get("primary")), emails[0] if emails else {})
    address = str(primary.get("value", "")).lower()
    if address:
        if not is_address(address):
            raise invalid_value("An e-mail address is not valid.")
        return address
    name = document["userName"].lower()
    return name if is_address(name) else ""


def is_address(text: str) -> bool:
    """Whether the text is an e-mail address."""
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def member_ids(document: Document) -> list[uuid.UUID]:
    """Ids of the members in a group's document. Raises ScimError (invalidValue)."""
    return [member_id(member) for member in document.get("members", [])]


def member_id(member: Any) -> uuid.UUID:
    """Id of one member. Raises ScimError (invalidValue)."""
    value = member.get("value") if isinstance(member, dict) else member
    try:
        return uuid.UUID(str(value))
    except ValueError as error:
        raise invalid_value("There is no member with this id.") from error


def cut(document: Document, *, wanted: str, unwanted: str, kind: Kind) -> Document:
    """The document with only the wanted attributes, or without the unwanted (RFC 7644, 3.9). Id and schemas stay."""
    if wanted:
        names = split_names(wanted, kind)
        return {
            name: kept
            for name, value in document.items()
            if (kept := value if name in {"id", "schemas"} else _kept(name, value, names)) is not None
        }
    if unwanted:
        names = split_names(unwanted, kind)
        return {
            name: _without(name, value, names)
            for name, value in document.items()
            if name in {"id", "schemas"} or name.lower() not in names
        }
    return document


def split_names(text: str, kind: Kind) -> set[str]:
    """Names of attributes in a list, folded, without the core schema's URN."""
    core = f"{kind.core}:".lower()
    return {name.strip().lower().removeprefix(core) for name in text.split(",") if name.strip()}


def _paths(name: str, part: str) -> str:
    # Parts of an extension follow its URN after a colon, parts of an attribute after a dot.
    return f"{name}:{part}".lower() if name.lower().startswith("urn:") else f"{name}.{part}".lower()


def _kept(name: str, value: Any, names: set[str]) -> Any:
    if name.lower() in names:
        return value
    if isinstance(value, dict):
        return {part: one for part, one in value.items() if _paths(name, part) in names} or None
    if isinstance(value, list):
        cut_values = [
            {part: one for part, one in item.items() if _paths(name, part) in names} for item in value
        ]
        return [item for item in cut_values if item] or None
    return None


def _without(name: str, value: Any, names: set[str]) -> Any:
    if isinstance(value, dict):
        return {part: one for part, one in value.items() if _paths(name, part) not in names}
    if isinstance(value, list) and name != "schemas":
        return [
            {part: one for part, one in item.items() if _paths(name, part) not in names} for item in value
        ]
    return value
