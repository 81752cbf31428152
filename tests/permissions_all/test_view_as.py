"""Seeing the site as another person: whatever route comes, what is the person's own stays shut."""

import pytest

from edusync.kernel.policy import SignedIn
from tests.permissions_all.addresses import all_cases, missing_address

pytestmark = pytest.mark.django_db


def is_shut(view, method):
    """Deletion, changes of one's own things, what needs a fresh proof, and what the view names."""
    if method in view.open_while_viewing or view.permissions.get(method):
        return False
    is_own = (view.public or isinstance(view.policy, SignedIn)) and method != "get"
    return method == "delete" or is_own or method in view.needs_step_up | view.refused_while_viewing


def test_deletion_own_things_and_what_needs_a_proof_are_shut(api, admin, learner):
    client = api(admin)
    client.post(f"/api/v1/people/{learner.pk}/view-as", {"reason": "The walk"})
    shut = [(route, method) for route, method, view in all_cases() if is_shut(view, method)]
    assert len(shut) > 40
    for route, method in shut:
        answer = getattr(client, method)(missing_address(route))
        client.problem(answer, 403, "not-while-viewing")
