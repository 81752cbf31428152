"""Two admins who act on each other at the same moment, each with their own connection, on the real database."""

import threading

import pytest
from django.db import connections

from edusync.identity.models import RoleAssignment
from edusync.identity.problems import LastAdmin
from edusync.identity.services import (
    create_person,
    ensure_default_organization,
    ensure_system_roles,
    revoke_role,
    set_member_status,
)
from edusync.kernel.tenancy import organization_context

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE_SECONDS = 120


@pytest.fixture
def school():
    organization = ensure_default_organization()
    ensure_system_roles()
    with organization_context(organization.pk):
        yield organization


def at_once(school, *acts):
    outcomes = [None] * len(acts)
    start = threading.Barrier(len(acts))

    def run(place, act):
        try:
            with organization_context(school.pk):
                start.wait(timeout=PATIENCE_SECONDS)
                outcomes[place] = act()
        except LastAdmin as error:
            outcomes[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=PATIENCE_SECONDS)
    return outcomes


def admins(school):
    return [
        create_person(email=f"{name}@example.com", roles=("admin",), organization_id=school.pk)
        for name in ("ann", "ben")
    ]


def test_of_two_admins_who_take_the_role_from_each_other_one_stays(school):
    ann, ben = admins(school)
    outcomes = at_once(
        school,
        lambda: revoke_role(user_id=ben.pk, role_code="admin", revoked_by=ann.pk),
        lambda: revoke_role(user_id=ann.pk, role_code="admin", revoked_by=ben.pk),
    )
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["LastAdmin", "NoneType"]
    assert RoleAssignment.objects.filter(RoleAssignment.current(), role__code="admin").count() == 1


def test_of_two_admins_who_suspend_each_other_one_stays(school):
    ann, ben = admins(school)

    def suspend(person, by):
        return lambda: set_member_status(
            user_id=person.pk, organization_id=school.pk, status="suspended", changed_by=by.pk
        )

    outcomes = at_once(school, suspend(ben, ann), suspend(ann, ben))
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["LastAdmin", "NoneType"]
    assert sorted(member.status for person in (ann, ben) for member in person.memberships.all()) == [
        "active",
        "suspended",
    ]
