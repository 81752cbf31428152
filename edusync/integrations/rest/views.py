"""Routes of imports."""

from typing import Any

from django.http.response import HttpResponseBase

from edusync.integrations import queries, services
from edusync.integrations.models import ContentImportJob, ContentImportNode
from edusync.integrations.policy import ImportPolicy
from edusync.integrations.report import COLUMNS, report_rows
from edusync.integrations.rest import serializers as shapes
from edusync.kernel.pagination import keyset_page
from edusync.kernel.policy import Actor, Permission
from edusync.kernel.problems import FieldError, ValidationProblem
from edusync.kernel.rest.csv_response import csv_response
from edusync.kernel.rest.views import ApiView, FastResponse, UploadView, schema

OUTCOMES = frozenset(ContentImportNode.Outcome.values)


def shown(actor: Actor, job: ContentImportJob) -> dict[str, Any]:
    """One import as JSON, with the courses that came from the same source before."""
    return shapes.job_json(
        job, duplicates=queries.duplicates_of(job), actions=ImportPolicy().actions(actor, job)
    )


class ImportsView(UploadView):
    """Imports, and asking for one."""

    policy = ImportPolicy()
    permissions = {"get": Permission.IMPORT_READ, "post": Permission.IMPORT_RUN}

    @schema(
        response=shapes.ImportJobSerializer, paginated=True, summary="Imports that I may see, newest first"
    )
    def get(self, request: Any) -> HttpResponseBase:
        """Newest first."""
        rows = self.policy.visible(queries.imports_of_organization(), self.actor)
        page = keyset_page(rows, request=request, order=("-id",))
        duplicates = queries.duplicates_for(page["results"])
        page["results"] = [
            shapes.job_json(
                job, duplicates=duplicates[job.pk][:5], actions=self.policy.actions(self.actor, job)
            )
            for job in page["results"]
        ]
        return FastResponse(page)

    @schema(
        request=shapes.ImportRequestSerializer,
        response=shapes.ImportJobSerializer,
        status=202,
        media_type="multipart/form-data",
        summary="Import a course from a package (zip, tar.gz, imscc, mbz)",
    )
    def post(self, request: Any) -> HttpResponseBase:
        """The import, waiting for the worker."""
        values = self.validated(shapes.ImportRequestSerializer)
        job = services.request_import(
            content=values["file"],
            name=values["file"].name,
            requested_by_id=self.actor.user_id,
            is_dry_run=values["is_dry_run"],
            is_copy_wanted=values["is_copy_wanted"],
        )
        return FastResponse(shown(self.actor, job), status=202)


class OneImportView(ApiView):
    """Base of the routes of one import."""

    policy = ImportPolicy()
    permissions = {"get": Permission.IMPORT_READ, "post": Permission.IMPORT_RUN}

    def found(self, uuid: Any) -> ContentImportJob:
        """The import, if visible. Raises NotFound."""
        job: ContentImportJob = self.get_visible(queries.imports_of_organization(), uuid=uuid)
        return job


class ImportView(OneImportView):
    """One import."""

    @schema(response=shapes.ImportJobSerializer, summary="An import and how far it is")
    def get(self, request: Any, uuid: Any) -> HttpResponseBase:
        """The import."""
        return FastResponse(shown(self.actor, self.found(uuid)))


class ImportRetryView(OneImportView):
    """Running again what an error on our side stopped."""

    @schema(response=shapes.ImportJobSerializer, status=202, summary="Run a crashed import again")
    def post(self, request: Any, uuid: Any) -> HttpResponseBase:
        """The import, waiting for the worker."""
        job = self.found(uuid)
        self.check(Permission.IMPORT_RUN, job)
        return FastResponse(shown(self.actor, services.retry_import(job=job)), status=202)


class ImportNodesView(OneImportView):
    """The report."""

    @schema(
        response=shapes.ImportNodeSerializer,
        paginated=True,
        query={"outcome": "imported, lossy or skipped"},
        summary="What became of each node of the source",
    )
    def get(self, request: Any, uuid: Any) -> HttpResponseBase:
        """Nodes in the order of the source."""
        rows = queries.nodes_of(self.found(uuid))
        outcome = request.GET.get("outcome", "")
        if outcome:
            if outcome not in OUTCOMES:
                detail = f"One of {', '.join(sorted(OUTCOMES))}."
                raise ValidationProblem(errors=[FieldError("/outcome", "not-a-choice", detail)])
            rows = rows.filter(outcome=outcome)
        page = keyset_page(rows, request=request, order=("position", "id"), serialize=shapes.node_json)
        return FastResponse(page)


class ImportReportView(OneImportView):
    """The report as a file."""

    rate_limits = {"get": "export"}

    @schema(media_type="text/csv", summary="The whole report as CSV")
    def get(self, request: Any, uuid: Any) -> HttpResponseBase:
        """CSV, streamed."""
        job = self.found(uuid)
        nodes = queries.nodes_of(job).order_by("position").iterator(chunk_size=500)
        return csv_response(f"import-{job.uuid}.csv", COLUMNS, report_rows(nodes))
