"""Guardians: for staff, for the learner whose guardians they are, and for guardians themselves."""

from typing import Any, ClassVar

from django.http import HttpResponse

from edusync.identity import guardian_queries as reads
from edusync.identity import queries
from edusync.identity.guardian_policy import GuardianshipPolicy, MyChildrenPolicy
from edusync.identity.models import GuardianRelationship, Invitation, User
from edusync.identity.rest import guardians_serializers as kinds
from edusync.identity.services import guardians
from edusync.kernel import clock
from edusync.kernel.idempotency import idempotent
from edusync.kernel.pagination import keyset_page
from edusync.kernel.policy import Permission, Policy, SignedIn
from edusync.kernel.problems import FieldError, Forbidden, NotFound, ValidationProblem
from edusync.kernel.rest.views import ApiView, FastResponse, schema
from edusync.kernel.tenancy import current_organization_id

Row = dict[str, Any]


def person_card(user: User) -> Row:
    """A person as a relationship shows them."""
    return {"id": user.pk, "display_name": user.display_name, "avatar_url": queries.avatar_url_of(user)}


def guardianship_row(row: GuardianRelationship, *, majority_age: int, can_decide: bool) -> Row:
    """A relationship with its consents."""
    scopes = reads.scopes_in_force(row, today=clock.now().date(), majority_age=majority_age)
    names = ("kind", "is_primary", "status", "verified_at", "ended_at")
    return {
        **{name: getattr(row, name) for name in names},
        "uuid": str(row.uuid),
        "learner": person_card(row.learner),
        "guardian": person_card(row.guardian),
        "scopes": scopes,
        "consents": [
            {
                "scope": consent.scope,
                "granted_at": consent.granted_at,
                "ends_on": consent.ends_on,
                "evidence": consent.evidence,
                "is_in_force": consent.scope in scopes,
            }
            for consent in sorted(row.consents.all(), key=lambda consent: consent.scope)
        ],
        "can_decide": can_decide,
    }


def invitation_row(invitation: Invitation) -> Row:
    """An invitation of a guardian."""
    names = ("email", "first_name", "last_name", "sent_at", "expires_at")
    return {
        **{name: getattr(invitation, name) for name in names},
        "id": invitation.pk,
        "kind": invitation.facts.get("kind", "guardian"),
    }


class GuardianBaseView(ApiView):
    """What the routes about guardians have in common."""

    # A consent is the person's own word.
    refused_while_viewing = frozenset({"post", "put", "patch"})
    policy: ClassVar[Policy] = GuardianshipPolicy()

    def majority_age(self) -> int:
        """Age in years from which on consents of before open nothing."""
        return queries.majority_age_of(current_organization_id())

    def row(self, row: GuardianRelationship) -> Row:
        """The relationship as JSON, with whether the actor decides about it."""
        can_decide = self.required_policy().allows(self.actor, Permission.GUARDIAN_MANAGE, row)
        return guardianship_row(row, majority_age=self.majority_age(), can_decide=can_decide)

    def found(self, uuid: Any) -> GuardianRelationship:
        """The relationship if the actor may see it. Raises NotFound."""
        rows = reads.relationships(organization_id=current_organization_id())
        return self.get_visible(rows, uuid=uuid)  # type: ignore[no-any-return]

    def family_of(self, learner_id: int) -> FastResponse:
        """Guardians of a learner and those still to come."""
        rows = reads.relationships(organization_id=current_organization_id()).filter(
            learner_id=learner_id, deleted_at__isnull=True
        )
        age = self.majority_age()
        return FastResponse(
            {
                "guardians": [
                    guardianship_row(row, majority_age=age, can_decide=True)
                    for row in rows.order_by("-is_primary", "id")
                ],
                "invitations": [
                    invitation_row(row) for row in guardians.open_invitations(learner_id=learner_id)
                ],
            }
        )


class GuardianshipsView(GuardianBaseView):
    """All relationships of the organization, for staff."""

    permissions = {"get": Permission.GUARDIAN_MANAGE, "post": Permission.GUARDIAN_MANAGE}
    rate_limits = {"get": "search", "post": "invite"}

    @schema(
        response=kinds.GuardianshipSerializer,
        paginated=True,
        query={"search": "Words in either name.", "status": "`invited`, `verified` or `ended`."},
        summary="Guardians of the organization's learners",
    )
    def get(self, request: Any) -> FastResponse:
        """The newest first."""
        status = request.GET.get("status", "")
        if status and status not in GuardianRelationship.Status.values:
            raise ValidationProblem(errors=[FieldError("/status", "invalid", "No such status.")])
        rows = reads.relationships(
            organization_id=current_organization_id(),
            search=request.GET.get("search", "")[:200],
            status=status,
        )
        age = self.majority_age()
        page = keyset_page(rows, request=request, order=("-id",))
        page["results"] = [
            guardianship_row(row, majority_age=age, can_decide=True) for row in page["results"]
        ]
        return FastResponse(page)

    @schema(
        request=kinds.InviteGuardianSerializer,
        response=kinds.GuardianInvitationSerializer,
        status=201,
        summary="Invite a guardian of a learner",
    )
    @idempotent
    def post(self, request: Any) -> FastResponse:
        """The invitation; the answer is alike whether or not the address has an account."""
        given = self.validated(kinds.InviteGuardianSerializer)
        if "learner_id" not in given:
            raise ValidationProblem(errors=[FieldError("/learner_id", "required", "Name the learner.")])
        return FastResponse(
            invitation_row(guardians.invite_guardian(**given, invited_by=self.actor)), status=201
        )


class GuardianshipView(GuardianBaseView):
    """One relationship."""

    @schema(response=kinds.GuardianshipSerializer, summary="A guardian and what they may see")
    def get(self, request: Any, uuid: Any) -> FastResponse:
        """For staff, the learner and the guardian."""
        return FastResponse(self.row(self.found(uuid)))

    @schema(
        request=kinds.GuardianChangesSerializer,
        response=kinds.GuardianshipSerializer,
        summary="Change what a guardian is to a learner",
    )
    def patch(self, request: Any, uuid: Any) -> FastResponse:
        """Kind of relationship; whether the school asks this guardian first."""
        row = self.found(uuid)
        self.check(Permission.GUARDIAN_MANAGE, row)
        changes = self.validated(kinds.GuardianChangesSerializer, partial=True)
        guardians.change_relationship(relationship_id=row.pk, changed_by=self.actor, **changes)
        return FastResponse(self.row(self.found(uuid)))

    @schema(status=204, summary="End the relationship")
    def delete(self, request: Any, uuid: Any) -> HttpResponse:
        """By staff, the learner, or the guardian who leaves."""
        row = self.found(uuid)
        if row.guardian_id != self.actor.user_id:
            self.check(Permission.GUARDIAN_MANAGE, row)
        guardians.end_relationship(relationship_id=row.pk, ended_by=self.actor)
        return HttpResponse(status=204)


class GuardianConsentView(GuardianBaseView):
    """One kind of facts that a guardian may see."""

    @schema(
        request=kinds.GiveConsentSerializer,
        response=kinds.GuardianshipSerializer,
        summary="Let a guardian see this kind of facts",
    )
    def put(self, request: Any, uuid: Any, scope: str) -> FastResponse:
        """By the learner, or by staff who say how the family agreed."""
        row = self.checked(uuid, scope)
        given = self.validated(kinds.GiveConsentSerializer)
        guardians.grant_consent(relationship_id=row.pk, scope=scope, granted_by=self.actor, **given)
        return FastResponse(self.row(self.found(uuid)))

    @schema(response=kinds.GuardianshipSerializer, summary="Take the consent back")
    def delete(self, request: Any, uuid: Any, scope: str) -> FastResponse:
        """It takes effect with the guardian's next request."""
        row = self.checked(uuid, scope)
        guardians.revoke_consent(relationship_id=row.pk, scope=scope, revoked_by=self.actor)
        return FastResponse(self.row(self.found(uuid)))

    def checked(self, uuid: Any, scope: str) -> GuardianRelationship:
        """The relationship, if the actor decides about it. Raises NotFound, Forbidden."""
        row = self.found(uuid)
        if scope not in dict(kinds.SCOPES):
            raise NotFound
        self.check(Permission.GUARDIAN_MANAGE, row)
        return row


class GuardianAgreementView(GuardianBaseView):
    """A guardian's agreement to the account of a young learner."""

    policy = MyChildrenPolicy()

    @schema(status=204, summary="Agree that the learner I look after uses the site")
    def post(self, request: Any, uuid: Any) -> HttpResponse:
        """From now on the learner decides about their own consents."""
        row = self.found(uuid)
        guardians.agree_to_account(relationship_id=row.pk, agreed_by=self.actor)
        return HttpResponse(status=204)


class GuardianInvitationView(GuardianBaseView):
    """An invitation of a guardian, looked after by who sent it."""

    @schema(status=204, summary="Take back the invitation of a guardian")
    def delete(self, request: Any, pk: int) -> HttpResponse:
        """The link in the mail ends at once."""
        invitation = Invitation.objects.filter(
            pk=pk, purpose=guardians.PURPOSE, status=Invitation.Status.SENT
        ).first()
        if invitation is None:
            raise NotFound
        is_own = invitation.facts.get("learner_id") == self.actor.user_id
        if not (is_own or self.actor.has(Permission.GUARDIAN_MANAGE)):
            raise NotFound
        guardians.revoke_invitation(invitation_id=pk, revoked_by=self.actor)
        return HttpResponse(status=204)


class MyGuardiansView(GuardianBaseView):
    """The signed-in learner's guardians."""

    policy = SignedIn()
    # Only to read: whom a learner lets in is for the learner to say, not for a program.
    key_scopes = {"get": Permission.PROFILE_UPDATE}
    rate_limits = {"post": "invite"}

    @schema(response=kinds.FamilySerializer, summary="My guardians and what they see")
    def get(self, request: Any) -> FastResponse:
        """With those who were asked and did not come yet."""
        return self.family_of(self.actor.user_id or 0)

    @schema(
        request=kinds.InviteGuardianSerializer,
        response=kinds.FamilySerializer,
        status=201,
        summary="Ask somebody to be my guardian",
    )
    @idempotent
    def post(self, request: Any) -> FastResponse:
        """They see nothing before they accepted and I chose what."""
        given = self.validated(kinds.InviteGuardianSerializer)
        if given.pop("learner_id", self.actor.user_id) != self.actor.user_id:
            raise Forbidden(permission=str(Permission.GUARDIAN_MANAGE))
        guardians.invite_guardian(**given, learner_id=self.actor.user_id or 0, invited_by=self.actor)
        response = self.family_of(self.actor.user_id or 0)
        response.status_code = 201
        return response


class MyChildrenView(GuardianBaseView):
    """The learners whom the signed-in person looks after."""

    policy = MyChildrenPolicy()

    @schema(response=kinds.ChildrenSerializer, summary="The learners I look after")
    def get(self, request: Any) -> FastResponse:
        """With what each shares today."""
        rows = reads.children_of(self.actor.user_id or 0, organization_id=current_organization_id())
        age, today = self.majority_age(), clock.now().date()
        return FastResponse(
            {
                "children": [
                    {
                        "uuid": str(row.uuid),
                        "learner": person_card(row.learner),
                        "kind": row.kind,
                        "scopes": reads.scopes_in_force(row, today=today, majority_age=age),
                        "needs_agreement": reads.needs_agreement(row),
                    }
                    for row in rows.order_by("learner__first_name", "learner__last_name", "id")
                ]
            }
        )
