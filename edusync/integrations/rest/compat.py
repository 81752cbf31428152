"""The compatibility router: the resources under the names that older requirements give them, read only.

Every row is filtered by the policy of its own app; what changes anything is below /api/v1.
"""

from typing import Any, ClassVar

from django.http.response import HttpResponseBase
from django.urls import URLPattern, path

from edusync.courses.policy import CoursePolicy
from edusync.credentials.policy import CertificatePolicy
from edusync.enrollment.policy import EnrollmentPolicy
from edusync.identity.policy import PersonPolicy
from edusync.identity.queries import members
from edusync.integrations import queries
from edusync.integrations.policy import OutlinePolicy, OwnSettingsPolicy, RecordPolicy
from edusync.integrations.rest import compat_serializers as shapes
from edusync.kernel.pagination import keyset_page
from edusync.kernel.policy import Policy
from edusync.kernel.problems import FieldError, NotFound, ValidationProblem
from edusync.kernel.rest.views import ApiView, FastResponse, schema
from edusync.kernel.tenancy import current_organization_id

LARGEST_ID = 2**63 - 1


class CompatView(ApiView):
    """Base: a list by keyset, filtered by ids in the query, and one row."""

    shape: ClassVar[Any]
    key: ClassVar[str] = "id"
    filters: ClassVar[dict[str, str]] = {}

    def rows(self) -> Any:
        """All rows of the organization."""
        raise NotFound

    def visible(self) -> Any:
        """Rows that the actor may see."""
        return self.required_policy().visible(self.rows(), self.actor)

    def get(self, request: Any) -> HttpResponseBase:
        """A page of rows, newest first."""
        rows = self.visible()
        for name, column in self.filters.items():
            if value := request.GET.get(name, ""):
                rows = rows.filter(**{column: whole_number(value, name)})
        page = keyset_page(rows, request=request, order=(f"-{self.key}",), serialize=self.shown)
        return FastResponse(page)

    def shown(self, row: Any) -> dict[str, Any]:
        """A row as JSON."""
        return dict(self.shape(row).data)


class OneCompatView(CompatView):
    """Base of the routes of one row."""

    def get(self, request: Any, pk: int) -> HttpResponseBase:  # type: ignore[override]
        """The row, if visible."""
        row = self.visible().filter(**{self.key: pk}).first()
        if row is None:
            raise NotFound
        return FastResponse(self.shown(row))


def whole_number(text: str, name: str) -> int:
    """An id in the query. Raises ValidationProblem."""
    if not (text.isascii() and text.isdigit() and int(text) <= LARGEST_ID):
        raise ValidationProblem(errors=[FieldError(f"/{name}", "invalid", "An id is a whole number.")])
    return int(text)


class _Users:
    policy: ClassVar[Policy | None] = PersonPolicy()
    shape = shapes.CompatUserSerializer
    key = "user_id"

    def rows(self) -> Any:
        return members(organization_id=current_organization_id())


class _Courses:
    policy: ClassVar[Policy | None] = CoursePolicy()
    shape = shapes.CompatCourseSerializer

    def rows(self) -> Any:
        return queries.course_rows()


class _Modules:
    policy: ClassVar[Policy | None] = OutlinePolicy()
    shape = shapes.CompatModuleSerializer
    filters: ClassVar[dict[str, str]] = {"course": "course_id"}

    def rows(self) -> Any:
        return queries.module_rows()


class _Enrollments:
    policy: ClassVar[Policy | None] = EnrollmentPolicy()
    shape = shapes.CompatEnrollmentSerializer
    filters: ClassVar[dict[str, str]] = {"course": "course_id", "learner": "learner_id"}

    def rows(self) -> Any:
        return queries.enrollment_rows()


class _Progress:
    policy: ClassVar[Policy | None] = RecordPolicy()
    shape = shapes.CompatProgressSerializer
    filters: ClassVar[dict[str, str]] = {"enrollment": "enrollment_id", "lesson": "lesson_id"}

    def rows(self) -> Any:
        return queries.progress_rows()


class _Certificates:
    policy: ClassVar[Policy | None] = CertificatePolicy()
    shape = shapes.CompatCertificateSerializer
    filters: ClassVar[dict[str, str]] = {"enrollment": "enrollment_id"}

    def rows(self) -> Any:
        return queries.certificate_rows()


class _Settings:
    policy: ClassVar[Policy | None] = OwnSettingsPolicy()
    shape = shapes.CompatSettingsSerializer
    key = "user_id"

    def rows(self) -> Any:
        return queries.setting_rows()


RESOURCES: dict[str, type] = {
    "users": _Users,
    "courses": _Courses,
    "modules": _Modules,
    "enrollments": _Enrollments,
    "progress": _Progress,
    "certificates": _Certificates,
    "settings": _Settings,
}


def routes() -> list[URLPattern]:
    """List and row of every resource, with and without the last slash."""
    found = []
    for name, facts in RESOURCES.items():
        list_view, row_view = _views(name, facts)
        found.append(path(name, list_view.as_view(), name=f"compat-{name}"))
        found.append(path(f"{name}/<int:pk>", row_view.as_view(), name=f"compat-{name}-row"))
        # Addresses with a last slash answer too; the description of the API names each once.
        found.append(path(f"{name}/", list_view.as_view(schema=None)))
        found.append(path(f"{name}/<int:pk>/", row_view.as_view(schema=None)))
    return found


def _views(name: str, facts: Any) -> tuple[type[CompatView], type[CompatView]]:
    """The two views of a resource, each with a description of its own."""
    title = name.capitalize()
    query = dict.fromkeys(getattr(facts, "filters", {}), "integer")

    def get_list(self: Any, request: Any) -> HttpResponseBase:
        """A page of rows, newest first."""
        return CompatView.get(self, request)

    def get_row(self: Any, request: Any, pk: int) -> HttpResponseBase:
        """The row, if visible."""
        return OneCompatView.get(self, request, pk)

    described = schema(response=facts.shape, paginated=True, query=query, summary=f"{title} (compatibility)")
    one = schema(response=facts.shape, summary=f"One of {name} (compatibility)")
    list_view = type(
        f"Compat{title}View", (facts, CompatView), {"get": described(get_list), "__doc__": f"{title}."}
    )
    row_view = type(
        f"Compat{title}RowView", (facts, OneCompatView), {"get": one(get_row), "__doc__": f"One of {name}."}
    )
    return list_view, row_view
