"""A copy of everything kept about a person: JSON for machines, a page for people, and their files."""

import json
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.db import models, transaction

from edusync.identity.queries import language_of, organization_named
from edusync.kernel import audit, clock
from edusync.kernel.events import plain
from edusync.kernel.personal_data import PersonalTable, Subject, exported_files, personal_tables, rows_of
from edusync.kernel.tasks import enqueue
from edusync.kernel.tenancy import organization_context
from edusync.privacy.models import DataSubjectRequest
from edusync.privacy.services.archives import KEPT, archive_size, new_archive
from edusync.privacy.services.export_page import export_page
from edusync.privacy.services.requests import MAIL_TASK
from edusync.privacy.services.subjects import subject_of

FORMAT = "edusync-personal-data/1"
State = DataSubjectRequest.State


def build_export(*, request_id: int) -> None:
    """Make the archive of a request and tell the person. Repeating makes it again; a finished one stays."""
    row = DataSubjectRequest.unscoped.get(pk=request_id)
    if row.state not in {State.APPROVED, State.RUNNING}:
        return
    DataSubjectRequest.unscoped.filter(pk=row.pk).update(state=State.RUNNING)
    with organization_context(row.organization_id):
        subject = subject_of(user_id=row.user_id, organization_id=row.organization_id)
        name = f"{row.uuid}.zip"
        with new_archive(name) as target:
            write_archive(target, subject=subject)
        _finish(row, name)


@transaction.atomic
def _finish(row: DataSubjectRequest, name: str) -> None:
    now = clock.now()
    row.state, row.finished_at = State.DONE, now
    row.archive_name, row.archive_bytes = name, archive_size(name)
    row.archive_expires_at = now + KEPT
    row.save()
    audit.record(
        "privacy.export.built",
        actor=row.user_id,
        target=("privacy-request", row.pk),
        facts={"for": row.user_id},
    )
    enqueue(
        MAIL_TASK,
        user_id=row.user_id,
        template="export_ready",
        facts={"date": row.archive_expires_at.date().isoformat()},
    )


def write_archive(target: Any, *, subject: Subject) -> None:
    """Write the ZIP: `index.html`, `manifest.json`, `data/<app>.json`, `files/…`."""
    apps: dict[str, dict[str, list[dict[str, Any]]]] = {}
    for item in personal_tables():
        rows = list(exported_rows(item, subject))
        if rows:
            apps.setdefault(item.model._meta.app_label, {})[item.label] = rows
    facts = {
        "format": FORMAT,
        "made_at": clock.now().isoformat(),
        "organization": organization_named(subject.organization_id),
        "tables": {label: len(rows) for tables in apps.values() for label, rows in tables.items()},
    }
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("manifest.json", _json(facts))
        for app, tables in sorted(apps.items()):
            archive.writestr(f"data/{app}.json", _json(tables))
        names = [_add_file(archive, name, content) for name, content in exported_files(subject)]
        archive.writestr(
            "index.html",
            export_page(facts=facts, apps=apps, files=names, language=language_of(subject.user_id)),
        )


def _add_file(archive: zipfile.ZipFile, name: str, content: Any) -> str:
    path = f"files/{name}"
    with content, archive.open(path, "w") as entry:
        while chunk := content.read(64 * 1024):
            entry.write(chunk)
    return path


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True)


def exported_rows(item: PersonalTable, subject: Subject) -> Iterator[dict[str, Any]]:
    """Rows of a table as the person gets them: no secrets, no columns that name other people."""
    names = [*exported_columns(item), *item.also_exported]
    rows: list[dict[str, Any]] = list(rows_of(item, subject).order_by("pk").values(*names))
    if item.veil is not None:
        item.veil(rows)
    for row in rows:
        yield {key: _portable(value) for key, value in row.items()}


def exported_columns(item: PersonalTable) -> list[str]:
    """Columns of a table that an export shows."""
    hidden = {name for name, column in item.columns.items() if column.is_secret} | set(item.others)
    return [
        field.attname
        for field in item.model._meta.concrete_fields
        if not {field.name, field.attname} & hidden
        and field.name not in {"organization", "live"}
        and not isinstance(field, models.BinaryField)
    ]


def _portable(value: Any) -> Any:
    return str(value) if isinstance(value, Decimal) else plain(value)
