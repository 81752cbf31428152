"""How much an organization may store: the site's limits, and those of its own."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from edusync.audit.models import AuditEvent
from edusync.files.models import FileObject, FileQuota
from edusync.files.quotas import limits, require_room
from edusync.files.services import store_file
from edusync.kernel.tenancy import organization_context

pytestmark = pytest.mark.django_db
PATH = "/api/v1/organization/file-quota"
Api = Callable[..., Any]


def send(client: Any, size: int, name: str) -> Any:
    return client.upload("/api/v1/files", {"file": SimpleUploadedFile(name, name.encode() + b"x" * size)})


def put(client: Any, version: int = 0, **values: Any) -> Any:
    body = {"organization_megabytes": None, "person_megabytes": None, **values}
    return client.put(PATH, body, headers={"If-Match": f'"{version}"'})


def test_without_limits_of_its_own_the_site_s_hold(api: Api, admin: Any, settings: Any) -> None:
    settings.FILE_ORGANIZATION_QUOTA_MEGABYTES = 5
    body = api(admin).get(PATH).json()
    assert (body["organization_megabytes"], body["person_megabytes"], body["row_version"]) == (None, None, 0)
    assert body["site"] == {"organization_megabytes": 5, "person_megabytes": None}
    assert body["usage"] == {"used_bytes": 0, "max_bytes": 5 * 1024 * 1024}
    assert FileQuota.objects.count() == 0


def test_own_limits_hold_and_are_said_when_there_is_no_room(api: Api, admin: Any, instructor: Any) -> None:
    client, author = api(admin), api(instructor)
    saved = put(client, organization_megabytes=1)
    assert saved.status_code == 200, saved.content
    assert saved.headers["ETag"] == '"1"'
    assert send(author, 600_000, "one.txt").status_code == 201
    problem = author.problem(send(author, 600_000, "two.txt"), 413, "file-quota-exceeded")
    assert (problem["whose"], problem["max_bytes"]) == ("organization", 1024 * 1024)
    assert put(client, 1, organization_megabytes=1, person_megabytes=3).json()["row_version"] == 2
    usage = author.get("/api/v1/files/usage").json()
    assert usage["person"]["max_bytes"] == 3 * 1024 * 1024
    assert put(client, 2).json()["usage"]["max_bytes"] is None
    assert send(author, 600_000, "two.txt").status_code == 201
    event = AuditEvent.objects.filter(action="files.quota.changed").order_by("id").first()
    assert event is not None
    assert event.facts == {"organization_megabytes": 1, "person_megabytes": None}


def test_a_limit_below_what_is_there_keeps_what_is_there(api: Api, admin: Any, instructor: Any) -> None:
    author = api(instructor)
    assert send(author, 1_500_000, "big.txt").status_code == 201
    assert put(api(admin), organization_megabytes=1).json()["usage"]["used_bytes"] > 1024 * 1024
    author.problem(send(author, 10, "small.txt"), 413, "file-quota-exceeded")
    assert send(author, 1_500_000, "big.txt").status_code == 201
    assert FileObject.objects.count() == 1


def test_admins_lower_what_the_site_grants_and_do_not_raise_it(
    api: Api, other_organization: Any, outsider: Any, settings: Any
) -> None:
    settings.FILE_ORGANIZATION_QUOTA_MEGABYTES = 5
    client = api(outsider)
    problem = client.problem(put(client, organization_megabytes=6), 422, "invalid-input")
    assert problem["errors"][0]["code"] == "above-the-site"
    assert put(client, organization_megabytes=4).status_code == 200
    FileQuota.unscoped.update(organization_megabytes=50)
    # What those who run the site granted stays when the admin changes the other limit.
    assert put(client, 1, organization_megabytes=50, person_megabytes=2).status_code == 200


def test_who_runs_the_site_grants_more(api: Api, admin: Any, settings: Any) -> None:
    settings.FILE_ORGANIZATION_QUOTA_MEGABYTES = 5
    client = api(admin)
    assert client.get(PATH).json()["is_above_allowed"] is True
    assert put(client, organization_megabytes=6).json()["usage"]["max_bytes"] == 6 * 1024 * 1024


@pytest.mark.parametrize("wrong", [0, -1, 10**12, "much"])
def test_numbers_that_are_no_limits_are_refused(api: Api, admin: Any, wrong: Any) -> None:
    client = api(admin)
    client.problem(put(client, organization_megabytes=wrong), 422, "invalid-input")


def test_an_older_version_is_refused(api: Api, admin: Any) -> None:
    client = api(admin)
    assert put(client, organization_megabytes=9).status_code == 200
    client.problem(put(client, organization_megabytes=8), 412)
    body = {"organization_megabytes": 7, "person_megabytes": None}
    client.problem(client.put(PATH, body), 428)


def test_limits_are_those_of_one_organization(
    organization: Any, other_organization: Any, api: Api, admin: Any, outsider: Any
) -> None:
    put(api(admin), organization_megabytes=1, person_megabytes=1)
    with organization_context(other_organization.pk):
        assert limits().organization_megabytes is None
        require_room(size_bytes=10**9, uploaded_by_id=outsider.pk)
        store_file(content=b"theirs", name="theirs.txt", uploaded_by_id=outsider.pk)
    assert limits().organization_megabytes == 1
    assert api(admin).get(PATH).json()["usage"]["used_bytes"] == 0


@pytest.mark.parametrize("who", ["learner", "instructor"])
def test_only_admins_see_and_set_limits(api: Api, request: pytest.FixtureRequest, who: str) -> None:
    client = api(request.getfixturevalue(who))
    client.problem(client.get(PATH), 403)
    client.problem(put(client, organization_megabytes=1), 403)
