"""Who a signed-in person is and what they may do, read by one query."""

import dataclasses
from collections.abc import Iterable
from typing import Any

from django.db import connection

from edusync.identity import second_factor
from edusync.identity.models import Organization, OrganizationMembership, Role, RolePermission, User
from edusync.kernel import clock
from edusync.kernel.ids import BinUUIDField

_SELECT = f"""
SELECT u.*,
  p.bio AS p_bio, p.headline AS p_headline, p.avatar_url AS p_avatar_url,
  s.theme AS s_theme, s.language AS s_language, s.time_zone AS s_time_zone, s.text_size AS s_text_size,
  s.is_voice_reader_on AS s_is_voice_reader_on, s.is_motion_reduced AS s_is_motion_reduced,
  s.is_reading_font_on AS s_is_reading_font_on, s.is_data_saver_on AS s_is_data_saver_on,
  s.is_session_detail_on AS s_is_session_detail_on,
  m.status AS m_status, o.id AS o_id, o.uuid AS o_uuid, o.name AS o_name, o.slug AS o_slug, o.status AS o_status,
  m.accepted_policies_version AS m_policies, o.policies_version AS o_policies,
  o.logo_url AS o_logo_url, o.icon_url AS o_icon_url, o.row_version AS o_row_version,
  o.primary_color AS o_primary_color, o.accent_color AS o_accent_color, o.is_default AS o_is_default,
  a.scope AS a_scope, a.scope_id AS a_scope_id, b.id AS b_id, r.id AS r_id, r.code AS r_code, r.updated_at AS r_updated_at,
  {second_factor.COLUMNS}
FROM identity_user u
LEFT JOIN identity_user_profile p ON p.user_id = u.id
LEFT JOIN identity_user_setting s ON s.user_id = u.id
LEFT JOIN identity_organization_membership m ON m.user_id = u.id
LEFT JOIN identity_organization o ON o.id = m.organization_id
{second_factor.JOIN}
LEFT JOIN identity_role_assignment a ON a.user_id = u.id
  AND (a.organization_id = m.organization_id OR a.scope = 'platform') AND a.closed_at IS NULL
  AND (a.starts_at IS NULL OR a.starts_at <= %s) AND (a.ends_at IS NULL OR a.ends_at > %s)
LEFT JOIN identity_organization_unit t ON a.scope = 'unit' AND t.id = a.scope_id
  AND t.organization_id = a.organization_id AND t.deleted_at IS NULL
LEFT JOIN identity_organization_unit b ON b.organization_id = t.organization_id AND b.deleted_at IS NULL
  AND INSTR(b.path, t.path) = 1
LEFT JOIN identity_role r ON r.id = a.role_id AND r.archived_at IS NULL
WHERE u.id = %s
ORDER BY o.is_default DESC, m.id, r.code
"""  # noqa: S608 - made of two constants of the code


@dataclasses.dataclass(frozen=True, slots=True)
class OrganizationCard:
    """The organization a person works in."""

    id: int
    uuid: str
    name: str
    slug: str
    logo_url: str | None
    icon_url: str | None
    # Part of the address of the organization's style sheet: it changes with the look. 0: the site's own colors.
    look: int


@dataclasses.dataclass(frozen=True, slots=True)
class Standing:
    """Membership, roles and settings of a person in one organization. `is_member` is false where access ended.

    `organizations` are all those in which the person may work.
    """

    is_member: bool
    organization: OrganizationCard | None
    organizations: tuple[OrganizationCard, ...]
    # The one that the site started with: who manages the site there manages the whole installation.
    is_first_organization: bool
    roles: tuple[str, ...]
    permissions: frozenset[str]
    course_permissions: dict[int, frozenset[str]]
    # By unit, also for the units below the one in which a role is held.
    unit_permissions: dict[int, frozenset[str]]
    profile: dict[str, str]
    settings: dict[str, Any]
    # A mandatory policy was published since the person accepted the last.
    has_pending_policies: bool
    sign_in: second_factor.SignInTerms


def person_with_standing(user_id: int) -> User | None:
    """The person with `standing` attached, in one query (one more for a role this process has not seen yet)."""
    now = connection.ops.adapt_datetimefield_value(clock.now())
    rows: list[Any] = list(User.objects.raw(_SELECT, [now, now, user_id]))
    if not rows:
        return None
    user: User = rows[0]
    user.standings = _standings_of(rows)  # type: ignore[attr-defined]
    user.standing = next(iter(user.standings.values()))  # type: ignore[attr-defined]
    return user


def work_in(user: User, organization_ids: Iterable[int | None]) -> Standing:
    """Let the person work in the first of these organizations in which they may; in their usual one if in none."""
    present = standing_of(user)
    standings: dict[int | None, Standing] = user.standings  # type: ignore[attr-defined]
    for organization_id in organization_ids:
        wanted = standings.get(organization_id)
        if wanted is not None and wanted.is_member:
            user.standing = wanted  # type: ignore[attr-defined]
            return wanted
    return present


def standing_of(user: User) -> Standing:
    """What `person_with_standing` attached, or read now."""
    standing: Standing | None = getattr(user, "standing", None)
    if standing is None:
        loaded = person_with_standing(user.pk)
        if loaded is None:
            raise User.DoesNotExist
        standing = loaded.standing  # type: ignore[attr-defined]
        user.standing, user.standings = standing, loaded.standings  # type: ignore[attr-defined]
    return standing


def _standings_of(rows: list[Any]) -> dict[int | None, Standing]:
    """Standings by organization, the usual one first: the default organization, else the one joined first.

    One in which the person's access ended is the usual one only if there is no other.
    """
    by_organization: dict[int | None, list[Any]] = {}
    for row in rows:
        by_organization.setdefault(row.o_id, []).append(row)
    open_ones = [found[0] for found in by_organization.values() if _is_member(found[0])]
    cards = tuple(card for row in open_ones if (card := _organization_card(row)) is not None)
    order = sorted(by_organization.values(), key=lambda found: not _is_member(found[0]))
    return {found[0].o_id: _standing_of(found, cards) for found in order}


def _standing_of(rows: list[Any], organizations: tuple[OrganizationCard, ...]) -> Standing:
    first = rows[0]
    held = [row for row in rows if row.r_id is not None]
    everywhere, by_course, by_unit = _permissions_of(held)
    return Standing(
        is_member=_is_member(first),
        organization=_organization_card(first),
        organizations=organizations,
        is_first_organization=bool(first.o_is_default),
        roles=tuple(dict.fromkeys(row.r_code for row in held)),
        permissions=everywhere,
        course_permissions=by_course,
        unit_permissions=by_unit,
        profile={
            "bio": first.p_bio or "",
            "headline": first.p_headline or "",
            "avatar_url": first.p_avatar_url or "",
        },
        settings=_settings(first),
        has_pending_policies=(first.o_policies or 0) > (first.m_policies or 0),
        sign_in=second_factor.terms_of(first, held),
    )


def _permissions_of(
    held: list[Any],
) -> tuple[frozenset[str], dict[int, frozenset[str]], dict[int, frozenset[str]]]:
    """What is held in the whole organization, by course, and by unit."""
    everywhere: frozenset[str] = frozenset()
    by_course: dict[int, frozenset[str]] = {}
    by_unit: dict[int, frozenset[str]] = {}
    for row in held:
        permissions = permissions_of_role(row.r_id, str(row.r_updated_at))
        if row.a_scope == "course":
            by_course[row.a_scope_id] = by_course.get(row.a_scope_id, frozenset()) | permissions
        elif row.a_scope != "unit":
            everywhere |= permissions
        elif row.b_id is not None:
            by_unit[row.b_id] = by_unit.get(row.b_id, frozenset()) | permissions
    return everywhere, by_course, by_unit


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
    return OrganizationCard(
        id=row.o_id,
        uuid=str(BinUUIDField().to_python(row.o_uuid)),
        name=row.o_name,
        slug=row.o_slug,
        logo_url=row.o_logo_url or None,
        icon_url=row.o_icon_url or None,
        look=row.o_row_version if row.o_primary_color or row.o_accent_color else 0,
    )


def _settings(row: Any) -> dict[str, Any]:
    return {
        "theme": row.s_theme or "system",
        "language": row.s_language or "en",
        "time_zone": row.s_time_zone or "UTC",
        "is_voice_reader_on": bool(row.s_is_voice_reader_on),
        "is_motion_reduced": bool(row.s_is_motion_reduced),
        "is_reading_font_on": bool(row.s_is_reading_font_on),
        "is_data_saver_on": bool(row.s_is_data_saver_on),
        # Who has never chosen has no row: detail is on until it is switched off.
        "is_session_detail_on": row.s_is_session_detail_on is None or bool(row.s_is_session_detail_on),
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
