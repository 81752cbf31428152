"""Who works on a course: for all of its team to see, for its owners to change."""

from typing import Any

from django.http import HttpResponse

from edusync.courses import services
from edusync.courses.models import Course, CourseStaff
from edusync.courses.policy import manages
from edusync.courses.queries.team import open_team_invitations, team_ids, team_of
from edusync.courses.rest import team_serializers as shapes
from edusync.courses.rest.lifecycle_views import StudioView
from edusync.courses.services.staff import order_staff, transfer_ownership
from edusync.courses.services.staff_invitations import invite_staff, is_active_member, take_back_invitation
from edusync.identity.queries import avatar_url_of, members
from edusync.kernel.idempotency import idempotent
from edusync.kernel.policy import Permission
from edusync.kernel.problems import FieldError, NotFound, ValidationProblem
from edusync.kernel.rest.views import FastResponse, schema

MOST_CANDIDATES = 20


class TeamBaseView(StudioView):
    """A route about a course's team."""

    key_scopes = dict.fromkeys(("get", "post", "put", "patch", "delete"), Permission.STAFF_MANAGE)

    def managed(self, slug: str) -> Course:
        """The course if the actor says who works on it."""
        return self.course_for(Permission.STAFF_MANAGE, slug)

    def team(self, course: Course, *, status: int = 200) -> FastResponse:
        """The team as the actor sees it: addresses and invitations are for those who manage it."""
        can_manage = manages(self.actor, Permission.STAFF_MANAGE, course.pk)
        people = [self._member(row, can_manage) for row in team_of(course.pk)]
        waiting = open_team_invitations(course.pk) if can_manage else []
        body = {
            "members": people,
            "invitations": [
                {
                    "id": row.pk,
                    "email": row.email,
                    "duty": row.facts["duty"],
                    "sent_at": row.sent_at,
                    "expires_at": row.expires_at,
                }
                for row in waiting
            ],
            "can_manage": can_manage,
        }
        return FastResponse(body, status=status)

    def _member(self, row: CourseStaff, can_manage: bool) -> dict[str, Any]:
        return {
            "person": {
                "id": row.user_id,
                "display_name": row.user.display_name,
                "avatar_url": avatar_url_of(row.user),
            },
            "email": row.user.email or None if can_manage else None,
            "duty": row.duty,
            "is_public": row.is_public,
            "is_self": row.user_id == self.actor.user_id,
            "since": row.created_at,
        }


class TeamView(TeamBaseView):
    """Everybody who works on a course."""

    @schema(response=shapes.TeamSerializer, summary="Team of a course")
    def get(self, request: Any, slug: str) -> FastResponse:
        """In the order of the course page."""
        return self.team(self.course_of_team(slug))

    @schema(
        request=shapes.TeamAddSerializer,
        response=shapes.TeamSerializer,
        status=201,
        summary="Add somebody to the team",
    )
    @idempotent
    def post(self, request: Any, slug: str) -> FastResponse:
        """Somebody of the organization, or another duty for one who is there."""
        course = self.managed(slug)
        values = self.validated(shapes.TeamAddSerializer)
        if not is_active_member(values["user_id"], course.organization_id):
            raise ValidationProblem(
                errors=[FieldError("/user_id", "unknown", "Nobody of this organization.")]
            )
        services.assign_staff(course=course, by_id=self.actor.user_id, **values)
        return self.team(course, status=201)


class TeamMemberView(TeamBaseView):
    """One person of the team."""

    @schema(
        request=shapes.TeamChangeSerializer,
        response=shapes.TeamSerializer,
        summary="Change somebody's duty",
    )
    def patch(self, request: Any, slug: str, user_id: int) -> FastResponse:
        """409 last-owner when the course would be without one."""
        course = self.managed(slug)
        staff = CourseStaff.objects.filter(course=course, user_id=user_id).first()
        if staff is None:
            raise NotFound
        values = {"duty": staff.duty, "is_public": staff.is_public}
        values |= self.validated(shapes.TeamChangeSerializer)
        services.assign_staff(course=course, user_id=user_id, by_id=self.actor.user_id, **values)
        return self.team(course)

    @schema(status=204, summary="Take somebody off the team")
    def delete(self, request: Any, slug: str, user_id: int) -> HttpResponse:
        """Everybody may leave; taking others off is for owners. 409 last-owner."""
        is_self = user_id == self.actor.user_id
        course = self.course_of_team(slug) if is_self else self.managed(slug)
        services.remove_staff(course=course, user_id=user_id, by_id=self.actor.user_id)
        return HttpResponse(status=204)


class TeamOrderView(TeamBaseView):
    """The order of the team."""

    @schema(request=shapes.TeamOrderSerializer, response=shapes.TeamSerializer, summary="Order the team")
    def put(self, request: Any, slug: str) -> FastResponse:
        """As the course page names it."""
        course = self.managed(slug)
        order_staff(course=course, by_id=self.actor.user_id, **self.validated(shapes.TeamOrderSerializer))
        return self.team(course)


class TeamOwnerView(TeamBaseView):
    """Who owns the course."""

    @schema(request=shapes.TransferSerializer, response=shapes.TeamSerializer, summary="Hand a course over")
    @idempotent
    def post(self, request: Any, slug: str) -> FastResponse:
        """Somebody of the team becomes owner in place of the asker, or of `from_id`."""
        course = self.managed(slug)
        values = self.validated(shapes.TransferSerializer)
        from_id = values.pop("from_id", None) or self.actor.user_id or 0
        transfer_ownership(course=course, from_id=from_id, by_id=self.actor.user_id, **values)
        return self.team(course)


class TeamInvitationsView(TeamBaseView):
    """Asking by mail."""

    refused_while_viewing = frozenset({"post"})

    @schema(
        request=shapes.TeamInviteSerializer,
        response=shapes.TeamInvitedSerializer,
        status=201,
        summary="Ask somebody by mail to work on a course",
    )
    @idempotent
    def post(self, request: Any, slug: str) -> FastResponse:
        """Whoever is of the organization already is added at once."""
        course = self.managed(slug)
        made = invite_staff(
            course=course, by_id=self.actor.user_id or 0, **self.validated(shapes.TeamInviteSerializer)
        )
        result = "added" if isinstance(made, CourseStaff) else "invited"
        return FastResponse({"result": result}, status=201)


class TeamInvitationView(TeamBaseView):
    """One invitation."""

    @schema(status=204, summary="Take an invitation to a team back")
    def delete(self, request: Any, slug: str, invitation_id: int) -> HttpResponse:
        """Its link ends at once."""
        take_back_invitation(
            course=self.managed(slug), invitation_id=invitation_id, by_id=self.actor.user_id or 0
        )
        return HttpResponse(status=204)


class TeamCandidatesView(TeamBaseView):
    """People to add."""

    rate_limits = {"get": "search"}

    @schema(
        response=shapes.TeamCandidateSerializer(many=True),
        query={"search": "words of name, user name or e-mail address"},
        summary="People who may come to the team",
    )
    def get(self, request: Any, slug: str) -> FastResponse:
        """At most 20 active people of the organization who are not of the team."""
        course = self.managed(slug)
        search = request.GET.get("search", "").strip()
        if not search:
            return FastResponse([])
        rows = members(organization_id=course.organization_id, search=search).filter(status="active")
        rows = rows.exclude(user_id__in=team_ids(course.pk)).order_by("user__last_name", "user_id")
        return FastResponse(
            [
                {
                    "id": row.user_id,
                    "display_name": row.user.display_name,
                    "avatar_url": avatar_url_of(row.user),
                }
                for row in rows[:MOST_CANDIDATES]
            ]
        )
