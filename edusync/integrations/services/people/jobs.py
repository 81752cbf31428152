"""The steps of a people import: upload, settings, dry run, run, cancel; and joining by an invitation."""

from collections.abc import Mapping, Sequence
from typing import IO, Any

from django.db import transaction

from edusync.files.services import store_file
from edusync.identity.services.people_import.references import (
    custom_fields,
    grantable_roles,
    roles_by_name,
)
from edusync.integrations.formats.people.columns import (
    IGNORED,
    REPEATABLE,
    guess_mapping,
    heading_key,
    is_of_course,
    known_fields,
)
from edusync.integrations.formats.people.roster import MAX_PACKAGE, read_roster
from edusync.integrations.formats.people.tables import MAX_BYTES, read_table
from edusync.integrations.models import UserImportJob, UserImportRow, UserImportSetting
from edusync.integrations.problems import ImportStepRefused, TableTooLarge
from edusync.integrations.services.people.running import drop_upload
from edusync.integrations.services.people.settings import setting_of
from edusync.integrations.services.people.sources import PASSWORD
from edusync.kernel import audit, clock
from edusync.kernel.policy import Actor, Permission
from edusync.kernel.problems import FieldError, Forbidden, ValidationProblem
from edusync.kernel.tasks import enqueue
from edusync.kernel.tenancy import current_organization_id

State = UserImportJob.State
SAMPLE_ROWS = 5
SAMPLE_CELL = 120
OPTIONS = ("mode", "on_conflict", "default_role", "are_invitations_sent", "are_groups_created")
_MIB = 1 << 20


def request_people_import(*, content: IO[bytes], name: str, actor: Actor) -> UserImportJob:
    """Keep a file of people and guess what its columns mean. Nothing is imported by this.

    Raises TableRefused problems for what cannot be read, TableTooLarge.
    """
    head = content.read(4)
    content.seek(0)
    is_package = head.startswith(b"PK") and not name.lower().endswith((".xlsx", ".ods", ".xlsm"))
    limit = MAX_PACKAGE if is_package else MAX_BYTES
    whole = content.read(limit + 1)
    if len(whole) > limit:
        raise TableTooLarge(f"The file is larger than {limit // _MIB} MiB.")
    job = UserImportJob(
        organization_id=current_organization_id(),
        source_name=" ".join(name.split())[:255] or "people",
        requested_by_id=actor.user_id,
    )
    _describe_package(job, whole) if is_package else _describe_table(job, whole)
    with transaction.atomic():
        job.file = store_file(content=whole, name=name, uploaded_by_id=actor.user_id, max_bytes=limit)
        job.save(force_insert=True)
        audit.record(
            "integrations.people_import.requested",
            actor=actor,
            target=("people-import", job.pk),
            facts={"source_name": job.source_name, "format": job.format, "rows": job.rows_total},
        )
    return job


def _describe_table(job: UserImportJob, whole: bytes) -> None:
    table = read_table(whole)
    job.format = UserImportJob.Format.CSV
    job.encoding, job.delimiter = table.encoding, table.delimiter
    job.columns, job.rows_total, job.notes = table.header, len(table.rows), list(table.notes)
    own = {heading_key(name): row.key for row in custom_fields() for name in (row.label, row.key)}
    remembered = setting_of(job.organization_id).mapping
    fields = known_fields(own)
    remembered = {key: value for key, value in remembered.items() if value in fields}
    job.mapping = guess_mapping(table.header, remembered=remembered, custom_keys=own)
    if any(is_of_course(heading) for heading in table.header):
        job.notes.append("course-columns")
    secret = {
        number
        for number, (field, heading) in enumerate(zip(job.mapping, job.columns, strict=True))
        if PASSWORD in {field, heading_key(heading)}
    }
    job.sample = [
        ["••••" if number in secret and cell else cell[:SAMPLE_CELL] for number, cell in enumerate(row.cells)]
        for row in table.rows[:SAMPLE_ROWS]
    ]


def _describe_package(job: UserImportJob, whole: bytes) -> None:
    package = read_roster(whole)
    job.format = UserImportJob.Format.ONEROSTER
    job.columns = [f"{name}.csv" for name in package.tables]
    job.mapping = [IGNORED for _ in job.columns]
    job.sample = [[str(len(table.rows))] for table in package.tables.values()]
    job.rows_total = sum(len(table.rows) for table in package.tables.values())
    job.notes = [f"oneroster-{package.version}", *package.notes]
    job.default_role = ""


@transaction.atomic
def check_people_import(*, job: UserImportJob, actor: Actor, changes: Mapping[str, Any]) -> UserImportJob:
    """Set mapping and options, and let the worker make the dry run. The mapping is remembered for the organization.

    Raises ImportStepRefused while it runs or when it is over, ValidationProblem, Forbidden.
    """
    job = _lock(job, {State.MAPPING, State.CHECKED, State.CHECKING, State.FAILED}, is_fresh=True)
    if "mapping" in changes and job.format == UserImportJob.Format.CSV:
        job.mapping = checked_mapping(job, changes["mapping"])
        _remember(job)
    for name in OPTIONS:
        if name in changes:
            setattr(job, name, changes[name])
    _refuse_unknown_role(job)
    _require_structure(job, actor)
    job.grantable_roles = grantable_roles(actor, job.organization_id)
    job.requested_by_id = actor.user_id
    job.state, job.problem, job.finished_at, job.rows_done = State.CHECKING, None, None, 0
    job.started_at = clock.now()
    job.save()
    enqueue("integrations.run_people_import", job_id=job.pk)
    return job


def checked_mapping(job: UserImportJob, mapping: Sequence[str]) -> list[str]:
    """The mapping, if it names a known field once per column. Raises ValidationProblem."""
    own = {heading_key(row.key): row.key for row in custom_fields()}
    fields, errors = known_fields(own), []
    if len(mapping) != len(job.columns):
        errors.append(
            FieldError("/mapping", "invalid", f"Name a field for each of {len(job.columns)} columns.")
        )
    taken: set[str] = set()
    for number, field in enumerate(mapping):
        if field not in fields:
            errors.append(FieldError(f"/mapping/{number}", "unknown-field", f"There is no field “{field}”."))
        elif field and field in taken and field not in REPEATABLE:
            errors.append(FieldError(f"/mapping/{number}", "field-twice", "Another column fills this field."))
        taken.add(field)
    if not errors and not taken & {"email", "username"}:
        errors.append(
            FieldError("/mapping", "no-identity", "One column must be the e-mail address or the user name.")
        )
    if errors:
        raise ValidationProblem(errors=errors)
    return list(mapping)


def _remember(job: UserImportJob) -> None:
    setting, _ = UserImportSetting.objects.get_or_create(organization_id=job.organization_id)
    chosen = {
        heading_key(heading)[:100]: field
        for heading, field in zip(job.columns, job.mapping, strict=True)
        if heading_key(heading)
    }
    setting.mapping = dict(list({**setting.mapping, **chosen}.items())[-500:])
    setting.save(update_fields=["mapping", "updated_at"])


def _refuse_unknown_role(job: UserImportJob) -> None:
    if job.default_role and job.default_role not in roles_by_name(job.organization_id):
        raise ValidationProblem(
            errors=[FieldError("/default_role", "unknown-role", "There is no such role.")]
        )


def _require_structure(job: UserImportJob, actor: Actor) -> None:
    """Raise Forbidden unless the actor may make by hand what the import would make beside people."""
    needed: list[Permission] = []
    if job.are_groups_created or job.format == UserImportJob.Format.ONEROSTER:
        needed.append(Permission.GROUP_MANAGE)
    if job.format == UserImportJob.Format.ONEROSTER:
        needed += [Permission.UNIT_MANAGE, Permission.TERM_MANAGE, Permission.GUARDIAN_MANAGE]
    for permission in needed:
        if not actor.has(permission):
            raise Forbidden(permission=str(permission))


@transaction.atomic
def start_people_import(*, job: UserImportJob, actor: Actor) -> UserImportJob:
    """Let the worker import what the dry run forecast; a run that failed goes on where it stopped.

    Raises ImportStepRefused, Forbidden.
    """
    job = _lock(job, {State.CHECKED, State.FAILED})
    if job.state == State.FAILED and not job.is_begun:
        raise ImportStepRefused("Check the file first.", state=job.state)
    _require_structure(job, actor)
    if not job.is_begun:
        job.rows_done, job.is_begun = 0, True
        job.created_count = job.updated_count = job.skipped_count = job.error_count = 0
    job.grantable_roles = grantable_roles(actor, job.organization_id)
    job.requested_by_id = actor.user_id
    job.state, job.problem, job.finished_at, job.started_at = State.RUNNING, None, None, clock.now()
    job.save()
    audit.record(
        "integrations.people_import.started",
        actor=actor,
        target=("people-import", job.pk),
        facts={"source_name": job.source_name, "mode": job.mode, "rows": job.rows_total},
    )
    enqueue("integrations.run_people_import", job_id=job.pk)
    return job


@transaction.atomic
def cancel_people_import(*, job: UserImportJob, actor: Actor) -> UserImportJob:
    """Stop after the chunk at work. Rows that are imported stay. Raises ImportStepRefused when it is over."""
    job = _lock(job, {State.MAPPING, State.CHECKING, State.CHECKED, State.RUNNING, State.FAILED})
    job.state, job.finished_at, job.sample = State.CANCELLED, clock.now(), []
    job.save(update_fields=["state", "finished_at", "sample", "updated_at"])
    audit.record(
        "integrations.people_import.canceled",
        actor=actor,
        target=("people-import", job.pk),
        facts={"rows_done": job.rows_done, "rows": job.rows_total},
    )
    transaction.on_commit(lambda: drop_upload(job))
    return job


def _lock(job: UserImportJob, states: set[State], *, is_fresh: bool = False) -> UserImportJob:
    row: UserImportJob = UserImportJob.objects.select_for_update().get(pk=job.pk)
    # A run that failed halfway has rows that are imported: it may go on, but not begin anew.
    if row.state not in states or row.file_id is None or (is_fresh and row.is_begun):
        raise ImportStepRefused(state=row.state)
    return row


@transaction.atomic
def change_import_settings(*, actor: Actor, changes: Mapping[str, Any]) -> UserImportSetting:
    """Set whether files may bring passwords, and how many invitations leave per minute."""
    setting, _ = UserImportSetting.objects.get_or_create(organization_id=current_organization_id())
    for name in ("are_passwords_allowed", "mails_per_minute"):
        if name in changes:
            setattr(setting, name, changes[name])
    setting.save()
    audit.record(
        "integrations.people_import_settings.changed",
        actor=actor,
        target=("organization", setting.organization_id),
        facts=dict(changes),
    )
    return setting


def forget_old_uploads() -> int:
    """Drop what imports older than 30 days still hold of people's data; returns how many were touched."""
    import datetime as dt

    from edusync.kernel.tenancy import organization_context

    old = UserImportJob.unscoped.filter(updated_at__lt=clock.now() - dt.timedelta(days=30))
    UserImportRow.unscoped.filter(job__in=old.values("pk"), cells__isnull=False).update(cells=None)
    touched = 0
    for job in old.filter(file__isnull=False).select_related("file"):
        with organization_context(job.organization_id):
            UserImportJob.objects.filter(pk=job.pk).update(state=State.CANCELLED, sample=[])
            drop_upload(job)
            touched += 1
    return touched
