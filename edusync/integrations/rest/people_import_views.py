"""Routes of people imports."""

from typing import Any

from django.http.response import HttpResponseBase

from edusync.identity.services.people_import.references import custom_fields, grantable_roles
from edusync.integrations import queries
from edusync.integrations.formats.people.columns import CUSTOM, FIELDS, REPEATABLE
from edusync.integrations.models import UserImportJob, UserImportRow
from edusync.integrations.people_report import (
    ROSTER_COLUMNS,
    error_columns,
    error_rows,
    roster_error_rows,
)
from edusync.integrations.policy import PeopleImportPolicy
from edusync.integrations.rest import people_import_serializers as shapes
from edusync.integrations.services import people
from edusync.integrations.services.people.settings import setting_of
from edusync.kernel.pagination import keyset_page
from edusync.kernel.policy import Permission
from edusync.kernel.problems import FieldError, ValidationProblem
from edusync.kernel.rest.csv_response import csv_response
from edusync.kernel.rest.views import ApiView, FastResponse, UploadView, schema
from edusync.kernel.tenancy import current_organization_id

OUTCOMES = frozenset(UserImportRow.Outcome.values)
IMPORT = Permission.PERSON_IMPORT


class PeopleImportsView(UploadView):
    """Imports of people, and uploading a file for one."""

    policy = PeopleImportPolicy()
    permissions = {"get": IMPORT, "post": IMPORT}

    @schema(response=shapes.PeopleImportSerializer, paginated=True, summary="Imports of people, newest first")
    def get(self, request: Any) -> HttpResponseBase:
        """Newest first."""
        rows = self.policy.visible(queries.people_imports(), self.actor)
        page = keyset_page(rows, request=request, order=("-id",))
        page["results"] = [
            shapes.job_json(job, actions=self.policy.actions(self.actor, job)) for job in page["results"]
        ]
        return FastResponse(page)

    @schema(
        request=shapes.PeopleUploadSerializer,
        response=shapes.PeopleImportSerializer,
        status=201,
        media_type="multipart/form-data",
        summary="Upload a CSV file or a OneRoster package of people",
    )
    def post(self, request: Any) -> HttpResponseBase:
        """The import with a guessed mapping; nothing is imported yet."""
        file = self.validated(shapes.PeopleUploadSerializer)["file"]
        job = people.request_people_import(content=file, name=file.name, actor=self.actor)
        return FastResponse(shapes.job_json(job, actions=self.policy.actions(self.actor, job)), status=201)


class OnePeopleImportView(ApiView):
    """Base of the routes of one import."""

    policy = PeopleImportPolicy()
    permissions = {"get": IMPORT, "post": IMPORT}

    def found(self, uuid: Any) -> UserImportJob:
        """The import, if visible. Raises NotFound."""
        job: UserImportJob = self.get_visible(queries.people_imports(), uuid=uuid)
        return job

    def shown(self, job: UserImportJob, status: int = 200) -> FastResponse:
        """The import as JSON."""
        actions = self.required_policy().actions(self.actor, job)
        return FastResponse(shapes.job_json(job, actions=actions), status=status)


class PeopleImportView(OnePeopleImportView):
    """One import."""

    @schema(response=shapes.PeopleImportSerializer, summary="An import of people and how far it is")
    def get(self, request: Any, uuid: Any) -> HttpResponseBase:
        """The import."""
        return self.shown(self.found(uuid))


class PeopleImportCheckView(OnePeopleImportView):
    """The dry run."""

    @schema(
        request=shapes.PeopleImportOptionsSerializer,
        response=shapes.PeopleImportSerializer,
        status=202,
        summary="Set mapping and options, and make a dry run",
    )
    def post(self, request: Any, uuid: Any) -> HttpResponseBase:
        """The import, waiting for the worker."""
        job = self.found(uuid)
        changes = self.validated(shapes.PeopleImportOptionsSerializer)
        return self.shown(people.check_people_import(job=job, actor=self.actor, changes=changes), 202)


class PeopleImportStartView(OnePeopleImportView):
    """The run."""

    @schema(
        response=shapes.PeopleImportSerializer,
        status=202,
        summary="Import what the dry run forecast, or go on after a failure",
    )
    def post(self, request: Any, uuid: Any) -> HttpResponseBase:
        """The import, waiting for the worker."""
        return self.shown(people.start_people_import(job=self.found(uuid), actor=self.actor), 202)


class PeopleImportCancelView(OnePeopleImportView):
    """Stopping it."""

    @schema(response=shapes.PeopleImportSerializer, summary="Stop an import; what is imported stays")
    def post(self, request: Any, uuid: Any) -> HttpResponseBase:
        """The canceled import."""
        return self.shown(people.cancel_people_import(job=self.found(uuid), actor=self.actor))


class PeopleImportRowsView(OnePeopleImportView):
    """The report."""

    @schema(
        response=shapes.PeopleImportRowSerializer,
        paginated=True,
        query={"outcome": "create, update, skip or error"},
        summary="What becomes of each row",
    )
    def get(self, request: Any, uuid: Any) -> HttpResponseBase:
        """Rows in the order of the file."""
        rows = queries.people_import_rows(self.found(uuid))
        outcome = request.GET.get("outcome", "")
        if outcome:
            if outcome not in OUTCOMES:
                detail = f"One of {', '.join(sorted(OUTCOMES))}."
                raise ValidationProblem(errors=[FieldError("/outcome", "not-a-choice", detail)])
            rows = rows.filter(outcome=outcome)
        return FastResponse(
            keyset_page(rows, request=request, order=("position",), serialize=shapes.row_json)
        )


class PeopleImportErrorsView(OnePeopleImportView):
    """The error file."""

    rate_limits = {"get": "export"}

    @schema(media_type="text/csv", summary="Rows with an error as CSV, to mend and upload again")
    def get(self, request: Any, uuid: Any) -> HttpResponseBase:
        """CSV, streamed."""
        job = self.found(uuid)
        wrong = queries.people_import_rows(job).filter(outcome="error").order_by("position")
        rows = wrong.iterator(chunk_size=500)
        name = f"errors-{job.uuid}.csv"
        if job.format == UserImportJob.Format.CSV:
            return csv_response(name, error_columns(job), error_rows(job, rows))
        return csv_response(name, ROSTER_COLUMNS, roster_error_rows(rows))


class PeopleImportChoicesView(ApiView):
    """What the wizard needs, and the organization's settings."""

    policy = PeopleImportPolicy()
    permissions = {"get": IMPORT, "put": Permission.ORGANIZATION_MANAGE}

    @schema(
        response=shapes.PeopleImportChoicesSerializer, summary="Fields, roles and settings of people imports"
    )
    def get(self, request: Any) -> HttpResponseBase:
        """Fields, roles, settings."""
        return FastResponse(self._choices())

    @schema(
        request=shapes.PeopleImportSettingsSerializer,
        response=shapes.PeopleImportChoicesSerializer,
        summary="Allow passwords in files, pace of invitations",
    )
    def put(self, request: Any) -> HttpResponseBase:
        """The choices as they are then."""
        changes = self.validated(shapes.PeopleImportSettingsSerializer)
        people.change_import_settings(actor=self.actor, changes=changes)
        return FastResponse(self._choices())

    def _choices(self) -> dict[str, Any]:
        organization_id = current_organization_id()
        setting = setting_of(organization_id)
        fields = [{"key": key, "label": "", "is_repeatable": key in REPEATABLE} for key in FIELDS]
        fields += [
            {"key": CUSTOM + own.key, "label": own.label, "is_repeatable": False} for own in custom_fields()
        ]
        return {
            "fields_offered": fields,
            "roles": grantable_roles(self.actor, organization_id),
            "are_passwords_allowed": setting.are_passwords_allowed,
            "mails_per_minute": setting.mails_per_minute,
            "can_change_settings": self.actor.has(Permission.ORGANIZATION_MANAGE),
        }
