"""What belongs to the schema and stands in no model and no SQL file, because an engine keeps it in a form of its own."""

import dataclasses

from edusync.kernel.schema.shapes import Part, Shape


@dataclasses.dataclass(frozen=True, slots=True)
class ExtraPart:
    """An index of one vendor that Django cannot say, for example a full-text index."""

    vendor: str
    table: str
    kind: str
    name: str
    text: str


_parts: set[ExtraPart] = set()
_tables: set[tuple[str, str]] = set()
_triggers: set[tuple[str, str]] = set()


def declare_part(vendor: str, table: str, kind: str, name: str, text: str) -> None:
    """An index that an app makes by itself; `text` as the engine shows it."""
    _parts.add(ExtraPart(vendor, table, kind, name, text))


def declare_table(vendor: str, name: str, *, triggers: tuple[str, ...] = ()) -> None:
    """A table without a model (with those whose names begin with its name), and the triggers that feed it."""
    _tables.add((vendor, name))
    _triggers.update((vendor, trigger) for trigger in triggers)


def extra_parts(vendor: str, table: str) -> Shape:
    """Declared indexes of a table."""
    return {
        (extra.kind, extra.name): Part(extra.kind, extra.name, extra.text)
        for extra in _parts
        if (extra.vendor, extra.table) == (vendor, table)
    }


def extra_tables(vendor: str) -> set[str]:
    """Declared tables without a model."""
    return {name for owner, name in _tables if owner == vendor}


def extra_triggers(vendor: str) -> set[str]:
    """Declared triggers without a file."""
    return {name for owner, name in _triggers if owner == vendor}
