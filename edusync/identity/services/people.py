"""People: how they come, what they tell about themselves, how access ends."""

from collections.abc import Iterable, Mapping
from typing import Any

from allauth.account.models import EmailAddress
from allauth.utils import generate_unique_username
from django.conf import settings
from django.core.validators import validate_email
from django.db import IntegrityError, transaction

from edusync.identity import lockout
from edusync.identity.events import announce_people_moved
from edusync.identity.models import OrganizationMembership, User, UserProfile, UserSetting
from edusync.identity.problems import EmailTaken, OwnAccess
from edusync.identity.services import sessions
from edusync.identity.services.directory import index_people
from edusync.identity.services.roles import assign_role, refuse_person_beyond_own, refuse_without_admin
from edusync.kernel import audit, clock
from edusync.kernel.policy import Actor
from edusync.kernel.problems import NotFound
from edusync.kernel.tenancy import organization_context
from edusync.kernel.texts import clean_line

PROFILE_FIELDS = ("headline", "bio")
NAME_FIELDS = ("first_name", "last_name")
SETTING_FIELDS = (
    "theme",
    "language",
    "time_zone",
    "is_voice_reader_on",
    "is_motion_reduced",
    "is_reading_font_on",
    "is_data_saver_on",
    "is_session_detail_on",
    "text_size",
)


def create_person(
    *,
    email: str,
    username: str = "",
    password: str | None = None,
    first_name: str = "",
    last_name: str = "",
    roles: Iterable[str] = ("learner",),
    organization_id: int,
    is_email_verified: bool = False,
    language: str = "en",
    created_by: int | None = None,
    is_staff: bool = False,
    is_superuser: bool = False,
) -> User:
    """Create a person with profile, settings, membership and roles. Without password they start by "forgot password".

    `email` may be empty: a learner who has none signs in by user name, or from elsewhere.
    Raises EmailTaken, UnknownRole, ValidationError.
    """
    email = email.strip().lower()
    if email:
        validate_email(email)
    first_name, last_name = clean_line(first_name), clean_line(last_name)
    username = username.strip().lower() or generate_unique_username(
        [first_name, last_name, email.partition("@")[0], "user"]
    )
    user = User(
        username=username,
        email=email or None,
        first_name=first_name,
        last_name=last_name,
        email_verified_at=clock.now() if is_email_verified else None,
        is_staff=is_staff,
        is_superuser=is_superuser,
    )
    # The slow hash comes before the transaction: SQLite has one writer at a time.
    user.set_password(password)
    with transaction.atomic(), organization_context(organization_id):
        _save_new(user, is_email_verified=is_email_verified)
        _join(
            user=user, organization_id=organization_id, roles=roles, language=language, granted_by=created_by
        )
        facts = {"roles": sorted(roles), "way": "created"}
        audit.record("identity.person.created", actor=created_by, target=("user", user.pk), facts=facts)
    return user


def _save_new(user: User, *, is_email_verified: bool) -> None:
    try:
        with transaction.atomic():
            user.save()
            if user.email:
                EmailAddress.objects.create(
                    user=user, email=user.email, primary=True, verified=is_email_verified
                )
    except IntegrityError as error:
        raise EmailTaken from error


@transaction.atomic
def complete_sign_up(*, user: User, organization_id: int, language: str) -> None:
    """Give a person who just signed up what every person has, and the learner role."""
    _join(user=user, organization_id=organization_id, roles=("learner",), language=language, granted_by=None)
    with organization_context(organization_id):
        audit.record(
            "identity.person.created",
            actor=user.pk,
            target=("user", user.pk),
            facts={"roles": ["learner"], "way": "sign-up"},
        )


def _join(
    *, user: User, organization_id: int, roles: Iterable[str], language: str, granted_by: int | None
) -> None:
    UserProfile.objects.create(user=user)
    UserSetting.objects.create(user=user, language=known_language(language))
    OrganizationMembership.unscoped.create(organization_id=organization_id, user=user)
    for code in roles:
        assign_role(user_id=user.pk, role_code=code, organization_id=organization_id, granted_by=granted_by)
    announce_people_moved([user.pk], organization_id=organization_id)


def known_language(wanted: str) -> str:
    """The offered language nearest to a tag like `ta-IN`, else English."""
    codes = {code for code, _ in settings.LANGUAGES}
    tag = wanted.strip().lower()
    return next((code for code in (tag, tag.partition("-")[0]) if code in codes), "en")


@transaction.atomic
def update_profile(*, user_id: int, changes: Mapping[str, Any]) -> None:
    """Store what a person says about themselves: cleaned names, headline, biography."""
    names = {name: changes[name] for name in NAME_FIELDS if name in changes}
    facts = {name: changes[name] for name in PROFILE_FIELDS if name in changes}
    if names:
        User.objects.filter(pk=user_id).update(**names, updated_at=clock.now())
        index_people([user_id])
    if facts:
        UserProfile.objects.update_or_create(user_id=user_id, defaults=facts)


@transaction.atomic
def update_settings(*, user_id: int, changes: Mapping[str, Any]) -> None:
    """Store how a person wants the site to be."""
    wanted = {name: changes[name] for name in SETTING_FIELDS if name in changes}
    if wanted:
        UserSetting.objects.update_or_create(user_id=user_id, defaults=wanted)


@transaction.atomic
def change_avatar(*, user_id: int, file_id: int | None, url: str) -> None:
    """Point to the person's picture; `file_id` None takes it away. The app of files makes and keeps the picture."""
    UserProfile.objects.update_or_create(
        user_id=user_id, defaults={"avatar_file_id": file_id, "avatar_url": url}
    )


@transaction.atomic
def set_member_status(
    *, user_id: int, organization_id: int, status: str, changed_by: Actor | int | None
) -> None:
    """Suspend a member or let them in again; it takes effect with their next request.

    Who is a member nowhere else is signed out everywhere.

    Raises NotFound (no member), OwnAccess, LastAdmin, RoleBeyondOwn (they hold more than the actor).
    """
    if isinstance(changed_by, Actor) and changed_by.user_id == user_id:
        raise OwnAccess
    refuse_person_beyond_own(changed_by, user_id=user_id, organization_id=organization_id)
    if status != OrganizationMembership.Status.ACTIVE:
        refuse_without_admin(organization_id=organization_id, without=user_id)
    changed = OrganizationMembership.unscoped.filter(user_id=user_id, organization_id=organization_id).update(
        status=OrganizationMembership.Status(status), updated_at=clock.now()
    )
    if not changed:
        raise NotFound
    announce_people_moved([user_id], organization_id=organization_id)
    with organization_context(organization_id):
        audit.record(
            "identity.member.status_changed",
            actor=changed_by,
            target=("user", user_id),
            facts={"status": status},
        )
        if status != OrganizationMembership.Status.ACTIVE and not _is_active_elsewhere(user_id):
            sessions.end_all_sessions(user_id=user_id, reason="security", ended_by=changed_by)


def _is_active_elsewhere(user_id: int) -> bool:
    active = OrganizationMembership.unscoped.filter(
        user_id=user_id, status=OrganizationMembership.Status.ACTIVE
    )
    return bool(active.exists())


@transaction.atomic
def unlock_person(*, user_id: int, unlocked_by: Actor | int | None) -> None:
    """Open an account that too many wrong passwords closed."""
    lockout.clear(user_id=user_id)
    audit.record("identity.person.unlocked", actor=unlocked_by, target=("user", user_id))
