"""The audit log for auditors and admins, and what of it concerns oneself."""

from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase

from edusync.audit import queries
from edusync.audit.policy import AuditPolicy
from edusync.audit.rest import serializers as kinds
from edusync.audit.rest import shapes
from edusync.audit.rest.filters import FILTERS, filter_of, kind_in
from edusync.kernel import audit, clock, tasks
from edusync.kernel.idempotency import idempotent
from edusync.kernel.pagination import keyset_page
from edusync.kernel.policy import Permission, SignedIn
from edusync.kernel.rest.csv_response import csv_response
from edusync.kernel.rest.views import ApiView, FastResponse, schema
from edusync.kernel.tenancy import current_organization_id

SHOWN_ANCHORS = 30
NEWEST_FIRST = ("-created_at", "-id")


class AuditView(ApiView):
    """Events of the organization, the newest first."""

    policy = AuditPolicy()
    permissions = {"get": Permission.AUDIT_READ}

    @schema(response=kinds.AuditEventSerializer, paginated=True, query=FILTERS, summary="Audited acts")
    def get(self, request: Any) -> FastResponse:
        """Who did what, for whom, when and from where."""
        events = queries.events_of(organization_id=current_organization_id(), wanted=filter_of(request))
        page = keyset_page(events, request=request, order=NEWEST_FIRST)
        people = shapes.people_in(page["results"])
        page["results"] = [shapes.event_row(event, people) for event in page["results"]]
        return FastResponse(page)


class AuditExportView(ApiView):
    """Events as a file; taking them away is itself an audited act."""

    policy = AuditPolicy()
    permissions = {"get": Permission.AUDIT_EXPORT}
    rate_limits = {"get": "export"}

    @schema(media_type="text/csv", query=FILTERS, summary="Audited acts as CSV")
    def get(self, request: Any) -> HttpResponseBase:
        """All events that pass the filter, with their digests, the oldest first."""
        wanted = filter_of(request)
        audit.record_read(
            "audit.log.exported",
            actor=self.actor,
            facts={name: request.GET[name] for name in FILTERS if name in request.GET},
        )
        events = queries.events_of(organization_id=current_organization_id(), wanted=wanted).order_by("id")
        name = f"audit-{clock.now():%Y-%m-%d}.csv"
        return csv_response(name, shapes.COLUMNS, shapes.table_rows(events.iterator(chunk_size=1000)))


class AuditChainView(ApiView):
    """Whether the log holds."""

    policy = AuditPolicy()
    permissions = {"get": Permission.AUDIT_READ, "post": Permission.AUDIT_READ}
    # A check walks the whole chain.
    rate_limits = {"post": "export"}

    @schema(response=kinds.AuditChainSerializer, summary="Length of the audit log and when it was checked")
    def get(self, request: Any) -> FastResponse:
        """Number of events, and the newest checks."""
        organization_id = current_organization_id()
        anchors = queries.anchors_of(organization_id=organization_id).order_by("-id")[:SHOWN_ANCHORS]
        return FastResponse(
            {
                "length": queries.chain_length(organization_id=organization_id),
                "anchors": [shapes.anchor_row(anchor) for anchor in anchors],
                "can_export": self.actor.has(Permission.AUDIT_EXPORT),
            }
        )

    @schema(status=202, summary="Check the audit log now")
    @idempotent
    def post(self, request: Any) -> HttpResponse:
        """Check the organization's chain in the background; the result shows among the anchors."""
        tasks.enqueue("audit.check_chain", organization_id=current_organization_id())
        return HttpResponse(status=202)


class MyDataAccessView(ApiView):
    """Who saw or changed my data."""

    policy = SignedIn()

    @schema(
        response=kinds.DataAccessSerializer,
        paginated=True,
        query={"kind": "`change` or `read`."},
        summary="Who saw or changed my data",
    )
    def get(self, request: Any) -> FastResponse:
        """What others did with the signed-in person's data, the newest first."""
        events = queries.events_about(user_id=self.actor.user_id or 0, kind=kind_in(request))
        page = keyset_page(events, request=request, order=NEWEST_FIRST)
        people = shapes.people_in(page["results"])
        page["results"] = [shapes.access_row(event, people) for event in page["results"]]
        return FastResponse(page)
