"""Data sets for research over HTTP: private to who asked for them."""

from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

from edusync.files.services import open_loose_content
from edusync.kernel import audit
from edusync.kernel.idempotency import idempotent
from edusync.kernel.policy import Permission
from edusync.kernel.problems import FieldError, NotFound, ValidationProblem
from edusync.kernel.rest.views import ApiView, FastResponse, schema
from edusync.privacy.queries import published_purposes
from edusync.reports.models import ResearchExport
from edusync.reports.policy import ResearchExportPolicy
from edusync.reports.problems import ResearchExportExpired, ResearchExportNotReady
from edusync.reports.queries import course_choices
from edusync.reports.research.columns import QUASI, codebook
from edusync.reports.research.facts import PURPOSE, Wanted
from edusync.reports.rest import research_serializers as shapes
from edusync.reports.services import research

SHOWN = 50
State = ResearchExport.State
NEEDED = Permission.RESEARCH_EXPORT


def file_name(export: ResearchExport) -> str:
    """`learning-2026-11-27.zip`."""
    return f"learning-{export.created_at:%Y-%m-%d}.zip"


def export_json(export: ResearchExport) -> dict[str, Any]:
    """The data set as ResearchExportSerializer describes it."""
    plain = (
        "uuid", "group_size", "courses", "enrolled_from", "enrolled_to", "state", "rows_done", "rows_total",
        "size_bytes", "created_at", "finished_at", "expires_at", "problem",
    )  # fmt: skip
    is_there = export.state == State.COMPLETED
    return {
        **{name: getattr(export, name) for name in plain},
        "check_report": export.check_report or None,
        "url": f"/api/v1/research-exports/{export.uuid}/file" if is_there else None,
        "name": file_name(export),
    }


class ResearchView(ApiView):
    """Base of these routes. People only: no key or token carries what they need."""

    policy = ResearchExportPolicy()

    def own(self, uuid: Any) -> ResearchExport:
        """One's own data set. Raises NotFound."""
        export: ResearchExport = self.get_visible(ResearchExport.objects.all(), uuid=uuid)
        return export

    def wanted(self, values: Any) -> Wanted:
        """The enrollments that the values name. Raises ValidationProblem."""
        begin, end = values["enrolled_from"], values["enrolled_to"]
        if begin and end and begin > end:
            errors = [FieldError("/enrolled_to", "invalid", "Not before the first day.")]
            raise ValidationProblem(errors=errors)
        return Wanted(tuple(sorted(set(values["courses"]))), begin, end)


class ResearchExportsView(ResearchView):
    """My data sets."""

    permissions = {"get": NEEDED, "post": NEEDED}
    rate_limits = {"post": "export"}

    @schema(response=shapes.ResearchExportsSerializer, summary="My data sets for research")
    def get(self, request: Any) -> HttpResponseBase:
        """The fifty newest."""
        rows = self.required_policy().visible(ResearchExport.objects.all(), self.actor)
        return FastResponse({"results": [export_json(row) for row in rows.order_by("-id")[:SHOWN]]})

    @schema(
        request=shapes.ResearchRequestSerializer,
        response=shapes.ResearchExportSerializer,
        status=202,
        summary="Have a data set for research made",
    )
    @idempotent
    def post(self, request: Any) -> HttpResponseBase:
        """The data set, waiting for the worker."""
        values = self.validated(shapes.ResearchRequestSerializer)
        export = research.request_research_export(
            wanted=self.wanted(values), group_size=values["group_size"], actor=self.actor
        )
        return FastResponse(export_json(export), status=202)


class ResearchPreviewView(ResearchView):
    """The check before a data set is made."""

    permissions = {"post": NEEDED}
    rate_limits = {"post": "search"}

    @schema(
        request=shapes.ResearchRequestSerializer,
        response=shapes.ResearchPreviewSerializer,
        summary="What a data set for research would have in it",
    )
    def post(self, request: Any) -> HttpResponseBase:
        """Numbers only; nothing is made or kept."""
        values = self.validated(shapes.ResearchRequestSerializer)
        report = research.preview_check(wanted=self.wanted(values), group_size=values["group_size"])
        levels = [quasi.levels.index(report["levels"][quasi.name]) for quasi in QUASI]
        names = ("column", "role", "values", "meaning")
        return FastResponse(
            {
                **report,
                "is_asked_for": published_purposes().filter(code=PURPOSE, legal_basis="consent").exists(),
                "columns": [
                    dict(zip(names, line, strict=False)) for line in codebook(levels, values["group_size"])
                ],
            }
        )


class ResearchCoursesView(ResearchView):
    """Courses that a data set can be about."""

    permissions = {"get": NEEDED}

    @schema(response=shapes.ResearchCoursesSerializer, summary="Courses that a data set can be about")
    def get(self, request: Any) -> HttpResponseBase:
        """By title, at most five hundred."""
        courses = course_choices(None)
        return FastResponse({"results": [{"id": pk, "title": title} for pk, title in courses]})


class ResearchExportView(ResearchView):
    """One of my data sets."""

    permissions = {"get": NEEDED, "delete": NEEDED}

    @schema(response=shapes.ResearchExportSerializer, summary="How far my data set is")
    def get(self, request: Any, uuid: Any) -> HttpResponseBase:
        """Progress in rows, and the report of its check."""
        return FastResponse(export_json(self.own(uuid)))

    @schema(status=204, summary="Forget my data set")
    def delete(self, request: Any, uuid: Any) -> HttpResponseBase:
        """The file goes, too."""
        research.remove_research_export(export=self.own(uuid))
        return HttpResponse(status=204)


class ResearchExportFileView(ResearchView):
    """The package itself."""

    permissions = {"get": NEEDED}
    refused_while_viewing = frozenset({"get"})

    @schema(media_type="application/zip", summary="My data set with its codebook")
    def get(self, request: Any, uuid: Any) -> HttpResponseBase:
        """A ZIP, as a download. 409 before it is made, 410 when its week is over."""
        export = self.own(uuid)
        if export.state == State.EXPIRED:
            raise ResearchExportExpired
        if export.state != State.COMPLETED:
            raise ResearchExportNotReady(state=export.state)
        try:
            content = open_loose_content(export.storage_key)
        except FileNotFoundError as error:
            raise NotFound("The content of this file is missing in the store.") from error
        audit.record(
            "reports.research.downloaded",
            actor=self.actor,
            target=("research_export", export.pk),
            facts={"rows": export.rows_done},
        )
        response = StreamingHttpResponse(content, content_type="application/zip")
        response["Content-Length"] = str(export.size_bytes)
        response["Content-Disposition"] = content_disposition_header(True, file_name(export)) or "attachment"
        response["Cache-Control"] = "private, no-store"
        response["X-Content-Type-Options"] = "nosniff"
        return response
