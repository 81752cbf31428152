"""What shall become of each row: created, updated, skipped or refused, and why. Writes nothing."""

from collections.abc import Iterable, Sequence
from typing import Any

from edusync.identity.services.people_import.drafts import CREATE, ERROR, SKIP, UPDATE, Draft
from edusync.identity.services.people_import.known import Known
from edusync.identity.services.people_import.references import References

CREATE_ONLY, UPDATE_ONLY, AS_ERROR = "create", "update", "error"
STUDENT_FIELDS = ("student_number", "grade_level", "program", "admitted_on")
PROFILE_FIELDS = ("phone", "birth_date")
NAME_FIELDS = ("first_name", "last_name")
_UNIQUE = ("email", "username", "local_id", "student_number")


class Duplicates:
    """Finds rows that name the same person as an earlier row of the file."""

    def __init__(self) -> None:
        self._lines: dict[tuple[str, str], int] = {}

    def note(self, draft: Draft) -> None:
        """Refuse the row if an earlier one has the same address, user name or number; remember it else."""
        keys = [(name, str(draft.values[name])) for name in _UNIQUE if draft.values.get(name)]
        for name, value in keys:
            line = self._lines.get((name, value))
            if line is not None:
                draft.refuse(name, "duplicate-in-file", f"Line {line} has the same value.")
                return
        for key in keys:
            self._lines[key] = draft.line


def decide(drafts: Iterable[Draft], known: Known, references: References, job: Any) -> None:
    """Set `outcome` and `user_id` of every row."""
    for draft in drafts:
        if not draft.is_refused:
            _match(draft, known)
        if not draft.is_refused:
            _choose(draft, known, references, job)
        if draft.is_refused:
            draft.outcome = ERROR


def _match(draft: Draft, known: Known) -> None:
    """Find the member that the row means; somebody of another organization is only noted as such."""
    values = draft.values
    email, username = values.get("email", ""), values.get("username", "")
    by_email, by_name = known.by_email.get(email), known.by_username.get(username)
    by_number = draft.user_id or known.by_local_id.get(values.get("local_id", ""))
    if by_number not in known.members:
        by_number = None
    here = {pk for pk in (by_email, by_name, by_number) if pk in known.members}
    if len(here) > 1:
        draft.refuse("email", "two-people", "Address, user name and local id belong to different people.")
        return
    draft.user_id = next(iter(here), None)
    if draft.user_id is None:
        _match_nobody(draft, by_email, by_name)
        return
    if by_name is not None and by_name != draft.user_id:
        draft.refuse("username", "username-taken", "This user name is taken.")
    _compare_email(draft, known, is_by_name=draft.user_id not in {by_email, by_number})


def _match_nobody(draft: Draft, by_email: int | None, by_name: int | None) -> None:
    draft.is_elsewhere = by_email is not None
    if by_name is not None and by_name != by_email:
        draft.refuse("username", "username-taken", "This user name is taken.")


def _compare_email(draft: Draft, known: Known, *, is_by_name: bool) -> None:
    email = draft.values.get("email")
    user = known.users[draft.person_id]
    if not email or known.by_email.get(email) == user.pk:
        return
    if is_by_name and user.email:
        draft.refuse("email", "other-email", "The person with this user name has another e-mail address.")
    else:
        draft.remark("email", "email-kept", "The person has another address. People change it themselves.")


def _choose(draft: Draft, known: Known, references: References, job: Any) -> None:
    if draft.user_id is None:
        _choose_new(draft, known, references, job)
        return
    if job.mode == CREATE_ONLY:
        _conflict(draft, job, "exists", "This person is a member already.")
        return
    _check_number(draft, known)
    _check_suspension(draft, known, references, job)
    if draft.values.get("password"):
        draft.remark("password", "password-kept", "The password of a person who is here is never changed.")
    if not draft.is_refused:
        draft.outcome = UPDATE if is_changed(draft, known, references) else SKIP
        if draft.outcome == SKIP:
            draft.remark("", "unchanged", "Everything is as the file says.")


def _choose_new(draft: Draft, known: Known, references: References, job: Any) -> None:
    if draft.is_removal:
        draft.outcome = SKIP
        draft.remark("status", "not-here", "The person is to be taken out and is not here.")
        return
    if job.mode == UPDATE_ONLY:
        _conflict(draft, job, "not-found", "Nobody here has this address, user name or local id.")
        return
    _check_number(draft, known)
    if not draft.role_ids and references.default_role is not None:
        if references.default_role.code in references.grantable:
            draft.role_ids.append(references.default_role.pk)
            draft.role_codes.append(references.default_role.code)
        else:
            draft.refuse("roles", "role-beyond-own", f"You cannot hand out the role “{job.default_role}”.")
    if draft.values.get("email") in known.invited:
        draft.outcome = SKIP
        draft.remark("", "unchanged", "This person has an invitation that is not answered yet.")
        return
    if not draft.values.get("email") and not draft.values.get("password"):
        draft.remark("email", "no-way-in", "Without an address or a password the person cannot sign in yet.")
    draft.outcome = CREATE


def _conflict(draft: Draft, job: Any, code: str, detail: str) -> None:
    if job.on_conflict == AS_ERROR:
        draft.refuse("email", code, detail)
    else:
        draft.outcome = SKIP
        draft.remark("", code, detail)


def _check_number(draft: Draft, known: Known) -> None:
    number = draft.values.get("student_number")
    holder = known.by_student_number.get(number) if number else None
    if holder is not None and holder != draft.user_id:
        draft.refuse("student_number", "number-taken", "Another person has this student number.")


def _check_suspension(draft: Draft, known: Known, references: References, job: Any) -> None:
    user_id = draft.person_id
    if draft.values.get("status") != "suspended" or known.members[user_id].status == "suspended":
        return
    if user_id == job.requested_by_id:
        draft.refuse("status", "own-access", "You cannot change your own access.")
    elif known.role_codes[user_id] - references.grantable:
        draft.refuse("status", "role-beyond-own", "This person holds a role that you could not hand out.")


def has_own_facts(draft: Draft, known: Known, references: References) -> bool:
    """Whether name and contact are left alone: the person is in other organizations too, or above the actor."""
    user_id = draft.person_id
    return user_id in known.of_several or bool(known.role_codes[user_id] - references.grantable)


def is_changed(draft: Draft, known: Known, references: References) -> bool:
    """Whether the row says anything that is not so yet."""
    if changed_facts(draft, known, references):
        return True
    user_id = draft.person_id
    return bool(
        changed_membership(draft, known)
        or set(draft.role_ids) - known.roles[user_id]
        or _has_new_group(draft, known, references)
        or changed_student(draft, known)
        or changed_custom(draft, known)
    )


def changed_facts(draft: Draft, known: Known, references: References) -> dict[str, object]:
    """Names, phone and date of birth that differ, unless they are not ours to change."""
    user = known.users[draft.person_id]
    profile = known.profiles.get(user.pk)
    changes: dict[str, object] = {
        name: draft.values[name]
        for name in NAME_FIELDS
        if draft.values.get(name) and draft.values[name] != getattr(user, name)
    }
    for name in PROFILE_FIELDS:
        if draft.values.get(name) and draft.values[name] != getattr(profile, name, None):
            changes[name] = draft.values[name]
    if changes and has_own_facts(draft, known, references):
        if not any(problem["code"] == "own-facts-kept" for problem in draft.problems):
            draft.remark("first_name", "own-facts-kept", "Name and contact are left as the person has them.")
        return {}
    return changes


def changed_membership(draft: Draft, known: Known) -> dict[str, object]:
    """Unit, local id and status that differ."""
    row = known.members[draft.person_id]
    wanted = {
        "unit_id": draft.unit_id,
        "local_id": draft.values.get("local_id"),
        "status": draft.values.get("status"),
    }
    return {name: value for name, value in wanted.items() if value and value != getattr(row, name)}


def changed_student(draft: Draft, known: Known) -> dict[str, object]:
    """Facts of the student that differ."""
    row = known.students.get(draft.person_id)
    return {
        name: draft.values[name]
        for name in STUDENT_FIELDS
        if draft.values.get(name) and draft.values[name] != getattr(row, name, None)
    }


def changed_custom(draft: Draft, known: Known) -> dict[int, str]:
    """Own fields that differ."""
    held = known.custom[draft.person_id]
    return {
        field_id: value
        for field_id, value in draft.custom.items()
        if field_id not in held or held[field_id].value != value
    }


def _has_new_group(draft: Draft, known: Known, references: References) -> bool:
    held = known.groups[draft.person_id]
    return any(references.groups.get(name.casefold()) not in held for name in draft.group_names)


def outcomes(drafts: Sequence[Draft]) -> dict[str, int]:
    """How many rows end each way."""
    return {name: sum(draft.outcome == name for draft in drafts) for name in (CREATE, UPDATE, SKIP, ERROR)}
