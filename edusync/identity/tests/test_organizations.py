import pytest

from edusync.audit.models import AuditEvent
from edusync.courses.testing import make_course
from edusync.identity.models import Invitation, Organization, OrganizationDomain, OrganizationMembership
from edusync.identity.services.organizations import join_organization
from edusync.kernel import clock
from edusync.kernel.tenancy import organization_context

pytestmark = pytest.mark.django_db
OWN = "/api/v1/organization"
PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
    b"\x00\x00\x00\rIDATx\x9cc\xf8\x0f\x04\x00\x09\xfb\x03\xfd\xe3U\xf2\x9c\x00\x00\x00\x00IEND\xaeB`\x82"
)


@pytest.fixture
def both(learner, other_organization):
    """A person who learns here and is an instructor there."""
    join_organization(user_id=learner.pk, organization_id=other_organization.pk, roles=("instructor",))
    return learner


def change(client, **changes):
    tag = client.get(OWN)["ETag"]
    return client.patch(OWN, changes, headers={"if-match": tag})


class TestAllOrganizations:
    @pytest.mark.parametrize(
        ("who", "listing", "creating"),
        [("admin", 200, 201), ("learner", 403, 403), ("instructor", 403, 403), ("outsider", 403, 403)],
    )
    def test_only_platform_admins_see_and_make_them(self, api, request, who, listing, creating):
        client = api(request.getfixturevalue(who))
        assert client.get("/api/v1/organizations").status_code == listing
        body = {"name": "Northwind", "slug": "northwind"}
        assert client.post("/api/v1/organizations", body).status_code == creating

    def test_the_creator_becomes_admin_or_another_is_invited(self, api, admin):
        client = api(admin)
        body = {
            "name": "Northwind Training",
            "slug": "northwind",
            "admin_email": "nora@example.com",
            "is_creator_admin": True,
        }
        row = client.post("/api/v1/organizations", body).json()
        assert (row["name"], row["status"], row["people"], row["is_member"]) == (
            "Northwind Training",
            "active",
            1,
            True,
        )
        invitation = Invitation.unscoped.get(organization_id=row["id"])
        assert (invitation.email, invitation.facts["roles"]) == ("nora@example.com", ["admin"])
        client.problem(
            client.post("/api/v1/organizations", {"name": "X", "slug": "northwind"}),
            409,
            "organization-slug-taken",
        )
        assert [
            item["name"] for item in client.get("/api/v1/organizations?search=north").json()["results"]
        ] == ["Northwind Training"]

    def test_the_list_costs_the_same_with_more_rows(self, api, admin, django_assert_max_num_queries):
        for number in range(40):
            Organization.objects.create(name=f"O{number:02}", slug=f"o{number}")
        client = api(admin)
        # The id of the site's first organization is kept per process from the first time on.
        client.get("/api/v1/organizations?limit=1")
        with django_assert_max_num_queries(4):
            page = client.get("/api/v1/organizations?limit=20").json()
        assert len(page["results"]) == 20
        with django_assert_max_num_queries(4):
            client.get(f"/api/v1/organizations?limit=20&cursor={page['next']}")

    def test_a_suspended_organization_lets_nobody_in_until_it_is_open_again(
        self, api, admin, outsider, other_organization
    ):
        path = f"/api/v1/organizations/{other_organization.pk}/status"
        assert api(outsider).get("/api/v1/me").status_code == 200
        assert api(admin).put(path, {"status": "suspended"}).json()["status"] == "suspended"
        assert api(outsider).get("/api/v1/me").status_code == 401
        assert api(admin).put(path, {"status": "active"}).json()["status"] == "active"
        assert api(outsider).get("/api/v1/me").status_code == 200
        assert AuditEvent.objects.filter(action="identity.organization.status_changed").count() == 2

    def test_only_who_manages_the_site_where_it_started_is_told_so(self, api, admin, outsider):
        permission = "operations:site:manage"
        assert permission in api(admin).get("/api/v1/me").json()["permissions"]
        assert permission not in api(outsider).get("/api/v1/me").json()["permissions"]

    def test_the_first_organization_stays_open(self, api, admin, organization):
        client = api(admin)
        path = f"/api/v1/organizations/{organization.pk}/status"
        client.problem(client.put(path, {"status": "suspended"}), 409, "default-organization")

    def test_an_admin_elsewhere_changes_neither_this_one_nor_their_own(
        self, api, outsider, organization, other_organization
    ):
        client = api(outsider)
        body = {"status": "suspended"}
        client.problem(client.put(f"/api/v1/organizations/{organization.pk}/status", body), 404)
        client.problem(client.put(f"/api/v1/organizations/{other_organization.pk}/status", body), 403)


class TestOwnOrganization:
    @pytest.mark.parametrize(
        ("who", "status"), [("admin", 200), ("outsider", 200), ("instructor", 403), ("learner", 403)]
    )
    def test_admins_see_their_own(self, api, request, who, status, organization, other_organization):
        answer = api(request.getfixturevalue(who)).get(OWN)
        assert answer.status_code == status
        if status == 200:
            own = other_organization if who == "outsider" else organization
            assert answer.json()["id"] == own.pk

    def test_changes_need_the_present_version(self, api, admin):
        client = api(admin)
        client.problem(client.patch(OWN, {"name": "X"}), 428)
        assert change(client, name="Riverside", time_zone="Asia/Kolkata").json()["name"] == "Riverside"
        client.problem(client.patch(OWN, {"name": "Y"}, headers={"if-match": '"1"'}), 412)
        event = AuditEvent.objects.get(action="identity.organization.updated")
        assert event.facts["after"] == {"name": "Riverside", "time_zone": "Asia/Kolkata"}

    @pytest.mark.parametrize(
        ("field", "color", "theme"),
        [
            ("primary_color", "#facc15", "light"),
            ("accent_color", "#94a3b8", "light"),
            ("primary_dark_color", "#1e3a8a", "dark"),
        ],
    )
    def test_a_color_that_cannot_be_read_is_refused_with_its_contrast(self, api, admin, field, color, theme):
        client = api(admin)
        problem = client.problem(change(client, **{field: color}), 422, "poor-contrast")
        assert (problem["color"], problem["theme"], problem["needed"]) == (color, theme, 4.5)
        assert 1 <= problem["ratio"] < 4.5
        assert problem["errors"][0]["pointer"] == f"/{field}"
        assert client.get(OWN).json()[field] == ""

    @pytest.mark.parametrize("color", ["red", "#12345", "#1234567", "url(x)", "#12345g", "#fff;}"])
    def test_only_colors_are_colors(self, api, admin, color):
        client = api(admin)
        client.problem(change(client, primary_color=color), 422, "invalid-input")

    def test_the_style_sheet_follows_the_colors_and_is_kept(self, api, admin, learner):
        client = api(admin)
        organization = change(client, primary_color="#9A3412").json()
        assert organization["look"]["primary"] == "#9a3412"
        me = api(learner).get("/api/v1/me").json()["organization"]
        path = f"/api/v1/branding.css?organization={me['uuid']}&v={me['look']}"
        sheet = api().get(path)
        assert sheet["Content-Type"] == "text/css; charset=utf-8"
        assert "--ui-primary:#9a3412" in sheet.content.decode()
        assert "immutable" in sheet["Cache-Control"]
        assert api().get(path, headers={"if-none-match": sheet["ETag"]}).status_code == 304
        site = api().get("/api/v1/site").json()
        assert (site["organization_uuid"], site["look"]) == (me["uuid"], me["look"])
        assert api().get("/api/v1/branding.css?organization=none").status_code == 404

    def test_logo_and_icon_are_pictures_that_visitors_see(self, api, admin, learner):
        from django.core.files.uploadedfile import SimpleUploadedFile
        from django.test.client import encode_multipart

        client = api(admin)

        def put(person, path, content, name="logo.png"):
            data = encode_multipart("x", {"file": SimpleUploadedFile(name, content)})
            return person.generic("PUT", path, data, "multipart/form-data; boundary=x")

        url = put(client, f"{OWN}/logo", PNG).json()["url"]
        assert api().get(url).status_code == 200
        site = api().get("/api/v1/site").json()
        assert site["logo_url"] == url
        assert site["look"] == 0
        client.problem(put(client, f"{OWN}/icon", b"<svg onload=x>", "x.svg"), 415, "file-type-refused")
        assert put(api(learner), f"{OWN}/logo", PNG).status_code == 403
        assert client.delete(f"{OWN}/logo").json() == {"url": None}
        assert api().get(url).status_code == 404


class TestWorkingInSeveral:
    def test_the_usual_one_is_the_first_until_another_is_chosen(
        self, api, both, organization, other_organization, django_assert_max_num_queries
    ):
        client = api(both)
        me = client.get("/api/v1/me").json()
        assert me["organization"]["id"] == organization.pk
        assert [card["name"] for card in me["organizations"]] == [organization.name, other_organization.name]
        assert me["roles"] == ["learner"]
        there = client.post("/api/v1/me/organization", {"organization_id": other_organization.pk}).json()
        assert (there["organization"]["id"], there["roles"]) == (other_organization.pk, ["instructor"])
        with django_assert_max_num_queries(2):
            assert client.get("/api/v1/me").json()["organization"]["id"] == other_organization.pk
        # Another browser of the same person goes on as it did.
        assert api(both).get("/api/v1/me").json()["organization"]["id"] == organization.pk
        event = AuditEvent.objects.get(action="identity.organization.chosen")
        assert event.organization_id == other_organization.pk

    def test_rows_of_the_chosen_one_alone_are_seen(self, api, both, other_organization):
        make_course("Here")
        with organization_context(other_organization.pk):
            make_course("There")
        client = api(both)

        def titles():
            return [row["title"] for row in client.get("/api/v1/courses").json()["results"]]

        assert titles() == ["Here"]
        client.post("/api/v1/me/organization", {"organization_id": other_organization.pk})
        assert titles() == ["There"]

    def test_answers_to_changes_stay_in_the_chosen_one(self, api, both, other_organization):
        client = api(both)
        client.post("/api/v1/me/organization", {"organization_id": other_organization.pk})
        assert (
            client.patch("/api/v1/me", {"headline": "Both"}).json()["organization"]["id"]
            == other_organization.pk
        )

    @pytest.mark.parametrize("status", ["suspended", "left"])
    def test_where_access_ended_nobody_works(self, api, both, organization, other_organization, status):
        client = api(both)
        client.post("/api/v1/me/organization", {"organization_id": other_organization.pk})
        OrganizationMembership.unscoped.filter(user=both, organization=other_organization).update(
            status=status
        )
        me = client.get("/api/v1/me").json()
        assert me["organization"]["id"] == organization.pk
        assert len(me["organizations"]) == 1
        body = {"organization_id": other_organization.pk}
        client.problem(client.post("/api/v1/me/organization", body), 404)

    def test_whose_access_to_the_first_ended_works_in_the_second(
        self, api, both, organization, other_organization
    ):
        OrganizationMembership.unscoped.filter(user=both, organization=organization).update(status="left")
        assert api(both).get("/api/v1/me").json()["organization"]["id"] == other_organization.pk

    def test_strangers_choose_nothing(self, api, learner, other_organization):
        client = api(learner)
        body = {"organization_id": other_organization.pk}
        client.problem(client.post("/api/v1/me/organization", body), 404)
        client.problem(client.post("/api/v1/me/organization", {"organization_id": 987654321}), 404)

    def test_leaving_ends_roles_and_choice(self, api, both, organization, other_organization):
        client = api(both)
        client.post("/api/v1/me/organization", {"organization_id": other_organization.pk})
        me = client.delete(f"/api/v1/me/organizations/{other_organization.pk}").json()
        assert me["organization"]["id"] == organization.pk
        assert len(me["organizations"]) == 1
        client.problem(client.delete(f"/api/v1/me/organizations/{organization.pk}"), 409, "only-organization")
        membership = join_organization(user_id=both.pk, organization_id=other_organization.pk)
        assert membership.status == "active"
        assert api(both).get("/api/v1/me").json()["roles"] == ["learner"]

    def test_the_last_admin_does_not_leave(self, api, outsider, organization, other_organization):
        join_organization(user_id=outsider.pk, organization_id=organization.pk)
        client = api(outsider)
        client.problem(client.delete(f"/api/v1/me/organizations/{other_organization.pk}"), 409, "last-admin")


class TestHosts:
    HOST = "learn.elsewhere.example"

    @pytest.fixture
    def host(self, other_organization):
        return OrganizationDomain.unscoped.create(
            organization=other_organization,
            kind="host",
            name=self.HOST,
            token="t",
            verified_at=clock.now(),
            verified_by="admin",
        )

    def visit(self, api, path, host=HOST, user=None):
        return api(user).get(path, headers={"host": host})

    def test_visitors_of_a_verified_host_see_that_organization(self, api, host, other_organization):
        make_course("Here")
        with organization_context(other_organization.pk):
            make_course("There")
        assert self.visit(api, "/api/v1/site").json()["organization"] == other_organization.name
        found = self.visit(api, "/api/v1/courses").json()["results"]
        assert [row["title"] for row in found] == ["There"]
        assert [row["title"] for row in api().get("/api/v1/courses").json()["results"]] == ["Here"]

    @pytest.mark.parametrize(
        "name", ["evil.example", "x.learn.elsewhere.example", "learn.elsewhere.example.evil"]
    )
    def test_any_other_host_is_refused(self, api, host, name):
        assert self.visit(api, "/api/v1/site", name).status_code == 400

    def test_a_claim_opens_nothing(self, api, host):
        host.verified_at, host.verified_by = None, ""
        host.save()
        assert self.visit(api, "/api/v1/site").status_code == 400

    def test_a_suspended_organization_has_no_host(self, api, host, other_organization):
        other_organization.status = "suspended"
        other_organization.save()
        assert self.visit(api, "/api/v1/site").status_code == 400

    def test_unknown_hosts_cost_no_query(self, api, host, django_assert_num_queries):
        self.visit(api, "/api/v1/site")
        client = api()
        with django_assert_num_queries(0):
            for number in range(5):
                assert client.get("/api/v1/site", headers={"host": f"h{number}.example"}).status_code == 400

    def test_a_member_of_both_works_in_that_of_the_host(self, api, host, both, learner, organization):
        assert self.visit(api, "/api/v1/me", user=both).json()["organization"]["name"] == "Elsewhere School"
        assert api(both).get("/api/v1/me").json()["organization"]["id"] == organization.pk

    def test_a_stranger_there_works_where_they_belong(self, api, host, learner, organization):
        me = self.visit(api, "/api/v1/me", user=learner).json()
        assert me["organization"]["id"] == organization.pk


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        (
            {"minimum_age": 13, "digital_consent_age": 14, "majority_age": 21, "is_birth_date_asked": True},
            200,
        ),
        ({"minimum_age": -1}, 422),
        ({"digital_consent_age": 22}, 422),
        ({"majority_age": 13}, 422),
    ],
)
def test_an_organization_sets_its_ages(api, admin, organization, changes, status):
    client = api(admin)
    version = client.get("/api/v1/organization").json()["row_version"]
    response = client.patch("/api/v1/organization", changes, headers={"if-match": f'"{version}"'})
    assert response.status_code == status, response.content
    if status == 200:
        assert {name: response.json()[name] for name in changes} == changes
