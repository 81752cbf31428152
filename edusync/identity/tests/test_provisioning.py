"""The screen of provisioning: how it stands, what was changed."""

import datetime as dt

import pytest

from edusync.identity.models import ProvisioningEvent
from edusync.identity.services.provisioning_reads import purge_provisioning_events
from edusync.identity.testing import key_of
from edusync.kernel import clock
from edusync.kernel.policy import Permission

pytestmark = pytest.mark.django_db


@pytest.fixture
def key(admin):
    from edusync.identity.models import ApiKey

    key_of(admin, Permission.PROVISIONING_MANAGE)
    key_of(admin, Permission.PERSON_READ)
    return ApiKey.objects.order_by("id").first()


def note(key, **fields):
    values = {"action": "created", "kind": "user", "label": "ada", "outcome": "created", **fields}
    return ProvisioningEvent.objects.create(api_key=key, **values)


@pytest.mark.parametrize(("who", "status"), [("admin", 200), ("instructor", 403), ("learner", 403)])
def test_who_may_look(api, request, who, status):
    client = api(request.getfixturevalue(who))
    assert client.get("/api/v1/provisioning").status_code == status
    assert client.get("/api/v1/provisioning/events").status_code == status


def test_tells_address_keys_and_numbers(api, admin, organization, key):
    body = api(admin).get("/api/v1/provisioning").json()
    assert body["address"].endswith(f"/scim/v2/{organization.slug}")
    assert [row["id"] for row in body["keys"]] == [key.pk]
    assert (body["people"], body["groups"], body["waiting"]) == (0, 0, 0)
    assert body["is_only_organization"] is True


def test_changes_are_listed_newest_first_and_by_kind(api, admin, outsider, key):
    note(key)
    note(key, action="refused", outcome="uniqueness")
    client = api(admin)
    rows = client.get("/api/v1/provisioning/events").json()["results"]
    assert [row["outcome"] for row in rows] == ["uniqueness", "created"]
    refused = client.get("/api/v1/provisioning/events?action=refused").json()["results"]
    assert [row["action"] for row in refused] == ["refused"]
    assert api(outsider).get("/api/v1/provisioning/events").json()["results"] == []


def test_the_list_costs_the_same_for_many(api, admin, key, django_assert_max_num_queries):
    for _ in range(25):
        note(key)
    client = api(admin)
    client.get("/api/v1/provisioning/events")
    with django_assert_max_num_queries(4):
        assert len(client.get("/api/v1/provisioning/events").json()["results"]) == 25


def test_what_is_old_is_forgotten(key):
    old = note(key)
    ProvisioningEvent.objects.update(created_at=clock.now() - dt.timedelta(days=91))
    young = note(key)
    assert purge_provisioning_events() == 1
    assert list(ProvisioningEvent.objects.values_list("pk", flat=True)) == [young.pk]
    assert old.pk != young.pk
