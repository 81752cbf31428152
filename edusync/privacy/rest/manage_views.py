"""Privacy for those who look after it: requests, texts, retention, holds, the data map."""

from typing import Any

from django.http import HttpResponse

from edusync.kernel.pagination import keyset_page
from edusync.kernel.personal_data import Purpose
from edusync.kernel.policy import Permission
from edusync.kernel.problems import FieldError, NotFound, ValidationProblem
from edusync.kernel.rest.views import ApiView, FastResponse, schema
from edusync.privacy import queries, services
from edusync.privacy.models import ConsentPurpose, DataSubjectRequest, LegalHold, PolicyDocument
from edusync.privacy.policy import ManagedPolicy, SubjectRequestPolicy
from edusync.privacy.rest import rows
from edusync.privacy.rest import serializers as shapes

REQUESTS = Permission.PRIVACY_REQUEST_MANAGE
CONSENT = Permission.CONSENT_MANAGE
RETENTION = Permission.RETENTION_MANAGE
STATES = {"unfinished", *DataSubjectRequest.State.values}


def wanted(request: Any, name: str, known: set[str]) -> str:
    """A filter of the query string. Raises ValidationProblem for a word that is none."""
    value = str(request.GET.get(name, ""))
    if value and value not in known:
        raise ValidationProblem(errors=[FieldError(f"/{name}", "invalid", "No such filter.")])
    return value


class SubjectRequestsView(ApiView):
    """The queue of requests."""

    policy = SubjectRequestPolicy()
    permissions = {"get": REQUESTS}

    @schema(
        response=shapes.SubjectRequestSerializer,
        paginated=True,
        query={"state": "A state, or `unfinished`.", "kind": "export, correct or erase."},
        summary="Requests of people about their data",
    )
    def get(self, request: Any) -> FastResponse:
        """The most urgent first."""
        found = queries.all_requests(
            state=wanted(request, "state", STATES),
            kind=wanted(request, "kind", set(DataSubjectRequest.Kind.values)),
        )
        page = keyset_page(found, request=request, order=("due_on", "id"))
        held = held_among(row.user_id for row in page["results"])
        page["results"] = [rows.request_row(row, held) for row in page["results"]]
        return FastResponse(page)


def held_among(user_ids: Any) -> set[int]:
    """Those of these people who are under legal hold."""
    return set(queries.held_people().filter(user_id__in=list(user_ids)).values_list("user_id", flat=True))


class SubjectRequestView(ApiView):
    """One request."""

    policy = SubjectRequestPolicy()
    permissions = {"get": REQUESTS}

    @schema(response=shapes.SubjectRequestSerializer, summary="A request of a person about their data")
    def get(self, request: Any, subject_request_id: int) -> FastResponse:
        """The request with what can be done now."""
        row = self.get_visible(queries.all_requests(), subject_request_id)
        return FastResponse(rows.request_row(row, held_among([row.user_id])))


class SubjectRequestActView(ApiView):
    """Answering a request."""

    policy = SubjectRequestPolicy()
    permissions = {"post": REQUESTS}
    needs_step_up = frozenset({"post"})

    @schema(
        request=shapes.RequestActSerializer,
        response=shapes.SubjectRequestSerializer,
        summary="Take, approve, refuse or perform a request",
    )
    def post(self, request: Any, subject_request_id: int) -> FastResponse:
        """One act at a time; refusing needs a reason."""
        row = self.get_visible(queries.all_requests(), subject_request_id)
        given = self.validated(shapes.RequestActSerializer)
        services.act_on_request(request=row, act=given["act"], reason=given["reason"], actor=self.actor)
        row = queries.all_requests().get(pk=row.pk)
        return FastResponse(rows.request_row(row, held_among([row.user_id])))


class DataMapView(ApiView):
    """What is kept about people."""

    policy = ManagedPolicy(REQUESTS)
    permissions = {"get": REQUESTS}

    @schema(
        response=shapes.DataMapSerializer,
        query={"search": "Words in tables, columns, categories.", "purpose": "Why a table is kept."},
        summary="What is kept about people",
    )
    def get(self, request: Any) -> FastResponse:
        """Made from the declarations of all apps."""
        purpose = wanted(request, "purpose", {str(item) for item in Purpose})
        return FastResponse(
            {"tables": queries.data_map(search=request.GET.get("search", "")[:200], purpose=purpose)}
        )


class ConsentPurposesView(ApiView):
    """Texts of consent."""

    policy = ManagedPolicy(CONSENT)
    permissions = {"get": CONSENT, "post": CONSENT}

    @schema(
        response=shapes.ConsentPurposeSerializer, paginated=True, summary="Texts of consent, all versions"
    )
    def get(self, request: Any) -> FastResponse:
        """By code, newest version first, with how many agreed."""
        found = queries.with_record_counts(ConsentPurpose.objects.all())
        return FastResponse(
            keyset_page(found, request=request, order=("code", "-version", "id"), serialize=rows.purpose_row)
        )

    @schema(
        request=shapes.PurposeDraftSerializer,
        response=shapes.ConsentPurposeSerializer,
        status=201,
        summary="Write the next version of a text of consent",
    )
    def post(self, request: Any) -> FastResponse:
        """A draft that nobody sees until it is published; an earlier draft is replaced."""
        row = services.write_purpose(**self.validated(shapes.PurposeDraftSerializer), written_by=self.actor)
        return FastResponse(rows.purpose_row(row), status=201)


class ConsentPurposeView(ApiView):
    """One text of consent."""

    policy = ManagedPolicy(CONSENT)
    permissions = {"delete": CONSENT}

    @schema(status=204, summary="Ask nobody any more")
    def delete(self, request: Any, purpose_id: int) -> HttpResponse:
        """Retire a published text, throw a draft away."""
        services.retire_purpose(purpose_id=purpose_id, retired_by=self.actor)
        return HttpResponse(status=204)


class ConsentPurposePublicationView(ApiView):
    """Publishing a text of consent."""

    policy = ManagedPolicy(CONSENT)
    permissions = {"post": CONSENT}

    @schema(response=shapes.ConsentPurposeSerializer, summary="Publish a text of consent")
    def post(self, request: Any, purpose_id: int) -> FastResponse:
        """From now on people are asked with these words."""
        return FastResponse(
            rows.purpose_row(services.publish_purpose(purpose_id=purpose_id, published_by=self.actor))
        )


class PolicyDocumentsView(ApiView):
    """Terms, privacy notice, rules for AI."""

    policy = ManagedPolicy(CONSENT)
    permissions = {"get": CONSENT, "post": CONSENT}

    @schema(response=shapes.PolicyDocumentSerializer, paginated=True, summary="Policies, all versions")
    def get(self, request: Any) -> FastResponse:
        """By kind, newest version first, with how many accepted."""
        found = queries.with_acceptance_counts(PolicyDocument.objects.all())
        return FastResponse(
            keyset_page(
                found, request=request, order=("kind", "-version", "id"), serialize=rows.managed_policy_row
            )
        )

    @schema(
        request=shapes.PolicyDraftSerializer,
        response=shapes.PolicyDocumentSerializer,
        status=201,
        summary="Write the next version of a policy",
    )
    def post(self, request: Any) -> FastResponse:
        """A draft that nobody sees until it is published; an earlier draft is replaced."""
        row = services.write_policy(**self.validated(shapes.PolicyDraftSerializer), written_by=self.actor)
        return FastResponse(rows.managed_policy_row(row), status=201)


class PolicyDocumentView(ApiView):
    """One policy."""

    policy = ManagedPolicy(CONSENT)
    permissions = {"delete": CONSENT}

    @schema(status=204, summary="Throw the draft of a policy away")
    def delete(self, request: Any, document_id: int) -> HttpResponse:
        """Only drafts go."""
        services.discard_policy(document_id=document_id)
        return HttpResponse(status=204)


class PolicyDocumentPublicationView(ApiView):
    """Publishing a policy."""

    policy = ManagedPolicy(CONSENT)
    permissions = {"post": CONSENT}

    @schema(response=shapes.PolicyDocumentSerializer, summary="Publish a policy")
    def post(self, request: Any, document_id: int) -> FastResponse:
        """A mandatory one has to be accepted by everybody at their next visit."""
        return FastResponse(
            rows.managed_policy_row(services.publish_policy(document_id=document_id, published_by=self.actor))
        )


class RetentionRulesView(ApiView):
    """How long things are kept."""

    policy = ManagedPolicy(RETENTION)
    permissions = {"get": RETENTION}

    @schema(response=shapes.RetentionRulesSerializer, summary="How long things are kept")
    def get(self, request: Any) -> FastResponse:
        """Every rule, with its last run."""
        return FastResponse({"rules": [rows.rule_row(rule) for rule in services.rules_in_force()]})


class RetentionRuleView(ApiView):
    """One rule."""

    policy = ManagedPolicy(RETENTION)
    permissions = {"get": RETENTION, "put": RETENTION, "post": RETENTION}
    needs_step_up = frozenset({"post"})

    @schema(response=shapes.RetentionCountSerializer, summary="How many rows would go now")
    def get(self, request: Any, rule_key: str) -> FastResponse:
        """A dry run: nothing is changed."""
        return FastResponse({"rows": services.count_outdated(rule_key)})

    @schema(
        request=shapes.RetentionChangeSerializer,
        response=shapes.RetentionRuleSerializer,
        summary="Change a rule",
    )
    def put(self, request: Any, rule_key: str) -> FastResponse:
        """Days, and whether the job runs it."""
        given = self.validated(shapes.RetentionChangeSerializer)
        return FastResponse(rows.rule_row(services.change_rule(key=rule_key, **given, changed_by=self.actor)))

    @schema(response=shapes.RetentionCountSerializer, summary="Run a rule now")
    def post(self, request: Any, rule_key: str) -> FastResponse:
        """Remove what the rule no longer keeps."""
        return FastResponse({"rows": services.run_rule(key=rule_key, run_by=self.actor)})


class LegalHoldsView(ApiView):
    """People whose data must stay."""

    policy = ManagedPolicy(REQUESTS)
    permissions = {"get": REQUESTS, "post": REQUESTS}

    @schema(response=shapes.LegalHoldSerializer, paginated=True, summary="Legal holds")
    def get(self, request: Any) -> FastResponse:
        """Those in force, latest first."""
        found = LegalHold.objects.filter(released_at__isnull=True).select_related("user", "placed_by")
        return FastResponse(keyset_page(found, request=request, order=("-id",), serialize=rows.hold_row))

    @schema(
        request=shapes.NewHoldSerializer,
        response=shapes.LegalHoldSerializer,
        status=201,
        summary="Place a legal hold",
    )
    def post(self, request: Any) -> FastResponse:
        """Neither erasure nor retention touches the person's data until it is released."""
        given = self.validated(shapes.NewHoldSerializer)
        if not queries.is_member(given["person_id"]):
            raise NotFound
        row = services.place_hold(user_id=given["person_id"], reason=given["reason"], placed_by=self.actor)
        return FastResponse(rows.hold_row(row), status=201)


class LegalHoldView(ApiView):
    """One hold."""

    policy = ManagedPolicy(REQUESTS)
    permissions = {"delete": REQUESTS}

    @schema(status=204, summary="Release a legal hold")
    def delete(self, request: Any, hold_id: int) -> HttpResponse:
        """It stays on record."""
        services.release_hold(hold_id=hold_id, released_by=self.actor)
        return HttpResponse(status=204)
