"""People who act while nobody is there: what they asked for is done later, with what they may do by then."""

from edusync.identity.standing import person_with_standing, work_in
from edusync.kernel.policy import Actor


def actor_of_person(*, user_id: int, organization_id: int) -> Actor | None:
    """The person as they would act with a session in the organization now; None if their access there has ended."""
    person = person_with_standing(user_id)
    if person is None or not person.is_active:
        return None
    standing = work_in(person, (organization_id,))
    if not standing.is_member or standing.organization is None or standing.organization.id != organization_id:
        return None
    return Actor(
        user_id=person.pk,
        organization_id=organization_id,
        permissions=standing.permissions,
        course_permissions=standing.course_permissions,
        unit_permissions=standing.unit_permissions,
        is_superuser=person.is_superuser,
        label=person.display_name,
        roles=standing.roles,
    )
