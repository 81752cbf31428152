"""Certificates of a learner, for a guardian."""

from typing import Any

from edusync.credentials import queries
from edusync.credentials.models import Certificate
from edusync.credentials.rest import serializers as shapes
from edusync.identity.services import look_at_child
from edusync.kernel.pagination import keyset_page
from edusync.kernel.policy import Permission, SignedIn
from edusync.kernel.rest.views import ApiView, FastResponse, schema


class ChildCertificatesView(ApiView):
    """What a learner has earned."""

    policy = SignedIn()
    key_scopes = {"get": Permission.PROFILE_UPDATE}

    @schema(
        response=shapes.ChildCertificateSerializer,
        paginated=True,
        summary="Certificates of a learner I look after",
    )
    def get(self, request: Any, learner_id: int) -> FastResponse:
        """For verified guardians with consent to progress; issued ones, the newest first."""
        look_at_child(actor=self.actor, learner_id=learner_id, scope="progress")
        rows = queries.certificates_of_learner(learner_id).filter(state=Certificate.State.ISSUED)
        return FastResponse(
            keyset_page(
                rows, request=request, order=("-due_at", "-id"), serialize=shapes.child_certificate_json
            )
        )
