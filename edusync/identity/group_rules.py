"""The small language of rule groups: who is in a group, said by facts about people.

A rule is a tree of JSON objects. `{"all": [...]}` wants every part, `{"any": [...]}` one of them, `{"not": part}` none of it.
A leaf names a fact: `{"fact": "role", "is": "learner"}`, `{"fact": "unit", "is": 17, "below": true}` (units below count
too), `{"fact": "field", "key": "house", "is": "Blue"}` (an own field), `{"fact": "grade_level", "is": "7"}`,
`{"fact": "job_role", "is": 3}`, `{"fact": "joined_in_term", "is": 5}`. Rules are data: nothing of them is ever run.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import Q

from edusync.identity.models import (
    AcademicTerm,
    CustomField,
    CustomFieldValue,
    JobRole,
    JobRoleAssignment,
    OrganizationUnit,
    Role,
    RoleAssignment,
    StudentProfile,
)
from edusync.kernel.problems import FieldError, ValidationProblem

MAX_DEPTH = 4
MAX_PARTS = 30
# The type of `is` by fact.
FACTS: dict[str, type] = {
    "role": str,
    "unit": int,
    "field": str,
    "grade_level": str,
    "job_role": int,
    "joined_in_term": int,
}
LARGEST_ID = 2**63 - 1


def clean_rule(rule: Any, *, organization_id: int) -> dict[str, Any]:
    """The rule with only what the language knows. Raises ValidationProblem with pointers into it."""
    errors: list[FieldError] = []
    count = sum(1 for _ in leaves(rule))
    if count > MAX_PARTS:
        errors.append(FieldError("/rule", "too_long", f"At most {MAX_PARTS} conditions."))
    cleaned = {} if errors else _clean(rule, "/rule", 1, errors)
    if not errors:
        labels = labels_of(cleaned, organization_id=organization_id)
        for number, leaf in enumerate(leaves(cleaned)):
            if labels[number] is None:
                errors.append(
                    FieldError("/rule", "unknown_value", f"There is no such {leaf['fact']}: {leaf['is']}.")
                )
    if errors:
        raise ValidationProblem(errors=errors)
    return cleaned


def _clean(part: Any, pointer: str, depth: int, errors: list[FieldError]) -> dict[str, Any]:
    if not isinstance(part, dict) or depth > MAX_DEPTH:
        code = "too_deep" if isinstance(part, dict) else "invalid"
        errors.append(FieldError(pointer, code, f"An object, at most {MAX_DEPTH} levels deep."))
        return {}
    for name in ("all", "any"):
        if name in part:
            return _clean_list(part, name, pointer, depth, errors)
    if "not" in part:
        return {"not": _clean(part["not"], f"{pointer}/not", depth + 1, errors)}
    return _clean_leaf(part, pointer, errors)


def _clean_list(
    part: dict[str, Any], name: str, pointer: str, depth: int, errors: list[FieldError]
) -> dict[str, Any]:
    inner = part[name]
    if not isinstance(inner, list) or not inner:
        errors.append(FieldError(f"{pointer}/{name}", "required", "At least one condition."))
        return {}
    return {
        name: [
            _clean(one, f"{pointer}/{name}/{number}", depth + 1, errors) for number, one in enumerate(inner)
        ]
    }


def _clean_leaf(part: dict[str, Any], pointer: str, errors: list[FieldError]) -> dict[str, Any]:
    fact = part.get("fact")
    kind = FACTS.get(fact) if isinstance(fact, str) else None
    if kind is None:
        errors.append(FieldError(f"{pointer}/fact", "unknown_fact", f"One of {', '.join(FACTS)}."))
        return {}
    value = part.get("is")
    if not isinstance(value, kind) or isinstance(value, bool) or not _fits(value):
        errors.append(FieldError(f"{pointer}/is", "invalid", "The value does not fit the fact."))
        return {}
    leaf: dict[str, Any] = {"fact": fact, "is": value}
    if fact == "unit":
        leaf["below"] = part.get("below") is not False
    if fact == "field":
        key = part.get("key")
        if not isinstance(key, str) or not 0 < len(key) <= 60:
            errors.append(FieldError(f"{pointer}/key", "required", "The key of an own field."))
        leaf["key"] = key
    return leaf


def _fits(value: Any) -> bool:
    if isinstance(value, str):
        return 0 < len(value) <= 500 and "\0" not in value
    return 0 < value <= LARGEST_ID


def leaves(part: Any) -> Iterator[dict[str, Any]]:
    """The conditions of a rule, in reading order. Bounded by the size of a request's body."""
    waiting = [part]
    while waiting:
        one = waiting.pop()
        if not isinstance(one, dict):
            continue
        inner = one.get("all") or one.get("any") or ([one["not"]] if "not" in one else None)
        if isinstance(inner, list):
            waiting.extend(reversed(inner))
        elif "fact" in one:
            yield one


def labels_of(rule: Any, *, organization_id: int) -> list[str | None]:
    """What each condition's value is called, in reading order; None where it names nothing. A query for each kind of fact."""
    found = list(leaves(rule))
    names: dict[str, dict[Any, str]] = {}
    for fact in {leaf["fact"] for leaf in found}:
        wanted = {leaf["key"] if fact == "field" else leaf["is"] for leaf in found if leaf["fact"] == fact}
        names[fact] = _NAMES[fact](wanted, organization_id)
    labels: list[str | None] = []
    for leaf in found:
        if leaf["fact"] == "field":
            label = names["field"].get(leaf["key"])
            labels.append(None if label is None else f"{label}: {leaf['is']}")
        else:
            labels.append(names[leaf["fact"]].get(leaf["is"]))
    return labels


def _role_names(codes: set[str], organization_id: int) -> dict[Any, str]:
    roles = Role.objects.filter(code__in=codes).filter(
        Q(organization_id=organization_id) | Q(organization__isnull=True)
    )
    return dict(roles.values_list("code", "name"))


def _unit_names(ids: set[int], organization_id: int) -> dict[Any, str]:
    units = OrganizationUnit.unscoped.filter(organization_id=organization_id, pk__in=ids)
    return dict(units.values_list("pk", "name"))


def _field_names(keys: set[str], organization_id: int) -> dict[Any, str]:
    fields = CustomField.unscoped.filter(
        organization_id=organization_id, key__in=keys, deleted_at__isnull=True
    )
    return dict(fields.values_list("key", "label"))


def _job_names(ids: set[int], organization_id: int) -> dict[Any, str]:
    jobs = JobRole.unscoped.filter(organization_id=organization_id, pk__in=ids, deleted_at__isnull=True)
    return dict(jobs.values_list("pk", "name"))


def _term_names(ids: set[int], organization_id: int) -> dict[Any, str]:
    terms = AcademicTerm.unscoped.filter(organization_id=organization_id, pk__in=ids, deleted_at__isnull=True)
    return dict(terms.values_list("pk", "name"))


def _same(values: set[str], organization_id: int) -> dict[Any, str]:
    return {value: value for value in values}


_NAMES: dict[str, Callable[[set[Any], int], dict[Any, str]]] = {
    "role": _role_names,
    "unit": _unit_names,
    "field": _field_names,
    "grade_level": _same,
    "job_role": _job_names,
    "joined_in_term": _term_names,
}


def condition(part: dict[str, Any], *, organization_id: int) -> Q:
    """The rule as a condition on memberships of the organization. What no longer exists matches nobody."""
    if "all" in part:
        every = Q()
        for one in part["all"]:
            every &= condition(one, organization_id=organization_id)
        return every
    if "any" in part:
        some = Q(pk__in=[])
        for one in part["any"]:
            some |= condition(one, organization_id=organization_id)
        return some
    if "not" in part:
        return ~condition(part["not"], organization_id=organization_id)
    if part.get("fact") not in FACTS:
        return Q(pk__in=[])
    return _CONDITIONS[part["fact"]](part, organization_id)


def _by_role(leaf: dict[str, Any], organization_id: int) -> Q:
    holders = RoleAssignment.unscoped.filter(organization_id=organization_id, role__code=leaf["is"])
    return Q(user_id__in=holders.values("user_id"))


def _by_unit(leaf: dict[str, Any], organization_id: int) -> Q:
    units = OrganizationUnit.unscoped.filter(organization_id=organization_id, deleted_at__isnull=True)
    if not leaf.get("below", True):
        return Q(unit_id__in=units.filter(pk=leaf["is"]).values("pk"))
    path = units.filter(pk=leaf["is"]).values_list("path", flat=True).first()
    return Q(unit_id__in=units.filter(path__startswith=path).values("pk")) if path else Q(pk__in=[])


def _by_field(leaf: dict[str, Any], organization_id: int) -> Q:
    values = CustomFieldValue.unscoped.filter(
        organization_id=organization_id,
        field__key=leaf["key"],
        field__deleted_at__isnull=True,
        value=leaf["is"],
    )
    return Q(user_id__in=values.values("user_id"))


def _by_grade_level(leaf: dict[str, Any], organization_id: int) -> Q:
    students = StudentProfile.unscoped.filter(organization_id=organization_id, grade_level=leaf["is"])
    return Q(user_id__in=students.values("user_id"))


def _by_job_role(leaf: dict[str, Any], organization_id: int) -> Q:
    jobs = JobRoleAssignment.unscoped.filter(organization_id=organization_id, job_role_id=leaf["is"])
    return Q(user_id__in=jobs.values("user_id"))


def _by_term(leaf: dict[str, Any], organization_id: int) -> Q:
    term = AcademicTerm.unscoped.filter(
        organization_id=organization_id, pk=leaf["is"], deleted_at__isnull=True
    ).first()
    if term is None:
        return Q(pk__in=[])
    # A day here is a day in UTC: memberships begin at an instant, terms have no time zone.
    start = dt.datetime.combine(term.starts_on, dt.time.min, dt.UTC)
    end = dt.datetime.combine(term.ends_on + dt.timedelta(days=1), dt.time.min, dt.UTC)
    return Q(created_at__gte=start, created_at__lt=end)


_CONDITIONS: dict[str, Callable[[dict[str, Any], int], Q]] = {
    "role": _by_role,
    "unit": _by_unit,
    "field": _by_field,
    "grade_level": _by_grade_level,
    "job_role": _by_job_role,
    "joined_in_term": _by_term,
}
