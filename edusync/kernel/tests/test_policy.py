"""Permissions, actors, policies."""

import re

import pytest

from edusync.kernel.policy import ANONYMOUS, Actor, Permission, Policy, SignedIn, check
from edusync.kernel.problems import Forbidden, NotFound, Unauthenticated

READ, UPDATE = str(Permission.COURSE_READ), str(Permission.COURSE_UPDATE)


def test_permissions_are_named_app_resource_action():
    assert all(re.fullmatch(r"[a-z]+:[a-z-]+:[a-z-]+", permission) for permission in Permission)


def test_an_actor_has_what_its_roles_give_in_their_scope():
    actor = Actor(user_id=1, permissions=frozenset({READ}), course_permissions={7: frozenset({UPDATE})})
    assert actor.has(READ)
    assert actor.has(READ, course_id=8)
    assert not actor.has(UPDATE)
    assert actor.has(UPDATE, course_id=7)
    assert not actor.has(UPDATE, course_id=8)
    assert actor.courses_with(UPDATE) == [7]


def test_a_ceiling_caps_even_a_superuser():
    actor = Actor(
        user_id=1, is_superuser=True, ceiling=frozenset({READ}), course_permissions={7: frozenset({UPDATE})}
    )
    assert actor.has(READ)
    assert not actor.has(UPDATE, course_id=7)
    assert actor.courses_with(UPDATE) == []


def test_a_policy_lets_nobody_in_unless_it_says_so():
    with pytest.raises(Unauthenticated):
        check(Policy(), ANONYMOUS, READ)
    with pytest.raises(Forbidden):
        check(Policy(), Actor(user_id=1, is_superuser=True), READ)
    check(SignedIn(), Actor(user_id=1), READ)


class Drawer(Policy):
    """Shows rows to the signed-in, lets nobody change them."""

    offered = (Permission.COURSE_READ, Permission.COURSE_UPDATE)

    def visible(self, queryset, actor):
        return queryset if actor.is_authenticated else queryset.none()

    def allows(self, actor, permission, target):
        return actor.is_authenticated and permission == READ


@pytest.mark.django_db
def test_hidden_is_not_found_and_seen_but_not_allowed_is_forbidden(organization):
    with pytest.raises(NotFound):
        check(Drawer(), ANONYMOUS, READ, organization)
    with pytest.raises(Forbidden):
        check(Drawer(), Actor(user_id=1), UPDATE, organization)
    check(Drawer(), Actor(user_id=1), READ, organization)
    assert Drawer().actions(Actor(user_id=1), organization) == [READ]
