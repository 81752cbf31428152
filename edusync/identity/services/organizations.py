"""Organizations of one installation: made, described, suspended; who belongs to them."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F

from edusync.identity import colors
from edusync.identity.events import announce_people_moved
from edusync.identity.hosts import forget_hosts
from edusync.identity.models import Organization, OrganizationMembership, User
from edusync.identity.problems import (
    DefaultOrganization,
    OnlyOrganization,
    OrganizationSlugTaken,
    PoorContrast,
)
from edusync.identity.roles import ADMIN
from edusync.identity.services.invitations import invite_person
from edusync.identity.services.roles import assign_role, close_all_assignments
from edusync.kernel import audit, clock
from edusync.kernel.locking import save_versioned
from edusync.kernel.policy import Actor
from edusync.kernel.problems import FieldError, NotFound
from edusync.kernel.tenancy import organization_context
from edusync.kernel.texts import clean_line

# What an organization says about itself, by the name in the API.
FIELDS = (
    "name",
    "locale",
    "time_zone",
    "is_sign_up_open",
    "is_sign_up_by_domain",
    "is_birth_date_asked",
    "minimum_age",
    "digital_consent_age",
    "majority_age",
    "primary_color",
    "primary_dark_color",
    "accent_color",
    "accent_dark_color",
)
THEME_OF_COLOR = {
    "primary_color": "light",
    "primary_dark_color": "dark",
    "accent_color": "light",
    "accent_dark_color": "dark",
}


@transaction.atomic
def create_organization(
    *,
    name: str,
    slug: str,
    created_by: Actor,
    locale: str = "en",
    time_zone: str = "UTC",
    admin_email: str = "",
    is_creator_admin: bool = False,
) -> Organization:
    """Make an organization. Its first admin is invited by mail, or the creator becomes one.

    Raises OrganizationSlugTaken, ValidationProblem (address).
    """
    try:
        with transaction.atomic():
            organization = Organization.objects.create(
                name=clean_line(name), slug=slug, locale=locale, time_zone=time_zone, is_sign_up_open=False
            )
    except IntegrityError as error:
        raise OrganizationSlugTaken from error
    with organization_context(organization.pk):
        audit.record(
            "identity.organization.created",
            actor=created_by,
            target=("organization", organization.pk),
            facts={"name": organization.name, "slug": slug},
        )
    if is_creator_admin and created_by.user_id is not None:
        join_organization(user_id=created_by.user_id, organization_id=organization.pk, roles=(ADMIN,))
    if admin_email:
        # The platform admin may make an admin of the new organization without being a member there.
        invite_person(
            email=admin_email,
            organization_id=organization.pk,
            invited_by=created_by.user_id,
            roles=(ADMIN,),
            language=locale,
        )
    return organization


@transaction.atomic
def update_organization(
    *, organization: Organization, changes: Mapping[str, Any], changed_by: Actor
) -> Organization:
    """Store name, language, time zone, sign-up rules and colors. Raises PoorContrast, PreconditionFailed."""
    before = {name: getattr(organization, name) for name in FIELDS}
    wanted = {name: changes[name] for name in FIELDS if name in changes and changes[name] != before[name]}
    if not wanted:
        return organization
    for name, value in wanted.items():
        setattr(organization, name, value)
    refuse_illegible(organization)
    save_versioned(organization, list(wanted))
    _record(
        "identity.organization.updated",
        organization,
        changed_by,
        {"before": {name: before[name] for name in wanted}, "after": wanted},
    )
    return organization


def refuse_illegible(organization: Organization) -> None:
    """Raise PoorContrast for the first color that cannot be read in its theme."""
    for name, theme in THEME_OF_COLOR.items():
        color = getattr(organization, name)
        if color and not colors.is_legible(color, theme):
            ratio = colors.ratio_in(color, theme)
            raise PoorContrast(
                f"{color} has a contrast of {ratio}:1 in the {theme} theme; {colors.NEEDED_RATIO}:1 is needed.",
                errors=[FieldError(f"/{name}", "poor_contrast", f"{ratio}:1")],
                color=color,
                theme=theme,
                ratio=ratio,
                needed=colors.NEEDED_RATIO,
            )


def look_of(organization: Organization) -> colors.Look:
    """The organization's colors in use."""
    return colors.look_of(
        primary=organization.primary_color,
        primary_dark=organization.primary_dark_color,
        accent=organization.accent_color,
        accent_dark=organization.accent_dark_color,
    )


@transaction.atomic
def change_picture(
    *, organization_id: int, picture: str, file_id: int | None, url: str, changed_by: Actor
) -> None:
    """Point to the `logo` or `icon`; `file_id` None takes it away. The app of files makes and keeps the picture."""
    if picture not in {"logo", "icon"}:
        raise ValueError(picture)
    Organization.objects.filter(pk=organization_id).update(
        **{f"{picture}_file_id": file_id, f"{picture}_url": url},
        row_version=F("row_version") + 1,
        updated_at=clock.now(),
    )
    organization = Organization.objects.get(pk=organization_id)
    _record("identity.organization.updated", organization, changed_by, {"after": {f"{picture}_url": url}})


@transaction.atomic
def set_organization_status(
    *, organization: Organization, status: str, changed_by: Actor | int | None
) -> Organization:
    """Suspend an organization, or open it again: its people are out, or in, with their next request.

    Raises DefaultOrganization, PreconditionFailed.
    """
    if organization.is_default and status == Organization.Status.SUSPENDED:
        raise DefaultOrganization
    if organization.status == status:
        return organization
    organization.status = status
    save_versioned(organization, ["status"])
    transaction.on_commit(forget_hosts)
    _record("identity.organization.status_changed", organization, changed_by, {"status": status})
    return organization


@transaction.atomic
def join_organization(
    *,
    user_id: int,
    organization_id: int,
    roles: Iterable[str] = ("learner",),
    granted_by: Actor | int | None = None,
) -> OrganizationMembership:
    """Make a person who has an account a member, or one again who left. Suspended members stay so."""
    membership, is_new = OrganizationMembership.unscoped.get_or_create(
        organization_id=organization_id, user_id=user_id
    )
    if membership.status == OrganizationMembership.Status.LEFT:
        membership.status = OrganizationMembership.Status.ACTIVE
        membership.save(update_fields=["status", "updated_at"])
        is_new = True
    by = granted_by.user_id if isinstance(granted_by, Actor) else granted_by
    for code in roles:
        assign_role(user_id=user_id, role_code=code, organization_id=organization_id, granted_by=by)
    if is_new:
        announce_people_moved([user_id], organization_id=organization_id)
        with organization_context(organization_id):
            audit.record(
                "identity.member.joined",
                actor=granted_by if granted_by is not None else user_id,
                target=("user", user_id),
                facts={"roles": sorted(roles)},
            )
    return membership


@transaction.atomic
def leave_organization(*, user_id: int, organization_id: int) -> None:
    """End one's own membership. Roles go, what was learned stays.

    Raises NotFound (no member), OnlyOrganization, LastAdmin.
    """
    memberships = OrganizationMembership.unscoped.select_for_update().filter(
        user_id=user_id, status=OrganizationMembership.Status.ACTIVE
    )
    here = next((row for row in memberships if row.organization_id == organization_id), None)
    if here is None:
        raise NotFound
    if len(memberships) == 1:
        raise OnlyOrganization
    roles = close_all_assignments(user_id=user_id, organization_id=organization_id, closed_by=user_id)
    with organization_context(organization_id):
        facts = {"roles": roles}
        here.status = OrganizationMembership.Status.LEFT
        here.unit = None
        here.save(update_fields=["status", "unit", "updated_at"])
        audit.record("identity.member.left", actor=user_id, target=("user", user_id), facts=facts)


def record_choice(*, user: User, organization_id: int) -> None:
    """Note in the audit log that a person went on to work in an organization."""
    with transaction.atomic(), organization_context(organization_id):
        audit.record(
            "identity.organization.chosen", actor=user.pk, target=("organization", organization_id), facts={}
        )


def _record(
    action: str, organization: Organization, actor: Actor | int | None, facts: Mapping[str, Any]
) -> None:
    with organization_context(organization.pk):
        audit.record(action, actor=actor, target=("organization", organization.pk), facts=facts)
