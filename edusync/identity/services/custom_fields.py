"""Facts that only this organization keeps about its people: the fields and their values."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.text import slugify

from edusync.identity.models import CustomField, CustomFieldValue
from edusync.identity.problems import NameTaken
from edusync.kernel import audit, clock
from edusync.kernel.policy import Actor
from edusync.kernel.problems import FieldError, NotFound, ValidationProblem
from edusync.kernel.tenancy import current_organization_id
from edusync.kernel.texts import clean_line

LONGEST_VALUE = 500
MOST_FIELDS = 60
CHANGEABLE = ("label", "help_text", "choices", "is_required", "visibility")
Kind = CustomField.Kind


@transaction.atomic
def create_field(*, facts: Mapping[str, Any], created_by: Actor) -> CustomField:
    """Add a field at the end of the list; its key comes from the label unless given.

    Raises NameTaken (key), ValidationProblem (choices, too many fields).
    """
    live = CustomField.objects.filter(deleted_at__isnull=True)
    positions = list(live.values_list("position", flat=True))
    if len(positions) >= MOST_FIELDS:
        raise ValidationProblem(errors=[FieldError("/label", "too-many", f"At most {MOST_FIELDS} fields.")])
    key = facts.get("key") or slugify(facts["label"])[:60] or f"field-{len(positions) + 1}"
    field = CustomField(
        organization_id=current_organization_id(),
        key=key,
        kind=facts["kind"],
        position=max(positions, default=0) + 1,
        **{name: facts[name] for name in CHANGEABLE if name in facts},
    )
    field.choices = _clean_choices(field)
    _save(field)
    _record("identity.custom_field.created", field, created_by)
    return field


@transaction.atomic
def update_field(*, field: CustomField, changes: Mapping[str, Any], changed_by: Actor) -> CustomField:
    """Change a field but its kind and key. A choice that people have cannot go.

    Raises ValidationProblem.
    """
    for name in CHANGEABLE:
        if name in changes:
            setattr(field, name, changes[name])
    field.choices = _clean_choices(field)
    if field.kind == Kind.CHOICE and "choices" in changes:
        used = CustomFieldValue.objects.filter(field=field).exclude(value__in=field.choices)
        if lost := used.values_list("value", flat=True).first():
            raise ValidationProblem(
                errors=[FieldError("/choices", "in-use", f"People have {lost}. Change it there first.")]
            )
    _save(field)
    _record("identity.custom_field.changed", field, changed_by, columns=sorted(changes))
    return field


@transaction.atomic
def archive_field(*, field: CustomField, archived_by: Actor) -> None:
    """Take the field off every page. What people have stays stored with it until retention or erasure."""
    field.deleted_at = clock.now()
    field.save(update_fields=["deleted_at", "updated_at"])
    _record("identity.custom_field.archived", field, archived_by)


@transaction.atomic
def order_fields(*, ids: Sequence[int], ordered_by: Actor) -> None:
    """Put the fields in this order. Raises NotFound unless exactly the live fields are named."""
    fields = {field.pk: field for field in CustomField.objects.filter(deleted_at__isnull=True)}
    if sorted(ids) != sorted(fields):
        raise NotFound
    for position, field_id in enumerate(ids, start=1):
        if fields[field_id].position != position:
            CustomField.objects.filter(pk=field_id).update(position=position, updated_at=clock.now())
    audit.record("identity.custom_field.ordered", actor=ordered_by, facts={"ids": list(ids)})


def _clean_choices(field: CustomField) -> list[str]:
    if field.kind != Kind.CHOICE:
        return []
    choices = list(dict.fromkeys(clean_line(str(choice)) for choice in field.choices))
    if not choices or "" in choices:
        raise ValidationProblem(errors=[FieldError("/choices", "required", "Name what can be chosen.")])
    return choices


def _save(field: CustomField) -> None:
    try:
        with transaction.atomic():
            field.save()
    except IntegrityError as error:
        raise NameTaken(errors=[FieldError("/label", "name-taken", NameTaken.title)]) from error


@transaction.atomic
def set_values(
    *, user_id: int, values: Mapping[str, Any], set_by: Actor, visibilities: Sequence[str] | None = None
) -> None:
    """Store values by key of the field; empty text takes a value away. `visibilities` bounds which fields may be set.

    Raises ValidationProblem with an error for each field: `unknown-field`, `required`, or what is wrong with the value.
    """
    fields = {field.key: field for field in CustomField.objects.filter(deleted_at__isnull=True)}
    stored: dict[int, str] = dict(
        CustomFieldValue.objects.filter(user_id=user_id).values_list("field_id", "value")
    )
    errors, changed = [], []
    for key, raw in values.items():
        field = fields.get(key)
        if field is None or (visibilities is not None and field.visibility not in visibilities):
            errors.append(FieldError(f"/values/{key}", "unknown-field", "There is no such field."))
            continue
        try:
            value = canonical_value(field, raw)
        except ValidationError as error:
            errors.append(FieldError(f"/values/{key}", error.code or "invalid", " ".join(error.messages)))
            continue
        if value != stored.get(field.pk, ""):
            _store(field, user_id, value)
            changed.append(key)
    if errors:
        raise ValidationProblem(errors=errors)
    if changed:
        audit.record(
            "identity.custom_values.changed",
            actor=set_by,
            target=("user", user_id),
            facts={"fields": sorted(changed)},
        )


def _store(field: CustomField, user_id: int, value: str) -> None:
    if not value:
        CustomFieldValue.objects.filter(field=field, user_id=user_id).delete()
        return
    CustomFieldValue.objects.update_or_create(
        organization_id=field.organization_id, field=field, user_id=user_id, defaults={"value": value}
    )


def canonical_value(field: CustomField, raw: Any) -> str:
    """The value as stored: numbers without needless zeros, dates as ISO 8601, yes or no. Raises ValidationError."""
    if raw is None:
        raw = ""
    if isinstance(raw, bool):
        raw = "yes" if raw else "no"
    text = clean_line(str(raw))
    if not text:
        if field.is_required:
            raise ValidationError("This field must be filled in.", code="required")
        return ""
    if len(text) > LONGEST_VALUE:
        raise ValidationError(f"At most {LONGEST_VALUE} characters.", code="max_length")
    return _CANONICAL[Kind(field.kind)](field, text)


def _number(_field: CustomField, text: str) -> str:
    try:
        number = Decimal(text)
    except InvalidOperation as error:
        raise ValidationError("This is no number.", code="no-number") from error
    if not number.is_finite() or abs(number) >= Decimal("1e15") or -number.as_tuple().exponent > 6:  # type: ignore[operator]
        raise ValidationError("At most 15 digits before the point and 6 after.", code="no-number")
    plain = f"{number:f}"
    plain = plain.rstrip("0").rstrip(".") if "." in plain else plain
    return "0" if plain == "-0" else plain


def _date(_field: CustomField, text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise ValidationError("Write a date as year-month-day.", code="no-date") from error


def _choice(field: CustomField, text: str) -> str:
    if text not in field.choices:
        raise ValidationError("This is none of the choices.", code="not-a-choice")
    return text


def _yes_no(_field: CustomField, text: str) -> str:
    if text not in {"yes", "no"}:
        raise ValidationError("Yes or no.", code="not-a-choice")
    return text


_CANONICAL = {
    Kind.TEXT: lambda _field, text: text,
    Kind.NUMBER: _number,
    Kind.DATE: _date,
    Kind.CHOICE: _choice,
    Kind.YES_NO: _yes_no,
}


def _record(action: str, field: CustomField, actor: Actor, **facts: Any) -> None:
    audit.record(action, actor=actor, target=("custom-field", field.pk), facts={"key": field.key, **facts})
