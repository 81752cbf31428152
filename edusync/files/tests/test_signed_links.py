"""Signed addresses open one file for ten minutes."""

import datetime as dt
import uuid

import pytest

from edusync.courses.testing import make_file
from edusync.files.urls import LINK_LIFETIME, file_url, is_signed, signed_file_url

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(organization, instructor):
    return make_file(uploaded_by_id=instructor.pk)


def test_the_owner_gets_an_address_that_opens_without_a_session(api, instructor, file):
    answer = api(instructor).get(f"/api/v1/files/{file.uuid}/link").json()
    assert answer["lifetime_seconds"] == 600
    assert api().get(file_url(file)).status_code == 404
    assert api().get(answer["url"]).status_code == 200


def test_the_address_opens_from_another_organization_too(api, outsider, file):
    assert api(outsider).get(signed_file_url(file)).status_code == 200


@pytest.mark.parametrize("who", ["learner", "stranger", "outsider"])
def test_nobody_else_gets_an_address(request, api, file, who):
    client = api(request.getfixturevalue(who))
    client.problem(client.get(f"/api/v1/files/{file.uuid}/link"), 404)


def test_the_address_ends(api, file, monkeypatch):
    from django.core import signing

    address = signed_file_url(file)
    later = dt.datetime.now(dt.UTC) + LINK_LIFETIME + dt.timedelta(seconds=2)
    monkeypatch.setattr(signing.time, "time", later.timestamp)
    client = api()
    client.problem(client.get(address), 404, "link-over")


def test_a_signature_is_for_one_file(file):
    signature = signed_file_url(file).partition("signature=")[2]
    assert is_signed(file.uuid, signature)
    assert not is_signed(uuid.uuid4(), signature)


@pytest.mark.parametrize("signature", ["x", "a:b", "1vABCD:" + "A" * 43, "%00", "🔑"])
def test_a_forged_signature_opens_nothing(api, file, signature):
    client = api()
    response = client.get(f"{file_url(file)}?signature={signature}")
    assert response.status_code in {404, 422}
