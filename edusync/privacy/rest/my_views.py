"""What is kept about me, what I agree to, what I ask for; and what anybody may read."""

import uuid
from typing import Any

from django.http import FileResponse
from django.http.response import HttpResponseBase

from edusync.identity.queries import default_organization
from edusync.kernel import audit
from edusync.kernel.pagination import keyset_page
from edusync.kernel.policy import SignedIn
from edusync.kernel.problems import NotFound
from edusync.kernel.rest.views import ApiView, FastResponse, schema
from edusync.privacy import queries, services
from edusync.privacy.models import DataSubjectRequest
from edusync.privacy.rest import rows
from edusync.privacy.rest import serializers as shapes

Kind = DataSubjectRequest.Kind


class SignUpTermsView(ApiView):
    """What is asked at sign-up."""

    public = True

    @schema(response=shapes.SignUpTermsSerializer, summary="What is asked of whoever signs up")
    def get(self, request: Any) -> FastResponse:
        """Whether the birth date is asked, and the policies to accept."""
        organization = default_organization()
        documents = queries.published_policies() if organization else []
        return FastResponse(
            {
                "asks_birth_date": bool(organization and organization.is_birth_date_asked),
                "policies": [rows.policy_row(document) for document in documents],
            }
        )


class ReceiptView(ApiView):
    """The receipt of an erasure."""

    public = True

    @schema(response=shapes.ReceiptSerializer, summary="Receipt of an erasure")
    def get(self, request: Any, receipt: str) -> FastResponse:
        """What is gone, what stays and why. It names nobody; whoever has its code may read it."""
        row = queries.receipt_by_code(receipt)
        if row is None:
            raise NotFound
        return FastResponse(rows.receipt_row(row), headers={"Cache-Control": "private, no-store"})


class MyDataView(ApiView):
    """What is kept about me."""

    policy = SignedIn()

    @schema(response=shapes.DataMapSerializer, summary="What is kept about me")
    def get(self, request: Any) -> FastResponse:
        """The data map."""
        return FastResponse({"tables": queries.data_map()})


class MyPoliciesView(ApiView):
    """Policies in force and accepted."""

    policy = SignedIn()

    @schema(response=shapes.MyPoliciesSerializer, summary="Policies I have to accept and have accepted")
    def get(self, request: Any) -> FastResponse:
        """Those to accept first."""
        user_id = self.actor.user_id or 0
        return FastResponse(
            {
                "pending": [rows.policy_row(row) for row in queries.pending_policies(user_id)],
                "in_force": [rows.policy_row(row) for row in queries.published_policies()],
                "accepted": [rows.acceptance_row(row) for row in queries.accepted_policies(user_id)[:100]],
            }
        )

    @schema(
        request=shapes.AcceptanceSerializer,
        response=shapes.MyPoliciesSerializer,
        summary="Accept policies",
    )
    def post(self, request: Any) -> FastResponse:
        """Accept the versions one has seen; 409 when a newer one came meanwhile."""
        given = self.validated(shapes.AcceptanceSerializer)
        services.accept_policies(user_id=self.actor.user_id or 0, document_ids=given["documents"])
        return self.get(request)


class MyConsentsView(ApiView):
    """What I agree to."""

    policy = SignedIn()

    @schema(
        response=shapes.MyConsentSerializer(many=True),
        summary="What I am asked to agree to, and what I said",
    )
    def get(self, request: Any) -> FastResponse:
        """Every purpose in force that rests on consent."""
        user_id = self.actor.user_id or 0
        latest = queries.latest_consents(user_id)
        is_minor = queries.needs_guardian_consent(user_id)
        found = queries.published_purposes().filter(legal_basis="consent")
        return FastResponse([rows.consent_row(row, latest.get(row.code), is_minor=is_minor) for row in found])


class MyConsentView(ApiView):
    """One decision."""

    policy = SignedIn()

    @schema(
        request=shapes.ConsentChoiceSerializer,
        response=shapes.ConsentRecordSerializer,
        summary="Agree or withdraw",
    )
    def put(self, request: Any, purpose: str) -> FastResponse:
        """Decide; taking back is as easy as giving."""
        given = self.validated(shapes.ConsentChoiceSerializer)
        record = services.record_consent(
            user_id=self.actor.user_id or 0,
            code=purpose,
            is_granted=given["is_granted"],
            recorded_by=self.actor,
        )
        return FastResponse(rows.record_row(record))


class MyConsentHistoryView(ApiView):
    """My decisions of the past."""

    policy = SignedIn()

    @schema(response=shapes.ConsentRecordSerializer, paginated=True, summary="My decisions of the past")
    def get(self, request: Any) -> FastResponse:
        """Latest first."""
        found = queries.consent_history(self.actor.user_id or 0)
        return FastResponse(keyset_page(found, request=request, order=("-id",), serialize=rows.record_row))


class MyRequestsView(ApiView):
    """My requests about my data."""

    policy = SignedIn()

    @schema(response=shapes.MySubjectRequestSerializer, paginated=True, summary="My requests about my data")
    def get(self, request: Any) -> FastResponse:
        """Latest first."""
        found = queries.requests_of(self.actor.user_id or 0)
        return FastResponse(
            keyset_page(found, request=request, order=("-id",), serialize=rows.my_request_row)
        )

    @schema(
        request=shapes.NewSubjectRequestSerializer,
        response=shapes.MySubjectRequestSerializer,
        status=201,
        summary="Ask for a copy, a correction, or erasure",
    )
    def post(self, request: Any) -> FastResponse:
        """A copy is made at once, the others are answered within 30 days."""
        given = self.validated(shapes.NewSubjectRequestSerializer)
        user_id = self.actor.user_id or 0
        if given["kind"] == Kind.EXPORT:
            row = services.request_export(user_id=user_id, requested_by=self.actor)
        elif given["kind"] == Kind.CORRECT:
            row = services.request_correction(user_id=user_id, note=given["note"], requested_by=self.actor)
        else:
            row = services.request_erasure(user_id=user_id, note=given["note"], requested_by=self.actor)
        return FastResponse(rows.my_request_row(row), status=201)


class OneRequestOfMineView(ApiView):
    """Base of the routes of one request of one's own."""

    policy = SignedIn()

    def found(self, request_uuid: uuid.UUID) -> DataSubjectRequest:
        """The request. Raises NotFound for other people's, too."""
        row = queries.requests_of(self.actor.user_id or 0).filter(uuid=request_uuid).first()
        if row is None:
            raise NotFound
        return row


class MyRequestCancelView(OneRequestOfMineView):
    """Taking a request back."""

    @schema(response=shapes.MySubjectRequestSerializer, summary="Take a request back")
    def post(self, request: Any, request_uuid: uuid.UUID) -> FastResponse:
        """As long as it is not being carried out."""
        row = services.cancel_request(request=self.found(request_uuid), cancelled_by=self.actor)
        return FastResponse(rows.my_request_row(row))


class MyArchiveView(OneRequestOfMineView):
    """The copy of my data."""

    # Who sees the site as another person must not carry their data away.
    refused_while_viewing = frozenset({"get", "head"})

    @schema(media_type="application/zip", summary="Download the copy of my data")
    def get(self, request: Any, request_uuid: uuid.UUID) -> HttpResponseBase:
        """The ZIP, for the person alone and for seven days."""
        row = self.found(request_uuid)
        content = services.open_archive(row)
        audit.record("privacy.export.downloaded", actor=self.actor, target=("privacy-request", row.pk))
        response = FileResponse(
            content, content_type="application/zip", as_attachment=True, filename="my-data.zip"
        )
        response["Cache-Control"] = "private, no-store"
        return response
