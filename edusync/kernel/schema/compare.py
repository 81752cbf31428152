"""Models, SQL files and the live catalog side by side: every difference, with both texts."""

import dataclasses
from collections.abc import Iterable, Iterator

from django.apps import apps
from django.db import connections, models
from django.db.backends.base.base import BaseDatabaseWrapper

from edusync.kernel import sqlobjects
from edusync.kernel.registry import own_apps
from edusync.kernel.schema import live, partitions, server
from edusync.kernel.schema.registry import extra_parts, extra_tables, extra_triggers
from edusync.kernel.schema.shapes import Part, Shape
from edusync.kernel.schema.twins import expected_shapes

# Kept by Django itself, no models of ours.
DJANGO_TABLES = {"django_migrations"}
MISSING, EXTRA, DIFFERENT = "missing", "extra", "different"


@dataclasses.dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is missing, extra or different, and what it should be and is."""

    place: str
    kind: str
    name: str
    what: str
    wanted: str = ""
    found: str = ""

    def __str__(self) -> str:
        """A sentence."""
        named = f"{self.kind} {self.name}".strip()
        sentence = f"{self.place}: {named} is {self.what}" if self.place else f"{named} is {self.what}"
        texts = [f"wanted: {self.wanted}"] * bool(self.wanted) + [f"found: {self.found}"] * bool(self.found)
        return "\n    ".join([sentence, *texts])


def differences(using: str = "default") -> list[Difference]:
    """Everything in which the database is not what models, SQL files and registers say."""
    connection = connections[using]
    return [
        *server_differences(connection),
        *table_differences(connection, compared_tables()),
        *strange_tables(connection),
        *object_differences(connection),
        *partitions_differences(connection),
    ]


def all_tables() -> list[type[models.Model]]:
    """Every table that a model manages, also those of libraries and between two models."""
    found = apps.get_models(include_auto_created=True)
    return [model for model in found if model._meta.managed and not model._meta.proxy]


def compared_tables() -> list[type[models.Model]]:
    """All but those that Django makes by itself between two tables of a library: nobody promises what their ids are."""
    return [
        model
        for model in all_tables()
        if not model._meta.auto_created or model._meta.app_config.name in own_apps()  # type: ignore[union-attr]
    ]


def table_differences(
    connection: BaseDatabaseWrapper, tables: list[type[models.Model]]
) -> Iterator[Difference]:
    """Differences of these tables: columns, keys, indexes, checks, options."""
    present = live.table_names(connection)
    there = [table for table in tables if table._meta.db_table in present]
    for table in tables:
        if table not in there:
            yield Difference("", "table", table._meta.db_table, MISSING)
    shapes = expected_shapes(connection, there)
    for table in there:
        name = table._meta.db_table
        wanted = shapes[name] | extra_parts(connection.vendor, name)
        partitions.widen_primary_key(connection, table, wanted)
        yield from shape_differences(name, wanted, live.live_shape(connection, table))


def shape_differences(table: str, wanted: Shape, found: Shape) -> Iterator[Difference]:
    """Differences of one table."""
    for key, part in wanted.items():
        other = found.get(key)
        if other is None:
            yield Difference(table, part.kind, shown_name(part), MISSING, wanted=part.text)
        elif other.text != part.text:
            yield Difference(table, part.kind, shown_name(part), DIFFERENT, part.text, other.text)
    for key, part in found.items():
        if key not in wanted and not serves_foreign_key(part, wanted):
            yield Difference(table, part.kind, shown_name(part), EXTRA, found=part.text)


def shown_name(part: Part) -> str:
    """Name of a part, unless it goes by its text."""
    return "" if part.name == part.text else part.name


def serves_foreign_key(part: Part, wanted: Shape) -> bool:
    """Whether a server made the index by itself for a foreign key."""
    columns = part.text.replace("`", "")
    return part.kind == "index" and any(
        kind == "foreign key" and name.startswith(f"{columns} references") for kind, name in wanted
    )


def strange_tables(connection: BaseDatabaseWrapper) -> Iterator[Difference]:
    """Tables that nobody asked for."""
    known = {table._meta.db_table for table in all_tables()} | DJANGO_TABLES
    extras = extra_tables(connection.vendor)
    extras |= {f"{item.table}_archive" for item in partitions.partitioned_tables()}
    for name in sorted(live.table_names(connection) - known):
        if not any(name == extra or name.startswith(f"{extra}_") for extra in extras):
            yield Difference("", "table", name, EXTRA)


def object_differences(
    connection: BaseDatabaseWrapper, files: Iterable[sqlobjects.ObjectFile] | None = None
) -> Iterator[Difference]:
    """Triggers, views, procedures and events against their files."""
    wanted = {(file.kind, file.name): file for file in files or sqlobjects.object_files(connection.vendor)}
    present = sqlobjects.catalog(connection)
    for (kind, name), file in wanted.items():
        text = live.wanted_text(connection, file)
        if (kind, name) not in present:
            yield Difference("", kind, name, MISSING, wanted=text)
            continue
        found = live.object_text(connection, kind, name)
        if found != text:
            yield Difference("", kind, name, DIFFERENT, text, found)
    if files is None:
        extra = present - wanted.keys() - {("trigger", name) for name in extra_triggers(connection.vendor)}
        for kind, name in sorted(extra):
            yield Difference("", kind, name, EXTRA, found=live.object_text(connection, kind, name))


def partitions_differences(connection: BaseDatabaseWrapper) -> Iterator[Difference]:
    """Partitions that should be there and are not, and the other way round."""
    for table, what, wanted, found in partitions.differences(connection):
        yield Difference(table, "partitions", "", what, wanted, found)


def server_differences(connection: BaseDatabaseWrapper) -> Iterator[Difference]:
    """Settings of the server, the database and all its tables."""
    for place, name, wanted, found in server.differences(connection):
        yield Difference(place, "setting", name, DIFFERENT, wanted, found)
