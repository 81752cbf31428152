"""Own fields, job roles and saved views."""

from typing import Any

from django.http import HttpResponse

from edusync.identity import person_queries, services
from edusync.identity.models import CustomField, JobRole, SavedView
from edusync.identity.people_policy import CustomFieldPolicy
from edusync.identity.rest.people_serializers import SavedViewSerializer
from edusync.identity.rest.person_serializers import (
    CustomFieldChangesSerializer,
    CustomFieldSerializer,
    FieldOrderSerializer,
    JobRoleSerializer,
)
from edusync.kernel.pagination import keyset_page
from edusync.kernel.policy import Permission, SignedIn
from edusync.kernel.rest.views import ApiView, FastResponse, schema

MANAGE = Permission.CUSTOM_FIELD_MANAGE


def field_row(field: CustomField) -> dict[str, Any]:
    """A field as JSON."""
    return {
        "id": field.pk,
        "key": field.key,
        "label": field.label,
        "help_text": field.help_text,
        "kind": field.kind,
        "choices": field.choices,
        "is_required": field.is_required,
        "visibility": field.visibility,
        "position": field.position,
    }


class CustomFieldsView(ApiView):
    """The organization's own fields."""

    policy = CustomFieldPolicy()
    permissions = {"get": Permission.PERSON_READ, "post": MANAGE}

    @schema(response=CustomFieldSerializer, paginated=True, summary="Own fields")
    def get(self, request: Any) -> FastResponse:
        """In order; those archived are left out."""
        page = keyset_page(
            person_queries.custom_fields(),
            request=request,
            order=("position", "id"),
            limit=100,
            serialize=field_row,
        )
        return FastResponse(page)

    @schema(request=CustomFieldSerializer, response=CustomFieldSerializer, status=201, summary="Add a field")
    def post(self, request: Any) -> FastResponse:
        """At the end of the list."""
        field = services.create_field(facts=self.validated(CustomFieldSerializer), created_by=self.actor)
        return FastResponse(field_row(field), status=201)


class CustomFieldView(ApiView):
    """One own field."""

    policy = CustomFieldPolicy()
    key_scopes = {"patch": MANAGE, "delete": MANAGE}

    def field(self, pk: int) -> CustomField:
        """The field if the actor may change it. Raises NotFound, Forbidden."""
        field: CustomField = self.get_visible(person_queries.custom_fields(), pk)
        self.check(MANAGE, field)
        return field

    @schema(
        request=CustomFieldChangesSerializer,
        response=CustomFieldSerializer,
        summary="Change a field",
    )
    def patch(self, request: Any, pk: int) -> FastResponse:
        """Kind and key stay as they are."""
        field = self.field(pk)
        changes = self.validated(CustomFieldChangesSerializer)
        return FastResponse(
            field_row(services.update_field(field=field, changes=changes, changed_by=self.actor))
        )

    @schema(status=204, summary="Archive a field")
    def delete(self, request: Any, pk: int) -> HttpResponse:
        """It disappears from every page; its values stay stored."""
        services.archive_field(field=self.field(pk), archived_by=self.actor)
        return HttpResponse(status=204)


class CustomFieldOrderView(ApiView):
    """The order of the fields."""

    policy = CustomFieldPolicy()
    permissions = {"put": MANAGE}

    @schema(request=FieldOrderSerializer, status=204, summary="Order the fields")
    def put(self, request: Any) -> HttpResponse:
        """All fields, in the wanted order."""
        services.order_fields(ids=self.validated(FieldOrderSerializer)["ids"], ordered_by=self.actor)
        return HttpResponse(status=204)


def job_role_row(job_role: JobRole) -> dict[str, Any]:
    """A job role as JSON."""
    return {
        "id": job_role.pk,
        "name": job_role.name,
        "code": job_role.code,
        "people": getattr(job_role, "people", 0),
    }


class JobRolesView(ApiView):
    """Roles at work."""

    policy = CustomFieldPolicy()
    permissions = {"get": Permission.PERSON_READ, "post": MANAGE}

    @schema(response=JobRoleSerializer, paginated=True, summary="Job roles")
    def get(self, request: Any) -> FastResponse:
        """By name."""
        page = keyset_page(
            person_queries.job_roles(),
            request=request,
            order=("name", "id"),
            limit=100,
            serialize=job_role_row,
        )
        return FastResponse(page)

    @schema(request=JobRoleSerializer, response=JobRoleSerializer, status=201, summary="Add a job role")
    def post(self, request: Any) -> FastResponse:
        """A new role."""
        row = services.save_job_role(job_role=None, **self.validated(JobRoleSerializer), saved_by=self.actor)
        return FastResponse(job_role_row(row), status=201)


class JobRoleView(ApiView):
    """One job role."""

    policy = CustomFieldPolicy()
    key_scopes = {"put": MANAGE, "delete": MANAGE}

    def job_role(self, pk: int) -> JobRole:
        """The role if the actor may change it. Raises NotFound, Forbidden."""
        row: JobRole = self.get_visible(person_queries.job_roles(), pk)
        self.check(MANAGE, row)
        return row

    @schema(request=JobRoleSerializer, response=JobRoleSerializer, summary="Change a job role")
    def put(self, request: Any, pk: int) -> FastResponse:
        """Name and code."""
        row = services.save_job_role(
            job_role=self.job_role(pk), **self.validated(JobRoleSerializer), saved_by=self.actor
        )
        return FastResponse(job_role_row(row))

    @schema(status=204, summary="Archive a job role")
    def delete(self, request: Any, pk: int) -> HttpResponse:
        """Nobody can be put into it any more."""
        services.archive_job_role(job_role=self.job_role(pk), archived_by=self.actor)
        return HttpResponse(status=204)


def view_row(view: SavedView) -> dict[str, Any]:
    """A saved view as JSON."""
    return {"id": view.pk, "name": view.name, "query": view.query, "columns": view.columns}


class SavedViewsView(ApiView):
    """Lists as one wants to see them again."""

    policy = SignedIn()

    @schema(response=SavedViewSerializer, paginated=True, summary="One's saved views of the people")
    def get(self, request: Any) -> FastResponse:
        """By name; everybody has their own."""
        mine = SavedView.objects.filter(user_id=self.actor.user_id, page=SavedView.Page.PEOPLE)
        page = keyset_page(mine, request=request, order=("name", "id"), limit=100, serialize=view_row)
        return FastResponse(page)

    @schema(request=SavedViewSerializer, response=SavedViewSerializer, status=201, summary="Save a view")
    def post(self, request: Any) -> FastResponse:
        """The same name again replaces it."""
        view = services.save_view(user_id=self.actor.user_id or 0, **self.validated(SavedViewSerializer))
        return FastResponse(view_row(view), status=201)


class SavedViewView(ApiView):
    """One saved view."""

    policy = SignedIn()

    @schema(status=204, summary="Delete a saved view")
    def delete(self, request: Any, pk: int) -> HttpResponse:
        """Forget it."""
        services.delete_view(user_id=self.actor.user_id or 0, view_id=pk)
        return HttpResponse(status=204)
