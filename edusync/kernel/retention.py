"""Kinds of rows that are not kept for ever. Apps register them; the app of privacy keeps the rules and runs them."""

import dataclasses
import datetime as dt
from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet

Rows = Callable[[dt.datetime, int], "QuerySet[Any]"]


@dataclasses.dataclass(frozen=True, slots=True)
class RetentionKind:
    """Rows that a rule may remove.

    `rows(cutoff, organization_id)` are those older than the cutoff. `remove` takes a batch of them and returns how many
    went; without it they are deleted. `person` is the path to the person, so that a legal hold can be respected.
    Kinds of the platform belong to no organization: the default one decides. `label` and `minimum_days` are shown.
    """

    key: str
    label: str
    days: int
    rows: Rows
    minimum_days: int = 1
    action: str = "delete"
    remove: Callable[["QuerySet[Any]"], int] | None = None
    person: str = ""
    is_platform: bool = False


_kinds: dict[str, RetentionKind] = {}


def register_retention(*kinds: RetentionKind) -> None:
    """Add kinds. Raises ValueError for a default below the minimum."""
    for kind in kinds:
        if kind.days < kind.minimum_days:
            raise ValueError(f"{kind.key}: {kind.days} days are below the minimum")
        _kinds[kind.key] = kind


def retention_kinds() -> dict[str, RetentionKind]:
    """Every registered kind by key."""
    return dict(sorted(_kinds.items()))
