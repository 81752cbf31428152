"""SCIM: groups, versions, searching."""

import pytest

from edusync.identity.models import GroupMember
from edusync.identity.scim.schemas import SEARCH
from edusync.identity.testing import key_of
from edusync.identity.tests.scim_directory import Directory
from edusync.kernel.policy import Permission
from edusync.kernel.tenancy import organization_context

pytestmark = pytest.mark.django_db


@pytest.fixture
def directory(organization, admin):
    return Directory(organization, key_of(admin, Permission.PROVISIONING_MANAGE))


class TestGroups:
    def test_members_come_and_go_one_by_one(self, directory):
        ada, eve = (directory.add(name).json()["id"] for name in ("ada", "eve"))
        group = directory.add_group("Choir", ada).json()
        path = f"/Groups/{group['id']}"
        assert group["members"] == [
            {"value": ada, "$ref": directory.get(f"/Users/{ada}").json()["meta"]["location"], "type": "User"}
        ]
        directory.change(path, {"op": "add", "path": "members", "value": [{"value": eve}]})
        assert members(directory, path) == {ada, eve}
        answer = directory.change(path, {"op": "remove", "path": f'members[value eq "{ada}"]'})
        assert answer.status_code == 204
        assert members(directory, path) == {eve}
        directory.change(path, {"op": "remove", "path": "members", "value": [{"value": eve}]})
        assert members(directory, path) == set()
        directory.change(
            path, {"op": "replace", "path": "members", "value": [{"value": ada}, {"value": eve}]}
        )
        assert members(directory, path) == {ada, eve}
        directory.change(path, {"op": "remove", "path": "members"})
        assert members(directory, path) == set()

    def test_a_group_made_by_hand_is_linked_and_keeps_whom_the_directory_does_not_know(
        self, directory, organization, learner
    ):
        from edusync.identity.models import Group

        group = Group.objects.create(name="Choir")
        GroupMember.objects.create(group=group, user=learner)
        ada = directory.add("ada").json()["id"]
        pk = directory.add_group("Choir").json()["id"]
        directory.put(f"/Groups/{pk}", {"displayName": "Choir", "members": [{"value": ada}]})
        directory.put(f"/Groups/{pk}", {"displayName": "Big choir", "members": []})
        assert list(GroupMember.objects.values_list("user_id", flat=True)) == [learner.pk]
        group.refresh_from_db()
        assert group.name == "Big choir"

    def test_a_deleted_groups_name_is_free_again(self, directory):
        pk = directory.add_group("Choir").json()["id"]
        assert directory.add_group("choir").status_code == 409
        assert directory.delete(f"/Groups/{pk}").status_code == 204
        assert directory.add_group("Choir").status_code == 201

    @pytest.mark.parametrize("member", ["00000000-0000-0000-0000-000000000000", "x", "", None, 5])
    def test_somebody_who_is_not_there_is_no_member(self, directory, member):
        assert directory.add_group("Choir", member).status_code == 400

    def test_people_of_another_organization_are_no_members(self, directory, outsider, other_organization):
        with organization_context(other_organization.pk):
            key = key_of(outsider, Permission.PROVISIONING_MANAGE)
        foreign = Directory(other_organization, key)
        eve = foreign.add("eve").json()["id"]
        assert directory.add_group("Choir", eve).status_code == 400


def members(directory, path):
    return {one["value"] for one in directory.get(path).json().get("members", [])}


class TestVersions:
    def test_known_versions_are_not_sent_again(self, directory):
        made = directory.add("ada")
        path = f"/Users/{made.json()['id']}"
        etag = directory.get(path)["ETag"]
        assert etag == made["ETag"] == made.json()["meta"]["version"]
        assert directory.get(path, HTTP_IF_NONE_MATCH=etag).status_code == 304
        operation = {"op": "replace", "path": "title", "value": "Countess"}
        assert directory.change(path, operation, HTTP_IF_MATCH=etag).status_code == 200
        assert directory.get(path, HTTP_IF_NONE_MATCH=etag).status_code == 200
        refused = directory.change(path, {"op": "remove", "path": "title"}, HTTP_IF_MATCH=etag)
        assert refused.status_code == 412
        assert directory.delete(path, HTTP_IF_MATCH=etag).status_code == 412

    def test_what_changes_nothing_is_no_new_version(self, directory):
        made = directory.add("ada", title="Countess")
        path = f"/Users/{made.json()['id']}"
        again = directory.change(path, {"op": "replace", "path": "title", "value": "Countess"})
        assert again["ETag"] == made["ETag"]


class TestSearching:
    def test_both_types_at_once(self, directory):
        ada = directory.add("ada").json()["id"]
        directory.add_group("Choir", ada)
        found = directory.post("/.search", {"schemas": [SEARCH], "startIndex": 1, "count": 10}).json()
        assert [one["meta"]["resourceType"] for one in found["Resources"]] == ["User", "Group"]
        second = directory.post("/.search", {"schemas": [SEARCH], "startIndex": 2, "count": 1}).json()
        assert [one["meta"]["resourceType"] for one in second["Resources"]] == ["Group"]
        assert second["totalResults"] == 2

    def test_only_what_was_asked_for_is_told(self, directory):
        directory.add("ada", name={"givenName": "Ada", "familyName": "Byron"}, title="Countess")
        (one,) = directory.get("/Users?attributes=name.givenName,title").json()["Resources"]
        assert set(one) == {"schemas", "id", "name", "title"}
        assert one["name"] == {"givenName": "Ada"}
        (one,) = directory.get("/Users?excludedAttributes=name,meta").json()["Resources"]
        assert "name" not in one
        assert "meta" not in one
        assert directory.get("/Users?attributes=name&excludedAttributes=meta").status_code == 400
