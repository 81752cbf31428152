"""What managers change about a member: name, unit, numbers, student and instructor profile, password mail."""

from collections.abc import Mapping
from typing import Any

from allauth.account.internal.flows.password_reset import request_password_reset
from django.db import IntegrityError, transaction
from django.http import HttpRequest

from edusync.identity.events import announce_people_moved
from edusync.identity.models import (
    InstructorProfile,
    OrganizationMembership,
    OrganizationUnit,
    StudentProfile,
    User,
    UserProfile,
)
from edusync.identity.problems import NoAddress, NumberTaken
from edusync.identity.services.directory import index_people
from edusync.identity.services.roles import refuse_person_beyond_own
from edusync.kernel import audit, clock
from edusync.kernel.policy import Actor
from edusync.kernel.problems import NotFound
from edusync.kernel.tenancy import current_organization_id

PERSONAL_FACTS = (
    "pronouns",
    "phone",
    "address",
    "birth_date",
    "emergency_contact_name",
    "emergency_contact_phone",
)
STUDENT_FACTS = ("student_number", "grade_level", "program", "admitted_on")
INSTRUCTOR_FACTS = ("headline", "expertise", "employee_number")


@transaction.atomic
def update_person(*, member: OrganizationMembership, changes: Mapping[str, Any], changed_by: Actor) -> None:
    """Change name or local number of a member.

    Raises RoleBeyondOwn (they hold more than the actor).
    """
    refuse_person_beyond_own(changed_by, user_id=member.user_id, organization_id=member.organization_id)
    names = {key: changes[key] for key in ("first_name", "last_name") if key in changes}
    if names:
        User.objects.filter(pk=member.user_id).update(**names, updated_at=clock.now())
    if "local_id" in changes:
        OrganizationMembership.unscoped.filter(pk=member.pk).update(
            local_id=changes["local_id"], updated_at=clock.now()
        )
    if names or "local_id" in changes:
        index_people([member.user_id])
        _record("identity.person.changed", changed_by, member.user_id, {"columns": sorted(changes)})


@transaction.atomic
def move_to_unit(*, member: OrganizationMembership, unit_id: int | None, moved_by: Actor) -> bool:
    """Put a member into a unit of the organization, or into none; whether that is new. Raises NotFound."""
    if member.unit_id == unit_id:
        return False
    units = OrganizationUnit.unscoped.filter(organization_id=member.organization_id, deleted_at__isnull=True)
    if unit_id is not None and not units.filter(pk=unit_id).exists():
        raise NotFound
    OrganizationMembership.unscoped.filter(pk=member.pk).update(unit_id=unit_id, updated_at=clock.now())
    _record(
        "identity.member.moved", moved_by, member.user_id, {"from_unit": member.unit_id, "to_unit": unit_id}
    )
    announce_people_moved([member.user_id], organization_id=member.organization_id)
    return True


def personal_facts(user_id: int) -> dict[str, Any]:
    """What is kept apart from the account; reading it for others is recorded by `read_personal_facts`."""
    profile = UserProfile.objects.filter(pk=user_id).values(*PERSONAL_FACTS).first()
    return profile or {**dict.fromkeys(PERSONAL_FACTS, ""), "birth_date": None}


@transaction.atomic
def read_personal_facts(*, user_id: int, read_by: Actor) -> dict[str, Any]:
    """A person's facts for somebody else, noted in the audit log."""
    facts = personal_facts(user_id)
    if read_by.user_id != user_id:
        shown = sorted(name for name, value in facts.items() if value)
        _record("identity.personal_facts.read", read_by, user_id, {"columns": shown})
    return facts


@transaction.atomic
def update_personal_facts(*, user_id: int, changes: Mapping[str, Any], changed_by: Actor) -> dict[str, Any]:
    """Store facts; the audit log keeps which, not what."""
    wanted = {name: changes[name] for name in PERSONAL_FACTS if name in changes}
    if wanted:
        UserProfile.objects.update_or_create(user_id=user_id, defaults=wanted)
        _record("identity.personal_facts.changed", changed_by, user_id, {"columns": sorted(wanted)})
    return personal_facts(user_id)


@transaction.atomic
def save_student_profile(*, user_id: int, facts: Mapping[str, Any], saved_by: Actor) -> StudentProfile:
    """Make the person a student of the organization, or change what is known. Raises NumberTaken."""
    values = {name: facts[name] for name in STUDENT_FACTS if name in facts}
    if "student_number" in values:
        values["student_number"] = values["student_number"] or None
    try:
        with transaction.atomic():
            profile, _ = StudentProfile.objects.update_or_create(
                organization_id=current_organization_id(), user_id=user_id, defaults=values
            )
    except IntegrityError as error:
        raise NumberTaken from error
    _record("identity.student_profile.saved", saved_by, user_id, {"columns": sorted(values)})
    return profile  # type: ignore[no-any-return]


@transaction.atomic
def save_instructor_profile(*, user_id: int, facts: Mapping[str, Any], saved_by: Actor) -> InstructorProfile:
    """Make the person an instructor of the organization, or change what is known. Raises NumberTaken."""
    values: dict[str, Any] = {name: facts[name] for name in INSTRUCTOR_FACTS if name in facts}
    if "employee_number" in values:
        values["employee_number"] = values["employee_number"] or None
    if "is_verified" in facts:
        known = (
            InstructorProfile.objects.filter(user_id=user_id).values_list("verified_at", flat=True).first()
        )
        values["verified_at"] = (known or clock.now()) if facts["is_verified"] else None
    try:
        with transaction.atomic():
            profile, _ = InstructorProfile.objects.update_or_create(
                organization_id=current_organization_id(), user_id=user_id, defaults=values
            )
    except IntegrityError as error:
        raise NumberTaken from error
    _record("identity.instructor_profile.saved", saved_by, user_id, {"columns": sorted(values)})
    return profile  # type: ignore[no-any-return]


@transaction.atomic
def remove_profile(*, user_id: int, kind: str, removed_by: Actor) -> None:
    """The person is no student (or instructor) of the organization any more. Raises NotFound."""
    model: Any = StudentProfile if kind == "student" else InstructorProfile
    if not model.objects.filter(user_id=user_id).delete()[0]:
        raise NotFound
    index_people([user_id])
    _record(f"identity.{kind}_profile.removed", removed_by, user_id, {})


def send_password_mail(*, user: User, request: HttpRequest, sent_by: Actor) -> None:
    """Send the mail by which the person chooses a new password; the old one works until then. Raises NoAddress."""
    if not user.email:
        raise NoAddress
    with transaction.atomic():
        _record("identity.person.password_mail_sent", sent_by, user.pk, {})
    request_password_reset(request, user.email, [user], None)


def _record(action: str, actor: Actor, user_id: int, facts: Mapping[str, Any]) -> None:
    audit.record(action, actor=actor, target=("user", user_id), facts=facts)
