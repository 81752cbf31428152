"""Sealed, found, and never looked at unseen."""

import pytest
from django.db import connection

from edusync.audit.models import AuditEvent

pytestmark = pytest.mark.django_db
FIND = "/api/v1/people-by-government-id"


def path_of(user):
    return f"/api/v1/people/{user.pk}/government-id"


@pytest.mark.parametrize(
    ("who", "status"),
    [("learner", 403), ("instructor", 403), ("admin", 200), ("outsider", 404)],
)
def test_who_may_look(api, request, stranger, who, status):
    client = api(request.getfixturevalue(who))
    assert client.get(path_of(stranger)).status_code == status


def test_it_is_sealed_and_every_look_is_on_record(api, admin, learner):
    client = api(admin)
    client.put(path_of(learner), {"government_id": "AB 12-34.56"})
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT government_id, government_id_index FROM identity_user_profile WHERE user_id = %s",
            [learner.pk],
        )
        sealed, index = cursor.fetchone()
    assert "12" not in sealed.partition(".")[0]
    assert sealed.startswith("v1.")
    assert len(index) == 64
    assert client.get(path_of(learner)).json() == {"government_id": "AB 12-34.56"}
    actions = list(
        AuditEvent.objects.filter(action__contains="government_id").values_list("action", "actor_id")
    )
    assert actions == [
        ("identity.government_id.changed", admin.pk),
        ("identity.government_id.read", admin.pk),
    ]
    assert not AuditEvent.objects.filter(facts__icontains="AB 12").exists()


def test_it_is_found_however_it_is_written(api, admin, learner, outsider):
    client = api(admin)
    client.put(path_of(learner), {"government_id": "AB 12-34.56"})
    assert client.post(FIND, {"government_id": "ab123456"}).json() == {
        "people": [{"id": learner.pk, "display_name": learner.display_name}]
    }
    assert client.post(FIND, {"government_id": "AB1234567"}).json() == {"people": []}
    assert client.post(FIND, {"government_id": ""}).json() == {"people": []}
    assert api(outsider).post(FIND, {"government_id": "ab123456"}).json() == {"people": []}


def test_an_empty_one_is_cleared(api, admin, learner):
    client = api(admin)
    client.put(path_of(learner), {"government_id": "AB1"})
    client.put(path_of(learner), {"government_id": ""})
    assert client.get(path_of(learner)).json() == {"government_id": ""}
    assert client.post(FIND, {"government_id": "AB1"}).json() == {"people": []}
