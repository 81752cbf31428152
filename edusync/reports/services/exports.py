"""Files of reports: asked for, written in the background, kept for a week for who asked, dropped."""

import tempfile
from collections.abc import Callable, Mapping
from typing import IO, Any

import structlog
from django.db import transaction
from django.utils.text import slugify

from edusync.files.services import drop_loose_content, keep_loose_content
from edusync.identity.services.acting import actor_of_person
from edusync.kernel import audit, clock
from edusync.kernel.policy import Actor
from edusync.kernel.problems import NotFound, Problem
from edusync.kernel.tasks import enqueue
from edusync.kernel.tenancy import organization_context
from edusync.reports.documents.csv_file import write_csv
from edusync.reports.documents.pdf_file import write_pdf
from edusync.reports.documents.tables import ReportTable
from edusync.reports.documents.xlsx_file import write_xlsx
from edusync.reports.engine.filters import storable
from edusync.reports.models import ReportExport, ReportSchedule
from edusync.reports.problems import ReportExportFailed, ReportExportNotRetryable, ReportExportsTooMany
from edusync.reports.services import made_files
from edusync.reports.services.tabling import ORDER, report_table
from edusync.reports.sources import STUDIO, ReportSource, source_for

logger = structlog.get_logger(__name__)
State = ReportExport.State
OPEN = (State.WAITING, State.PROCESSING)
MOST_OPEN = 5
_STEP_ROWS = 1000
Write = Callable[[ReportTable, IO[bytes], Callable[[int], None]], int]
WRITERS: Mapping[str, Write] = {"csv": write_csv, "xlsx": write_xlsx, "pdf": write_pdf}


@transaction.atomic
def request_export(
    *, slug: str, file_format: str, wanted: Mapping[str, Any], order: str, actor: Actor
) -> ReportExport:
    """Note that a file of a report is wanted, and let the worker make it after commit.

    `wanted` are filters as in the address of the report. Asked again while the same file waits or is made, that one is
    the answer. Raises NotFound, ReportFilterInvalid, ReportExportsTooMany.
    """
    source = source_for(actor, slug)
    filters = source.parse_filters(wanted)
    kept = storable(filters)
    if order and source.parse_order(filters, order) != source.order:
        kept[ORDER] = order
    waiting = list(ReportExport.objects.filter(requested_by_id=actor.user_id, state__in=OPEN))
    target = target_of(source)
    same = [
        one
        for one in waiting
        if (one.report, one.definition_id) == tuple(target.values())
        and (one.format, one.filters) == (file_format, kept)
    ]
    if same:
        return same[0]
    if len(waiting) >= MOST_OPEN:
        raise ReportExportsTooMany(most=MOST_OPEN)
    export = ReportExport.objects.create(
        **target, format=file_format, filters=kept, requested_by_id=actor.user_id
    )
    audit.record(
        "reports.report.exported",
        actor=actor,
        target=("report_export", export.pk),
        facts={"report": slug, "format": file_format, "filters": kept},
    )
    enqueue("reports.run_export", export_id=export.pk)
    return export


@transaction.atomic
def retry_export(*, export: ReportExport, actor: Actor) -> ReportExport:
    """Make the file of a failed or expired export anew. Raises ReportExportNotRetryable, NotFound, ReportFilterInvalid."""
    source_for(actor, slug_of(export))
    again = ReportExport.objects.filter(pk=export.pk, state__in=[State.FAILED, State.EXPIRED])
    if not again.update(
        state=State.WAITING,
        rows_done=0,
        rows_total=None,
        size_bytes=None,
        storage_key="",
        started_at=None,
        finished_at=None,
        expires_at=None,
        problem=None,
        updated_at=clock.now(),
    ):
        raise ReportExportNotRetryable(state=export.state)
    enqueue("reports.run_export", export_id=export.pk)
    export.refresh_from_db()
    return export


def slug_of(row: ReportExport | ReportSchedule) -> str:
    """The name by which the report of a row is asked for; the definition must be at hand for the studio's."""
    return row.report or f"{STUDIO}{row.definition.uuid}"  # type: ignore[union-attr]


def file_name(export: ReportExport) -> str:
    """Report and day: `course-completion-2026-11-27.pdf`."""
    named = export.report or slugify(export.definition.name) or "report"  # type: ignore[union-attr]
    return f"{named.replace('_', '-')}-{export.created_at:%Y-%m-%d}.{export.format}"


def target_of(source: ReportSource) -> dict[str, Any]:
    """Columns that say which report an export or a schedule is of."""
    return {
        "report": "" if source.definition_id else source.slug,
        "definition_id": source.definition_id,
    }


def remove_export(*, export: ReportExport) -> None:
    """Forget an export and its file."""
    key = export.storage_key
    export.delete()
    if key:
        drop_loose_content(key)


def run_export(export_id: int) -> None:
    """Make the file of an export that waits, or that a worker left half done. The file is what the person may see now.

    Never raises for a report that cannot be made: the export fails and keeps the problem.
    """
    export = ReportExport.unscoped.filter(pk=export_id).first()
    if export is None:
        return
    with organization_context(export.organization_id):
        taken = ReportExport.objects.filter(pk=export_id, state__in=OPEN)
        if not taken.update(state=State.PROCESSING, started_at=clock.now(), updated_at=clock.now()):
            return
        try:
            _make(export)
        except Problem as problem:
            made_files.fail(export, problem)
        except Exception:
            logger.exception(
                "report_export_failed", export=export.pk, report=export.report or export.definition_id
            )
            made_files.fail(export, ReportExportFailed())


def _make(export: ReportExport) -> None:
    table = _table_of(export)
    made_files.note(export, rows_total=table.rows_total, rows_done=0)
    with tempfile.TemporaryFile(prefix="edusync-report-") as target:
        count = WRITERS[export.format](table, target, made_files.progress_of(export, step=_STEP_ROWS))
        target.seek(0)
        kept = keep_loose_content(content=target, max_bytes=made_files.MAX_BYTES)
    made_files.finish(export, kept, rows_done=count, rows_total=table.rows_total)


def _table_of(export: ReportExport) -> ReportTable:
    """The rows as whoever asked sees them now. Raises NotFound when their access has ended."""
    actor = actor_of_person(user_id=export.requested_by_id, organization_id=export.organization_id)
    if actor is None:
        raise NotFound
    source = source_for(actor, slug_of(export))
    filters = source.parse_filters(export.filters)
    order = str(export.filters.get(ORDER, ""))
    return report_table(source, actor, filters, order, has_charts=export.format == "pdf")


def drop_expired_exports() -> int:
    """`made_files.drop_expired` for files of reports."""
    return made_files.drop_expired(ReportExport, stuck=ReportExportFailed())
