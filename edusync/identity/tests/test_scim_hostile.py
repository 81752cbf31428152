"""SCIM against those who mean harm: filters, paths, bodies."""

import pytest
from django.db import connection

from edusync.identity.models import User
from edusync.identity.scim.schemas import ERROR, PATCH, USER
from edusync.identity.testing import key_of
from edusync.kernel.policy import Permission
from edusync.kernel.testing import ApiClient

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(organization, admin):
    return ApiClient(headers={"authorization": f"Bearer {key_of(admin, Permission.PROVISIONING_MANAGE)}"})


@pytest.fixture
def base(organization):
    return f"/scim/v2/{organization.slug}"


@pytest.fixture
def ada(client, base):
    body = {
        "schemas": [USER],
        "userName": "Ada",
        "externalId": "x1",
        "name": {"givenName": "Ada", "familyName": "Byron"},
        "emails": [
            {"value": "ada@example.org", "type": "work", "primary": True},
            {"value": "ada@home.org", "type": "home"},
        ],
    }
    return client.post(f"{base}/Users", body).json()["id"]


def error_of(answer, status, kind=""):
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/scim+json"
    body = answer.json()
    assert body["schemas"] == [ERROR]
    assert (body["status"], body.get("scimType", "")) == (str(status), kind)


class TestFilters:
    @pytest.mark.parametrize(
        "text",
        [
            'userName eq "ADA"',
            f'{USER}:userName eq "ada"',
            'USERNAME Eq "ada" AND active eq true',
            'externalId eq "x1"',
            'emails eq "ada@example.org"',
            'emails[value eq "ada@example.org"]',
            'emails.value sw "ADA@" and not (name.familyName eq "Smith")',
            'name.givenName co "d" or userName eq "nobody"',
            '(userName sw "a" or userName sw "b") and externalId pr',
            'meta.lastModified gt "2020-01-01T00:00:00Z"',
            'meta.created lt "2999-01-01T00:00:00+05:30"',
            "active ne false",
            'userName gt "aaa" and userName le "ada"',
        ],
    )
    def test_finds(self, client, base, ada, text):
        found = client.get(f"{base}/Users", {"filter": text})
        assert [one["id"] for one in found.json()["Resources"]] == [ada]

    @pytest.mark.parametrize(
        "text",
        [
            'userName eq "%"',
            "userName eq \"a' OR '1'='1\"",
            'userName co "_"',
            'userName sw "%"',
            'externalId eq "X1"',
            'id eq "1"',
            'id eq "00000000-0000-0000-0000-000000000000"',
            'emails[value eq "ada@home.org"]',
            "not (userName pr)",
            "active eq false",
        ],
    )
    def test_finds_nothing(self, client, base, ada, text):
        assert client.get(f"{base}/Users", {"filter": text}).json()["totalResults"] == 0

    @pytest.mark.parametrize(
        "text",
        [
            "userName",
            "userName eq",
            "userName eq ada",
            'userName like "a"',
            'userName eq "ada',
            'userName eq "ada" and',
            'userName eq "ada" or or',
            '(userName eq "ada"',
            'userName eq "ada")',
            "(" * 200,
            " and ".join(["active eq true"] * 40),
            "(" * 12 + "active eq true" + ")" * 12,
            'userName eq "' + "a" * 3000 + '"',
            'password eq "x"',
            'user__password eq "x"',
            'organization_id eq "1"',
            'facts eq "x"',
            "__class__ pr",
            "userName eq 5",
            "userName eq NaN",
            "active gt true",
            'active eq "true"',
            'meta.created eq "yesterday"',
            'meta.created gt "0001-01-01T00:00:00+23:59"',
            'emails[type eq "work"]',
            'userName eq "a\\u0000b"',
            'id co "1"',
        ],
    )
    def test_refuses(self, client, base, ada, text):
        error_of(client.get(f"{base}/Users", {"filter": text}), 400, "invalidFilter")

    @pytest.mark.parametrize("query", ["startIndex=x", "count=1e3", "count=99999999999", "startIndex=1.5"])
    def test_pages_are_numbers(self, client, base, query):
        error_of(client.get(f"{base}/Users?{query}"), 400, "invalidValue")

    def test_odd_pages_are_the_nearest_that_make_sense(self, client, base, ada):
        body = client.get(f"{base}/Users?startIndex=-5&count=-1").json()
        assert (body["startIndex"], body["totalResults"], body["Resources"]) == (1, 1, [])

    def test_what_describes_the_service_is_not_filtered(self, client, base):
        error_of(client.get(f"{base}/Schemas?filter=x"), 403)


class TestPaths:
    def change(self, client, base, ada, *operations):
        return client.patch(f"{base}/Users/{ada}", {"schemas": [PATCH], "Operations": list(operations)})

    @pytest.mark.parametrize(
        ("path", "kind"),
        [
            ("password", "invalidPath"),
            ("user", "invalidPath"),
            ("__class__", "invalidPath"),
            ("__class__.__init__", "invalidPath"),
            ("name.__class__", "invalidPath"),
            ("facts", "invalidPath"),
            ("is_account_made", "invalidPath"),
            ("organization_id", "invalidPath"),
            ("emails[", "invalidPath"),
            ("emails]", "invalidPath"),
            ("emails[type eq]", "invalidFilter"),
            ("emails[emails[value pr]]", "invalidFilter"),
            ("name[formatted pr]", "invalidPath"),
            ("userName.x", "invalidPath"),
            ("../../etc", "invalidPath"),
            (USER, "invalidPath"),
            ("urn:other:User:userName", "invalidPath"),
            ("groups", "mutability"),
            ("groups.value", "mutability"),
            ("id", "invalidPath"),
            ("meta.version", "invalidPath"),
            (5, "invalidPath"),
            ("a" * 3000, "invalidPath"),
        ],
    )
    def test_lead_to_nothing_but_attributes(self, client, base, ada, path, kind):
        before = client.get(f"{base}/Users/{ada}").content
        error_of(self.change(client, base, ada, {"op": "replace", "path": path, "value": "x"}), 400, kind)
        assert client.get(f"{base}/Users/{ada}").content == before

    @pytest.mark.parametrize(
        "body",
        [
            None,
            [],
            "x",
            {},
            {"schemas": [PATCH]},
            {"schemas": [PATCH], "Operations": {}},
            {"schemas": [PATCH], "Operations": []},
            {"schemas": [PATCH], "Operations": ["x"]},
            {"schemas": [PATCH], "Operations": [{"op": "destroy", "path": "title"}]},
            {"schemas": [PATCH], "Operations": [{"op": 5}]},
            {"schemas": ["other"], "Operations": [{"op": "remove", "path": "title"}]},
            {"schemas": 5, "Operations": [{"op": "remove", "path": "title"}]},
        ],
    )
    def test_a_body_that_is_no_patch_is_refused(self, client, base, ada, body):
        error_of(client.patch(f"{base}/Users/{ada}", body), 400, "invalidSyntax")

    @pytest.mark.parametrize(
        ("operation", "kind"),
        [
            ({"op": "remove"}, "noTarget"),
            ({"op": "remove", "path": "userName"}, "mutability"),
            ({"op": "replace", "value": 5}, "invalidValue"),
            ({"op": "replace", "path": "userName", "value": ""}, "invalidValue"),
            ({"op": "replace", "path": "userName", "value": None}, "invalidValue"),
            ({"op": "replace", "path": "userName", "value": "a" * 300}, "invalidValue"),
            ({"op": "replace", "path": "userName", "value": "a\u0007b"}, "invalidValue"),
            ({"op": "replace", "path": "active", "value": "perhaps"}, "invalidValue"),
            ({"op": "replace", "path": "name", "value": "Ada"}, "invalidValue"),
            ({"op": "replace", "path": "emails", "value": [{"value": "no address"}]}, "invalidValue"),
            ({"op": "replace", "path": "emails", "value": [{"value": "a@b.org"}] * 60}, "invalidValue"),
            ({"op": "replace", "path": 'emails[type eq "other"].value', "value": "x@y.org"}, "noTarget"),
            (
                {
                    "op": "replace",
                    "path": "emails",
                    "value": [{"value": "a@b.org", "primary": True}, {"value": "c@d.org", "primary": True}],
                },
                "invalidValue",
            ),
        ],
    )
    def test_values_must_fit(self, client, base, ada, operation, kind):
        error_of(self.change(client, base, ada, operation), 400, kind)

    def test_too_many_operations_are_refused(self, client, base, ada):
        operation = {"op": "replace", "path": "title", "value": "x"}
        error_of(self.change(client, base, ada, *[operation] * 101), 413, "tooMany")

    def test_one_bad_operation_undoes_all(self, client, base, ada):
        self.change(
            client,
            base,
            ada,
            {"op": "replace", "path": "title", "value": "Countess"},
            {"op": "remove", "path": "userName"},
        )
        assert "title" not in client.get(f"{base}/Users/{ada}").json()

    def test_habits_of_large_directories_are_understood(self, client, base, ada):
        answer = self.change(
            client,
            base,
            ada,
            {"op": "Replace", "value": {"name.givenName": "Augusta", "active": "True", "unknown": 1}},
            {"op": "Add", "path": 'emails[type eq "other"].value', "value": "ada@other.org"},
            {"op": "Remove", "path": 'emails[type eq "home"]'},
        )
        body = answer.json()
        assert body["name"] == {"familyName": "Byron", "givenName": "Augusta"}
        assert [one["value"] for one in body["emails"]] == ["ada@example.org", "ada@other.org"]


class TestBodies:
    @pytest.mark.parametrize("text", ["", "{", "nul", '{"userName": "a"} x', "\xff"])
    def test_what_is_no_json_is_refused(self, client, base, text):
        answer = client.generic("POST", f"{base}/Users", text, "application/scim+json")
        error_of(answer, 400, "invalidSyntax")

    def test_another_media_type_is_refused(self, client, base):
        error_of(client.generic("POST", f"{base}/Users", "<x/>", "text/xml"), 415)

    @pytest.mark.parametrize(
        "body", [{}, [], 5, {"userName": 5}, {"userName": ["a"]}, {"userName": "\u0000"}]
    )
    def test_a_person_needs_a_name(self, client, base, body):
        error_of(client.post(f"{base}/Users", body), 400, "invalidValue")

    def test_nobody_makes_themselves_more_than_a_learner(self, client, base, ada):
        body = {
            "userName": "eve",
            "password": "correct horse 42",
            "is_superuser": True,
            "roles": ["admin"],
            "groups": [{"value": "x"}],
            "user_id": User.objects.first().pk,
            "id": ada,
            "meta": {"version": "x"},
        }
        answer = client.post(f"{base}/Users", body).json()
        eve = User.objects.get(username="eve")
        assert answer["id"] != ada
        assert (eve.is_superuser, eve.is_staff, eve.has_usable_password()) == (False, False, False)
        assert [row.role.code for row in eve.role_assignments.all()] == ["learner"]

    def test_unknown_methods_are_answered_in_scims_form(self, client, base, ada):
        error_of(client.post(f"{base}/Users/{ada}", {}), 405)
        error_of(client.put(f"{base}/Schemas", {}), 405)


def add_people(organization, count):
    """So many resources by one statement: it is their number that matters."""
    digits = " UNION ALL ".join(f"SELECT {digit} AS d" for digit in range(10))
    number = "a.d * 10000 + b.d * 1000 + c.d * 100 + e.d * 10 + f.d"
    is_mysql = connection.vendor == "mysql"
    uuid, name = (
        ("UNHEX(LPAD(HEX(n + 1), 32, '0'))", "CONCAT('p', n)") if is_mysql else ("randomblob(16)", "'p' || n")
    )
    facts = "CONCAT('{\"userName\": \"p', n, '\"}')" if is_mysql else "'{\"userName\": \"p' || n || '\"}'"
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            INSERT INTO identity_scim_resource (uuid, row_version, created_at, updated_at, organization_id, kind,
              name_key, external_id, email, given_name, family_name, is_active, is_account_made, facts)
            SELECT {uuid}, 1, '2026-01-01 08:00:00', '2026-01-01 08:00:00', {organization.pk}, 'user',
              {name}, '', '', '', '', 1, 0, {facts}
            FROM (SELECT {number} AS n FROM ({digits}) a, ({digits}) b, ({digits}) c, ({digits}) e, ({digits}) f) numbers
            WHERE n < {count} ORDER BY n
            """
        )


def test_fifty_thousand_people_are_read_by_as_many_queries_as_ten(
    client, base, organization, django_assert_max_num_queries
):
    add_people(organization, 50_000)
    client.get(f"{base}/Users?count=10")
    for query in ("count=10", "startIndex=49801&count=200", 'filter=userName sw "p4999"', "count=0"):
        with django_assert_max_num_queries(8):
            body = client.get(f"{base}/Users?{query}").json()
    assert body["totalResults"] == 50_000
    last = client.get(f"{base}/Users?startIndex=49801").json()
    assert (len(last["Resources"]), last["Resources"][-1]["userName"]) == (200, "p49999")
