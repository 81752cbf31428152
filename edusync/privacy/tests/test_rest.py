"""Who may do what, and what the routes answer."""

import datetime as dt
import io
import zipfile

import pytest

from edusync.identity.testing import prove_recently
from edusync.kernel import clock
from edusync.kernel.testing import run_jobs, run_worker
from edusync.privacy import services
from edusync.privacy.models import ConsentRecord, DataSubjectRequest
from edusync.privacy.services.requests import COOLING_OFF
from edusync.privacy.testing import TEXTS, make_policy, make_purpose

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("organization")]
MINE = "/api/v1/my/privacy-requests"


@pytest.fixture
def as_admin(api, admin):
    client = api(admin)
    prove_recently(client)
    return client


def path_of(request):
    return f"/api/v1/privacy-requests/{request.pk}"


# The permission documentation of privacy: actor, reading the queue, one request, texts, rules, the map.
@pytest.mark.parametrize(
    ("who", "queue", "one", "texts", "rules", "data_map"),
    [
        ("learner", 403, 403, 403, 403, 403),
        ("instructor", 403, 403, 403, 403, 403),
        ("manager", 200, 200, 200, 403, 200),
        ("admin", 200, 200, 200, 200, 200),
        ("outsider", 200, 404, 200, 200, 200),
    ],
)
def test_who_may_see_what(api, request, make_person, stranger, who, queue, one, texts, rules, data_map):
    row = services.request_correction(user_id=stranger.pk, note="My name", requested_by=stranger.pk)
    user = make_person("mira", roles=("manager",)) if who == "manager" else request.getfixturevalue(who)
    client = api(user)
    paths = (
        "/api/v1/privacy-requests",
        path_of(row),
        "/api/v1/consent-purposes",
        "/api/v1/retention-rules",
        "/api/v1/data-map",
    )
    answers = [client.get(path) for path in paths]
    assert [answer.status_code for answer in answers] == [queue, one, texts, rules, data_map]
    if who == "outsider":
        assert answers[0].json()["results"] == []


def test_requests_of_others_are_not_there(api, learner, stranger):
    row = services.request_erasure(user_id=stranger.pk, requested_by=stranger.pk)
    client = api(learner)
    client.problem(client.post(f"{MINE}/{row.uuid}/cancel"), 404, "not-found")
    client.problem(client.get(f"{MINE}/{row.uuid}/archive"), 404, "not-found")
    assert client.get(MINE).json()["results"] == []


def test_a_person_downloads_their_copy_until_it_expires(api, learner, stranger):
    client = api(learner)
    made = client.post(MINE, {"kind": "export"})
    assert (made.status_code, made.json()["state"], made.json()["archive_url"]) == (201, "approved", None)
    client.problem(client.post(MINE, {"kind": "export"}), 409, "privacy-already-requested")
    run_worker()
    row = client.get(MINE).json()["results"][0]
    answer = client.get(row["archive_url"])
    names = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))).namelist()
    assert {"index.html", "manifest.json", "data/identity.json"} <= set(names)
    other = api(stranger)
    other.problem(other.get(row["archive_url"]), 404, "not-found")
    with clock.frozen(clock.now() + dt.timedelta(days=8)):
        services.drop_expired_archives()
    client.problem(client.get(row["archive_url"]), 410, "privacy-archive-expired")
    assert client.get(MINE).json()["results"][0]["archive_url"] is None


def test_who_looks_as_another_neither_decides_nor_carries_data_away(api, admin, learner):
    make_purpose("research")
    client = api(admin)
    prove_recently(client)
    services.request_export(user_id=learner.pk, requested_by=learner.pk)
    run_worker()
    row = DataSubjectRequest.objects.get()
    started = client.post(f"/api/v1/people/{learner.pk}/view-as", {"reason": "Lena asked for help."})
    assert started.status_code == 201
    assert client.get(MINE).json()["results"][0]["id"] == row.pk
    client.problem(client.get(f"{MINE}/{row.uuid}/archive"), 403, "not-while-viewing")
    client.problem(client.post(MINE, {"kind": "erase"}), 403, "not-while-viewing")
    decision = client.put("/api/v1/my/consents/research/decision", {"is_granted": True})
    client.problem(decision, 403, "not-while-viewing")


def test_erasure_from_request_to_receipt(api, learner, as_admin):
    client = api(learner)
    asked = client.post(MINE, {"kind": "erase"}).json()
    assert asked["is_cancellable"] is True
    row = DataSubjectRequest.objects.get(uuid=asked["uuid"])
    approved = as_admin.post(f"{path_of(row)}/acts", {"act": "approve"}).json()
    assert (approved["state"], approved["acts"]) == ("approved", ["refuse"])
    as_admin.problem(as_admin.post(f"{path_of(row)}/acts", {"act": "perform"}), 409, "privacy-cooling-off")
    DataSubjectRequest.objects.update(not_before=clock.now() - dt.timedelta(minutes=1))
    assert as_admin.get(path_of(row)).json()["acts"] == ["perform", "refuse"]
    as_admin.post(f"{path_of(row)}/acts", {"act": "perform"})
    run_worker()
    done = as_admin.get(path_of(row)).json()
    receipt = api().get(f"/api/v1/erasure-receipts/{done['receipt_code']}").json()
    assert receipt["is_account_included"] is True
    assert "Lena" not in str(receipt)
    client.problem(client.get(MINE), 401, "not-authenticated")


def test_refusing_needs_a_reason_which_the_person_reads(api, learner, as_admin, mailoutbox):
    client = api(learner)
    client.post(MINE, {"kind": "correct", "note": "My birth date is wrong."})
    row = DataSubjectRequest.objects.get()
    body = as_admin.problem(as_admin.post(f"{path_of(row)}/acts", {"act": "refuse"}), 422, "invalid-input")
    assert body["errors"][0]["pointer"] == "/reason"
    as_admin.post(f"{path_of(row)}/acts", {"act": "refuse", "reason": "Bring your passport, please."})
    run_worker()
    assert client.get(MINE).json()["results"][0]["decision_reason"] == "Bring your passport, please."
    assert "Bring your passport" in mailoutbox[-1].body
    as_admin.problem(
        as_admin.post(f"{path_of(row)}/acts", {"act": "approve"}), 409, "privacy-request-finished"
    )


def test_a_correction_is_taken_approved_and_done(learner, as_admin, admin):
    row = services.request_correction(user_id=learner.pk, note="My name", requested_by=learner.pk)
    taken = as_admin.post(f"{path_of(row)}/acts", {"act": "take"}).json()
    assert taken["assigned_to_id"] == admin.pk
    as_admin.post(f"{path_of(row)}/acts", {"act": "approve", "reason": "You are right."})
    assert as_admin.post(f"{path_of(row)}/acts", {"act": "perform"}).json()["state"] == "done"


def test_a_correction_says_what_is_wrong(api, learner):
    client = api(learner)
    client.problem(client.post(MINE, {"kind": "correct", "note": "  "}), 422, "invalid-input")


def test_acts_want_a_recent_sign_in(api, learner, admin):
    row = services.request_correction(user_id=learner.pk, note="My name", requested_by=learner.pk)
    client = api(admin)
    with clock.frozen(clock.now() + dt.timedelta(hours=1)):
        client.problem(client.post(f"{path_of(row)}/acts", {"act": "take"}), 403, "step-up-needed")


def test_the_queue_is_sorted_and_filtered(learner, stranger, as_admin):
    with clock.frozen(clock.now() - dt.timedelta(days=40)):
        late = services.request_correction(user_id=stranger.pk, note="Old", requested_by=stranger.pk)
    services.request_erasure(user_id=learner.pk, requested_by=learner.pk)
    rows = as_admin.get("/api/v1/privacy-requests?state=unfinished").json()["results"]
    assert [(row["id"] == late.pk, row["is_overdue"]) for row in rows] == [(True, True), (False, False)]
    assert len(as_admin.get("/api/v1/privacy-requests?kind=erase").json()["results"]) == 1
    as_admin.problem(as_admin.get("/api/v1/privacy-requests?kind=nonsense"), 422, "invalid-input")


def test_the_queue_costs_the_same_for_many(make_person, as_admin, django_assert_max_num_queries):
    for number in range(12):
        person = make_person(f"person{number}")
        services.request_correction(user_id=person.pk, note="My name", requested_by=person.pk)
    as_admin.get("/api/v1/privacy-requests")
    with django_assert_max_num_queries(6):
        assert len(as_admin.get("/api/v1/privacy-requests").json()["results"]) == 12


def test_consent_is_switched_on_and_off(api, learner, django_assert_max_num_queries):
    make_purpose("research")
    make_purpose("photos")
    client = api(learner)
    first = client.get("/api/v1/my/consents").json()
    assert [(row["code"], row["is_granted"]) for row in first] == [("photos", False), ("research", False)]
    client.put("/api/v1/my/consents/research/decision", {"is_granted": True})
    client.put("/api/v1/my/consents/research/decision", {"is_granted": False})
    history = client.get("/api/v1/my/consents/history").json()["results"]
    assert [row["decision"] for row in history] == ["withdrawn", "granted"]
    assert ConsentRecord.objects.first().evidence["way"] == "account"
    with django_assert_max_num_queries(6):
        client.get("/api/v1/my/consents")
    with django_assert_max_num_queries(4):
        client.get("/api/v1/my/consents/history")


def test_texts_are_written_and_published(as_admin, api, learner, django_assert_max_num_queries):
    draft = as_admin.post("/api/v1/policy-documents", {"kind": "terms", "texts": TEXTS}).json()
    assert (draft["state"], draft["version"]) == ("draft", 1)
    as_admin.post(f"/api/v1/policy-documents/{draft['id']}/publish")
    client = api(learner)
    pending = client.get("/api/v1/my/policies").json()["pending"]
    assert [document["id"] for document in pending] == [draft["id"]]
    client.post("/api/v1/my/policies", {"documents": [draft["id"]]})
    assert as_admin.get("/api/v1/policy-documents").json()["results"][0]["accepted_count"] == 1
    body = {"code": "research", "texts": {"ta": TEXTS["en"]}}
    as_admin.problem(as_admin.post("/api/v1/consent-purposes", body), 422, "invalid-input")
    with django_assert_max_num_queries(5):
        as_admin.get("/api/v1/policy-documents")
    with django_assert_max_num_queries(5):
        as_admin.get("/api/v1/consent-purposes")


def test_visitors_read_the_terms_before_they_sign_up(api):
    make_policy("privacy")
    terms = api().get("/api/v1/sign-up-terms").json()
    assert [(document["kind"], document["texts"]["en"]["title"]) for document in terms["policies"]] == [
        ("privacy", "A title")
    ]


def test_what_is_kept_about_me_says_why(api, learner):
    tables = {row["table"]: row for row in api(learner).get("/api/v1/my/data").json()["tables"]}
    assert tables["identity.UserProfile"]["purpose"] == "account"
    assert tables["audit.AuditEvent"]["reason"]


def test_holds_are_placed_and_released(learner, outsider, as_admin, django_assert_max_num_queries):
    made = as_admin.post("/api/v1/legal-holds", {"person_id": learner.pk, "reason": "Inquiry 7"}).json()
    assert made["person_name"] == "Lena Example"
    refused = as_admin.post("/api/v1/legal-holds", {"person_id": outsider.pk, "reason": "Inquiry 7"})
    as_admin.problem(refused, 404, "not-found")
    with django_assert_max_num_queries(5):
        assert len(as_admin.get("/api/v1/legal-holds").json()["results"]) == 1
    assert as_admin.delete(f"/api/v1/legal-holds/{made['id']}").status_code == 204
    as_admin.problem(as_admin.delete(f"/api/v1/legal-holds/{made['id']}"), 404, "not-found")


def test_the_job_begins_due_erasures(learner, as_admin):
    row = services.request_erasure(user_id=learner.pk, requested_by=learner.pk)
    as_admin.post(f"{path_of(row)}/acts", {"act": "approve"})
    run_jobs()
    with clock.frozen(clock.now() + COOLING_OFF + dt.timedelta(hours=2)):
        assert "privacy.requests" in run_jobs()
        run_worker()
    row.refresh_from_db()
    assert row.state == "done"
