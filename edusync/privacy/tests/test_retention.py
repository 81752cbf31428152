"""What is not kept for ever."""

import datetime as dt

import pytest

from edusync.communication.models import OutgoingMail
from edusync.identity.models import Invitation, OneTimeToken, User
from edusync.identity.testing import prove_recently
from edusync.kernel import clock
from edusync.kernel.policy import Actor
from edusync.kernel.problems import NotFound, ValidationProblem
from edusync.kernel.retention import retention_kinds
from edusync.kernel.schedule import register_jobs
from edusync.kernel.tasks import periodic_jobs
from edusync.kernel.tenancy import organization_context
from edusync.kernel.testing import run_jobs
from edusync.privacy import services
from edusync.privacy.models import RetentionRule
from edusync.privacy.services import retention

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("organization")]


def make_mail(user, *, days_ago, key="one"):
    row = OutgoingMail.objects.create(idempotency_key=key, user=user, template="enrolled", language="en")
    OutgoingMail.objects.filter(pk=row.pk).update(created_at=clock.now() - dt.timedelta(days=days_ago))
    return row


def test_every_kind_can_be_counted_and_run():
    for key in retention_kinds():
        assert services.count_outdated(key) == 0
        assert services.run_rule(key=key) == 0


def test_a_look_changes_nothing(learner):
    make_mail(learner, days_ago=400)
    make_mail(learner, days_ago=10, key="two")
    assert services.count_outdated("communication.mails") == 1
    assert OutgoingMail.objects.count() == 2


def test_the_rule_removes_what_is_older_in_batches(learner, monkeypatch):
    monkeypatch.setattr(retention, "BATCH", 3)
    for number in range(7):
        make_mail(learner, days_ago=400, key=f"old{number}")
    make_mail(learner, days_ago=10, key="new")
    assert services.run_rule(key="communication.mails") == 7
    assert list(OutgoingMail.objects.values_list("idempotency_key", flat=True)) == ["new"]
    assert RetentionRule.objects.get(key="communication.mails").last_count == 7


def test_people_under_legal_hold_are_spared(learner, stranger, admin, organization):
    actor = Actor(user_id=admin.pk, organization_id=organization.pk)
    make_mail(learner, days_ago=400)
    make_mail(stranger, days_ago=400, key="two")
    services.place_hold(user_id=learner.pk, reason="Inquiry", placed_by=actor)
    assert services.run_rule(key="communication.mails") == 1
    assert OutgoingMail.objects.get().user == learner


def test_an_organization_decides_for_itself(learner, admin, organization, other_organization):
    actor = Actor(user_id=admin.pk, organization_id=organization.pk)
    services.change_rule(key="communication.mails", days=30, is_active=True, changed_by=actor)
    make_mail(learner, days_ago=40)
    with organization_context(other_organization.pk):
        make_mail(learner, days_ago=40)
        assert services.count_outdated("communication.mails") == 0
        with pytest.raises(NotFound):
            services.count_outdated("identity.tokens")
    assert services.count_outdated("communication.mails") == 1


def test_a_rule_has_a_least_number_of_days(admin, organization):
    actor = Actor(user_id=admin.pk, organization_id=organization.pk)
    with pytest.raises(ValidationProblem):
        services.change_rule(key="communication.mails", days=5, is_active=True, changed_by=actor)


def test_the_job_runs_every_active_rule(learner, admin, organization):
    actor = Actor(user_id=admin.pk, organization_id=organization.pk)
    make_mail(learner, days_ago=400)
    services.change_rule(key="communication.mails", days=365, is_active=False, changed_by=actor)
    OneTimeToken.objects.create(
        purpose="test", token_hash="a" * 64, expires_at=clock.now() - dt.timedelta(days=60)
    )
    Invitation.objects.create(
        email="old@example.com",
        sent_at=clock.now() - dt.timedelta(days=400),
        expires_at=clock.now() - dt.timedelta(days=390),
    )
    register_jobs(periodic_jobs())
    with clock.frozen(clock.now() + dt.timedelta(minutes=1)):
        assert "privacy.retention" in run_jobs()
    assert OneTimeToken.objects.filter(purpose="test").count() == 0
    assert Invitation.objects.count() == 0
    assert OutgoingMail.objects.count() == 1


def test_addresses_of_sign_ins_are_forgotten(learner):
    User.objects.filter(pk=learner.pk).update(
        last_login=clock.now() - dt.timedelta(days=400), last_login_ip="192.0.2.7"
    )
    assert services.run_rule(key="identity.sign_in_addresses") == 1
    learner.refresh_from_db()
    assert learner.last_login_ip is None


def test_the_screen_shows_looks_and_runs(api, admin, learner, django_assert_max_num_queries):
    client = api(admin)
    prove_recently(client)
    make_mail(learner, days_ago=400)
    with django_assert_max_num_queries(20):
        rules = {rule["key"]: rule for rule in client.get("/api/v1/retention-rules").json()["rules"]}
    assert rules["communication.mails"]["days"] == 365
    assert client.get("/api/v1/retention-rules/communication.mails").json() == {"rows": 1}
    body = {"days": 500, "is_active": True}
    assert client.put("/api/v1/retention-rules/communication.mails", body).json()["days"] == 500
    assert client.post("/api/v1/retention-rules/communication.mails").json() == {"rows": 0}
    client.problem(client.get("/api/v1/retention-rules/no.such"), 404, "not-found")
