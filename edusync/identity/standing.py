"""Who a signed-in person is and what they may do, read by one query."""

import dataclasses
from typing import Any

from django.db import connection

from edusync.identity.models import Organization, OrganizationMembership, Role, RolePermission, User
from edusync.kernel import clock
from edusync.kernel.ids import BinUUIDField

_SELECT = """
SELECT u.*,
  p.bio AS p_bio, p.headline AS p_headline, p.avatar_url AS p_avatar_url,
  s.theme AS s_theme, s.language AS s_language, s.time_zone AS s_time_zone, s.text_size AS s_text_size,
  s.is_voice_reader_on AS s_is_voice_reader_on, s.is_motion_reduced AS s_is_motion_reduced,
  m.status AS m_status, o.id AS o_id, o.uuid AS o_uuid, o.name AS o_name, o.slug AS o_slug, o.status AS o_status,
  a.scope AS a_scope, a.scope_id AS a_scope_id, r.id AS r_id, r.code AS r_code, r.updated_at AS r_updated_at
FROM identity_user u
LEFT JOIN identity_user_profile p ON p.user_id = u.id
LEFT JOIN identity_user_setting s ON s.user_id = u.id
LEFT JOIN identity_organization_membership m ON m.user_id = u.id
LEFT JOIN identity_organization o ON o.id = m.organization_id
LEFT JOIN identity_role_assignment a ON a.user_id = u.id AND a.organization_id = m.organization_id
  AND (a.starts_at IS NULL OR a.starts_at <= %s) AND (a.ends_at IS NULL OR a.ends_at > %s)
LEFT JOIN identity_role r ON r.id = a.role_id
WHERE u.id = %s
ORDER BY o.is_default DESC, m.id, r.code
"""


@dataclasses.dataclass(frozen=True, slots=True)
class OrganizationCard:
    """The organization a person works in."""

    id: int
    uuid: str
    name: str
    slug: str


@dataclasses.dataclass(frozen=True, slots=True)
class Standing:
    """Membership, roles and settings of a person. `is_member` is false where access ended."""

    is_member: bool
    organization: OrganizationCard | None
    roles: tuple[str, ...]
    permissions: frozenset[str]
    course_permissions: dict[int, frozenset[str]]
    profile: dict[str, str]
    settings: dict[str, Any]


def person_with_standing(user_id: int) -> User | None:
    """The person with `standing` attached, in one query (one more for a role this process has not seen yet)."""
    now = connection.ops.adapt_datetimefield_value(clock.now())
    rows: list[Any] = list(User.objects.raw(_SELECT, [now, now, user_id]))
    if not rows:
        return None
    user: User = rows[0]
    user.standing = _standing_of(rows)  # type: ignore[attr-defined]
    return user


def standing_of(user: User) -> Standing:
    """What `person_with_standing` attached, or read now."""
    standing: Standing | None = getattr(user, "standing", None)
    if standing is None:
        loaded = person_with_standing(user.pk)
        if loaded is None:
            raise User.DoesNotExist
        standing = loaded.standing  # type: ignore[attr-defined]
        user.standing = standing  # type: ignore[attr-defined]
    return standing


def _standing_of(rows: list[Any]) -> Standing:
    first = rows[0]
    # A person of several organizations works in the default one, else in the one joined first.
    held = [row for row in rows if row.r_id is not None and row.o_id == first.o_id]
    everywhere: set[str] = set()
    by_course: dict[int, set[str]] = {}
    for row in held:
        permissions = permissions_of_role(row.r_id, str(row.r_updated_at))
        target = by_course.setdefault(row.a_scope_id, set()) if row.a_scope == "course" else everywhere
        target.update(permissions)
    return Standing(
        is_member=_is_member(first),
        organization=_organization_card(first),
        roles=tuple(dict.fromkeys(row.r_code for row in held)),
        permissions=frozenset(everywhere),
        course_permissions={course_id: frozenset(codes) for course_id, codes in by_course.items()},
        profile={
            "bio": first.p_bio or "",
            "headline": first.p_headline or "",
            "avatar_url": first.p_avatar_url or "",
        },
        settings=_settings(first),
    )


def _is_member(row: Any) -> bool:
    if not row.is_active or row.deleted_at is not None:
        return False
    if row.o_id is None:
        return bool(row.is_superuser)
    is_open = row.o_status == Organization.Status.ACTIVE
    return bool(row.m_status == OrganizationMembership.Status.ACTIVE and (is_open or row.is_superuser))


def _organization_card(row: Any) -> OrganizationCard | None:
    if row.o_id is None:
        return None
    return OrganizationCard(row.o_id, str(BinUUIDField().to_python(row.o_uuid)), row.o_name, row.o_slug)


def _settings(row: Any) -> dict[str, Any]:
    return {
        "theme": row.s_theme or "system",
        "language": row.s_language or "en",
        "time_zone": row.s_time_zone or "UTC",
        "is_voice_reader_on": bool(row.s_is_voice_reader_on),
        "is_motion_reduced": bool(row.s_is_motion_reduced),
        "text_size": row.s_text_size or "normal",
    }


_role_permissions: dict[int, tuple[str, frozenset[str]]] = {}


def role_version(role: Role) -> str:
    """The role's `updated_at` as a raw query shows it."""
    return str(connection.ops.adapt_datetimefield_value(role.updated_at))


def permissions_of_role(role_id: int, version: str) -> frozenset[str]:
    """Codes a role holds. Kept per process until the role's `updated_at` differs from `version`."""
    known = _role_permissions.get(role_id)
    if known is None or known[0] != version:
        codes = RolePermission.objects.filter(role_id=role_id).values_list("permission", flat=True)
        known = _role_permissions[role_id] = (version, frozenset(codes))
    return known[1]
