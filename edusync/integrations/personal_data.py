"""What integrations keeps about people."""

from typing import Any

from django.db.models import Q

from edusync.files.services import drop_unused_files
from edusync.integrations.models import ContentImportJob, UserImportRow
from edusync.kernel.personal_data import Subject, clear, declare, table
from edusync.kernel.retention import RetentionKind, register_retention


def named_in_row(subject: Subject) -> Q:
    """Rows of imported files that name the person in words only."""
    return Q(label__in=[*subject.addresses, *subject.names])


def linked_in_roster(subject: Subject) -> Q:
    """The person's id in the system that rosters come from."""
    return Q(kind="user", target_id=subject.user_id)


declare(
    table("integrations.ContentImportJob", purpose="teaching", retention="rule", others=("requested_by",)),
    table("integrations.ContentExportJob", purpose="teaching", retention="record", others=("requested_by",)),
    table("integrations.UserImportJob", purpose="organization", retention="rule", others=("requested_by",)),
    table("integrations.UserImportSetting", purpose="organization", retention="membership"),
    table(
        "integrations.RosterLink",
        match=linked_in_roster,
        purpose="organization",
        retention="membership",
        on_erasure="delete",
        columns={"external_id": clear("identity")},
        plain=("kind", "facts"),
    ),
    table(
        "integrations.UserImportRow",
        "user_id",
        match=named_in_row,
        purpose="organization",
        retention="rule",
        columns={
            "label": clear("identity"),
            "cells": clear("identity"),
            "problems": clear("identity"),
        },
        plain=("file_name",),
    ),
)


def old_uploads(cutoff: Any, organization_id: int) -> Any:
    """Finished course imports that still hold their upload."""
    return ContentImportJob.unscoped.filter(
        organization_id=organization_id, finished_at__lt=cutoff, file__isnull=False
    )


def drop_uploads(batch: Any) -> int:
    """Let go of the uploads; the reports stay."""
    files = list(batch.values_list("file_id", flat=True))
    count = int(batch.update(file=None))
    drop_unused_files(files)
    return count


def old_people_rows(cutoff: Any, organization_id: int) -> Any:
    """Reports, row by row, of finished people imports."""
    return UserImportRow.unscoped.filter(organization_id=organization_id, job__finished_at__lt=cutoff)


register_retention(
    RetentionKind(
        "integrations.course_uploads",
        "Uploads of course imports",
        180,
        old_uploads,
        minimum_days=7,
        action="clear",
        remove=drop_uploads,
    ),
    RetentionKind(
        "integrations.people_rows",
        "Rows of people imports",
        180,
        old_people_rows,
        minimum_days=7,
        person="user_id",
    ),
)
