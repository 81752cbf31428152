"""People as the directory changes them."""

import copy
from typing import Any

from django.db import IntegrityError, transaction

from edusync.identity.models import OrganizationMembership, ScimResource
from edusync.identity.scim import accounts
from edusync.identity.scim.directory import Directory
from edusync.identity.scim.documents import Document, address_of, clean_document
from edusync.identity.scim.errors import taken
from edusync.identity.scim.patching import apply, read_operations
from edusync.identity.scim.resources import find
from edusync.identity.scim.schemas import ENTERPRISE, USERS
from edusync.identity.scim.versions import require_version
from edusync.kernel import audit, clock

KIND = "user"


@transaction.atomic
def create_user(directory: Directory, body: Any) -> ScimResource:
    """A new person. Raises ScimError, Problem."""
    document = {"active": True, **clean_document(body, USERS)}
    resource = ScimResource(organization_id=directory.organization_id, kind=KIND)
    fill(resource, document)
    save(resource)
    outcome = accounts.connect_account(directory, resource)
    save(resource)
    keep_number(resource)
    note(directory, "created", resource, outcome)
    return resource


@transaction.atomic
def replace_user(directory: Directory, text: str, body: Any, *, if_match: str) -> ScimResource:
    """The person as the body says; what it leaves out is gone, but for `active`. Raises ScimError, Problem."""
    resource = find(USERS, text, is_locked=True)
    require_version(resource, if_match)
    document = clean_document(body, USERS)
    return change(directory, resource, {"active": resource.is_active, **document})


@transaction.atomic
def patch_user(directory: Directory, text: str, body: Any, *, if_match: str) -> ScimResource:
    """The person after some operations. Raises ScimError, Problem."""
    resource = find(USERS, text, is_locked=True)
    require_version(resource, if_match)
    operations = read_operations(body, USERS)
    return change(directory, resource, apply(resource.facts, operations, USERS))


@transaction.atomic
def delete_user(directory: Directory, text: str, *, if_match: str) -> None:
    """The directory no longer knows the person. Raises ScimError, Problem."""
    resource = find(USERS, text, is_locked=True)
    require_version(resource, if_match)
    accounts.end_membership(directory, resource)
    note(directory, "deleted", resource, "left")
    resource.delete()


def change(directory: Directory, resource: ScimResource, document: Document) -> ScimResource:
    """Store the document and what follows from it, if it says something new."""
    before = copy.copy(resource)
    fill(resource, document)
    if resource.facts == before.facts:
        return resource
    resource.row_version += 1
    # First, so that a name that is taken undoes nothing but itself.
    save(resource)
    outcome = accounts.update_account(directory, resource, before)
    save(resource)
    keep_number(resource)
    note(directory, "changed", resource, outcome)
    return resource


def fill(resource: ScimResource, document: Document) -> None:
    """The columns by which people are found, and the document."""
    # A directory that takes the attribute away says nothing any more: things stay as they are.
    resource.is_active = document.get("active", resource.is_active)
    name = document.get("name", {})
    resource.name_key = document["userName"].casefold()[:254]
    resource.external_id = document.get("externalId", "")
    resource.email = address_of(document)
    resource.given_name = name.get("givenName", "")
    resource.family_name = name.get("familyName", "")
    resource.facts = document


def save(resource: ScimResource) -> None:
    """Store the row. Raises ScimError (uniqueness)."""
    try:
        with transaction.atomic():
            resource.save()
    except IntegrityError as error:
        raise taken("userName") from error


def keep_number(resource: ScimResource) -> None:
    """The number of the person in the organization."""
    number = resource.facts.get(ENTERPRISE, {}).get("employeeNumber")
    if number is not None and resource.user_id is not None:
        OrganizationMembership.objects.filter(user_id=resource.user_id).exclude(local_id=number).update(
            local_id=number, updated_at=clock.now()
        )


def note(directory: Directory, action: str, resource: ScimResource, outcome: str) -> None:
    """For the audit log and for the screen."""
    label = str(resource.facts.get("userName", ""))
    directory.note(action, KIND, outcome, label=label, uuid=resource.uuid)
    audit.record(
        f"identity.provisioned_person.{action}",
        actor=directory.owner,
        target=("user", resource.user_id) if resource.user_id else ("scim_resource", resource.pk),
        facts={
            "resource": str(resource.uuid),
            "outcome": outcome,
            "is_active": resource.is_active,
            "key": directory.key_id,
        },
    )
