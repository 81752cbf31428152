"""What follows from the directory's word for accounts and memberships. The rule that protects other organizations:

- A directory speaks for its own organization. Its word ends or opens memberships of that organization and no other.
- A person with an address joins at once only where the organization proved the address's domain, or is the only one
  here. Else they get an invitation and join when they accept; the directory is answered alike whether or not the
  address has an account.
- Name and address of an account change only while it is of no other organization; the address only within a proved
  domain, of an account that provisioning made.
"""

from allauth.account.models import EmailAddress
from django.db import transaction

from edusync.identity.events import announce_people_moved
from edusync.identity.models import Invitation, OrganizationMembership, ScimPendingMember, ScimResource, User
from edusync.identity.problems import RoleBeyondOwn
from edusync.identity.roles import LEARNER
from edusync.identity.scim.directory import Directory
from edusync.identity.scim.errors import taken
from edusync.identity.services.acceptance import account_with
from edusync.identity.services.groups import add_to_group
from edusync.identity.services.invitations import invite_person, revoke_invitation
from edusync.identity.services.people import create_person, set_member_status, update_profile
from edusync.identity.services.roles import assign_role, refuse_person_beyond_own
from edusync.kernel import audit, clock
from edusync.kernel.policy import Actor
from edusync.kernel.rate_limits import limit_named, refusal, use

PURPOSE = "provisioning"
Status = OrganizationMembership.Status


def connect_account(directory: Directory, resource: ScimResource) -> str:
    """Give a new resource its person, or invite them. Returns what came of it."""
    account = account_with(resource.email) if resource.email else None
    membership = _membership(directory, account)
    if account is not None and membership is not None:
        return _link(directory, resource, account, membership)
    if not resource.email or directory.trusts(resource.email):
        return _join(directory, resource, account)
    return _invite(directory, resource) if resource.is_active else "waiting"


def _membership(directory: Directory, account: User | None) -> OrganizationMembership | None:
    if account is None:
        return None
    return OrganizationMembership.unscoped.filter(
        organization_id=directory.organization_id, user=account
    ).first()


def _link(
    directory: Directory, resource: ScimResource, account: User, membership: OrganizationMembership
) -> str:
    """A member whom the directory now knows too."""
    if ScimResource.objects.filter(user=account).exclude(pk=resource.pk).exists():
        raise taken("e-mail address")
    resource.user = account
    wanted = Status.ACTIVE if resource.is_active else Status.SUSPENDED
    if membership.status != wanted:
        _set_status(directory, account.pk, wanted)
    return "linked"


def _join(directory: Directory, resource: ScimResource, account: User | None) -> str:
    """A member from now on: a new account, or one that the proved domain belongs to."""
    if account is None:
        name = resource.facts["userName"].lower()
        is_free = not User.objects.filter(username=name).exists()
        account = create_person(
            email=resource.email,
            username=name if is_free and len(name) <= 150 else "",
            first_name=resource.given_name,
            last_name=resource.family_name,
            organization_id=directory.organization_id,
            is_email_verified=bool(resource.email),
            language=str(resource.facts.get("preferredLanguage", "en")),
            created_by=directory.owner.user_id,
        )
        resource.is_account_made = True
    else:
        _add_member(directory, account)
    resource.user = account
    if not resource.is_active:
        _set_status(directory, account.pk, Status.SUSPENDED)
    return "created" if resource.is_account_made else "joined"


def _add_member(directory: Directory, account: User) -> None:
    OrganizationMembership.unscoped.create(organization_id=directory.organization_id, user=account)
    assign_role(
        user_id=account.pk,
        role_code=LEARNER,
        organization_id=directory.organization_id,
        granted_by=directory.owner.user_id,
    )
    audit.record(
        "identity.member.joined", actor=directory.owner, target=("user", account.pk), facts={"way": PURPOSE}
    )
    announce_people_moved([account.pk], organization_id=directory.organization_id)


def _invite(directory: Directory, resource: ScimResource) -> str:
    # A directory sends no mails without end in this site's name.
    usage = use(limit_named("provisioning-invitation"), f"o:{directory.organization_id}")
    if usage.is_over:
        raise refusal(usage)
    resource.invitation = invite_person(
        email=resource.email,
        organization_id=directory.organization_id,
        invited_by=directory.owner.user_id,
        first_name=resource.given_name,
        last_name=resource.family_name,
        roles=[LEARNER],
        purpose=PURPOSE,
        facts={"resource": str(resource.uuid)},
        language=str(resource.facts.get("preferredLanguage", "en")),
    )
    return "invited"


def update_account(directory: Directory, resource: ScimResource, before: ScimResource) -> str:
    """Carry a change of the resource over to the person. Returns what came of it."""
    if resource.user is None:
        return _update_waiting(directory, resource, before)
    if resource.is_active != before.is_active:
        _set_status(directory, resource.user.pk, Status.ACTIVE if resource.is_active else Status.SUSPENDED)
    names = (resource.given_name, resource.family_name)
    if names != (before.given_name, before.family_name) and _may_change(directory, resource.user):
        update_profile(user_id=resource.user.pk, changes={"first_name": names[0], "last_name": names[1]})
    if resource.email == before.email:
        return "changed"
    return "changed" if _change_address(directory, resource) else "address-kept"


def _update_waiting(directory: Directory, resource: ScimResource, before: ScimResource) -> str:
    if (resource.email, resource.is_active) == (before.email, before.is_active):
        return "changed"
    withdraw_invitation(directory, resource)
    return connect_account(directory, resource)


def withdraw_invitation(directory: Directory, resource: ScimResource) -> None:
    """Take back an invitation that nobody accepted yet."""
    invitation, resource.invitation = resource.invitation, None
    if invitation is not None and invitation.status == Invitation.Status.SENT:
        revoke_invitation(invitation_id=invitation.pk, revoked_by=directory.owner)


def _set_status(directory: Directory, user_id: int, status: str) -> None:
    set_member_status(
        user_id=user_id,
        organization_id=directory.organization_id,
        status=status,
        changed_by=directory.owner,
    )


def _may_change(directory: Directory, user: User) -> bool:
    """Whether the account is the organization's alone, and its person has no more rights than the key's owner."""
    elsewhere = OrganizationMembership.unscoped.filter(user=user).exclude(
        organization_id=directory.organization_id
    )
    if user.is_superuser or user.is_staff or elsewhere.exists():
        return False
    try:
        refuse_person_beyond_own(directory.owner, user_id=user.pk, organization_id=directory.organization_id)
    except RoleBeyondOwn:
        return False
    return True


def _change_address(directory: Directory, resource: ScimResource) -> bool:
    user, address = resource.user, resource.email
    if user is None or not address or not resource.is_account_made or not _may_change(directory, user):
        return False
    if not directory.trusts(address) or account_with(address) is not None:
        return False
    user.email, user.email_verified_at = address, clock.now()
    user.save(update_fields=["email", "email_verified_at", "updated_at"])
    EmailAddress.objects.filter(user=user).delete()
    EmailAddress.objects.create(user=user, email=address, primary=True, verified=True)
    audit.record("identity.email.provisioned", actor=directory.owner, target=("user", user.pk))
    return True


def end_membership(directory: Directory, resource: ScimResource) -> None:
    """The directory no longer knows the person: they leave the organization, and only this one."""
    withdraw_invitation(directory, resource)
    if resource.user is not None and _membership(directory, resource.user) is not None:
        _set_status(directory, resource.user.pk, Status.LEFT)


@transaction.atomic
def join_by_invitation(invitation: Invitation, user: User) -> None:
    """Somebody accepted: they are now who the directory meant, with the groups that waited for them."""
    resource = (
        ScimResource.unscoped.select_for_update()
        .filter(organization_id=invitation.organization_id, invitation=invitation, user__isnull=True)
        .first()
    )
    if (
        resource is None
        or ScimResource.unscoped.filter(organization_id=invitation.organization_id, user=user).exists()
    ):
        return
    resource.user = user
    resource.save(update_fields=["user", "updated_at"])
    actor = Actor(user_id=invitation.invited_by_id, organization_id=invitation.organization_id)
    for waiting in ScimPendingMember.unscoped.filter(member=resource).select_related("group__group"):
        if waiting.group.group is not None:
            add_to_group(group=waiting.group.group, user_ids=[user.pk], added_by=actor)
        waiting.delete()
