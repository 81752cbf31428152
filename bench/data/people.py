"""People of the data sets: all with one password, whose hash is computed once."""

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from bench.data.rows import START, fixed_uuid, ids_for, insert
from bench.names import PASSWORD
from edusync.identity.models import (
    Organization,
    OrganizationMembership,
    Role,
    RoleAssignment,
    User,
    UserProfile,
    UserSetting,
)

FIRST_NAMES = ("Ada", "Bala", "Chen", "Dina", "Emeka", "Fatima", "Goran", "Hana", "Ivan", "Jaya")
LAST_NAMES = ("Okafor", "Sundaram", "Novak", "Haddad", "Silva", "Tanaka", "Weber")


def email_of(kind: str, number: int) -> str:
    return f"{kind}-{number}@bench.example.com"


def make_people(organization: Organization, *, kind: str, role_code: str, count: int) -> list[User]:
    """`count` people named by `kind` and number, members of the organization with one role."""
    role = Role.objects.get(organization__isnull=True, code=role_code)
    password = make_password(PASSWORD)
    ids = ids_for(User)
    users = insert(
        User,
        (
            User(
                id=next(ids),
                uuid=fixed_uuid(f"user {kind} {number}"),
                username=f"{kind}-{number}",
                email=email_of(kind, number),
                first_name=FIRST_NAMES[number % len(FIRST_NAMES)],
                last_name=f"{LAST_NAMES[number % len(LAST_NAMES)]} {number}",
                password=password,
                email_verified_at=START,
            )
            for number in range(1, count + 1)
        ),
    )
    insert(
        EmailAddress,
        (EmailAddress(user=user, email=user.email, primary=True, verified=True) for user in users),
    )
    insert(UserProfile, (UserProfile(user=user) for user in users))
    insert(UserSetting, (UserSetting(user=user) for user in users))
    insert(
        OrganizationMembership,
        (OrganizationMembership(organization=organization, user=user) for user in users),
    )
    insert(
        RoleAssignment, (RoleAssignment(organization=organization, user=user, role=role) for user in users)
    )
    return users
