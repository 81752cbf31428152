"""Reports of the studio: written, changed, shared, copied, deleted."""

from collections.abc import Collection, Mapping
from typing import Any

from django.db import IntegrityError, transaction

from edusync.identity.queries import members
from edusync.identity.services.roles_reads import roles_of
from edusync.kernel import audit, clock
from edusync.kernel.locking import save_versioned
from edusync.kernel.policy import Actor
from edusync.kernel.problems import FieldError
from edusync.kernel.tenancy import current_organization_id
from edusync.reports.models import ReportDefinition, ReportSchedule, ReportShare
from edusync.reports.problems import (
    ReportDefinitionInUse,
    ReportDefinitionNameTaken,
    ReportReceiverInvalid,
)
from edusync.reports.studio import running
from edusync.reports.studio.charts import checked_chart
from edusync.reports.studio.compiling import Compiled, compiled
from edusync.reports.studio.refusals import Place, refused
from edusync.reports.studio.relations import relations_for
from edusync.reports.studio.source import described_column

NAME_LENGTH = 120
TARGET = "report_definition"


@transaction.atomic
def create_definition(
    *, name: str, description: str, statement: str, chart: Mapping[str, Any], actor: Actor
) -> ReportDefinition:
    """Keep a report. Raises ReportStatementRefused, ReportChartInvalid, ReportDefinitionNameTaken."""
    definition = ReportDefinition(
        organization_id=current_organization_id(),
        owner_id=actor.user_id or 0,
        name=name,
        description=description,
        **_checked(statement, chart, actor),
    )
    try:
        with transaction.atomic():
            definition.save()
    except IntegrityError as error:
        raise ReportDefinitionNameTaken from error
    _record("created", definition, actor)
    return definition


@transaction.atomic
def change_definition(
    *, definition: ReportDefinition, values: Mapping[str, Any], actor: Actor
) -> ReportDefinition:
    """Change some of name, description, statement and chart; the version it was read with counts.

    Raises PreconditionFailed, ReportStatementRefused, ReportChartInvalid, ReportDefinitionNameTaken.
    """
    fields = {name: values[name] for name in ("name", "description") if name in values}
    if "statement" in values or "chart" in values:
        statement = values.get("statement", definition.statement)
        fields |= _checked(statement, values.get("chart", definition.chart), actor)
    for name, value in fields.items():
        setattr(definition, name, value)
    try:
        with transaction.atomic():
            save_versioned(definition, fields)
    except IntegrityError as error:
        raise ReportDefinitionNameTaken from error
    _record("changed", definition, actor, fields=sorted(fields))
    return definition


@transaction.atomic
def duplicate_definition(*, definition: ReportDefinition, actor: Actor) -> ReportDefinition:
    """A copy that the actor owns and nobody else sees. Raises ReportStatementRefused."""
    mine = ReportDefinition.objects.filter(owner_id=actor.user_id, deleted_at__isnull=True)
    taken = set(mine.values_list("name", flat=True))
    number, name = 2, f"{definition.name[: NAME_LENGTH - 6]} (2)"
    while name in taken:
        number += 1
        name = f"{definition.name[: NAME_LENGTH - 6]} ({number})"
    return create_definition(
        name=name,
        description=definition.description,
        statement=definition.statement,
        chart=definition.chart,
        actor=actor,
    )


@transaction.atomic
def delete_definition(*, definition: ReportDefinition, actor: Actor) -> None:
    """Take a report away from everybody. Raises ReportDefinitionInUse while it is sent regularly."""
    if ReportSchedule.objects.filter(definition=definition, deleted_at__isnull=True).exists():
        raise ReportDefinitionInUse
    ReportShare.objects.filter(definition=definition).delete()
    definition.deleted_at = clock.now()
    save_versioned(definition, ["deleted_at"])
    _record("deleted", definition, actor)


@transaction.atomic
def share_definition(
    *,
    definition: ReportDefinition,
    is_shared: bool,
    people: Collection[int],
    roles: Collection[int],
    actor: Actor,
) -> None:
    """Say who else sees the report: everybody who may see reports, these people, holders of these roles.

    Nobody sees more rows by it. Raises ReportReceiverInvalid for who does not belong to the organization.
    """
    organization_id = current_organization_id()
    known_people = members(organization_id=organization_id).filter(user_id__in=people)
    strangers = set(people) - set(known_people.values_list("user_id", flat=True))
    known = set(roles_of(organization_id).filter(pk__in=roles).values_list("pk", flat=True))
    if strangers or set(roles) - known:
        errors = [FieldError("/people", "unknown", str(user_id)) for user_id in sorted(strangers)]
        errors += [FieldError("/roles", "unknown", str(role_id)) for role_id in sorted(set(roles) - known)]
        raise ReportReceiverInvalid(errors=errors)
    # One change at a time: two dialogs at once shall not both add the same row.
    ReportDefinition.objects.select_for_update().get(pk=definition.pk)
    shares = ReportShare.objects.filter(definition=definition)
    shares.filter(user_id__isnull=False).exclude(user_id__in=people).delete()
    shares.filter(role_id__isnull=False).exclude(role_id__in=roles).delete()
    has = set(shares.values_list("user_id", "role_id"))
    wanted = {(user_id, None) for user_id in people} | {(None, role_id) for role_id in roles}
    ReportShare.objects.bulk_create(
        ReportShare(organization_id=organization_id, definition=definition, user_id=user_id, role_id=role_id)
        for user_id, role_id in sorted(wanted - has, key=str)
    )
    ReportDefinition.objects.filter(pk=definition.pk).update(is_shared=is_shared, updated_at=clock.now())
    definition.is_shared = is_shared
    _record("shared", definition, actor, everybody=is_shared, people=sorted(people), roles=sorted(roles))


def compiled_for(statement: str, actor: Actor) -> Compiled:
    """The statement, over relations that the actor sees. Raises ReportStatementRefused; hidden ones are unknown."""
    found = compiled(statement, running.engine())
    hidden = sorted(found.relations - relations_for(actor).keys())
    if hidden:
        begin = max(statement.lower().find(hidden[0]), 0)
        raise refused("relation-unknown", statement, Place(begin, begin + len(hidden[0])), hidden[0])
    return found


def _checked(statement: str, chart: Mapping[str, Any], actor: Actor) -> dict[str, Any]:
    """What is stored of a statement that is allowed, over relations that its author sees."""
    found = compiled_for(statement, actor)
    columns = [described_column(column, "en") for column in found.columns]
    return {
        "statement": statement,
        "columns": [{name: column[name] for name in ("name", "kind", "title")} for column in columns],
        "chart": checked_chart(chart, found.columns),
    }


def _record(act: str, definition: ReportDefinition, actor: Actor, **facts: Any) -> None:
    audit.record(
        f"reports.definition.{act}",
        actor=actor,
        target=(TARGET, definition.pk),
        facts={"name": definition.name, **facts},
    )
