"""What people and groups consist of, and how that is told: Schemas, ResourceTypes, ServiceProviderConfig."""

import dataclasses
from typing import Any

from edusync.identity.scim.errors import not_there

USER = "urn:ietf:params:scim:schemas:core:2.0:User"
GROUP = "urn:ietf:params:scim:schemas:core:2.0:Group"
ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
_CORE = "urn:ietf:params:scim:schemas:core:2.0:"
LIST = "urn:ietf:params:scim:api:messages:2.0:ListResponse"
ERROR = "urn:ietf:params:scim:api:messages:2.0:Error"
PATCH = "urn:ietf:params:scim:api:messages:2.0:PatchOp"
SEARCH = "urn:ietf:params:scim:api:messages:2.0:SearchRequest"
MAX_RESULTS = 200


@dataclasses.dataclass(frozen=True, slots=True)
class Attribute:
    """An attribute of RFC 7643, 7. `longest` bounds texts."""

    name: str
    about: str
    type: str = "string"
    is_multiple: bool = False
    is_required: bool = False
    mutability: str = "readWrite"
    is_case_exact: bool = False
    uniqueness: str = "none"
    parts: tuple["Attribute", ...] = ()
    canonical: tuple[str, ...] = ()
    refers_to: tuple[str, ...] = ()
    longest: int = 1000

    def part(self, name: str) -> "Attribute | None":
        """The sub-attribute of that name, whatever its case."""
        return next((part for part in self.parts if part.name.lower() == name.lower()), None)

    def told(self) -> dict[str, Any]:
        """As the schema tells it."""
        facts: dict[str, Any] = {
            "name": self.name,
            "type": self.type,
            "multiValued": self.is_multiple,
            "description": self.about,
            "required": self.is_required,
            "mutability": self.mutability,
            "returned": "default",
        }
        if self.type in {"string", "reference"}:
            facts["caseExact"] = self.is_case_exact
            facts["uniqueness"] = self.uniqueness
        if self.canonical:
            facts["canonicalValues"] = list(self.canonical)
        if self.refers_to:
            facts["referenceTypes"] = list(self.refers_to)
        if self.parts:
            facts["subAttributes"] = [part.told() for part in self.parts]
        return facts


_KINDS = ("work", "home", "other")
EXTERNAL_ID = Attribute("externalId", "The directory's own id.", is_case_exact=True, longest=254)
USER_ATTRIBUTES = (
    Attribute("userName", "Name in the directory.", is_required=True, uniqueness="server", longest=254),
    Attribute(
        "name",
        "Name of the person.",
        type="complex",
        parts=(
            Attribute("formatted", "The whole name.", longest=300),
            Attribute("familyName", "Family name.", longest=100),
            Attribute("givenName", "Given name.", longest=100),
        ),
    ),
    Attribute("displayName", "Name to show.", longest=300),
    Attribute("title", "Title at work or school.", longest=200),
    Attribute("userType", "Kind of person, as the directory says.", longest=100),
    Attribute("preferredLanguage", "Language tag, as en or ta-IN.", longest=100),
    Attribute("locale", "Locale.", longest=100),
    Attribute("timezone", "Time zone.", longest=100),
    Attribute("active", "False: the person has no access to the organization.", type="boolean"),
    Attribute(
        "emails",
        "Addresses; the primary one is used.",
        type="complex",
        is_multiple=True,
        parts=(
            Attribute("value", "Address.", longest=254),
            Attribute("type", "Kind of address.", canonical=_KINDS, longest=60),
            Attribute("primary", "Whether it is the one to use.", type="boolean"),
        ),
    ),
    Attribute(
        "phoneNumbers",
        "Telephone numbers, kept for the directory.",
        type="complex",
        is_multiple=True,
        parts=(
            Attribute("value", "Number.", longest=60),
            Attribute("type", "Kind of number.", canonical=(*_KINDS, "mobile"), longest=60),
            Attribute("primary", "Whether it is the one to use.", type="boolean"),
        ),
    ),
    Attribute(
        "groups",
        "Groups the person is in; changed at the groups.",
        type="complex",
        is_multiple=True,
        mutability="readOnly",
        parts=(
            Attribute("value", "Id of the group.", mutability="readOnly"),
            Attribute("$ref", "Address.", type="reference", mutability="readOnly", refers_to=("Group",)),
            Attribute("display", "Name of the group.", mutability="readOnly"),
        ),
    ),
)
ENTERPRISE_ATTRIBUTES = (
    Attribute("employeeNumber", "Number of the person in the organization.", longest=80),
    Attribute("costCenter", "Cost center.", longest=200),
    Attribute("organization", "Organization, as the directory says.", longest=200),
    Attribute("division", "Division.", longest=200),
    Attribute("department", "Department.", longest=200),
)
GROUP_ATTRIBUTES = (
    Attribute("displayName", "Name of the group.", is_required=True, uniqueness="server", longest=200),
    Attribute(
        "members",
        "People in the group.",
        type="complex",
        is_multiple=True,
        parts=(
            Attribute("value", "Id of the person.", mutability="immutable"),
            Attribute("$ref", "Address.", type="reference", mutability="immutable", refers_to=("User",)),
            Attribute("type", "Kind of member.", mutability="immutable", canonical=("User",)),
        ),
    ),
)


@dataclasses.dataclass(frozen=True, slots=True)
class Kind:
    """A type of resource: its attributes by schema, the core schema first."""

    name: str
    endpoint: str
    about: str
    schemas: dict[str, tuple[Attribute, ...]]

    @property
    def core(self) -> str:
        """URN of its own schema."""
        return next(iter(self.schemas))

    def attribute(self, name: str, urn: str = "") -> Attribute | None:
        """The attribute of that name, whatever its case; `externalId` belongs to all."""
        if not urn or urn == self.core:
            if name.lower() == "externalid":
                return EXTERNAL_ID
            urn = self.core
        found = (one for one in self.schemas.get(urn, ()) if one.name.lower() == name.lower())
        return next(found, None)


USERS = Kind(
    "User",
    "Users",
    "A person of the organization.",
    {USER: USER_ATTRIBUTES, ENTERPRISE: ENTERPRISE_ATTRIBUTES},
)
GROUPS = Kind("Group", "Groups", "A group of people of the organization.", {GROUP: GROUP_ATTRIBUTES})
_SCHEMAS = {
    USER: ("User", "People", USER_ATTRIBUTES),
    ENTERPRISE: ("EnterpriseUser", "What an organization keeps of people", ENTERPRISE_ATTRIBUTES),
    GROUP: ("Group", "Groups of people", GROUP_ATTRIBUTES),
}


def listed(resources: list[dict[str, Any]], *, total: int | None = None, start: int = 1) -> dict[str, Any]:
    """A ListResponse."""
    return {
        "schemas": [LIST],
        "totalResults": len(resources) if total is None else total,
        "startIndex": start,
        "itemsPerPage": len(resources),
        "Resources": resources,
    }


def all_schemas(base: str) -> list[dict[str, Any]]:
    """Every schema."""
    return [_schema(base, urn) for urn in _SCHEMAS]


def schema_named(base: str, urn: str) -> dict[str, Any]:
    """One schema. Raises ScimError (404)."""
    if urn not in _SCHEMAS:
        raise not_there()
    return _schema(base, urn)


def _schema(base: str, urn: str) -> dict[str, Any]:
    name, about, attributes = _SCHEMAS[urn]
    return {
        "schemas": [_CORE + "Schema"],
        "id": urn,
        "name": name,
        "description": about,
        "attributes": [attribute.told() for attribute in attributes],
        "meta": {"resourceType": "Schema", "location": f"{base}/Schemas/{urn}"},
    }


def all_types(base: str) -> list[dict[str, Any]]:
    """Both types of resources."""
    return [_resource_type(base, kind) for kind in (USERS, GROUPS)]


def type_named(base: str, name: str) -> dict[str, Any]:
    """One type of resources. Raises ScimError (404)."""
    for kind in (USERS, GROUPS):
        if kind.name == name:
            return _resource_type(base, kind)
    raise not_there()


def _resource_type(base: str, kind: Kind) -> dict[str, Any]:
    return {
        "schemas": [_CORE + "ResourceType"],
        "id": kind.name,
        "name": kind.name,
        "description": kind.about,
        "endpoint": f"/{kind.endpoint}",
        "schema": kind.core,
        "schemaExtensions": [{"schema": urn, "required": False} for urn in kind.schemas if urn != kind.core],
        "meta": {"resourceType": "ResourceType", "location": f"{base}/ResourceTypes/{kind.name}"},
    }


def provider_config(base: str) -> dict[str, Any]:
    """What this service can do."""
    return {
        "schemas": [_CORE + "ServiceProviderConfig"],
        "patch": {"supported": True},
        "bulk": {"supported": False, "maxOperations": 0, "maxPayloadSize": 0},
        "filter": {"supported": True, "maxResults": MAX_RESULTS},
        "changePassword": {"supported": False},
        "sort": {"supported": False},
        "etag": {"supported": True},
        "authenticationSchemes": [
            {
                "type": "oauthbearertoken",
                "name": "API key",
                "description": "A key of EduSync as bearer token; it must carry the permission for provisioning.",
                "primary": True,
            }
        ],
        "meta": {
            "resourceType": "ServiceProviderConfig",
            "location": f"{base}/ServiceProviderConfig",
        },
    }
