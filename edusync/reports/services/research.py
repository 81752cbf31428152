"""Data sets for research: asked for, checked, written in the background, kept for a week for who asked, dropped."""

import tempfile
from typing import Any

import structlog
from django.db import transaction

from edusync.files.services import drop_loose_content, keep_loose_content
from edusync.identity.queries import organization_named
from edusync.identity.services.acting import actor_of_person
from edusync.kernel import audit, clock
from edusync.kernel.policy import Actor, Permission
from edusync.kernel.problems import Forbidden, Problem
from edusync.kernel.tasks import enqueue
from edusync.kernel.tenancy import organization_context
from edusync.reports.models import ResearchExport
from edusync.reports.problems import (
    ResearchExportFailed,
    ResearchExportRunning,
    ResearchGroupsTooSmall,
    ResearchNotAgreed,
)
from edusync.reports.research.dataset import Draft, draft_data_set, write_package
from edusync.reports.research.facts import Wanted
from edusync.reports.services import made_files

logger = structlog.get_logger(__name__)
State = ResearchExport.State
OPEN = (State.WAITING, State.PROCESSING)
TASK = "reports.run_research_export"
_STEP_ROWS = 500


def preview_check(*, wanted: Wanted, group_size: int) -> dict[str, Any]:
    """What a data set would have in it, by the same check that makes it. Changes and keeps nothing."""
    return draft_data_set(wanted, group_size).report()


@transaction.atomic
def request_research_export(*, wanted: Wanted, group_size: int, actor: Actor) -> ResearchExport:
    """Note that a data set is wanted, and let the worker make it after commit. Raises ResearchExportRunning."""
    if ResearchExport.objects.filter(requested_by_id=actor.user_id, state__in=OPEN).exists():
        raise ResearchExportRunning
    export: ResearchExport = ResearchExport.objects.create(
        group_size=group_size,
        courses=list(wanted.course_ids),
        enrolled_from=wanted.enrolled_from,
        enrolled_to=wanted.enrolled_to,
        requested_by_id=actor.user_id,
    )
    audit.record(
        "reports.research.requested",
        actor=actor,
        target=("research_export", export.pk),
        facts={
            "group_size": group_size,
            "courses": list(wanted.course_ids),
            "enrolled_from": str(wanted.enrolled_from or ""),
            "enrolled_to": str(wanted.enrolled_to or ""),
        },
    )
    enqueue(TASK, export_id=export.pk)
    return export


def remove_research_export(*, export: ResearchExport) -> None:
    """Forget a data set and its file."""
    key = export.storage_key
    export.delete()
    if key:
        drop_loose_content(key)


def run_research_export(export_id: int) -> None:
    """Make a data set that waits, or that a worker left half done, of who agrees now.

    Never raises for one that cannot be made: it fails and keeps the problem.
    """
    export = ResearchExport.unscoped.filter(pk=export_id).first()
    if export is None:
        return
    with organization_context(export.organization_id):
        now = clock.now()
        taken = ResearchExport.objects.filter(pk=export_id, state__in=OPEN)
        if not taken.update(state=State.PROCESSING, started_at=now, updated_at=now):
            return
        try:
            _make(export)
        except Problem as problem:
            made_files.fail(export, problem)
        except Exception:
            logger.exception("research_export_failed", export=export.pk)
            made_files.fail(export, ResearchExportFailed())


def _make(export: ResearchExport) -> None:
    actor = actor_of_person(user_id=export.requested_by_id, organization_id=export.organization_id)
    if actor is None or not actor.has(Permission.RESEARCH_EXPORT):
        raise Forbidden
    draft = draft_data_set(wanted_of(export), export.group_size)
    _require_somebody(draft)
    made_files.note(export, rows_total=draft.check.numbers["rows_kept"], rows_done=0)
    now = clock.now()
    with tempfile.TemporaryFile(prefix="edusync-research-") as target:
        count = write_package(
            draft,
            target,
            made_at=now,
            organization=organization_named(export.organization_id),
            on_rows=made_files.progress_of(export, step=_STEP_ROWS),
        )
        target.seek(0)
        kept = keep_loose_content(content=target, max_bytes=made_files.MAX_BYTES)
    made_files.finish(export, kept, rows_done=count, check_report=draft.report())


def wanted_of(export: ResearchExport) -> Wanted:
    """The enrollments that a data set is about."""
    return Wanted(tuple(export.courses), export.enrolled_from, export.enrolled_to)


def _require_somebody(draft: Draft) -> None:
    if not draft.facts:
        raise ResearchNotAgreed
    if not draft.check.groups:
        raise ResearchGroupsTooSmall(group_size=draft.group_size)


def drop_expired_data_sets() -> int:
    """`made_files.drop_expired` for data sets."""
    return made_files.drop_expired(ResearchExport, stuck=ResearchExportFailed())
