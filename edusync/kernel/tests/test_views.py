"""API views refuse by default and answer problems."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from edusync.kernel.checks import routes_name_a_policy
from edusync.kernel.tests import sample_urls

pytestmark = [pytest.mark.django_db, pytest.mark.urls("edusync.kernel.tests.sample_urls")]


@pytest.fixture(autouse=True)
def _no_cups_yet():
    sample_urls.Cups.made.clear()


@pytest.fixture
def cups(api, learner):
    """Signed in."""
    return api(learner)


def test_visitors_are_asked_to_sign_in(api):
    client = api()
    response = client.get("/api/v1/cups")
    client.problem(response, 401, "not-authenticated")
    assert "Session" in response["WWW-Authenticate"]
    assert response["Cache-Control"] == "no-store"


def test_a_permission_not_held_is_refused(cups):
    cups.problem(cups.get("/api/v1/vault"), 403, "forbidden")


def test_a_view_without_policy_refuses_and_fails_the_check(cups):
    cups.problem(cups.get("/api/v1/unguarded"), 403, "forbidden")
    assert [error.id for error in routes_name_a_policy()] == ["kernel.E003"]


def test_public_views_know_the_organization_of_visitors(api, organization):
    assert api().get("/api/v1/hall").json() == {"organization": organization.pk}


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_methods_that_are_not_there_are_named(cups, method):
    response = getattr(cups, method)("/api/v1/cups", {})
    cups.problem(response, 405, "method-not-allowed")
    assert response["Allow"] == "GET, POST, HEAD"


def test_the_method_counts_before_who_asks(api):
    client = api()
    client.problem(client.delete("/api/v1/cups"), 405)


def test_head_is_answered_like_get(cups):
    response = cups.head("/api/v1/cups")
    assert response.status_code == 200
    assert response.content == b""


def test_ids_no_table_can_hold_are_not_found(cups):
    assert cups.get(f"/api/v1/cups/{2**63 - 1}").status_code == 200
    cups.problem(cups.get(f"/api/v1/cups/{2**63}"), 404, "not-found")
    cups.problem(cups.get("/api/v1/cups/" + "9" * 400), 404, "not-found")


def test_addresses_that_are_not_there_are_problems(api):
    client = api()
    client.problem(client.get("/api/v1/nothing/here"), 404, "not-found")
    client.problem(client.post("/api/v1/nothing/here", {}), 404, "not-found")


@pytest.mark.parametrize(
    "body", ["{", "[1,", "\ud800".encode("utf-8", "surrogatepass"), b"\xff", "nul", "[" * 2000]
)
def test_malformed_json_is_told(cups, body):
    response = cups.generic("POST", "/api/v1/cups", body)
    cups.problem(response, 400, "malformed-body")


@pytest.mark.parametrize("body", ["[]", "3", '"text"', "null"])
def test_json_that_is_no_object_is_invalid(cups, body):
    response = cups.generic("POST", "/api/v1/cups", body)
    cups.problem(response, 422, "invalid-input")


def test_unknown_media_types_are_refused(cups):
    response = cups.generic("POST", "/api/v1/cups", "<a/>", content_type="application/xml")
    cups.problem(response, 415, "unsupported-media-type")


def test_invalid_fields_are_pointed_at(cups):
    body = cups.problem(cups.post("/api/v1/cups", {"name": "much too long a name"}), 422, "invalid-input")
    assert [(error["pointer"], error["code"]) for error in body["errors"]] == [("/name", "max_length")]


def test_unknown_members_are_ignored(cups):
    response = cups.post("/api/v1/cups", {"name": "blue", "color": "blue", "is_admin": True})
    assert response.json() == {"name": "blue", "number": 1}


def test_nul_characters_are_refused_wherever_they_stand(cups):
    body = cups.problem(cups.post("/api/v1/hall", {"a": ["x", {"b/c": "\0"}]}), 422, "invalid-input")
    assert body["errors"][0]["pointer"] == "/a/1/b~1c"
    body = cups.problem(cups.get("/api/v1/cups?search=%00"), 422, "invalid-input")
    assert body["errors"][0]["pointer"] == "/search"
    response = cups.upload("/api/v1/parcel", {"file": SimpleUploadedFile("a", b"1"), "note": "a\0b"})
    assert cups.problem(response, 422)["errors"][0]["pointer"] == "/note/0"


def test_large_bodies_are_refused(cups, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    cups.problem(cups.post("/api/v1/hall", {"a": "x" * 1000}), 413, "too-large")


def test_files_may_be_larger_than_bodies(cups, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    response = cups.upload("/api/v1/parcel", {"file": SimpleUploadedFile("a", b"x" * 5000), "note": "n"})
    assert response.json() == {"size": 5000, "note": "n"}


def test_broken_forms_are_told(cups):
    response = cups.generic("POST", "/api/v1/parcel", b"no boundary", content_type="multipart/form-data")
    cups.problem(response, 400, "malformed-body")


def test_a_signed_in_browser_must_send_the_token(learner):
    client = Client(enforce_csrf_checks=True)
    client.force_login(learner)
    refused = client.post("/api/v1/cups", {"name": "red"}, content_type="application/json")
    assert refused.status_code == 403
    assert refused.json()["code"] == "csrf-failed"
    client.cookies["csrftoken"] = "a" * 32
    accepted = client.post(
        "/api/v1/cups", {"name": "red"}, content_type="application/json", headers={"x-csrftoken": "a" * 32}
    )
    assert accepted.status_code == 201


def test_a_bug_is_told_with_nothing_but_the_id_of_the_request(learner):
    client = Client(raise_request_exception=False)
    client.force_login(learner)
    for response in (
        client.get("/api/v1/fails"),
        client.post("/api/v1/cups", {"name": "bug"}, content_type="application/json"),
    ):
        assert response.status_code == 500
        assert response["Content-Type"] == "application/problem+json"
        body = response.json()
        assert body["code"] == "internal-error"
        assert body["request_id"] == response["X-Request-Id"]
        assert "secret detail" not in response.content.decode()


def test_people_get_pages_and_programs_get_problems(api):
    client = api(raise_request_exception=False)
    for path, status in (("/files/problem", 403), ("/files/fails", 500), ("/files/nothing", 404)):
        page = client.get(path, headers={"accept": "text/html,application/xhtml+xml"})
        assert page.status_code == status
        assert page["Content-Type"].startswith("text/html")
        assert page["X-Request-Id"] in page.content.decode()
        client.problem(client.get(path, headers={"accept": "application/json"}), status)


def test_request_ids_are_taken_over_when_they_look_like_ids(api):
    client = api()
    assert (
        client.get("/files/plain", headers={"x-request-id": "caller-0001"})["X-Request-Id"] == "caller-0001"
    )
    for odd in ("short", "x" * 65, "a b c d e f", "evil\tid-12345"):
        given = client.get("/files/plain", headers={"x-request-id": odd})["X-Request-Id"]
        assert given != odd
        assert len(given) == 32


def test_large_json_is_compressed_for_those_who_accept_it(cups):
    plain = cups.get("/api/v1/cups?many=1")
    assert "Content-Encoding" not in plain
    assert "Accept-Encoding" in plain["Vary"]
    packed = cups.get("/api/v1/cups?many=1", headers={"accept-encoding": "gzip, br"})
    assert packed["Content-Encoding"] == "gzip"
    assert len(packed.content) < len(plain.content) / 2
    assert "Content-Encoding" not in cups.get("/api/v1/cups", headers={"accept-encoding": "gzip"})


def test_a_hot_read_costs_no_query_beyond_session_and_actor(cups, django_assert_max_num_queries):
    with django_assert_max_num_queries(2):
        cups.get("/api/v1/cups")


def test_a_repeated_write_gets_the_first_answer(cups):
    first = cups.post("/api/v1/cups", {"name": "blue"}, headers={"idempotency-key": "k1"})
    again = cups.post("/api/v1/cups", {"name": "blue"}, headers={"idempotency-key": "k1"})
    assert first.status_code == again.status_code == 201
    assert first.json() == again.json()
    assert again["Idempotency-Replayed"] == "true"
    assert sample_urls.Cups.made == ["blue"]


def test_a_key_belongs_to_one_request_of_one_person(cups, api, stranger):
    cups.post("/api/v1/cups", {"name": "blue"}, headers={"idempotency-key": "k1"})
    other = cups.post("/api/v1/cups", {"name": "red"}, headers={"idempotency-key": "k1"})
    cups.problem(other, 409, "idempotency-key-reused")
    assert (
        api(stranger).post("/api/v1/cups", {"name": "red"}, headers={"idempotency-key": "k1"}).status_code
        == 201
    )


def test_a_failed_write_may_be_tried_again(cups):
    for _ in range(2):
        response = cups.post("/api/v1/cups", {"name": "broken"}, headers={"idempotency-key": "k1"})
        cups.problem(response, 409, "conflict")


def test_odd_keys_are_refused(cups):
    response = cups.post("/api/v1/cups", {"name": "blue"}, headers={"idempotency-key": "x" * 121})
    cups.problem(response, 422, "invalid-input")


def test_json_keeps_instants_and_ids_readable(api):
    import datetime as dt
    import decimal
    import uuid

    from edusync.kernel.rest.responses import to_json

    data = {
        "at": dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
        "id": uuid.UUID(int=1),
        "d": decimal.Decimal("1.50"),
        "s": {1},
    }
    assert json.loads(to_json(data)) == {
        "at": "2026-01-01T00:00:00Z",
        "id": "00000000-0000-0000-0000-000000000001",
        "d": "1.50",
        "s": [1],
    }


def test_the_same_request_twice_at_once_is_answered_once(cups, learner):
    from edusync.kernel import clock
    from edusync.kernel.models import IdempotencyRecord

    cups.post("/api/v1/cups", {"name": "blue"}, headers={"idempotency-key": "k1"})
    # As if the first request were still on its way.
    IdempotencyRecord.objects.update(status=None)
    again = cups.post("/api/v1/cups", {"name": "blue"}, headers={"idempotency-key": "k1"})
    cups.problem(again, 409, "request-in-progress")
    # As if its process had died long ago.
    IdempotencyRecord.objects.update(expires_at=clock.now())
    assert cups.post("/api/v1/cups", {"name": "blue"}, headers={"idempotency-key": "k1"}).status_code == 201
    assert sample_urls.Cups.made == ["blue", "blue"]
