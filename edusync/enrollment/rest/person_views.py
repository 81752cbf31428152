"""The enrollments of one person, for those who look after people."""

from typing import Any

from edusync.enrollment import queries
from edusync.enrollment.policy import EnrollmentPolicy
from edusync.enrollment.rest import serializers as shapes
from edusync.identity.policy import PersonPolicy
from edusync.identity.queries import members
from edusync.kernel.pagination import keyset_page
from edusync.kernel.policy import Permission
from edusync.kernel.problems import NotFound
from edusync.kernel.rest.views import ApiView, FastResponse, schema
from edusync.kernel.tenancy import current_organization_id


class PersonEnrollmentsView(ApiView):
    """What a person takes and how far they are."""

    policy = EnrollmentPolicy()
    permissions = {"get": Permission.ENROLLMENT_READ}

    @schema(response=shapes.EnrollmentSerializer, paginated=True, summary="Enrollments of a person")
    def get(self, request: Any, user_id: int) -> FastResponse:
        """Of a member whom the actor may see; the latest first."""
        people = members(organization_id=current_organization_id()).filter(user_id=user_id)
        if not PersonPolicy().visible(people, self.actor).exists():
            raise NotFound
        rows = self.policy.visible(queries.enrollments_of_learner(user_id), self.actor)
        return FastResponse(
            keyset_page(rows, request=request, order=("-id",), serialize=shapes.enrollment_json)
        )
