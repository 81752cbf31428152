"""Writes a decided chunk: a fixed number of statements, however many rows. In the caller's transaction."""

import secrets
from collections.abc import Iterable, Sequence
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from edusync.identity.events import announce_people_moved
from edusync.identity.models import (
    CustomFieldValue,
    Group,
    GroupMember,
    OrganizationMembership,
    RoleAssignment,
    StudentProfile,
    User,
    UserProfile,
    UserSetting,
)
from edusync.identity.services.directory import index_people
from edusync.identity.services.invitations import MEMBERSHIP
from edusync.identity.services.inviting_many import InvitationRow, invite_many
from edusync.identity.services.people_import import deciding
from edusync.identity.services.people_import.drafts import CREATE, UPDATE, Draft
from edusync.identity.services.people_import.known import PURPOSE, Known
from edusync.identity.services.people_import.references import References
from edusync.kernel import clock

LEARNER = "learner"


class ChunkWriter:
    """Writes the people of one chunk."""

    def __init__(self, job: Any, known: Known, references: References) -> None:
        self.job = job
        self.known = known
        self.references = references
        self.organization_id = job.organization_id

    def write(self, drafts: Sequence[Draft], *, mails_before: int, mails_per_minute: int) -> int:
        """Write everything; returns how many invitations will be mailed."""
        new = [draft for draft in drafts if draft.outcome == CREATE and not draft.is_elsewhere]
        old = [draft for draft in drafts if draft.outcome == UPDATE]
        strangers = [draft for draft in drafts if draft.outcome == CREATE and draft.is_elsewhere]
        self._create_groups([*new, *old, *strangers])
        self._create(new)
        self._update(old)
        self._add_roles([*new, *old])
        self._add_group_members([*new, *old])
        self._write_students([*new, *old])
        self._write_custom([*new, *old])
        # Past the models' signals: what people are found and sorted by.
        index_people(draft.person_id for draft in [*new, *old])
        announce_people_moved(
            (draft.person_id for draft in [*new, *old]), organization_id=self.organization_id
        )
        return self._invite(new, strangers, mails_before=mails_before, mails_per_minute=mails_per_minute)

    def _create(self, drafts: Sequence[Draft]) -> None:
        if not drafts:
            return
        users = self._new_users(drafts)
        User.objects.bulk_create(users)
        # Not every engine returns the keys of a bulk insert.
        ids = dict(
            User.objects.filter(username__in=[user.username for user in users]).values_list("username", "id")
        )
        for draft, user in zip(drafts, users, strict=True):
            user.pk = draft.user_id = ids[user.username]
        EmailAddress.objects.bulk_create(
            EmailAddress(user_id=user.pk, email=user.email, primary=True, verified=False)
            for user in users
            if user.email
        )
        pairs = list(zip(drafts, users, strict=True))
        UserProfile.objects.bulk_create(
            UserProfile(
                user_id=user.pk,
                phone=draft.values.get("phone", ""),
                birth_date=draft.values.get("birth_date"),
            )
            for draft, user in pairs
        )
        default = self.references.language(self.references.default_language)
        UserSetting.objects.bulk_create(
            UserSetting(user_id=user.pk, language=draft.values.get("language", default))
            for draft, user in pairs
        )
        OrganizationMembership.objects.bulk_create(
            OrganizationMembership(
                organization_id=self.organization_id,
                user_id=user.pk,
                status=draft.values.get("status", OrganizationMembership.Status.ACTIVE),
                local_id=draft.values.get("local_id", ""),
                unit_id=draft.unit_id,
            )
            for draft, user in pairs
        )

    def _new_users(self, drafts: Sequence[Draft]) -> list[User]:
        names = free_usernames(drafts)
        return [
            User(
                username=name,
                email=draft.values.get("email"),
                first_name=draft.values.get("first_name", ""),
                last_name=draft.values.get("last_name", ""),
                password=draft.encoded_password or make_password(None),
            )
            for draft, name in zip(drafts, names, strict=True)
        ]

    def _update(self, drafts: Sequence[Draft]) -> None:
        now = clock.now()
        users, profiles, memberships = [], [], []
        for draft in drafts:
            facts = deciding.changed_facts(draft, self.known, self.references)
            user = self.known.users[draft.person_id]
            if _set(user, facts, deciding.NAME_FIELDS, now):
                users.append(user)
            profile = self.known.profiles.get(user.pk)
            if profile is not None and _set(profile, facts, deciding.PROFILE_FIELDS, now):
                profiles.append(profile)
            membership = self.known.members[user.pk]
            changes = deciding.changed_membership(draft, self.known)
            if _set(membership, changes, tuple(changes), now):
                memberships.append(membership)
        _bulk_update(User, users, [*deciding.NAME_FIELDS, "updated_at"])
        _bulk_update(UserProfile, profiles, [*deciding.PROFILE_FIELDS, "updated_at"])
        _bulk_update(OrganizationMembership, memberships, ["unit_id", "local_id", "status", "updated_at"])

    def _add_roles(self, drafts: Iterable[Draft]) -> None:
        RoleAssignment.objects.bulk_create(
            RoleAssignment(
                organization_id=self.organization_id,
                user_id=draft.person_id,
                role_id=role_id,
                granted_by_id=self.job.requested_by_id,
            )
            for draft in drafts
            for role_id in draft.role_ids
            if role_id not in self.known.roles[draft.person_id]
        )

    def _create_groups(self, drafts: Iterable[Draft]) -> None:
        names: dict[str, str] = {}
        for name in (name for draft in drafts for name in draft.group_names):
            names.setdefault(name.casefold(), name)
        missing = [name for key, name in sorted(names.items()) if key not in self.references.groups]
        if not missing:
            return
        Group.objects.bulk_create(Group(organization_id=self.organization_id, name=name) for name in missing)
        rows = Group.objects.filter(name__in=missing, deleted_at=None).values_list("name", "id")
        self.references.groups.update({name.casefold(): pk for name, pk in rows})

    def _add_group_members(self, drafts: Iterable[Draft]) -> None:
        wanted = {
            (self.references.groups[name.casefold()], draft.person_id)
            for draft in drafts
            for name in draft.group_names
        }
        add_group_members(
            {
                (group_id, user_id)
                for group_id, user_id in wanted
                if group_id not in self.known.groups[user_id]
            },
            self.organization_id,
        )

    def _write_students(self, drafts: Iterable[Draft]) -> None:
        fresh, changed = [], []
        for draft in drafts:
            changes = deciding.changed_student(draft, self.known)
            row = self.known.students.get(draft.person_id)
            if row is not None and _set(row, changes, tuple(changes), clock.now()):
                changed.append(row)
            elif row is None and (changes or LEARNER in draft.role_codes):
                fresh.append(
                    StudentProfile(organization_id=self.organization_id, user_id=draft.person_id, **changes)
                )
        StudentProfile.objects.bulk_create(fresh)
        _bulk_update(StudentProfile, changed, [*deciding.STUDENT_FIELDS, "updated_at"])

    def _write_custom(self, drafts: Iterable[Draft]) -> None:
        fresh, changed = [], []
        for draft in drafts:
            held = self.known.custom[draft.person_id]
            for field_id, value in deciding.changed_custom(draft, self.known).items():
                if field_id in held:
                    held[field_id].value, held[field_id].updated_at = value, clock.now()
                    changed.append(held[field_id])
                else:
                    fresh.append(
                        CustomFieldValue(
                            organization_id=self.organization_id,
                            field_id=field_id,
                            user_id=draft.person_id,
                            value=value,
                        )
                    )
        CustomFieldValue.objects.bulk_create(fresh)
        _bulk_update(CustomFieldValue, changed, ["value", "updated_at"])

    def _invite(
        self, new: Sequence[Draft], strangers: Sequence[Draft], *, mails_before: int, mails_per_minute: int
    ) -> int:
        """Mail links to those who cannot sign in yet, and ask those whom other organizations know to join."""
        if not self.job.are_invitations_sent:
            new = []
        rows = [
            self._invitation(draft, MEMBERSHIP, {})
            for draft in new
            if draft.values.get("email")
            and not draft.encoded_password
            and draft.values.get("status") != "suspended"
        ]
        rows += [self._invitation(draft, PURPOSE, self._facts_for_joining(draft)) for draft in strangers]
        invite_many(
            rows,
            organization_id=self.organization_id,
            invited_by_id=self.job.requested_by_id,
            mails_before=mails_before,
            mails_per_minute=mails_per_minute,
        )
        return len(rows)

    def _invitation(self, draft: Draft, purpose: str, facts: dict[str, Any]) -> InvitationRow:
        default = self.references.language(self.references.default_language)
        return InvitationRow(
            email=draft.values["email"],
            first_name=draft.values.get("first_name", ""),
            last_name=draft.values.get("last_name", ""),
            roles=tuple(draft.role_codes),
            purpose=purpose,
            facts=facts,
            language=draft.values.get("language", default),
        )

    def _facts_for_joining(self, draft: Draft) -> dict[str, Any]:
        """What joining gives beside roles. Only ids and lists: text facts would show up in the mail's template."""
        return {
            "joining": {
                "unit_id": draft.unit_id,
                "group_ids": [self.references.groups[name.casefold()] for name in draft.group_names],
                "local_id": draft.values.get("local_id", ""),
                "student": {
                    name: str(draft.values[name])
                    for name in deciding.STUDENT_FIELDS
                    if draft.values.get(name)
                },
                "custom": {str(field_id): value for field_id, value in draft.custom.items()},
            }
        }


def free_usernames(drafts: Sequence[Draft]) -> list[str]:
    """The wanted user names, and for the others one made of address or name that nobody has."""
    bases = [draft.values.get("username") or _base_of(draft) for draft in drafts]
    taken = set(User.objects.filter(username__in=set(bases)).values_list("username", flat=True))
    names = []
    for base in bases:
        name = base if base not in taken else f"{base[:100]}-{secrets.token_hex(4)}"
        taken.add(name)
        names.append(name)
    return names


def _base_of(draft: Draft) -> str:
    local = draft.values.get("email", "").partition("@")[0]
    return "".join(letter for letter in local if letter.isalnum() or letter in ".+-_")[:100] or "user"


def add_group_members(pairs: Iterable[tuple[int, int]], organization_id: int) -> None:
    """Put people into groups; who is in already stays as they are."""
    GroupMember.objects.bulk_create(
        [
            GroupMember(organization_id=organization_id, group_id=group_id, user_id=user_id)
            for group_id, user_id in sorted(pairs)
        ],
        ignore_conflicts=True,
    )


def _set(row: Any, changes: dict[str, Any], names: Sequence[str], now: Any) -> bool:
    mine = {name: changes[name] for name in names if name in changes}
    for name, value in mine.items():
        setattr(row, name, value)
    if mine:
        row.updated_at = now
    return bool(mine)


def _bulk_update(model: Any, rows: Sequence[Any], fields: Sequence[str]) -> None:
    if rows:
        manager = getattr(model, "unscoped", None) or model.objects
        manager.bulk_update(rows, fields, batch_size=250)
