"""Everybody who may come to the door of a school, each with a browser or a key."""

import dataclasses
from collections.abc import Callable
from http.cookies import SimpleCookie
from typing import Any

from edusync.courses.services import assign_staff
from edusync.courses.testing import make_course
from edusync.enrollment.testing import make_enrollment
from edusync.identity.models import GuardianConsentScope, OrganizationUnit
from edusync.identity.services import grant_role
from edusync.identity.services.role_editor import create_role
from edusync.identity.testing import actor_of_person, key_of, make_guardianship
from edusync.kernel.policy import Permission
from edusync.kernel.tenancy import organization_context
from edusync.kernel.testing import ApiClient
from tests.permissions_all import samples
from tests.permissions_all.addresses import address_of, missing_address

# Words that stand in rows of others. Nobody finds them in an answer who may not know of the row.
ELSEWHERE = "zqelsewhere"
PRIVATE = "zqprivate"
ACTORS = (
    "visitor",
    "learner",
    "other learner",
    "instructor",
    "other instructor",
    "guardian without consent",
    "guardian with consent",
    "unit manager",
    "admin",
    "admin elsewhere",
    "suspended",
    "expired session",
    "key without scope",
    "admin as learner",
)
NOBODIES = frozenset({"visitor", "suspended", "expired session"})


@dataclasses.dataclass
class Door:
    """A school with a row of every kind, and one who asks."""

    ids: dict[str, str]
    client: ApiClient
    permissions: frozenset[str]
    headers: dict[str, str]

    def ask(self, route: str, method: str) -> Any:
        """Ask for the route with the school's real ids. What an answer does to the cookies is forgotten."""
        cookies = SimpleCookie(self.client.cookies.output(header="", sep=";"))
        headers = {"if-match": '"1"', **self.headers}
        answer = getattr(self.client, method)(self.address(route), headers=headers)
        self.client.cookies = cookies
        return answer

    def address(self, route: str) -> str:
        """The route with real ids; that a sample is missing is the other walk's complaint."""
        try:
            return address_of(route, self.ids)
        except KeyError:
            return missing_address(route)


class School:
    """Makes the school of the walk, and whoever comes to it."""

    def __init__(
        self, *, organization: Any, elsewhere: Any, api: Callable[..., ApiClient], make_person: Any
    ) -> None:
        self.organization, self.elsewhere = organization, elsewhere
        self.api, self.make_person = api, make_person
        # The owner of the rows, who teaches the course, and who looks after all.
        self.people = {
            "learner": make_person("lena"),
            "instructor": make_person("ines", roles=("instructor",)),
            "admin": make_person("adam", roles=("admin",)),
        }
        make_person("sara", roles=("admin",))
        self.ids = samples.ids_of(samples.School(organization=organization, **self.people))
        self._hide()

    def _hide(self) -> None:
        """Rows of others with the words to look for."""
        hidden = self.make_person(PRIVATE, first_name=PRIVATE, last_name="Person", username=PRIVATE)
        draft = make_course(f"{PRIVATE} draft", modules=1, lessons=1, status="draft")
        make_enrollment(hidden, make_course("Seen by all", modules=1, lessons=1))
        assign_staff(course=draft, user_id=self.people["admin"].pk, duty="owner")
        with organization_context(self.elsewhere.pk):
            self.outsider = self.make_person(
                ELSEWHERE, roles=("admin",), organization_id=self.elsewhere.pk, first_name=ELSEWHERE
            )
            make_course(f"{ELSEWHERE} course", modules=1, lessons=1)
            create_role(
                name=f"{ELSEWHERE} role",
                permissions=[Permission.PERSON_READ],
                organization_id=self.elsewhere.pk,
                created_by=None,
            )

    def door(self, name: str) -> Door:
        """The one of that name before the door."""
        known = self.people.get(name)
        make = getattr(self, name.replace(" ", "_"), None)
        person, client, headers = self._signed_in(known) if known or make is None else make()
        permissions = frozenset[str]()
        if person is not None:
            home = self.elsewhere if name == "admin elsewhere" else self.organization
            with organization_context(home.pk):
                actor = actor_of_person(person)
            permissions = actor.permissions.union(*actor.unit_permissions.values())
        return Door(self.ids, client, permissions, headers)

    def _signed_in(self, person: Any) -> tuple[Any, ApiClient, dict[str, str]]:
        return person, self.api(person), {}

    def visitor(self) -> Any:
        return None, self.api(), {}

    def other_learner(self) -> Any:
        return self._signed_in(self.make_person("stan"))

    def other_instructor(self) -> Any:
        return self._signed_in(self.make_person("ivan", roles=("instructor",)))

    def guardian_without_consent(self) -> Any:
        return self._signed_in(self._guardian())

    def guardian_with_consent(self) -> Any:
        return self._signed_in(self._guardian(*GuardianConsentScope.Scope.values))

    def _guardian(self, *scopes: str) -> Any:
        guardian = self.make_person("greta", roles=("guardian",))
        make_guardianship(self.people["learner"], guardian, scopes=scopes)
        return guardian

    def unit_manager(self) -> Any:
        """Looks after the people of the unit in which the learner is."""
        create_role(
            name="Head",
            permissions=[
                Permission.PERSON_READ,
                Permission.PERSON_MANAGE,
                Permission.ROLE_READ,
                Permission.ROLE_GRANT,
            ],
            organization_id=self.organization.pk,
            created_by=None,
        )
        person = self.make_person("mara")
        unit = OrganizationUnit.objects.get(pk=self.ids["unit_id"])
        grant_role(user_id=person.pk, role_code="head", scope="unit", scope_id=unit.pk, granted_by=None)
        return self._signed_in(person)

    def admin_elsewhere(self) -> Any:
        return self._signed_in(self.outsider)

    def suspended(self) -> Any:
        person = self.make_person("susi")
        client = self.api(person)
        person.memberships.update(status="suspended")
        return None, client, {}

    def expired_session(self) -> Any:
        client = self.api(self.people["learner"])
        client.session.flush()
        return None, client, {}

    def key_without_scope(self) -> Any:
        """A key of the admin that carries next to nothing."""
        secret = key_of(self.people["admin"], Permission.PROFILE_UPDATE)
        return None, self.api(), {"authorization": f"Bearer {secret}"}

    def admin_as_learner(self) -> Any:
        client = self.api(self.people["admin"])
        answer = client.post(f"/api/v1/people/{self.people['learner'].pk}/view-as", {"reason": "The walk"})
        assert answer.status_code == 201, answer.content
        return self.people["learner"], client, {}
