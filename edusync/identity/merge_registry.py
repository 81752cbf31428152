"""What merging two accounts does with the tables of each app.

Rows tied to a person by a column of their own (as `personal_data.py` declares them) move by themselves. An app with a
rule of its own registers it with the labels that the rule looks after.
"""

import dataclasses
from collections.abc import Callable, Iterable

from edusync.kernel.policy import Actor


@dataclasses.dataclass(slots=True)
class MergeCount:
    """How many rows of a table went to the survivor, and how many stay with the closed account."""

    table: str
    moved: int = 0
    stayed: int = 0


@dataclasses.dataclass(frozen=True, slots=True)
class MergeRule:
    """An app's own rule. `run(keep_id, drop_id, actor)` works in the caller's transaction."""

    labels: tuple[str, ...]
    run: Callable[[int, int, Actor], list[MergeCount]]


_rules: dict[str, MergeRule] = {}


def register_merge(
    app_label: str, run: Callable[[int, int, Actor], list[MergeCount]], *, labels: Iterable[str] = ()
) -> None:
    """Let `run` merge the tables `labels` of an app; the general rule leaves them alone."""
    _rules[app_label] = MergeRule(tuple(labels), run)


def merge_rules() -> list[MergeRule]:
    """Registered rules in the order of their apps' names."""
    return [_rules[label] for label in sorted(_rules)]
