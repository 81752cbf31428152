import pytest
from django.core import mail

from edusync.audit.models import AuditEvent
from edusync.identity import queries
from edusync.identity.models import Invitation, OneTimeToken, OrganizationMembership
from edusync.identity.problems import (
    AlreadyMember,
    InvitationForAnother,
    InvitationOver,
    RoleBeyondOwn,
    SignInToAccept,
    TokenUsedOrExpired,
    UnknownRole,
)
from edusync.identity.services import (
    accept_invitation,
    create_person,
    invite_person,
    register_acceptance,
    resend_invitation,
    revoke_invitation,
    tokens,
)
from edusync.identity.services.invitations import expire_invitations, new_link_token
from edusync.identity.testing import PASSWORD, link_in_mail, make_person
from edusync.kernel import clock
from edusync.kernel.problems import ValidationProblem
from edusync.kernel.testing import run_jobs, run_worker

NEW_PASSWORD = "a long walk by the sea 7"


def invite(organization, email="nila@example.org", **fields):
    return invite_person(email=email, organization_id=organization.pk, **{"invited_by": None, **fields})


def move_clock(monkeypatch, **delta):
    from datetime import timedelta

    later = clock.now() + timedelta(**delta)
    monkeypatch.setattr(clock, "now", lambda: later)


def test_the_mail_leads_to_an_account_with_the_roles_and_works_once(organization, admin):
    invite(organization, first_name="Nila", last_name="C", roles=("instructor",), invited_by=admin.pk)
    assert not mail.outbox  # sent by the worker, whoever has the address
    run_worker()
    assert mail.outbox[-1].to == ["nila@example.org"]
    assert admin.display_name in mail.outbox[-1].subject
    token = link_in_mail("/invitation/")
    person = accept_invitation(token=token, password=NEW_PASSWORD)
    assert (person.first_name, person.email) == ("Nila", "nila@example.org")
    assert person.check_password(NEW_PASSWORD)
    assert person.email_verified_at is not None
    assert queries.roles_held([person.pk], organization_id=organization.pk) == {person.pk: ["instructor"]}
    invitation = Invitation.objects.get()
    assert (invitation.status, invitation.user_id) == ("accepted", person.pk)
    with pytest.raises(TokenUsedOrExpired):
        accept_invitation(token=token, password=NEW_PASSWORD)
    assert list(
        AuditEvent.objects.filter(action__startswith="identity.invitation.").values_list("action", flat=True)
    ) == ["identity.invitation.sent", "identity.invitation.accepted"]


def test_the_database_keeps_no_secret_that_opens_the_door(organization):
    token = new_link_token(invite(organization))
    row = OneTimeToken.objects.get()
    assert token not in {row.token_hash, row.purpose}
    assert len(row.token_hash) == 64


def test_a_weak_password_leaves_the_link_as_it_was(organization):
    token = new_link_token(invite(organization))
    with pytest.raises(ValidationProblem):
        accept_invitation(token=token, password="short")
    assert accept_invitation(token=token, password=NEW_PASSWORD).pk


def test_links_end_with_their_time_by_revoking_and_by_sending_again(organization, monkeypatch):
    invitation = invite(organization)
    first = new_link_token(invitation)
    resend_invitation(invitation_id=invitation.pk, resent_by=None)
    run_worker()
    second = link_in_mail("/invitation/")
    with pytest.raises(TokenUsedOrExpired):
        accept_invitation(token=first, password=NEW_PASSWORD)
    revoke_invitation(invitation_id=invitation.pk, revoked_by=None)
    with pytest.raises(TokenUsedOrExpired):
        accept_invitation(token=second, password=NEW_PASSWORD)
    with pytest.raises(InvitationOver):
        revoke_invitation(invitation_id=invitation.pk, revoked_by=None)
    third = new_link_token(invite(organization, "late@example.org"))
    move_clock(monkeypatch, days=14, seconds=1)
    with pytest.raises(TokenUsedOrExpired):
        accept_invitation(token=third, password=NEW_PASSWORD)
    assert expire_invitations() == 1


def test_an_expired_invitation_can_be_sent_again(organization, monkeypatch):
    invitation = invite(organization)
    move_clock(monkeypatch, days=15)
    expire_invitations()
    resend_invitation(invitation_id=invitation.pk, resent_by=None)
    invitation.refresh_from_db()
    assert invitation.status == "sent"


def test_the_hourly_job_drops_tokens_that_are_over(organization, monkeypatch):
    new_link_token(invite(organization))
    run_jobs()
    assert OneTimeToken.objects.count() == 1
    move_clock(monkeypatch, days=16)
    run_jobs()
    assert not OneTimeToken.objects.exists()
    assert Invitation.objects.get().status == "expired"


def test_of_two_uses_of_a_token_one_wins(db):
    token = tokens.issue_token(purpose="p", lifetime_seconds=60)
    assert tokens.find_token(purpose="p", token=token)
    assert tokens.use_token(purpose="p", token=token).used_at is not None
    for purpose in ("p", "q"):
        with pytest.raises(TokenUsedOrExpired):
            tokens.use_token(purpose=purpose, token=token)


def test_whoever_has_an_account_elsewhere_accepts_by_signing_in(organization, other_organization, outsider):
    invitation = invite(organization, outsider.email, roles=("learner",))
    token = new_link_token(invitation)
    with pytest.raises(SignInToAccept):
        accept_invitation(token=token, password=NEW_PASSWORD)
    somebody = make_person("somebody")
    with pytest.raises(InvitationForAnother):
        accept_invitation(token=token, user=somebody)
    assert accept_invitation(token=token, user=outsider).pk == outsider.pk
    assert OrganizationMembership.unscoped.filter(user=outsider).count() == 2
    assert outsider.check_password(PASSWORD)


def test_whoever_is_signed_in_with_another_address_joins_as_they_are(
    organization, other_organization, outsider
):
    token = new_link_token(invite(organization, "second@example.org"))
    assert accept_invitation(token=token, user=outsider).pk == outsider.pk


def test_members_are_not_invited_again_but_those_who_left_are(organization, learner):
    with pytest.raises(AlreadyMember):
        invite(organization, learner.email.upper())
    membership = OrganizationMembership.objects.get(user=learner)
    membership.status = "left"
    membership.save()
    token = new_link_token(invite(organization, learner.email))
    # Nobody whose memberships all ended can sign in; the link alone lets them join again, but signs nobody in.
    assert accept_invitation(token=token).pk == learner.pk
    membership.refresh_from_db()
    assert membership.status == "active"


def test_a_suspended_person_does_not_come_back_by_an_old_link(organization, other_organization, outsider):
    token = new_link_token(invite(organization, outsider.email))
    OrganizationMembership.unscoped.create(organization=organization, user=outsider, status="suspended")
    with pytest.raises(AlreadyMember):
        accept_invitation(token=token, user=outsider)


def test_an_account_made_by_an_import_gets_its_password_by_invitation(organization):
    imported = create_person(email="imp@example.org", organization_id=organization.pk, password=None)
    token = new_link_token(invite(organization, "imp@example.org"))
    person = accept_invitation(token=token, password=NEW_PASSWORD, first_name="Imp")
    assert person.pk == imported.pk
    assert person.check_password(NEW_PASSWORD)
    assert person.first_name == "Imp"


def test_a_purpose_of_another_subject_runs_in_the_same_transaction(organization):
    seen = []
    register_acceptance(
        "test-purpose", lambda invitation, user: seen.append((invitation.facts["child"], user.email))
    )
    token = new_link_token(invite(organization, purpose="test-purpose", facts={"child": 7}))
    accept_invitation(token=token, password=NEW_PASSWORD)
    assert seen == [(7, "nila@example.org")]

    def fail(invitation, user):
        raise ValidationProblem

    register_acceptance("test-failing", fail)
    token = new_link_token(invite(organization, "other@example.org", purpose="test-failing"))
    with pytest.raises(ValidationProblem):
        accept_invitation(token=token, password=NEW_PASSWORD)
    assert queries.person_by_email("other@example.org") is None
    with pytest.raises(LookupError):
        invite(organization, purpose="nobody-knows")


def test_nobody_invites_into_more_than_they_hold(api, make_person, organization):
    manager = make_person("mona", roles=("manager",))
    client = api(manager)
    body = {"people": [{"email": "x@example.org"}], "roles": ["admin"]}
    client.problem(client.post("/api/v1/invitations", body), 403, "role-beyond-own")
    assert not Invitation.objects.exists()
    with pytest.raises(UnknownRole):
        invite(organization, roles=("king",))
    assert RoleBeyondOwn.code == "role-beyond-own"


def test_each_row_of_a_round_of_invitations_gets_its_answer(api, admin, learner):
    client = api(admin)
    people = [
        {"email": " New@Example.org ", "first_name": "தமிழ்"},
        {"email": "new@example.org"},
        {"email": learner.email},
        {"email": "no address"},
        {"email": ""},
        {"email": "=cmd|'/c calc'!A1@example.org"},
    ]
    answer = client.post("/api/v1/invitations", {"people": people}).json()
    assert [row["result"] for row in answer["rows"]] == [
        "invited",
        "repeated",
        "already-member",
        "invalid-address",
        "invalid-address",
        "invalid-address",
    ]
    assert answer["invited"] == 1


def test_inviting_tells_nothing_about_accounts_elsewhere(api, admin, outsider):
    client = api(admin)
    people = [{"email": outsider.email}, {"email": "nobody@example.org"}]
    rows = client.post("/api/v1/invitations", {"people": people}).json()["rows"]
    assert {row["result"] for row in rows} == {"invited"}
    listed = client.get("/api/v1/invitations").json()["results"]
    different = {key for key in listed[0] if listed[0][key] != listed[1][key]}
    assert different <= {"id", "uuid", "email", "sent_at", "expires_at"}


@pytest.mark.parametrize(
    ("who", "listing", "inviting", "resending"),
    [
        ("learner", 403, 403, 404),
        ("instructor", 403, 403, 404),
        ("support", 403, 403, 404),
        ("auditor", 403, 403, 404),
        ("manager", 200, 200, 200),
        ("admin", 200, 200, 200),
        ("outsider", 200, 200, 404),
        ("visitor", 401, 401, 401),
    ],
)
def test_who_may_invite(request, api, make_person, organization, who, listing, inviting, resending):
    invitation = invite(organization)
    fixtures = {"learner", "instructor", "admin", "outsider"}
    person = request.getfixturevalue(who) if who in fixtures else None
    if person is None and who != "visitor":
        person = make_person(who, roles=(who,))
    client = api(person) if person else api()
    assert client.get("/api/v1/invitations").status_code == listing
    body = {"people": [{"email": "x@example.org"}]}
    assert client.post("/api/v1/invitations", body).status_code == inviting
    for act in ("resend", "revoke"):
        assert client.post(f"/api/v1/invitations/{invitation.pk}/{act}").status_code == resending


def test_the_list_of_invitations_costs_the_same_with_more(
    api, admin, organization, django_assert_max_num_queries
):
    client = api(admin)
    for round_ in range(2):
        for number in range(20):
            invite(organization, f"p{round_}x{number}@example.org", invited_by=admin.pk)
        with django_assert_max_num_queries(3):
            assert len(client.get("/api/v1/invitations?limit=60").json()["results"]) == 20 * (round_ + 1)


def test_invitations_are_found_by_state_and_start_of_the_address(api, admin, organization, monkeypatch):
    invite(organization, "ada@example.org")
    revoked = invite(organization, "bob@example.org")
    revoke_invitation(invitation_id=revoked.pk, revoked_by=None)
    client = api(admin)

    def found(query):
        return [row["email"] for row in client.get(f"/api/v1/invitations?{query}").json()["results"]]

    assert found("") == ["bob@example.org", "ada@example.org"]
    assert found("status=sent") == ["ada@example.org"]
    assert found("status=revoked") == ["bob@example.org"]
    assert found("status=expired") == []
    assert found("search=AD") == ["ada@example.org"]


def test_the_page_of_the_link_shows_who_invites_and_signs_the_new_person_in(api, admin, organization):
    token = new_link_token(invite(organization, first_name="Nila", invited_by=admin.pk))
    client = api()
    page = client.post("/api/v1/invitations/open", {"token": token}).json()
    assert (page["organization"], page["inviter"], page["way"]) == (
        organization.name,
        admin.display_name,
        "new-account",
    )
    body = {"token": token, "password": NEW_PASSWORD, "first_name": "Nila", "last_name": "சந்திரன்"}
    answer = client.post("/api/v1/invitations/accept", body).json()
    assert answer == {"purpose": "membership", "organization": organization.name, "is_signed_in": True}
    assert client.get("/api/v1/me").json()["display_name"] == "Nila சந்திரன்"
    client.problem(client.post("/api/v1/invitations/open", {"token": token}), 410, "token-used-or-expired")


@pytest.mark.parametrize("token", ["", "x", "a" * 201, "💣", "../../etc", "' OR 1=1"])
def test_made_up_links_open_nothing(api, organization, token):
    client = api()
    for path in ("open", "accept"):
        response = client.post(f"/api/v1/invitations/{path}", {"token": token, "password": NEW_PASSWORD})
        assert response.status_code in {410, 422}


def test_guessing_links_is_slowed(api, organization, settings):
    settings.RATE_LIMITS_ON = True
    client = api()
    statuses = {
        client.post("/api/v1/invitations/open", {"token": f"t{number}"}).status_code
        for number in range(122)  # a new minute may begin among them
    }
    assert statuses == {410, 429}
