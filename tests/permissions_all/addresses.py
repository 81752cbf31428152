"""Addresses of every route: with ids that name nothing, and with ids of rows that exist."""

import re
import uuid
from typing import Any

from edusync.kernel.checks import api_routes

METHODS = ("get", "post", "put", "patch", "delete")
PARAMETER = re.compile(r"<(?:(?P<kind>\w+):)?(?P<name>\w+)>|\(\?P<(?P<group>\w+)>[^)]*\)")
MISSING = {
    "int": "987654321",
    "uuid": str(uuid.UUID(int=7)),
    "slug": "not-there",
    "str": "not-there",
    "path": "not/there",
    None: "987654321",
}


def all_cases() -> list[tuple[str, str, Any]]:
    """Route, method and view of everything the API can be asked."""
    return [
        (route, method, view) for route, view in api_routes() for method in METHODS if hasattr(view, method)
    ]


def has_parameters(route: str) -> bool:
    """Whether the route names a row."""
    return PARAMETER.search(route) is not None


def missing_address(route: str) -> str:
    """The route with ids that name nothing."""
    return plain(PARAMETER.sub(lambda found: MISSING[found.group("kind")], route))


def address_of(route: str, ids: dict[str, str]) -> str:
    """The route with ids of existing rows; raises KeyError for a parameter that `ids` does not know.

    `ids` are looked up as `<start of the route>:<name>` first, then as `<name>`.
    """

    def value(found: "re.Match[str]") -> str:
        name = found.group("name") or found.group("group")
        start = found.string[: found.start()]
        return ids.get(f"{start}:{name}") or ids[name]

    return plain(PARAMETER.sub(value, route))


def plain(route: str) -> str:
    """The route without the signs of a regular expression."""
    return route.replace("/?$", "")
