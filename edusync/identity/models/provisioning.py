"""Tables of provisioning by SCIM 2.0 (RFC 7643, RFC 7644)."""

from django.db import models

from edusync.identity.models.api_keys import ApiKey
from edusync.identity.models.invitations import Invitation
from edusync.identity.models.people import User
from edusync.identity.models.structure import Group
from edusync.kernel.base import PublicIdMixin, TenantModel, VersionedMixin


class ScimResource(PublicIdMixin, VersionedMixin, TenantModel):
    """A person or group as the organization's directory knows it: `uuid` is its id there.

    What the directory said last stands here and is what it reads again; what follows from it for accounts, memberships
    and groups is decided by `edusync.identity.scim`. A person without `user` was invited and has not accepted yet.
    """

    class Kind(models.TextChoices):
        USER = "user"
        GROUP = "group"

    kind = models.CharField(max_length=8, choices=Kind.choices)
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    invitation = models.ForeignKey(
        Invitation, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # `userName` of a person, `displayName` of a group, folded: compared without regard to case.
    name_key = models.CharField(max_length=254)
    external_id = models.CharField(max_length=254, default="", blank=True)
    email = models.CharField(max_length=254, default="", blank=True)
    given_name = models.CharField(max_length=100, default="", blank=True)
    family_name = models.CharField(max_length=100, default="", blank=True)
    is_active = models.BooleanField(default=True)
    # The account was made for the directory's person and is of no other organization.
    is_account_made = models.BooleanField(default=False)
    facts = models.JSONField(default=dict)

    class Meta(TenantModel.Meta):
        db_table = "identity_scim_resource"
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "kind", "name_key"], name="scim_resource_name_uniq"
            ),
            models.UniqueConstraint(fields=["organization", "user"], name="scim_resource_user_uniq"),
            models.UniqueConstraint(fields=["organization", "group"], name="scim_resource_group_uniq"),
            models.CheckConstraint(
                condition=models.Q(kind="user", group__isnull=True)
                | models.Q(kind="group", user__isnull=True, group__isnull=False),
                name="scim_resource_kind_check",
            ),
        ]
        indexes = [
            models.Index(fields=["organization", "kind", "external_id"], name="scim_resource_external_idx"),
            models.Index(fields=["organization", "kind", "email"], name="scim_resource_email_idx"),
        ]


class ScimPendingMember(TenantModel):
    """An invited person will be in the group when they accept."""

    group = models.ForeignKey(ScimResource, on_delete=models.CASCADE, related_name="+")
    member = models.ForeignKey(ScimResource, on_delete=models.CASCADE, related_name="+")

    class Meta(TenantModel.Meta):
        db_table = "identity_scim_pending_member"
        constraints = [models.UniqueConstraint(fields=["group", "member"], name="scim_pending_member_uniq")]


class ProvisioningEvent(TenantModel):
    """What a directory changed, or wanted to: for the people who look after provisioning. Kept for a while."""

    class Action(models.TextChoices):
        CREATED = "created"
        CHANGED = "changed"
        DELETED = "deleted"
        REFUSED = "refused"

    api_key = models.ForeignKey(ApiKey, on_delete=models.PROTECT, related_name="+")
    action = models.CharField(max_length=8, choices=Action.choices)
    kind = models.CharField(max_length=8, choices=ScimResource.Kind.choices)
    resource_uuid = models.CharField(max_length=36, default="", blank=True)
    label = models.CharField(max_length=254, default="", blank=True)
    # Code of a text of the screen: what came of it, or why not.
    outcome = models.CharField(max_length=40)

    class Meta(TenantModel.Meta):
        db_table = "identity_provisioning_event"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(action__in=["created", "changed", "deleted", "refused"]),
                name="provisioning_event_action_check",
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=["user", "group"]), name="provisioning_event_kind_check"
            ),
        ]
        indexes = [models.Index(fields=["organization", "id"], name="provisioning_event_org_idx")]
