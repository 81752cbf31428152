"""Views of letters."""

from typing import Any

from django.http.response import HttpResponseBase

from edusync.grading import services
from edusync.grading.models import GradingScheme
from edusync.grading.policy import GradingSchemePolicy
from edusync.grading.rest import serializers as shapes
from edusync.grading.rest.presentation import scheme_json
from edusync.kernel.policy import Permission
from edusync.kernel.rest.views import ApiView, FastResponse, schema

MANAGE = Permission.GRADING_SCHEME_MANAGE


class SchemesBase(ApiView):
    """Base: write a scheme."""

    policy = GradingSchemePolicy()
    key_scopes = {"post": MANAGE, "put": MANAGE}

    def save(self, organization_id: int, scheme: GradingScheme | None = None) -> dict[str, Any]:
        """The scheme as it is then."""
        values = self.validated(shapes.GradingSchemeWriteSerializer)
        row = services.save_scheme(
            organization_id=organization_id,
            by_id=self.actor.user_id,
            name=values["name"],
            pass_percent=values["pass_percent"],
            bands=[(band["min_percent"], band["letter"]) for band in values["bands"]],
            scheme=scheme,
            base_version=values["row_version"],
        )
        return scheme_json(row)


class SchemesView(SchemesBase):
    """Schemes of the organization."""

    permissions = {"post": MANAGE}

    @schema(response=shapes.GradingSchemeSerializer(many=True), summary="Grading schemes of the organization")
    def get(self, request: Any) -> HttpResponseBase:
        """By name. Two queries."""
        rows = self.policy.visible(GradingScheme.objects.all(), self.actor)
        return FastResponse([scheme_json(row) for row in rows.prefetch_related("bands").order_by("name")])

    @schema(
        request=shapes.GradingSchemeWriteSerializer,
        response=shapes.GradingSchemeSerializer,
        status=201,
        summary="Add a grading scheme",
    )
    def post(self, request: Any) -> HttpResponseBase:
        """Courses choose it in their gradebook."""
        return FastResponse(self.save(self.actor.organization_id or 0), status=201)


class SchemeView(SchemesBase):
    """One scheme."""

    @schema(
        request=shapes.GradingSchemeWriteSerializer,
        response=shapes.GradingSchemeSerializer,
        summary="Change a grading scheme",
    )
    def put(self, request: Any, scheme_id: int) -> HttpResponseBase:
        """Letters of all courses that use it follow at once."""
        scheme = self.get_visible(GradingScheme.objects.all(), scheme_id)
        self.check(MANAGE, scheme)
        return FastResponse(self.save(scheme.organization_id, scheme))
