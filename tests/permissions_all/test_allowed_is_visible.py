"""Whatever an actor may do with a row, they can see the row: for any set of permissions, in any scope."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edusync.courses.models import Course
from edusync.courses.policy import CoursePolicy
from edusync.courses.testing import make_course
from edusync.credentials.models import Certificate
from edusync.credentials.policy import CertificatePolicy
from edusync.credentials.testing import make_certificate
from edusync.enrollment.models import Enrollment
from edusync.enrollment.policy import CourseLearnersPolicy, EnrollmentPolicy
from edusync.enrollment.testing import make_enrollment
from edusync.identity.models import OrganizationMembership, OrganizationUnit, Role, RoleAssignment
from edusync.identity.policy import PersonPolicy
from edusync.identity.role_policy import RoleAssignmentPolicy, RolePolicy
from edusync.identity.services import grant_role
from edusync.identity.services.role_editor import create_role
from edusync.kernel.policy import Actor, Permission
from edusync.kernel.testing import run_worker

pytestmark = pytest.mark.django_db
CODES = [str(permission) for permission in Permission]
SETS = st.one_of(
    st.just(frozenset[str]()), st.frozensets(st.sampled_from(CODES), max_size=8), st.just(frozenset(CODES))
)


@pytest.fixture
def rows(organization, learner, stranger, instructor, admin, outsider):
    """Rows of each kind by policy; among them some of the other organization."""
    unit = OrganizationUnit.objects.create(organization=organization, name="Science")
    OrganizationUnit.objects.filter(pk=unit.pk).update(path=f"/{unit.pk}/")
    learner.memberships.update(unit=unit)
    course = make_course(modules=1, lessons=1)
    make_course("Draft", modules=1, lessons=1, status="draft")
    make_course("Archive", modules=1, lessons=1, status="archived")
    make_enrollment(stranger, course)
    make_certificate(learner, make_course("Knots", modules=1, lessons=1))
    run_worker()
    create_role(name="Own", organization_id=organization.pk, created_by=None)
    grant_role(user_id=learner.pk, role_code="own", scope="unit", scope_id=unit.pk, granted_by=None)
    return {
        PersonPolicy: list(OrganizationMembership.unscoped.all()),
        CoursePolicy: list(Course.unscoped.all()),
        CourseLearnersPolicy: list(Course.unscoped.all()),
        EnrollmentPolicy: list(Enrollment.unscoped.all()),
        CertificatePolicy: list(Certificate.unscoped.select_related("enrollment")),
        RolePolicy: list(Role.objects.all()),
        RoleAssignmentPolicy: list(RoleAssignment.unscoped.select_related("role")),
    }


# Of each resource the permissions about it.
ABOUT = {
    PersonPolicy: "identity:",
    CoursePolicy: "courses:course:",
    CourseLearnersPolicy: "enrollment:",
    EnrollmentPolicy: "enrollment:",
    CertificatePolicy: "credentials:",
    RolePolicy: "identity:role:",
    RoleAssignmentPolicy: "identity:role:",
}


@pytest.mark.parametrize("kind", list(ABOUT))
def test_whatever_is_allowed_is_visible(kind, rows, organization, other_organization, learner, stranger):
    policy, targets = kind(), rows[kind]
    asked = [code for code in CODES if code.startswith(ABOUT[kind])]
    units = list(OrganizationUnit.objects.values_list("pk", flat=True))
    courses = list(Course.objects.values_list("pk", flat=True))
    decided = 0
    # Half of the sets are of the permissions asked for, else most cases would allow nothing.
    sets = SETS | st.frozensets(st.sampled_from(asked))

    @settings(max_examples=150)
    @given(
        user_id=st.sampled_from([learner.pk, stranger.pk, None]),
        organization_id=st.sampled_from([organization.pk, organization.pk, other_organization.pk]),
        everywhere=sets,
        in_course=sets,
        in_unit=sets,
        ceiling=st.one_of(st.none(), sets),
    )
    def check(user_id, organization_id, everywhere, in_course, in_unit, ceiling):
        nonlocal decided
        # A visitor holds nothing.
        person = user_id is not None
        actor = Actor(
            user_id=user_id,
            organization_id=organization_id,
            permissions=everywhere if person else frozenset(),
            course_permissions=dict.fromkeys(courses[:2], in_course) if person else {},
            unit_permissions=dict.fromkeys(units, in_unit) if person else {},
            ceiling=ceiling,
        )
        manager = getattr(type(targets[0]), "unscoped", None) or type(targets[0]).objects
        seen = set(policy.visible(manager.all(), actor).values_list("pk", flat=True))
        for target in targets:
            allowed = [code for code in asked if policy.allows(actor, code, target)]
            decided += len(allowed)
            assert not allowed or target.pk in seen, (actor, target, allowed)

    check()
    assert decided > 20
