"""Reads our fields from what a provider tells."""

from collections.abc import Mapping
from typing import Any

FIELDS = ("uid", "email", "username", "first_name", "last_name", "name")


def field_from(data: Mapping[str, Any], mapping: Mapping[str, str], field: str, usual: str) -> str:
    """The text of a field, under the name that the organization gave or under the usual one; empty if none came."""
    value = data.get(mapping.get(field) or usual)
    if isinstance(value, list):
        value = value[0] if value else None
    return str(value).strip() if isinstance(value, str | int) and not isinstance(value, bool) else ""
