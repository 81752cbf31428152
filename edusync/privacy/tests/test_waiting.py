"""Requests of people about their data wait for who decides about them."""

from typing import Any

import pytest

from edusync.kernel.testing import run_worker
from edusync.privacy import services

pytestmark = pytest.mark.django_db


def test_requests_wait_until_somebody_decides(
    api: Any, admin: Any, instructor: Any, outsider: Any, learner: Any, stranger: Any
) -> None:
    def waiting(person: Any) -> list[Any]:
        rows = api(person).get("/api/v1/teaching/waiting").json()["results"]
        return [(row["kind"], row["count"], row["path"]) for row in rows]

    first = services.request_correction(user_id=learner.pk, note="My name", requested_by=learner.pk)
    services.request_erasure(user_id=stranger.pk, requested_by=stranger.pk)
    path = "/manage/privacy/requests?state=open"
    assert waiting(admin) == [("privacy-requests", 2, path)]
    page = api(admin).get("/api/v1/privacy-requests?state=open").json()["results"]
    assert len(page) == 2
    for person in (instructor, outsider, learner):
        assert waiting(person) == []
    services.cancel_request(request=first, cancelled_by=learner.pk)
    run_worker()
    assert waiting(admin) == [("privacy-requests", 1, path)]
