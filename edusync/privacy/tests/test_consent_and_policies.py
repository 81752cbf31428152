"""What people agree to and accept."""

import datetime as dt

import pytest
from django.db import DatabaseError, transaction

from edusync.identity.models import UserProfile
from edusync.identity.services.sign_up_steps import age_on, apply_age_gate, note_guardian_consent
from edusync.kernel import clock
from edusync.kernel.policy import Actor
from edusync.kernel.problems import Conflict, NotFound, ValidationProblem
from edusync.privacy import queries, services
from edusync.privacy.models import (
    ConsentPurpose,
    ConsentRecord,
    ErasureReceipt,
    PolicyAcceptance,
    PolicyDocument,
)
from edusync.privacy.problems import ConsentNeedsGuardian, TextPublished
from edusync.privacy.testing import TEXTS, make_policy, make_purpose

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("organization")]
NEW_TEXTS = {"en": {"title": "A title", "text": "Other words."}}
LOUD_TEXTS = {code: {part: words.upper() for part, words in text.items()} for code, text in TEXTS.items()}


def decide(user, code, is_granted):
    return services.record_consent(user_id=user.pk, code=code, is_granted=is_granted, recorded_by=user.pk)


def test_nobody_agrees_until_they_say_so(learner):
    make_purpose("research")
    assert not queries.has_consent(user_id=learner.pk, code="research")


def test_the_latest_decision_counts_and_all_stay_on_record(learner):
    make_purpose("research")
    decide(learner, "research", True)
    assert queries.has_consent(user_id=learner.pk, code="research")
    decide(learner, "research", False)
    assert not queries.has_consent(user_id=learner.pk, code="research")
    assert [record.decision for record in queries.consent_history(learner.pk)] == ["withdrawn", "granted"]


def test_the_same_decision_again_adds_nothing(learner):
    make_purpose("research")
    assert decide(learner, "research", True).pk == decide(learner, "research", True).pk


def test_a_decision_refers_to_the_words_that_were_read(learner):
    first = make_purpose("research")
    decide(learner, "research", True)
    second = make_purpose("research", texts=NEW_TEXTS)
    assert queries.latest_consents(learner.pk)["research"].purpose == first
    decide(learner, "research", True)
    assert queries.latest_consents(learner.pk)["research"].purpose == second
    assert ConsentRecord.objects.filter(user=learner).count() == 2


def test_only_what_rests_on_consent_can_be_decided(learner):
    make_purpose("contract", legal_basis="contract")
    for code in ("contract", "unknown"):
        with pytest.raises(NotFound):
            decide(learner, code, True)


def test_a_minor_does_not_agree_alone_but_may_withdraw(learner, stranger):
    make_purpose("research")
    UserProfile.objects.filter(pk=learner.pk).update(needs_guardian_consent=True)
    with pytest.raises(ConsentNeedsGuardian):
        decide(learner, "research", True)
    services.record_consent(user_id=learner.pk, code="research", is_granted=True, recorded_by=stranger.pk)
    decide(learner, "research", False)
    note_guardian_consent(user_id=learner.pk, guardian_id=stranger.pk)
    decide(learner, "research", True)
    assert queries.has_consent(user_id=learner.pk, code="research")


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        (dt.date(2010, 5, 1), dt.date(2026, 4, 30), 15),
        (dt.date(2010, 5, 1), dt.date(2026, 5, 1), 16),
        (dt.date(2008, 2, 29), dt.date(2026, 2, 28), 17),
        (dt.date(2008, 2, 29), dt.date(2026, 3, 1), 18),
    ],
)
def test_age_counts_birthdays(born, day, age):
    assert age_on(born, day) == age


def test_age_decides_who_needs_a_guardian(learner, organization):
    organization.minimum_age = 10
    organization.save()
    today = dt.date(2026, 6, 1)
    with clock.frozen(dt.datetime.combine(today, dt.time(), dt.UTC)):
        born = {age: dt.date(today.year - age, 1, 1) for age in (9, 12, 16)}
        with pytest.raises(ValidationProblem):
            apply_age_gate(user_id=learner.pk, organization_id=organization.pk, birth_date=born[9])
        assert apply_age_gate(user_id=learner.pk, organization_id=organization.pk, birth_date=born[12])
        assert queries.needs_guardian_consent(learner.pk)
        assert not apply_age_gate(user_id=learner.pk, organization_id=organization.pk, birth_date=born[16])
        assert not queries.needs_guardian_consent(learner.pk)


def test_a_mandatory_policy_waits_for_everybody(api, learner):
    client = api(learner)
    assert client.get("/api/v1/me").json()["has_pending_policies"] is False
    document = make_policy("terms")
    assert client.get("/api/v1/me").json()["has_pending_policies"] is True
    services.accept_policies(user_id=learner.pk, document_ids=[document.pk])
    assert client.get("/api/v1/me").json()["has_pending_policies"] is False
    make_policy("terms", texts=NEW_TEXTS)
    assert client.get("/api/v1/me").json()["has_pending_policies"] is True


def test_an_optional_policy_waits_for_nobody(api, learner):
    make_policy("ai", is_mandatory=False)
    assert api(learner).get("/api/v1/me").json()["has_pending_policies"] is False
    assert queries.pending_policies(learner.pk) == []


def test_asking_for_pending_policies_costs_me_no_query(api, learner, django_assert_max_num_queries):
    client = api(learner)
    client.get("/api/v1/me")
    make_policy("terms")
    with django_assert_max_num_queries(2):
        assert client.get("/api/v1/me").json()["has_pending_policies"] is True


def test_a_version_published_while_one_reads_is_not_accepted_unseen(learner):
    seen = make_policy("terms")
    make_policy("terms", texts=NEW_TEXTS)
    with pytest.raises(Conflict):
        services.accept_policies(user_id=learner.pk, document_ids=[seen.pk])
    assert len(queries.pending_policies(learner.pk)) == 1


def test_accepting_twice_is_once(learner):
    document = make_policy("terms")
    services.accept_policies(user_id=learner.pk, document_ids=[document.pk])
    services.accept_policies(user_id=learner.pk, document_ids=[document.pk])
    assert PolicyAcceptance.objects.filter(user=learner).count() == 1


def test_a_published_text_is_published_once_and_never_discarded(admin):
    document = make_policy("terms")
    with pytest.raises(TextPublished):
        services.publish_policy(document_id=document.pk, published_by=admin.pk)
    with pytest.raises(TextPublished):
        services.discard_policy(document_id=document.pk)


def test_a_draft_is_changed_until_it_is_published():
    first = services.write_policy(kind="ai", texts=TEXTS, is_mandatory=False, written_by=None)
    second = services.write_policy(kind="ai", texts=NEW_TEXTS, is_mandatory=True, written_by=None)
    assert (first.pk, second.version, second.texts) == (second.pk, 1, NEW_TEXTS)


def row_of(kind, learner, admin, organization):
    if kind == "consent_record":
        make_purpose("research")
        return decide(learner, "research", True)
    if kind == "policy_acceptance":
        return services.accept_policies(user_id=learner.pk, document_ids=[make_policy("terms").pk])[0]
    request = services.request_erasure(user_id=learner.pk, requested_by=learner.pk)
    services.approve_request(
        request=request, approved_by=Actor(user_id=admin.pk, organization_id=organization.pk)
    )
    with clock.frozen(clock.now() + dt.timedelta(days=8)):
        return services.erase_person(request_id=request.pk)


@pytest.mark.owner("the guard holds for the owner too; the application has not even the right")
@pytest.mark.parametrize(
    ("kind", "model"),
    [
        ("consent_record", ConsentRecord),
        ("policy_acceptance", PolicyAcceptance),
        ("erasure_receipt", ErasureReceipt),
    ],
)
def test_proofs_are_only_added_to(kind, model, learner, admin, organization):
    row = row_of(kind, learner, admin, organization)
    for act in (lambda rows: rows.update(created_at=clock.now()), lambda rows: rows.delete()):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            act(model.unscoped.filter(pk=row.pk))
    assert model.unscoped.filter(pk=row.pk).exists()


@pytest.mark.parametrize("model", [ConsentPurpose, PolicyDocument])
def test_published_words_stay_as_people_read_them(model):
    row = make_purpose() if model is ConsentPurpose else make_policy()
    words, other = ({"texts": NEW_TEXTS}, {"texts": LOUD_TEXTS}), ({"version": 9}, {"state": "draft"})
    for change in (*words, *other, {"published_at": clock.now()}):
        with pytest.raises(DatabaseError, match="a published text stays"), transaction.atomic():
            model.objects.filter(pk=row.pk).update(**change)
    model.objects.filter(pk=row.pk).update(state="replaced")


def test_sign_up_records_what_was_accepted(api, organization):
    make_policy("terms")
    client = api()
    body = {"email": "nora@example.com", "password": "a long enough phrase 7"}
    refused = client.post("/_allauth/browser/v1/auth/signup", body)
    assert refused.status_code == 400
    assert refused.json()["errors"][0]["param"] == "accepts_policies"
    client.post("/_allauth/browser/v1/auth/signup", {**body, "accepts_policies": True})
    acceptance = PolicyAcceptance.objects.get(user__email="nora@example.com")
    assert acceptance.evidence["way"] == "sign-up"


def test_sign_up_asks_for_the_age_neutrally(api, organization):
    organization.is_birth_date_asked, organization.minimum_age = True, 13
    organization.save()
    client = api()
    assert client.get("/api/v1/sign-up-terms").json()["asks_birth_date"] is True
    body = {"email": "timo@example.com", "password": "a long enough phrase 7"}
    for extra, code in (({}, "required"), ({"birth_date": clock.now().date().isoformat()}, "sign-up-closed")):
        refused = client.post("/_allauth/browser/v1/auth/signup", {**body, **extra})
        assert (refused.status_code, refused.json()["errors"][0]["code"]) == (400, code)
    year = clock.now().year - 14
    client.post("/_allauth/browser/v1/auth/signup", {**body, "birth_date": f"{year}-01-01"})
    assert UserProfile.objects.get(user__email="timo@example.com").needs_guardian_consent is True
