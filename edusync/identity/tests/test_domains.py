import http.server
import threading

import pytest
from django.core.cache import cache

from edusync.identity.models import Organization, OrganizationDomain
from edusync.identity.services import domains
from edusync.kernel import clock

pytestmark = pytest.mark.django_db
OWN = "/api/v1/organization/domains"


@pytest.fixture
def client(api, admin):
    return api(admin)


def add(client, name="school.example.org", kind="host"):
    return client.post(OWN, {"kind": kind, "name": name})


def verified(organization, name, kind="email", **fields):
    return OrganizationDomain.unscoped.create(
        organization=organization,
        kind=kind,
        name=name,
        token="t",
        verified_at=clock.now(),
        verified_by="admin",
        **fields,
    )


@pytest.fixture
def proof_server(settings, monkeypatch):
    """A web server on this machine in place of the domain's; `server.text` is what its file holds."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            text = self.server.text
            self.send_response(200 if text is not None else 404)
            self.end_headers()
            self.wfile.write((text or "").encode())

        def log_message(self, *args):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.text = None
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    settings.OUTGOING_ALLOWED_HOSTS = ["127.0.0.1"]
    address = f"http://127.0.0.1:{server.server_port}/proof"
    monkeypatch.setattr(domains, "PROOF_ADDRESS", address)
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.parametrize(
    ("who", "status"), [("admin", 200), ("outsider", 200), ("instructor", 403), ("learner", 403)]
)
def test_who_sees_domains(api, request, who, status, client):
    add(client)
    answer = api(request.getfixturevalue(who)).get(OWN)
    assert answer.status_code == status
    if status == 200:
        assert len(answer.json()["results"]) == (1 if who == "admin" else 0)


@pytest.mark.parametrize(
    "name",
    ["", "localhost", "10.0.0.1", "school", "a..b", "school.example:8000", "http://x.org", "-a.org", "x.org/y", "*.org",
     "testserver", "a" * 64 + ".org", "ü" * 300 + ".org"],
)  # fmt: skip
def test_only_domains_are_domains(client, name):
    client.problem(add(client, name), 422, "invalid-input")


def test_names_are_kept_in_one_form(client):
    assert add(client, " Schule.Example.ORG. ").json()["name"] == "schule.example.org"
    assert add(client, "bücher.example").json()["name"] == "xn--bcher-kva.example"
    client.problem(add(client, "SCHULE.example.org"), 409)


def test_the_token_file_proves_a_domain(client, proof_server):
    domain = add(client).json()
    path = f"{OWN}/{domain['id']}/verification"
    problem = client.problem(client.post(path), 422, "domain-not-proved")
    assert problem["reason"] == "not-found"
    cache.clear()
    proof_server.text = "something else"
    assert client.problem(client.post(path), 422)["reason"] == "other-content"
    assert client.problem(client.post(path), 422)["reason"] == "too-soon"
    cache.clear()
    proof_server.text = domain["token"] + "\n"
    found = client.post(path).json()
    assert found["verified_at"]
    assert (found["verified_by"], found["last_failure"]) == ("file", "")


def test_a_server_that_is_away_is_told_as_such(client, settings, monkeypatch):
    settings.OUTGOING_ALLOWED_HOSTS = ["127.0.0.1"]
    monkeypatch.setattr(domains, "PROOF_ADDRESS", "http://127.0.0.1:9/proof")
    domain = add(client).json()
    problem = client.problem(client.post(f"{OWN}/{domain['id']}/verification"), 422, "domain-not-proved")
    assert problem["reason"] == "unreachable"


def test_nobody_makes_this_site_ask_its_own_network(client):
    # The name leads to this machine, which the guard of outgoing requests refuses.
    domain = OrganizationDomain.objects.create(kind="host", name="127.0.0.1", token="t")
    problem = client.problem(client.post(f"{OWN}/{domain.pk}/verification"), 422, "domain-not-proved")
    assert problem["reason"] == "unreachable"


def test_several_may_claim_and_one_may_have_it(api, client, outsider, organization, other_organization):
    mine = add(client).json()
    theirs = add(api(outsider)).json()
    waiting = client.get("/api/v1/domain-claims").json()["results"]
    assert {row["organization"] for row in waiting} == {organization.name, other_organization.name}
    assert client.post(f"/api/v1/domain-claims/{theirs['id']}/approval").json()["verified_at"]
    client.problem(client.post(f"/api/v1/domain-claims/{mine['id']}/approval"), 409, "domain-taken")
    assert client.get(OWN).json()["results"][0]["verified_at"] is None


def test_only_platform_admins_vouch(api, outsider, learner):
    own = add(api(outsider)).json()
    path = f"/api/v1/domain-claims/{own['id']}/approval"
    api(outsider).problem(api(outsider).post(path), 404)
    api(learner).problem(api(learner).post(path), 404)
    api(outsider).problem(api(outsider).get("/api/v1/domain-claims"), 403)


def test_a_domain_is_given_up(api, client, other_organization, admin):
    domain = verified(Organization.objects.get(is_default=True), "learn.example.org", "host")
    visitor = api()
    assert visitor.get("/api/v1/site", headers={"host": "learn.example.org"}).status_code == 200
    assert client.delete(f"{OWN}/{domain.pk}").status_code == 204
    cache.clear()
    assert visitor.get("/api/v1/site", headers={"host": "learn.example.org"}).status_code == 400


def test_the_list_costs_the_same_with_more_domains(client, django_assert_max_num_queries):
    client.get("/api/v1/domain-claims")
    for round_ in range(2):
        for number in range(8):
            add(client, f"s{round_}-{number}.example.org")
        with django_assert_max_num_queries(3):
            client.get(OWN)
        with django_assert_max_num_queries(3):
            client.get("/api/v1/domain-claims")


class TestSignUp:
    FACTS = {"username": "nora", "password": "correct horse 42"}

    def member_of(self, email):
        from edusync.identity.models import OrganizationMembership

        rows = OrganizationMembership.unscoped.filter(user__email=email).select_related("organization")
        return [row.organization.name for row in rows]

    def test_an_e_mail_domain_leads_into_its_organization(self, pages, organization, other_organization):
        verified(other_organization, "elsewhere.example", is_joining_allowed=True)
        assert pages.sign_up(email="nora@elsewhere.example", **self.FACTS).status_code == 401
        assert self.member_of("nora@elsewhere.example") == [other_organization.name]

    def test_one_that_does_not_let_join_leads_nowhere(self, pages, organization, other_organization):
        verified(other_organization, "elsewhere.example")
        pages.sign_up(email="nora@elsewhere.example", **self.FACTS)
        assert self.member_of("nora@elsewhere.example") == [organization.name]

    def test_a_claim_leads_nowhere(self, pages, organization, other_organization):
        OrganizationDomain.unscoped.create(
            organization=other_organization,
            kind="email",
            name="elsewhere.example",
            token="t",
            is_joining_allowed=True,
        )
        pages.sign_up(email="nora@elsewhere.example", **self.FACTS)
        assert self.member_of("nora@elsewhere.example") == [organization.name]

    def test_an_organization_may_take_its_own_addresses_only(self, pages, organization):
        organization.is_sign_up_by_domain = True
        organization.save()
        verified(organization, "school.example")
        refusal = pages.sign_up(email="nora@gmail.example", **self.FACTS)
        assert refusal.status_code == 400
        assert refusal.json()["errors"][0]["param"] == "email"
        assert refusal.json()["errors"][0]["code"] == "sign_up_by_domain"
        assert pages.sign_up(email="nora@school.example", **self.FACTS).status_code == 401
        assert self.member_of("nora@school.example") == [organization.name]
        assert self.member_of("nora@gmail.example") == []

    def test_the_refusal_does_not_tell_who_has_an_account(self, pages, organization, learner):
        organization.is_sign_up_by_domain = True
        organization.save()
        known = pages.sign_up(email=learner.email, **self.FACTS)
        unknown = pages.sign_up(email="nobody@example.com", **self.FACTS)
        assert known.status_code == unknown.status_code == 400
        assert known.json() == unknown.json()

    def test_visitors_of_a_host_sign_up_there(self, api, organization, other_organization):
        from edusync.identity.testing import AccountPages

        verified(other_organization, "learn.elsewhere.example", "host")
        pages = AccountPages(api(HTTP_HOST="learn.elsewhere.example"))
        assert pages.sign_up(email="nora@x.example", **self.FACTS).status_code == 401
        assert self.member_of("nora@x.example") == [other_organization.name]
        other_organization.is_sign_up_open = False
        other_organization.save()
        assert pages.sign_up(email="zoe@x.example", **{**self.FACTS, "username": "zoe"}).status_code == 403
