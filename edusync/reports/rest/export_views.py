"""Files of reports over HTTP: private to who asked for them."""

from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

from edusync.files.services import open_loose_content
from edusync.identity.queries import language_of
from edusync.kernel import audit
from edusync.kernel.idempotency import idempotent
from edusync.kernel.problems import NotFound
from edusync.kernel.rest.views import ApiView, FastResponse, schema
from edusync.reports.engine.words import words_of
from edusync.reports.models import ReportExport, ReportSchedule
from edusync.reports.policy import ReportExportPolicy
from edusync.reports.problems import ReportExportExpired, ReportExportNotReady
from edusync.reports.rest import export_serializers as shapes
from edusync.reports.services import exports
from edusync.reports.services.tabling import ORDER

SHOWN = 50
MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
State = ReportExport.State


def export_json(export: ReportExport, language: str) -> dict[str, Any]:
    """The export as ReportExportSerializer describes it."""
    filters = dict(export.filters)
    order = filters.pop(ORDER, "")
    is_there = export.state == State.COMPLETED
    return {
        **{name: getattr(export, name) for name in ("uuid", "format", "state")},
        "report": exports.slug_of(export),
        "title": title_of(export, language),
        "filters": filters,
        "order": order,
        **{name: getattr(export, name) for name in ("rows_done", "rows_total", "size_bytes")},
        "url": f"/api/v1/report-exports/{export.uuid}/file" if is_there else None,
        "name": exports.file_name(export),
        **{name: getattr(export, name) for name in ("created_at", "finished_at", "expires_at", "problem")},
    }


def with_definitions() -> Any:
    """Exports with the definitions they are of, at hand for their names."""
    return ReportExport.objects.select_related("definition")


def title_of(row: ReportExport | ReportSchedule, language: str) -> str:
    """What the report is called: words of the catalog, or the name that its author gave it."""
    return row.definition.name if row.definition else words_of(row.report, language).title


class ExportsView(ApiView):
    """Base of these routes. People only: no key or token carries what they need."""

    policy = ReportExportPolicy()

    def told(self, export: ReportExport, status: int = 200) -> HttpResponseBase:
        """The answer about one export."""
        return FastResponse(export_json(export, language_of(self.actor.user_id or 0)), status=status)

    def own(self, uuid: Any) -> ReportExport:
        """One's own export. Raises NotFound."""
        export: ReportExport = self.get_visible(with_definitions(), uuid=uuid)
        return export


class ReportExportsView(ExportsView):
    """My files of reports."""

    rate_limits = {"post": "export"}

    @schema(response=shapes.ReportExportsSerializer, summary="My files of reports")
    def get(self, request: Any) -> HttpResponseBase:
        """The fifty newest."""
        rows = self.required_policy().visible(with_definitions(), self.actor).order_by("-id")[:SHOWN]
        language = language_of(self.actor.user_id or 0)
        return FastResponse({"results": [export_json(export, language) for export in rows]})

    @schema(
        request=shapes.ReportExportRequestSerializer,
        response=shapes.ReportExportSerializer,
        status=202,
        summary="Have a file of a report made",
    )
    @idempotent
    def post(self, request: Any) -> HttpResponseBase:
        """The export, waiting for the worker."""
        values = self.validated(shapes.ReportExportRequestSerializer)
        export = exports.request_export(
            slug=values["report"],
            file_format=values["format"],
            wanted=values["filters"],
            order=values["order"],
            actor=self.actor,
        )
        return self.told(export, status=202)


class ReportExportView(ExportsView):
    """One of my files."""

    @schema(response=shapes.ReportExportSerializer, summary="How far my file of a report is")
    def get(self, request: Any, uuid: Any) -> HttpResponseBase:
        """Progress in rows."""
        return self.told(self.own(uuid))

    @schema(status=204, summary="Forget my file of a report")
    def delete(self, request: Any, uuid: Any) -> HttpResponseBase:
        """The file goes, too."""
        exports.remove_export(export=self.own(uuid))
        return HttpResponse(status=204)


class ReportExportRetryView(ExportsView):
    """A file that failed or expired."""

    rate_limits = {"post": "export"}

    @schema(response=shapes.ReportExportSerializer, status=202, summary="Make my file of a report again")
    def post(self, request: Any, uuid: Any) -> HttpResponseBase:
        """The export, waiting again."""
        return self.told(exports.retry_export(export=self.own(uuid), actor=self.actor), status=202)


class ReportExportFileView(ExportsView):
    """The file itself."""

    refused_while_viewing = frozenset({"get"})

    @schema(media_type="application/octet-stream", summary="My file of a report")
    def get(self, request: Any, uuid: Any) -> HttpResponseBase:
        """Its content, as a download. 409 before it is made, 410 when its week is over."""
        export = self.own(uuid)
        if export.state == State.EXPIRED:
            raise ReportExportExpired
        if export.state != State.COMPLETED:
            raise ReportExportNotReady(state=export.state)
        try:
            content = open_loose_content(export.storage_key)
        except FileNotFoundError as error:
            raise NotFound("The content of this file is missing in the store.") from error
        audit.record(
            "reports.export.downloaded",
            actor=self.actor,
            target=("report_export", export.pk),
            facts={"report": exports.slug_of(export), "format": export.format},
        )
        response = StreamingHttpResponse(content, content_type=MEDIA_TYPES[export.format])
        response["Content-Length"] = str(export.size_bytes)
        response["Content-Disposition"] = (
            content_disposition_header(True, exports.file_name(export)) or "attachment"
        )
        response["Cache-Control"] = "private, no-store"
        response["X-Content-Type-Options"] = "nosniff"
        response["Content-Security-Policy"] = "default-src 'none'; sandbox"
        return response
