"""Seals every sealed column again under the present key, so that an old key can be taken out of the settings."""

import dataclasses
from collections.abc import Callable, Iterator
from typing import Any

from django.apps import apps
from django.db import models, transaction

from edusync.kernel.crypto import SealedTextField, is_current, key_of, seal, unseal

BATCH = 200


@dataclasses.dataclass(frozen=True, slots=True)
class SealedColumn:
    """A column whose values are sealed."""

    model: type[models.Model]
    field: SealedTextField

    @property
    def name(self) -> str:
        """`table.column`: also what its values are sealed for."""
        return f"{self.model._meta.db_table}.{self.field.column}"


@dataclasses.dataclass(slots=True)
class RotationReport:
    """What a run did with one column. `failed` are keys of rows that could not be opened."""

    column: str
    seen: int = 0
    sealed_again: int = 0
    failed: list[Any] = dataclasses.field(default_factory=list)


@dataclasses.dataclass(frozen=True, slots=True)
class SealedDocument:
    """A JSON column in which some texts are sealed for `purpose`."""

    label: str
    field: str
    purpose: str

    @property
    def name(self) -> str:
        """`table.column`."""
        return f"{apps.get_model(self.label)._meta.db_table}.{self.field}"


_documents: list[SealedDocument] = []


def register_sealed_document(label: str, field: str, *, purpose: str) -> None:
    """Let rotation reach sealed texts inside a JSON column."""
    document = SealedDocument(label, field, purpose)
    if document not in _documents:
        _documents.append(document)


def sealed_columns() -> list[SealedColumn]:
    """Every sealed column of every installed app."""
    return [
        SealedColumn(model, field)
        for model in apps.get_models(include_auto_created=True)
        if not model._meta.proxy
        for field in model._meta.local_concrete_fields
        if isinstance(field, SealedTextField)
    ]


def rotate_keys(*, tell: Callable[[RotationReport], None] | None = None) -> list[RotationReport]:
    """Seal every value again that is not under the present key, in batches of their own transactions.

    It can be stopped and run again: what is done is seen by the key's id in the value. A value that somebody changes
    meanwhile is left to them: they seal it under the present key anyway.
    """
    reports = []
    for column in sealed_columns():
        report = RotationReport(column.name)
        for batch in _batches(column):
            _rotate_batch(column, batch, report)
        reports.append(report)
        if tell is not None:
            tell(report)
    for document in _documents:
        reports.append(_rotate_documents(document))
        if tell is not None:
            tell(reports[-1])
    return reports


def _rotate_documents(document: SealedDocument) -> RotationReport:
    report = RotationReport(document.name)
    manager: Any = apps.get_model(document.label)._base_manager
    for pk in list(manager.order_by("pk").values_list("pk", flat=True)):
        with transaction.atomic():
            row = manager.select_for_update().filter(pk=pk).first()
            if row is None:
                continue
            before = getattr(row, document.field)
            after = _sealed_again(before, document.purpose, report, pk)
            if after != before:
                setattr(row, document.field, after)
                row.save(update_fields=[document.field])
    return report


def _sealed_again(value: Any, purpose: str, report: RotationReport, pk: Any) -> Any:
    """The document with every sealed text under the present key."""
    if isinstance(value, dict):
        return {key: _sealed_again(item, purpose, report, pk) for key, item in value.items()}
    if not is_sealed(value):
        return value
    report.seen += 1
    if is_current(value):
        return value
    try:
        again = seal(unseal(value, purpose=purpose), purpose=purpose)
    except (LookupError, ValueError):
        report.failed.append(pk)
        return value
    report.sealed_again += 1
    return again


def is_sealed(value: Any) -> bool:
    """Whether a value looks like a sealed text."""
    return isinstance(value, str) and value.startswith("v1.") and value.count(".") == 2


def _batches(column: SealedColumn) -> Iterator[list[tuple[Any, str]]]:
    last = None
    while True:
        batch = list(_raw_values(column, after=last))
        if not batch:
            return
        yield batch
        last = batch[-1][0]


def _raw_values(column: SealedColumn, *, after: Any) -> "models.QuerySet[Any, Any]":
    """Keys and sealed values as stored: read as plain text, else the field would open them."""
    manager: Any = getattr(column.model, "unscoped", None) or column.model._base_manager
    rows = manager.exclude(**{f"{column.field.name}__isnull": True}).order_by("pk")
    if after is not None:
        rows = rows.filter(pk__gt=after)
    raw = models.functions.Cast(column.field.name, output_field=models.TextField())
    found: models.QuerySet[Any, Any] = rows.annotate(raw_value=raw).values_list("pk", "raw_value")[:BATCH]
    return found


@transaction.atomic
def _rotate_batch(column: SealedColumn, batch: list[tuple[Any, str]], report: RotationReport) -> None:
    connection = transaction.get_connection()
    quote = connection.ops.quote_name
    key = column.model._meta.pk.column  # type: ignore[union-attr]
    statement = (
        f"UPDATE {quote(column.model._meta.db_table)} SET {quote(column.field.column)} = %s"  # noqa: S608
        f" WHERE {quote(key)} = %s AND {quote(column.field.column)} = %s"
    )
    with connection.cursor() as cursor:
        for pk, sealed in batch:
            if not sealed:
                continue
            report.seen += 1
            if is_current(sealed):
                continue
            try:
                text = unseal(sealed, purpose=column.name)
            except (LookupError, ValueError):
                report.failed.append(pk)
                continue
            cursor.execute(statement, [seal(text, purpose=column.name), pk, sealed])
            report.sealed_again += cursor.rowcount


def keys_in_use() -> dict[str, int]:
    """How many values are sealed under each key id. A key that is not named here may go."""
    found: dict[str, int] = {}
    for column in sealed_columns():
        for batch in _batches(column):
            for _, sealed in batch:
                if sealed:
                    found[key_of(sealed)] = found.get(key_of(sealed), 0) + 1
    for document in _documents:
        values = apps.get_model(document.label)._base_manager.values_list(document.field, flat=True)
        for value in values.iterator(chunk_size=BATCH):
            for text in value.values() if isinstance(value, dict) else ():
                if is_sealed(text):
                    found[key_of(text)] = found.get(key_of(text), 0) + 1
    return dict(sorted(found.items()))
