"""The entity-relationship diagram of all tables, made from the models, in Mermaid."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps
from django.db import models

from edusync.kernel.base import TenantModel, TimestampedModel
from edusync.kernel.registry import own_apps

# By what a field says it is inside (`get_internal_type`): an e-mail address is a CharField.
KINDS = {
    "BigAutoField": "bigint",
    "BigIntegerField": "bigint",
    "BinUUIDField": "uuid",
    "BinaryField": "blob",
    "BooleanField": "boolean",
    "CharField": "varchar",
    "DateField": "date",
    "DateTimeField": "datetime",
    "DecimalField": "decimal",
    "FloatField": "double",
    "GenericIPAddressField": "varchar",
    "IntegerField": "integer",
    "JSONField": "json",
    "PositiveBigIntegerField": "bigint",
    "PositiveIntegerField": "integer",
    "PositiveSmallIntegerField": "smallint",
    "SlugField": "varchar",
    "SmallIntegerField": "smallint",
    "TextField": "text",
}


def diagram_text() -> Iterator[str]:
    """Introduction, then a diagram for each app that has tables."""
    yield (
        "Tables as the models declare them, one diagram an app, low to high. A table of another app stands there as a "
        "name only. The columns that most tables have are left out: `organization_id` of the tables that belong to an "
        "organization, `created_at` and `updated_at`. `datetime` is UTC. What the tables promise beyond keys (checks, "
        "triggers) stands in the models and in `edusync/<app>/sql/`."
    )
    yield "## The whole"
    yield "Every table by name, and every foreign key, but for that to the organization, which nearly all tables have."
    yield whole()
    for app in own_apps():
        found = tables_of(app)
        if found:
            yield f"## {app.removeprefix('edusync.')}"
            yield diagram(found)


def whole() -> str:
    """All tables and their foreign keys, in boxes by app. A flow chart: Mermaid's own kind cannot group tables."""
    lines = ["```mermaid", "flowchart LR"]
    for app in own_apps():
        names = [table._meta.db_table for table in tables_of(app)]
        if names:
            lines += [
                f"  subgraph {app.removeprefix('edusync.')}",
                *(f"    {name}" for name in names),
                "  end",
            ]
    for app in own_apps():
        for table in tables_of(app):
            targets = {
                field.related_model._meta.db_table for field in shown_fields(table) if field.is_relation
            }
            lines += [f"  {table._meta.db_table} --> {target}" for target in sorted(targets)]
    return "\n".join([*lines, "```"])


def tables_of(app: str) -> list[type[models.Model]]:
    """Models of an app in the order in which they are declared."""
    return [model for model in apps.get_models() if model._meta.app_config.name == app]  # type: ignore[union-attr]


def diagram(tables: Iterable[type[models.Model]]) -> str:
    """One Mermaid diagram of these tables and the foreign keys that leave them."""
    tables = list(tables)
    lines = ["```mermaid", "erDiagram"]
    lines += [line for table in tables for line in relations_of(table)]
    for table in tables:
        lines += [f"  {table._meta.db_table} {{", *(f"    {line}" for line in columns_of(table)), "  }"]
    return "\n".join([*lines, "```"])


def shown_fields(table: type[models.Model]) -> list[Any]:
    """Columns but for those that so many tables have that they would hide the rest."""
    inherited: set[str] = set()
    if issubclass(table, TimestampedModel):
        inherited |= {"created_at", "updated_at"}
    if issubclass(table, TenantModel):
        inherited.add("organization_id")
    return [field for field in table._meta.concrete_fields if field.column not in inherited]


def relations_of(table: type[models.Model]) -> Iterator[str]:
    """One line for each foreign key."""
    for field in shown_fields(table):
        if field.is_relation:
            parent = "|o" if field.null else "||"
            child = "o|" if field.unique else "o{"
            yield f"  {field.related_model._meta.db_table} {parent}--{child} {table._meta.db_table} : {field.name}"


def columns_of(table: type[models.Model]) -> Iterator[str]:
    """One line for each column: type, name, what key it is, whether the database computes it."""
    for field in shown_fields(table):
        keys = [
            key
            for key, is_one in (
                ("PK", field.primary_key),
                ("FK", field.is_relation),
                ("UK", field.unique and not field.primary_key),
            )
            if is_one
        ]
        line = f"{kind_of(field)} {field.column} {','.join(keys)}".rstrip()
        yield f'{line} "computed"' if isinstance(field, models.GeneratedField) else line


def kind_of(field: Any) -> str:
    """Type of a column in words that hold for every engine. Raises KeyError for a kind of field not met so far."""
    if field.is_relation:
        return kind_of(field.target_field)
    if isinstance(field, models.GeneratedField):
        return kind_of(field.output_field)
    return KINDS[field.get_internal_type()]
