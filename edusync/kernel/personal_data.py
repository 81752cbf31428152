"""What the site keeps about people: every app declares its tables, their columns, why, how long, and what erasure does.

An app's `personal_data.py` calls `declare(table(...), ...)`. From the declarations follow the data map, the export of a
person's data, erasure, and a test that fails on a column nobody declared.
"""

import dataclasses
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import IO, Any

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Q


class Category(StrEnum):
    """Kind of a personal fact."""

    IDENTITY = "identity"
    CONTACT = "contact"
    LEARNING = "learning"
    TECHNICAL = "technical"
    SPECIAL = "special"


class Purpose(StrEnum):
    """Why a table is kept."""

    ACCOUNT = "account"
    SECURITY = "security"
    ORGANIZATION = "organization"
    LEARNING = "learning"
    TEACHING = "teaching"
    RECORDS = "records"
    COMMUNICATION = "communication"
    FAMILY = "family"
    ACCOUNTABILITY = "accountability"


class Retention(StrEnum):
    """How long a table is kept. `RULE` names a retention rule of the organization."""

    ACCOUNT = "account"
    MEMBERSHIP = "membership"
    RECORD = "record"
    RULE = "rule"
    LAW = "law"


class OnErasure(StrEnum):
    """What erasure does with the rows of a table, or with one column of rows that stay."""

    DELETE = "delete"
    CHANGE = "change"
    KEEP = "keep"
    CLEAR = "clear"
    PSEUDONYMIZE = "pseudonymize"


@dataclasses.dataclass(frozen=True, slots=True)
class Subject:
    """A person whose data is exported or erased on behalf of one organization.

    `is_account_included` is false where they belong to other organizations too: then their account stays.
    """

    user_id: int
    organization_id: int
    addresses: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    is_account_included: bool = True


@dataclasses.dataclass(frozen=True, slots=True)
class Column:
    """A personal column. `value` is what a pseudonym is made by; secrets are erased, never exported."""

    category: Category
    on_erasure: OnErasure
    reason: str = ""
    value: Any = None
    is_secret: bool = False


def clear(category: str) -> Column:
    """A column that erasure empties."""
    return Column(Category(category), OnErasure.CLEAR)


def keep(category: str, reason: str) -> Column:
    """A column that erasure leaves, and the reason the receipt gives."""
    return Column(Category(category), OnErasure.KEEP, reason=reason)


def pseudonymize(category: str, value: Any) -> Column:
    """A column that erasure overwrites with `value`, or with what `value(subject)` gives."""
    return Column(Category(category), OnErasure.PSEUDONYMIZE, value=value)


def secret(category: str = "technical") -> Column:
    """A secret (hash, key): emptied by erasure, in no export."""
    return Column(Category(category), OnErasure.CLEAR, is_secret=True)


def overwritten_secret(value: Any) -> Column:
    """A secret that must not be empty: erasure overwrites it."""
    return Column(Category.TECHNICAL, OnErasure.PSEUDONYMIZE, value=value, is_secret=True)


def keep_secret(reason: str) -> Column:
    """A secret that erasure leaves, because it opens nothing any more."""
    return Column(Category.TECHNICAL, OnErasure.KEEP, reason=reason, is_secret=True)


Eraser = Callable[[Subject], int]
# Empties in exported rows what the person may not be told yet, such as the points of an exam that still runs.
Veil = Callable[[Sequence[dict[str, Any]]], None]


@dataclasses.dataclass(frozen=True, slots=True)
class PersonalTable:
    """A declared table.

    `ties` are the paths from a row to the person it is about, `match` finds rows that no path leads to. `others` are
    columns that name people whom the row is not about. `plain` columns say nothing about anybody. `sets` are written
    besides the columns when rows stay. `also_exported` adds readable columns of other tables to the export, `veil` takes
    out what may not be told yet.
    """

    label: str
    ties: tuple[str, ...]
    purpose: Purpose
    retention: Retention
    columns: Mapping[str, Column]
    on_erasure: OnErasure
    reason: str
    others: tuple[str, ...]
    plain: tuple[str, ...]
    sets: Mapping[str, Any]
    also_exported: tuple[str, ...]
    match: Callable[[Subject], Q] | None
    eraser: Eraser | None
    organization: str | None
    veil: Veil | None = None

    @property
    def model(self) -> type[models.Model]:
        """The table's class."""
        return apps.get_model(self.label)

    @property
    def is_about_people(self) -> bool:
        """Whether rows of the table belong to a person."""
        return bool(self.ties or self.match)


def table(
    label: str,
    *ties: str,
    purpose: str = "account",
    retention: str = "account",
    columns: Mapping[str, Column] | None = None,
    on_erasure: str = "change",
    reason: str = "",
    others: Iterable[str] = (),
    plain: Iterable[str] = (),
    sets: Mapping[str, Any] | None = None,
    also_exported: Iterable[str] = (),
    match: Callable[[Subject], Q] | None = None,
    eraser: Eraser | None = None,
    organization: str | None = None,
    veil: Veil | None = None,
) -> PersonalTable:
    """Describe a table for `declare`. Raises ValueError where rows or columns stay without a reason."""
    kept = [column for column in (columns or {}).values() if column.on_erasure == OnErasure.KEEP]
    if on_erasure == OnErasure.KEEP and not reason:
        raise ValueError(f"{label}: say why its rows stay")
    if any(not column.reason and not reason for column in kept):
        raise ValueError(f"{label}: say why its columns stay")
    return PersonalTable(
        label=label,
        ties=ties,
        purpose=Purpose(purpose),
        retention=Retention(retention),
        columns=dict(columns or {}),
        on_erasure=OnErasure(on_erasure),
        reason=reason,
        others=tuple(others),
        plain=tuple(plain),
        sets=dict(sets or {}),
        also_exported=tuple(also_exported),
        match=match,
        eraser=eraser,
        organization=organization,
        veil=veil,
    )


_tables: dict[str, PersonalTable] = {}
_file_sources: list[Callable[[Subject], Iterable[tuple[str, IO[bytes]]]]] = []


def declare(*tables: PersonalTable) -> None:
    """Add tables to the map."""
    for item in tables:
        _tables[item.label] = item


def declared_tables() -> list[PersonalTable]:
    """Every declared table, sorted by label."""
    return [_tables[label] for label in sorted(_tables)]


def personal_tables() -> list[PersonalTable]:
    """The declared tables whose rows are about people."""
    return [item for item in declared_tables() if item.is_about_people]


def register_exported_files(source: Callable[[Subject], Iterable[tuple[str, IO[bytes]]]]) -> None:
    """Let an export contain files: `source(subject)` yields (name in the archive, open content)."""
    if source not in _file_sources:
        _file_sources.append(source)


def exported_files(subject: Subject) -> Iterator[tuple[str, IO[bytes]]]:
    """All files of a person's export."""
    for source in _file_sources:
        yield from source(subject)


def organization_path(item: PersonalTable) -> str | None:
    """Path from a row to its organization; None for tables that belong to the account."""
    if item.organization is not None:
        return item.organization
    names = {field.attname for field in item.model._meta.concrete_fields}
    return "organization_id" if "organization_id" in names else None


def rows_of(item: PersonalTable, subject: Subject, *, is_for_erasure: bool = False) -> Any:
    """Rows of the table about the person, as far as the organization answers for them.

    Erasure of a whole account takes the rows of every organization; an export those of one.
    """
    manager: Any = getattr(item.model, "unscoped", None) or item.model._base_manager
    condition = Q(pk__in=[])
    for tie in item.ties:
        condition |= Q(**{tie: subject.user_id})
    if item.match is not None:
        condition |= item.match(subject)
    rows = manager.filter(condition)
    path = organization_path(item)
    if path is None:
        return rows if subject.is_account_included or not is_for_erasure else rows.none()
    if is_for_erasure and subject.is_account_included:
        return rows
    return rows.filter(**{path: subject.organization_id})


def by_address(column: str) -> Callable[[Subject], Q]:
    """A `match` for rows that name the person by e-mail address only."""

    def match(subject: Subject) -> Q:
        condition = Q(pk__in=[])
        for address in subject.addresses:
            condition |= Q(**{f"{column}__iexact": address})
        return condition

    return match


# Library tables in which people appear; those of our own apps are found by themselves.
LIBRARY_APPS = ("account", "mfa", "socialaccount", "allauth_idp_oidc", "sessions", "admin")
_PERSON_NAME = re.compile(
    r"(^|_)(user|actor|person|learner|guardian|student|instructor|impersonator|assignee|subject)_id$|_by(_id)?$"
)


def watched_models() -> list[type[models.Model]]:
    """Models that the completeness test looks at."""
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if not model._meta.proxy
        and (
            apps.get_app_config(model._meta.app_label).name.startswith("edusync.")
            or model._meta.app_label in LIBRARY_APPS
        )
    ]


def undeclared() -> list[str]:
    """What the declarations miss or name wrongly, one line each; empty when the map is complete."""
    return [line for model in watched_models() for line in _faults_of(model)]


def _faults_of(model: type[models.Model]) -> Iterator[str]:
    label = model._meta.label
    item = _tables.get(label)
    for field in model._meta.concrete_fields:
        if item is None:
            if is_person_link(field) or _leads_to_personal(field):
                yield f"{label}.{field.name}: links to a person, and the table is not declared"
        elif is_person_link(field) and not _is_named(item, field):
            yield f"{label}.{field.name}: links to a person, and is neither a tie nor one of `others`"
        elif item.is_about_people and holds_facts(field) and not _is_named(item, field):
            yield f"{label}.{field.name}: may hold a fact about a person, and is not declared"
    if item is not None:
        known = {name for field in model._meta.concrete_fields for name in (field.name, field.attname)}
        for name in (*item.columns, *item.plain, *item.others, *item.sets):
            if name not in known:
                yield f"{label}.{name}: is declared, and there is no such column"


def is_person_link(field: Any) -> bool:
    """Whether a column names a person."""
    if field.related_model is not None:
        return bool(field.related_model._meta.label == settings.AUTH_USER_MODEL)
    return isinstance(field, models.IntegerField) and bool(_PERSON_NAME.search(field.name))


def _leads_to_personal(field: Any) -> bool:
    if field.related_model is None:
        return False
    target = _tables.get(field.related_model._meta.label)
    return (
        target is not None
        and bool(target.ties)
        and field.related_model._meta.label != settings.AUTH_USER_MODEL
    )


def holds_facts(field: Any) -> bool:
    """Whether a column could hold a fact about a person: free text, documents, addresses, days."""
    if getattr(field, "choices", None) or field.related_model is not None:
        return False
    if isinstance(field, models.DateField):
        return not isinstance(field, models.DateTimeField)
    kinds = (
        models.CharField,
        models.TextField,
        models.JSONField,
        models.GenericIPAddressField,
        models.BinaryField,
    )
    return isinstance(field, kinds)


def _is_named(item: PersonalTable, field: Any) -> bool:
    names = {field.name, field.attname} | ({"pk"} if field.primary_key else set())
    return bool(names & {*item.columns, *item.plain, *item.others, *item.ties})
