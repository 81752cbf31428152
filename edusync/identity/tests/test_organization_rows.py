"""The database itself refuses rows that join two organizations, on every engine."""

import datetime as dt

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from edusync.identity.models import (
    AcademicTerm,
    CustomField,
    CustomFieldValue,
    Group,
    GroupMember,
    GuardianConsentScope,
    GuardianRelationship,
    InstructorProfile,
    JobRole,
    JobRoleAssignment,
    Organization,
    OrganizationMembership,
    OrganizationUnit,
    Role,
    RoleAssignment,
    StudentProfile,
    User,
)
from edusync.identity.models.organizations import NEVER
from edusync.kernel import clock
from edusync.kernel.sqlobjects import is_refused_by_trigger

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 9, 1)


@pytest.fixture
def here(organization, learner, stranger):
    return organization.pk


@pytest.fixture
def there(other_organization, outsider):
    return other_organization.pk


@pytest.fixture
def foreign(there, outsider):
    """Rows of the other organization."""
    return {
        "unit": OrganizationUnit.unscoped.create(organization_id=there, name="Far", path="/1/"),
        "term": AcademicTerm.unscoped.create(organization_id=there, name="Y", starts_on=DAY, ends_on=DAY),
        "group": Group.unscoped.create(organization_id=there, name="Far"),
        "field": CustomField.unscoped.create(organization_id=there, key="house", label="House"),
        "job": JobRole.unscoped.create(organization_id=there, name="Welder"),
        "role": Role.objects.create(organization_id=there, code="own", name="Own"),
        "person": outsider,
    }


def refused(act):
    """Whether a trigger refuses what the function writes."""
    try:
        with transaction.atomic():
            act()
    except DatabaseError as error:
        return is_refused_by_trigger(error)
    return False


def make(model, **values):
    return lambda: model.unscoped.create(**values)


def test_units_terms_and_groups_stay_in_their_organization(here, foreign):
    assert refused(make(OrganizationUnit, organization_id=here, name="x", parent=foreign["unit"]))
    assert refused(
        make(
            AcademicTerm,
            organization_id=here,
            name="x",
            starts_on=DAY,
            ends_on=DAY,
            parent=foreign["term"],
        )
    )
    assert refused(make(Group, organization_id=here, name="x", unit=foreign["unit"]))
    assert refused(make(Group, organization_id=here, name="x", term=foreign["term"]))
    unit = OrganizationUnit.unscoped.create(organization_id=here, name="Near", path="/2/")
    term = AcademicTerm.unscoped.create(organization_id=here, name="Y", starts_on=DAY, ends_on=DAY)
    group = Group.unscoped.create(organization_id=here, name="Near", unit=unit, term=term)
    for row, column in ((unit, "parent"), (term, "parent"), (group, "unit"), (group, "term")):
        wrong = foreign["term"] if column == "term" or row is term else foreign["unit"]
        change = {column: wrong}
        assert refused(lambda: type(row).unscoped.filter(pk=row.pk).update(**change))  # noqa: B023


def test_memberships_and_groups_hold_their_own_people(here, foreign, learner, stranger):
    members = OrganizationMembership.unscoped.filter(organization_id=here, user=learner)
    assert refused(lambda: members.update(unit=foreign["unit"]))
    group = Group.unscoped.create(organization_id=here, name="Near")
    assert refused(make(GroupMember, organization_id=here, group=foreign["group"], user=learner))
    assert refused(make(GroupMember, organization_id=here, group=group, user=foreign["person"]))
    row = GroupMember.unscoped.create(organization_id=here, group=group, user=learner)
    assert refused(lambda: GroupMember.unscoped.filter(pk=row.pk).update(user=foreign["person"]))
    assert refused(lambda: GroupMember.unscoped.filter(pk=row.pk).update(group=foreign["group"]))


def test_roles_are_the_systems_or_the_organizations_own(here, foreign, learner):
    system = Role.objects.get(code="mentor", organization=None)
    assert refused(make(RoleAssignment, organization_id=here, user=learner, role=foreign["role"]))
    assert refused(
        make(
            RoleAssignment,
            organization_id=here,
            user=learner,
            role=system,
            scope="unit",
            scope_id=foreign["unit"].pk,
        )
    )
    held = RoleAssignment.unscoped.create(organization_id=here, user=learner, role=system)
    assert refused(lambda: RoleAssignment.unscoped.filter(pk=held.pk).update(role=foreign["role"]))
    assert refused(
        lambda: RoleAssignment.unscoped.filter(pk=held.pk).update(scope="unit", scope_id=foreign["unit"].pk)
    )


def test_guardians_and_learners_are_members(here, there, foreign, learner, stranger):
    facts = {"organization_id": here, "learner": learner}
    assert refused(make(GuardianRelationship, **facts, guardian=foreign["person"]))
    assert refused(
        make(GuardianRelationship, organization_id=here, learner=foreign["person"], guardian=stranger)
    )
    relation = GuardianRelationship.unscoped.create(
        **facts, guardian=stranger, status="verified", verified_at=clock.now()
    )
    rows = GuardianRelationship.unscoped.filter(pk=relation.pk)
    assert refused(lambda: rows.update(guardian=foreign["person"]))
    consent = {"relationship": relation, "scope": "grades", "granted_by": learner, "granted_at": clock.now()}
    assert refused(make(GuardianConsentScope, organization_id=there, **consent))
    given = GuardianConsentScope.unscoped.create(organization_id=here, **consent)
    assert refused(lambda: GuardianConsentScope.unscoped.filter(pk=given.pk).update(organization_id=there))


@pytest.mark.parametrize(
    ("model", "column", "mine", "value"),
    [
        (
            CustomFieldValue,
            "field",
            lambda here: CustomField.unscoped.create(organization_id=here, key="k", label="K"),
            {"value": "x"},
        ),
        (
            JobRoleAssignment,
            "job_role",
            lambda here: JobRole.unscoped.create(organization_id=here, name="Baker"),
            {},
        ),
    ],
)
def test_facts_are_of_fields_and_people_of_the_organization(
    here, foreign, learner, model, column, mine, value
):
    own = mine(here)
    wrong = foreign["field" if column == "field" else "job"]
    assert refused(make(model, organization_id=here, user=learner, **{column: wrong}, **value))
    assert refused(make(model, organization_id=here, user=foreign["person"], **{column: own}, **value))
    row = model.unscoped.create(organization_id=here, user=learner, **{column: own}, **value)
    assert refused(lambda: model.unscoped.filter(pk=row.pk).update(**{column: wrong}))
    assert refused(lambda: model.unscoped.filter(pk=row.pk).update(user=foreign["person"]))


def test_a_membership_arrives_with_a_unit_of_its_organization(here, foreign):
    row = OrganizationMembership(organization_id=here, user=foreign["person"], unit=foreign["unit"])
    # In bulk: else the words of the name are made at once, and that update is refused.
    assert refused(lambda: OrganizationMembership.unscoped.bulk_create([row]))


def test_memberships_follow_the_account_whichever_way_it_is_written(here, learner):
    member = OrganizationMembership.unscoped.get(organization_id=here, user=learner)
    account = User.objects.filter(pk=learner.pk)
    OrganizationMembership.unscoped.filter(pk=member.pk).update(indexed_at=clock.now())
    account.update(last_login=clock.now())
    member.refresh_from_db()
    assert (member.last_seen_at > NEVER, member.indexed_at is not None) == (True, True)
    account.update(last_name="Otherwise")
    member.refresh_from_db()
    assert (member.status, member.indexed_at) == ("active", None)
    account.update(deleted_at=clock.now())
    member.refresh_from_db()
    assert member.status == "left"


@pytest.mark.parametrize("model", [StudentProfile, InstructorProfile])
def test_profiles_are_of_members(here, foreign, learner, model):
    assert refused(make(model, organization_id=here, user=foreign["person"]))
    row = model.unscoped.create(organization_id=here, user=learner)
    assert refused(lambda: model.unscoped.filter(pk=row.pk).update(user=foreign["person"]))


@pytest.mark.parametrize(
    "ages", [{"minimum_age": 100}, {"digital_consent_age": 22}, {"majority_age": 13}, {"majority_age": 26}]
)
def test_the_database_refuses_ages_that_make_no_sense(organization, ages):
    with pytest.raises(IntegrityError), transaction.atomic():
        Organization.objects.filter(pk=organization.pk).update(**ages)
