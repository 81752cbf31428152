"""Sensitive acts want a session that proved itself lately."""

from datetime import timedelta

import pytest

from edusync.identity.testing import PASSWORD
from edusync.kernel import clock

REAUTHENTICATE = "/_allauth/browser/v1/auth/reauthenticate"
GRANT = {"role": "instructor"}


def later(minutes):
    return clock.frozen(clock.now() + timedelta(minutes=minutes))


def test_a_fresh_sign_in_is_proof_enough(api, admin, learner):
    assert api(admin).post(f"/api/v1/people/{learner.pk}/roles", GRANT).status_code == 200


@pytest.mark.parametrize("method", ["post", "delete"])
def test_after_a_quarter_of_an_hour_granting_asks_again(api, admin, learner, method):
    client = api(admin)
    with later(16):
        answer = getattr(client, method)(f"/api/v1/people/{learner.pk}/roles?role=learner", GRANT)
        client.problem(answer, 403, "step-up-needed")
        assert client.get(f"/api/v1/people/{learner.pk}").json()["roles"] == ["learner"]


def test_confirming_by_password_renews_the_proof(api, admin, learner):
    client = api(admin)
    with later(16):
        assert client.post(REAUTHENTICATE, {"password": "wrong password"}).status_code == 400
        client.problem(client.post(f"/api/v1/people/{learner.pk}/roles", GRANT), 403, "step-up-needed")
        assert client.post(REAUTHENTICATE, {"password": PASSWORD}).status_code == 200
        assert client.post(f"/api/v1/people/{learner.pk}/roles", GRANT).status_code == 200


def test_who_may_not_is_not_asked_to_confirm(api, learner, stranger):
    client = api(learner)
    with later(16):
        answer = client.get("/api/v1/people")
        client.problem(answer, 403, "forbidden")
