"""Asking somebody by mail to work on a course; they join the organization with it."""

from edusync.courses.models import Course, CourseStaff
from edusync.courses.queries.team import open_team_invitations
from edusync.courses.services import fields
from edusync.courses.services.staff import assign_staff
from edusync.identity.models import Invitation, User
from edusync.identity.queries import members, person_by_email
from edusync.identity.services import invite_person, register_acceptance, revoke_invitation
from edusync.kernel import audit
from edusync.kernel.problems import NotFound

PURPOSE = "course_staff"


def invite_staff(
    *,
    course: Course,
    email: str,
    duty: str = "author",
    is_public: bool = True,
    language: str = "en",
    by_id: int,
) -> Invitation | CourseStaff:
    """Ask the owner of an address; whoever is of the organization already gets the duty at once.

    A second invitation of the address to the course takes the place of the first. Raises ValidationProblem, LastOwner.
    """
    fields.choice_of(duty, CourseStaff.Duty.values, pointer="/duty")
    email = email.strip().lower()
    known = person_by_email(email)
    if known is not None and is_active_member(known.pk, course.organization_id):
        return assign_staff(course=course, user_id=known.pk, duty=duty, is_public=is_public, by_id=by_id)
    for old in open_team_invitations(course.pk):
        if old.email == email:
            revoke_invitation(invitation_id=old.pk, revoked_by=by_id)
    return invite_person(
        email=email,
        organization_id=course.organization_id,
        invited_by=by_id,
        # What every member may: a profile of one's own, reading what is public. The duty brings the rest.
        roles=("learner",),
        purpose=PURPOSE,
        language=language,
        facts={"course": course.title, "course_id": course.pk, "duty": duty, "is_public": is_public},
    )


def is_active_member(user_id: int, organization_id: int) -> bool:
    """Whether the person belongs to the organization and may come in."""
    return members(organization_id=organization_id).filter(user_id=user_id, status="active").exists()


def take_back_invitation(*, course: Course, invitation_id: int, by_id: int) -> None:
    """Take an invitation to the course back. Raises NotFound."""
    if not any(row.pk == invitation_id for row in open_team_invitations(course.pk)):
        raise NotFound
    revoke_invitation(invitation_id=invitation_id, revoked_by=by_id)


def join_team(invitation: Invitation, user: User) -> None:
    """What accepting means: the duty, unless the course is gone. Runs in the transaction of the acceptance."""
    course = Course.objects.filter(pk=int(invitation.facts["course_id"]), deleted_at=None).first()
    if course is None:
        return
    assign_staff(
        course=course,
        user_id=user.pk,
        duty=invitation.facts["duty"],
        is_public=bool(invitation.facts.get("is_public", True)),
        by_id=invitation.invited_by_id,
    )
    audit.record("courses.staff.joined", actor=user.pk, target=("course", course.pk))


register_acceptance(PURPOSE, join_team)
