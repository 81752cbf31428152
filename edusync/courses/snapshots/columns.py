"""Columns of a table as JSON and back, read off the model: a column added later is part of snapshots at once."""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from edusync.files.models import FileObject
from edusync.kernel.problems import FieldError, ValidationProblem

# What a row is, not what it says.
_NEVER = frozenset({"id", "organization", "created_at", "updated_at", "row_version", "deleted_at"})
MAX_TEXT_CHARACTERS = 1_000_000


@lru_cache(maxsize=64)
def portable_fields(model: type[models.Model], skip: frozenset[str] = frozenset()) -> tuple[Any, ...]:
    """The columns of a table that a snapshot keeps, by name."""
    fields = [
        field
        for field in model._meta.concrete_fields
        if field.name not in _NEVER
        and field.name not in skip
        and not field.primary_key
        and not isinstance(field, models.GeneratedField)
        and (not field.is_relation or field.related_model is FileObject)
    ]
    return tuple(sorted(fields, key=lambda field: field.name))


def lookups(fields: Iterable[Any]) -> list[str]:
    """Names for `.values_list()`: files by their public id."""
    return [f"{field.name}__uuid" if field.is_relation else field.name for field in fields]


def as_json(value: Any) -> Any:
    """A column's value in JSON's types."""
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, dt.datetime | dt.date):
        return value.isoformat()
    return str(value) if isinstance(value, uuid.UUID) else value


def row_json(fields: Iterable[Any], values: Iterable[Any]) -> dict[str, Any]:
    """The row's columns by name."""
    return {field.name: as_json(value) for field, value in zip(fields, values, strict=True)}


def clean_row(
    fields: Iterable[Any], data: Mapping[str, Any], *, files: Mapping[str, FileObject], pointer: str
) -> dict[str, Any]:
    """Checked values by name, of the columns that `data` names. Raises ValidationProblem."""
    cleaned: dict[str, Any] = {}
    errors = []
    for field in fields:
        if field.name not in data:
            continue
        try:
            cleaned[field.name] = _clean(field, data[field.name], files)
        except (ValidationError, ValueError, TypeError, ArithmeticError) as error:
            words = error.messages[0] if isinstance(error, ValidationError) else "Not a value of this field."
            errors.append(FieldError(pointer=f"{pointer}/{field.name}", code="invalid", detail=words))
    if errors:
        raise ValidationProblem(errors=errors)
    return cleaned


def _clean(field: Any, value: Any, files: Mapping[str, FileObject]) -> Any:
    if value is None:
        if not field.null:
            raise ValidationError("Must not be empty.")
        return None
    if field.is_relation:
        if str(value) not in files:
            raise ValidationError("No such file.")
        return files[str(value)]
    if isinstance(field, models.JSONField):
        return value
    if isinstance(value, dict | list):
        raise ValidationError("Must be a single value.")
    value = _of_type(field, value)
    if field.choices and value not in dict(field.flatchoices):
        raise ValidationError("Not one of the choices.")
    field.run_validators(value)
    return value


def _of_type(field: Any, value: Any) -> Any:
    """The value in the column's type; a text is not taken for a number nor the other way round."""
    if isinstance(field, models.BooleanField) and not isinstance(value, bool):
        raise ValidationError("Must be true or false.")
    if isinstance(field, models.IntegerField) and (isinstance(value, bool) or not isinstance(value, int)):
        raise ValidationError("Must be a whole number.")
    if isinstance(field, models.CharField | models.TextField):
        if not isinstance(value, str) or "\0" in value or len(value) > MAX_TEXT_CHARACTERS:
            raise ValidationError("Must be text that can be stored.")
        return value
    return field.to_python(value)
