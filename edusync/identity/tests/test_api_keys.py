"""API keys: what they open, what they never open, how they end."""

import datetime as dt
import logging

import pytest

from edusync.identity.models import ApiKey
from edusync.identity.services import api_keys, set_member_status
from edusync.identity.services.api_key_secrets import is_well_formed, new_secret
from edusync.identity.testing import key_of, prove_recently
from edusync.kernel import clock
from edusync.kernel.policy import Permission
from edusync.kernel.testing import ApiClient

pytestmark = pytest.mark.django_db

URL = "/api/v1/api-keys"
NOON = dt.datetime(2026, 3, 1, 12, 0, tzinfo=dt.UTC)


def by_key(secret, **options):
    return ApiClient(headers={"authorization": f"Bearer {secret}"}, **options)


def make(client, *scopes, **fields):
    prove_recently(client)
    return client.post(URL, {"name": "Time table", "scopes": list(scopes), **fields})


class TestMaking:
    def test_the_secret_is_told_once_and_kept_only_as_a_hash(self, api, admin):
        client = api(admin)
        made = make(client, Permission.PERSON_READ)
        assert made.status_code == 201
        secret = made.json()["secret"]
        assert secret.startswith(made.json()["prefix"])
        assert made["Cache-Control"] == "no-store"
        listed = client.get(URL).json()["results"]
        assert [row["prefix"] for row in listed] == [made.json()["prefix"]]
        assert secret not in client.get(URL).content.decode()
        assert secret not in str(ApiKey.unscoped.values_list("key_hash", "prefix", "name"))

    def test_nobody_makes_a_key_that_can_do_more_than_they(self, api, learner):
        refused = make(api(learner), Permission.COURSE_READ, Permission.PERSON_READ)
        body = api().problem(refused, 422, "scope-beyond-own")
        assert body["scopes"] == ["identity:person:read"]

    @pytest.mark.parametrize("scope", sorted(api_keys.FOR_PEOPLE_ONLY))
    def test_what_is_for_people_only_no_key_carries(self, api, admin, scope):
        api().problem(make(api(admin), scope), 422, "scope-beyond-own")

    def test_scopes_that_do_not_exist_are_refused(self, api, admin):
        api().problem(make(api(admin), "identity:everything:do"), 422, "scope-beyond-own")

    def test_a_session_that_did_not_prove_itself_lately_is_asked_to(self, api, admin):
        client = api(admin)
        with clock.frozen(clock.now() + dt.timedelta(minutes=16)):
            refused = client.post(URL, {"name": "Time table", "scopes": []})
        client.problem(refused, 403, "step-up-needed")

    def test_an_end_in_the_past_is_refused(self, api, admin):
        api().problem(make(api(admin), expires_at="2020-01-01T00:00:00Z"), 422, "invalid-input")

    def test_forgotten_keys_do_not_pile_up(self, api, admin, monkeypatch):
        monkeypatch.setattr(api_keys, "KEYS_OF_ONE", 2)
        client = api(admin)
        for _ in range(2):
            assert make(client).status_code == 201
        client.problem(make(client), 409, "too-many-keys")

    def test_making_is_audited_without_the_secret(self, api, admin):
        from edusync.audit.models import AuditEvent

        secret = make(api(admin), Permission.PERSON_READ).json()["secret"]
        event = AuditEvent.objects.get(action="identity.api_key.created")
        assert event.facts["scopes"] == ["identity:person:read"]
        assert secret not in str(event.facts)


class TestUse:
    def test_acts_as_its_owner_within_its_scopes(self, admin, learner):
        client = by_key(key_of(admin, Permission.PERSON_READ))
        assert {row["id"] for row in client.get("/api/v1/people").json()["results"]} == {admin.pk, learner.pk}
        client.problem(client.get("/api/v1/audit"), 403, "out-of-scope")

    def test_a_scope_gives_nothing_that_the_owner_lacks(self, make_person, admin):
        helper = make_person("hugo", roles=("support",))
        client = by_key(key_of(helper, Permission.PERSON_READ))
        assert client.get("/api/v1/people").status_code == 200
        from edusync.identity.services import revoke_role

        revoke_role(user_id=helper.pk, role_code="support", revoked_by=None)
        client.problem(client.get("/api/v1/people"), 403, "forbidden")

    def test_a_relation_opens_to_a_key_no_more_than_it_names(self, learner):
        client = by_key(key_of(learner, Permission.COURSE_READ))
        client.problem(client.patch("/api/v1/me/settings", {"theme": "dark"}), 403, "out-of-scope")
        client.problem(client.get(f"/api/v1/people/{learner.pk}"), 403, "out-of-scope")

    def test_needs_no_csrf_token(self, learner):
        client = by_key(key_of(learner, Permission.PROFILE_UPDATE), enforce_csrf_checks=True)
        assert client.patch("/api/v1/me/settings", {"theme": "dark"}).status_code == 200

    def test_keys_make_see_and_end_no_keys(self, admin):
        client = by_key(key_of(admin, *api_keys.possible_scopes(_actor(admin))))
        pk = ApiKey.objects.get().pk
        for answer in (client.get(URL), client.post(URL, {}), client.delete(f"{URL}/{pk}")):
            client.problem(answer, 403, "out-of-scope")

    @pytest.mark.parametrize("secret", ["esk_", "esk_abc", "esk_" + "A" * 49, None])
    def test_a_key_that_is_none_is_no_visitor_either(self, organization, secret):
        answer = by_key(secret or new_secret()).get("/api/v1/courses")
        ApiClient.problem(answer, 401, "invalid-credential")
        assert answer["WWW-Authenticate"].startswith("Bearer")

    def test_what_cannot_be_a_key_costs_no_query(self, organization, django_assert_num_queries):
        with django_assert_num_queries(0):
            by_key("esk_" + "A" * 49).get("/api/v1/courses")

    def test_costs_two_queries_beside_its_work(self, admin, django_assert_max_num_queries):
        client = by_key(key_of(admin, Permission.PROFILE_UPDATE))
        client.get("/api/v1/me")
        with django_assert_max_num_queries(2):
            assert client.get("/api/v1/me").status_code == 200

    def test_the_last_use_is_noted_every_five_minutes(self, admin):
        secret = key_of(admin, Permission.PROFILE_UPDATE)
        for minutes in (0, 4, 6):
            with clock.frozen(NOON + dt.timedelta(minutes=minutes)):
                by_key(secret, REMOTE_ADDR="192.0.2.9").get("/api/v1/me")
            seen = ApiKey.objects.get().last_used_at - NOON
            assert seen == dt.timedelta(minutes=6 if minutes == 6 else 0)
        assert ApiKey.objects.get().last_used_address == "192.0.2.9"

    def test_has_a_limit_of_its_own(self, admin, settings):
        settings.RATE_LIMITS_ON = True
        client = by_key(key_of(admin, Permission.PROFILE_UPDATE, requests_per_minute=2))
        with clock.frozen(NOON):
            answers = [client.get("/api/v1/me") for _ in range(3)]
        assert [answer.status_code for answer in answers] == [200, 200, 429]
        assert [answer["RateLimit-Remaining"] for answer in answers] == ["1", "0", "0"]
        assert answers[2]["Retry-After"] == "60"


class TestEnd:
    def test_a_revoked_key_is_dead_at_once(self, api, admin):
        secret = key_of(admin, Permission.PROFILE_UPDATE)
        client = api(admin)
        assert client.delete(f"{URL}/{ApiKey.objects.get().pk}").status_code == 204
        client.problem(by_key(secret).get("/api/v1/me"), 401, "invalid-credential")
        assert client.get(URL).json()["results"][0]["state"] == "revoked"
        assert client.get(f"{URL}?state=active").json()["results"] == []

    def test_an_expired_key_is_dead(self, admin):
        with clock.frozen(NOON):
            secret = key_of(admin, Permission.PROFILE_UPDATE, expires_at=NOON + dt.timedelta(days=1))
            assert by_key(secret).get("/api/v1/me").status_code == 200
        with clock.frozen(NOON + dt.timedelta(days=1)):
            ApiClient.problem(by_key(secret).get("/api/v1/me"), 401, "invalid-credential")

    def test_it_dies_with_its_owners_access(self, api, admin, make_person):
        helper = make_person("hugo", roles=("support",))
        secret = key_of(helper, Permission.PROFILE_UPDATE)
        set_member_status(
            user_id=helper.pk, organization_id=_organization(admin), status="suspended", changed_by=None
        )
        ApiClient.problem(by_key(secret).get("/api/v1/me"), 401, "invalid-credential")
        assert api(admin).get(URL).json()["results"][0]["state"] == "owner-left"

    def test_rotated_the_old_one_works_for_the_time_of_grace(self, api, admin):
        old = key_of(admin, Permission.PROFILE_UPDATE)
        client = api(admin)
        prove_recently(client)
        answer = client.post(f"{URL}/{ApiKey.objects.get().pk}/rotate", {"grace_hours": 2})
        assert answer.status_code == 201
        new = answer.json()["secret"]
        assert {by_key(secret).get("/api/v1/me").status_code for secret in (old, new)} == {200}
        with clock.frozen(clock.now() + dt.timedelta(hours=2, seconds=1)):
            assert by_key(old).get("/api/v1/me").status_code == 401
            assert by_key(new).get("/api/v1/me").status_code == 200

    def test_nobody_rotates_the_key_of_another(self, api, admin, learner):
        key_of(learner, Permission.PROFILE_UPDATE)
        client = api(admin)
        prove_recently(client)
        client.problem(client.post(f"{URL}/{ApiKey.objects.get().pk}/rotate", {}), 409, "key-over")

    def test_a_dead_key_is_not_rotated(self, api, admin):
        key_of(admin)
        key = ApiKey.objects.get()
        client = api(admin)
        client.delete(f"{URL}/{key.pk}")
        prove_recently(client)
        client.problem(client.post(f"{URL}/{key.pk}/rotate", {}), 409, "key-over")


class TestWhoSeesWhat:
    @pytest.mark.parametrize(
        ("who", "sees", "revokes"),
        [("learner", 1, 204), ("stranger", 0, 404), ("admin", 1, 204), ("outsider", 0, 404)],
    )
    def test_own_keys_and_for_managers_those_of_the_organization(
        self, api, request, learner, who, sees, revokes
    ):
        key_of(learner, Permission.COURSE_READ)
        client = api(request.getfixturevalue(who))
        assert len(client.get(URL).json()["results"]) == sees
        assert client.delete(f"{URL}/{ApiKey.unscoped.get().pk}").status_code == revokes

    def test_managers_may_look_at_their_own_only(self, api, admin, learner):
        key_of(learner)
        assert api(admin).get(f"{URL}?mine=1").json()["results"] == []

    def test_the_list_costs_the_same_for_many(self, api, admin, learner, django_assert_max_num_queries):
        for _ in range(12):
            key_of(learner)
        client = api(admin)
        client.get(URL)
        with django_assert_max_num_queries(5):
            assert len(client.get(URL).json()["results"]) == 12

    def test_scopes_to_choose_from_are_what_one_holds(self, api, learner, admin):
        mine = set(api(learner).get(f"{URL}/scopes").json()["scopes"])
        assert {"courses:lesson:read", "progress:progress:read"} <= mine
        assert "identity:person:read" not in mine
        assert "identity:api-key:manage" not in api(admin).get(f"{URL}/scopes").json()["scopes"]


class TestSecrets:
    def test_every_secret_is_well_formed_and_a_typing_error_is_not(self):
        secret = new_secret()
        assert is_well_formed(secret)
        assert len(secret) == 53
        wrong = secret[:10] + ("a" if secret[10] != "a" else "b") + secret[11:]
        assert not is_well_formed(wrong)
        assert new_secret() != secret

    def test_logs_never_show_a_key(self, api, admin, caplog):
        caplog.set_level(logging.DEBUG)
        client = api(admin)
        secret = make(client, Permission.PROFILE_UPDATE).json()["secret"]
        by_key(secret).get("/api/v1/me")
        by_key(secret).get("/api/v1/audit")
        by_key(secret[:-1]).get("/api/v1/me")
        assert secret[12:-1] not in caplog.text


def _actor(user):
    from edusync.identity.testing import actor_of_person

    return actor_of_person(user)


def _organization(user):
    return user.memberships.get().organization_id
