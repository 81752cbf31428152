"""One row of a list of people: its values checked as far as no database is needed."""

import datetime as dt
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from edusync.identity.models import CustomField
from edusync.identity.services.people_import.references import References
from edusync.identity.validators import validate_username
from edusync.kernel.texts import clean_line

CUSTOM = "custom:"
CREATE, UPDATE, SKIP, ERROR = "create", "update", "skip", "error"
_LENGTHS = {
    "first_name": 100,
    "last_name": 100,
    "full_name": 200,
    "local_id": 80,
    "student_number": 80,
    "grade_level": 40,
    "program": 200,
    "phone": 40,
}
_YES = frozenset({"1", "true", "yes", "y", "ஆம்"})
_NO = frozenset({"0", "false", "no", "n", "இல்லை"})
_PARTS = re.compile(r"[;,|]")


@dataclass(slots=True)
class Draft:
    """What a row says, then what shall become of it. `cells` are for the error file and hold no password."""

    position: int
    line: int
    file_name: str = ""
    cells: list[str] = field(default_factory=list)
    values: dict[str, Any] = field(default_factory=dict)
    columns: dict[str, str] = field(default_factory=dict)
    problems: list[dict[str, Any]] = field(default_factory=list)
    outcome: str = ""
    user_id: int | None = None
    # The person belongs to other organizations too, or is only to be asked to join.
    is_elsewhere: bool = False
    encoded_password: str = ""
    unit_id: int | None = None
    role_ids: list[int] = field(default_factory=list)
    role_codes: list[str] = field(default_factory=list)
    group_names: list[str] = field(default_factory=list)
    custom: dict[int, str] = field(default_factory=dict)
    external_id: str = ""
    # The source says that the person left.
    is_removal: bool = False

    @property
    def is_refused(self) -> bool:
        """Whether something is wrong with it."""
        return any(problem["is_error"] for problem in self.problems)

    @property
    def person_id(self) -> int:
        """Id of the person of a row that was matched or created; 0 before."""
        return self.user_id or 0

    @property
    def label(self) -> str:
        """How the report names the row."""
        name = f"{self.values.get('first_name', '')} {self.values.get('last_name', '')}".strip()
        return str(self.values.get("email") or self.values.get("username") or name)[:254]

    def refuse(self, field_name: str, code: str, detail: str) -> None:
        """Note what is wrong in the column of a field."""
        self._note(field_name, code, detail, is_error=True)

    def remark(self, field_name: str, code: str, detail: str) -> None:
        """Note what somebody should know."""
        self._note(field_name, code, detail, is_error=False)

    def _note(self, field_name: str, code: str, detail: str, *, is_error: bool) -> None:
        column = self.columns.get(field_name, field_name)
        self.problems.append(
            {"column": column[:200], "code": code, "detail": detail[:300], "is_error": is_error}
        )


def read_values(draft: Draft, raw: Sequence[tuple[str, str, str]], references: References) -> None:
    """Fill the draft from (field, heading, text) of its cells, noting everything that is wrong with it."""
    for name, heading, text in raw:
        if name and text:
            draft.columns.setdefault(name, heading)
            _take(draft, name, text, references)
    _split_full_name(draft)
    _require(draft, references)


def _take(draft: Draft, name: str, text: str, references: References) -> None:
    try:
        clean_line(text)
    except ValidationError:
        draft.refuse(name, "control-characters", "The cell holds control characters or a line break.")
        return
    if name.startswith(CUSTOM):
        _take_custom(draft, name, text, references)
        return
    limit = _LENGTHS.get(name)
    if limit and len(text) > limit:
        draft.refuse(name, "too-long", f"At most {limit} characters.")
        return
    reader = _READERS.get(name)
    if reader:
        reader(draft, name, text, references)
    else:
        draft.values[name] = text


def _take_email(draft: Draft, name: str, text: str, _references: References) -> None:
    email = text.lower()
    try:
        validate_email(email)
    except ValidationError:
        draft.refuse(name, "invalid-email", f"“{text[:80]}” is no e-mail address.")
        return
    if len(email) > 254:
        draft.refuse(name, "too-long", "At most 254 characters.")
        return
    draft.values[name] = email


def _take_username(draft: Draft, name: str, text: str, _references: References) -> None:
    username = text.lower()
    is_address = "@" in username
    try:
        if is_address:
            validate_email(username)
        else:
            validate_username(username)
    except ValidationError:
        draft.refuse(name, "invalid-username", "Letters, digits and . + - _ only, or an e-mail address.")
        return
    if len(username) > 150:
        draft.refuse(name, "too-long", "At most 150 characters.")
        return
    draft.values[name] = username


def _take_roles(draft: Draft, name: str, text: str, references: References) -> None:
    for part in filter(None, (part.strip() for part in _PARTS.split(text))):
        role = references.role(part)
        if role is None:
            draft.refuse(name, "unknown-role", f"There is no role “{part[:60]}”.")
        elif role.code not in references.grantable:
            draft.refuse(name, "role-beyond-own", f"You cannot hand out the role “{role.code}”.")
        elif role.pk not in draft.role_ids:
            draft.role_ids.append(role.pk)
            draft.role_codes.append(role.code)


def _take_unit(draft: Draft, name: str, text: str, references: References) -> None:
    draft.unit_id = references.unit(text)
    if draft.unit_id is None:
        draft.refuse(name, "unknown-unit", f"There is no unit “{text[:80]}”.")


def _take_groups(draft: Draft, name: str, text: str, references: References) -> None:
    for part in filter(None, (part.strip() for part in re.split(r"[;|]", text))):
        if len(part) > 200:
            draft.refuse(name, "too-long", "At most 200 characters.")
        elif references.are_groups_created or references.has_group(part):
            draft.group_names.append(part)
        else:
            draft.refuse(name, "unknown-group", f"There is no group “{part[:80]}”.")


def _take_date(draft: Draft, name: str, text: str, _references: References) -> None:
    day = day_of(text)
    if day is None:
        draft.refuse(name, "invalid-date", "Write dates as 2010-12-31 or 31.12.2010.")
    elif name == "birth_date" and not dt.date(1900, 1, 1) <= day <= dt.datetime.now(dt.UTC).date():
        draft.refuse(name, "invalid-date", "Nobody can have been born on that day.")
    else:
        draft.values[name] = day


def day_of(text: str) -> dt.date | None:
    """A day written as 2010-12-31, 20101231, 31.12.2010 or 31/12/2010; None if it is none."""
    for form in ("%Y-%m-%d", "%Y%m%d", "%d.%m.%Y", "%d/%m/%Y"):
        try:
            day = dt.datetime.strptime(text, form).replace(tzinfo=dt.UTC).date()
        except ValueError:
            continue
        return day if day.year >= 1000 else None
    return None


def _take_status(draft: Draft, name: str, text: str, _references: References) -> None:
    heading, word = draft.columns.get(name, "").casefold(), text.casefold()
    if word in {"active", "suspended"}:
        draft.values[name] = word
    elif word in _YES | _NO:
        is_suspended = (word in _YES) == ("suspend" in heading)
        draft.values[name] = "suspended" if is_suspended else "active"
    else:
        draft.refuse(name, "invalid-status", "Write active or suspended.")


def _take_language(draft: Draft, name: str, text: str, references: References) -> None:
    draft.values[name] = references.language(text)


def _take_custom(draft: Draft, name: str, text: str, references: References) -> None:
    own = references.custom[name.removeprefix(CUSTOM)]
    value = _canonical(own, text)
    if value is None:
        draft.refuse(name, "invalid-value", _WANTED[own.kind].format(", ".join(map(str, own.choices))[:200]))
    else:
        draft.custom[own.pk] = value


_WANTED = {
    "text": "At most 500 characters.",
    "number": "Write a number.",
    "date": "Write dates as 2010-12-31.",
    "choice": "One of: {}.",
    "yes-no": "Write yes or no.",
}


def _canonical(own: CustomField, text: str) -> str | None:
    """The text in the canonical form of the field's kind; None if it is not of that kind."""
    if own.kind == CustomField.Kind.NUMBER:
        return text.replace(",", ".") if re.fullmatch(r"-?\d{1,15}([.,]\d{1,6})?", text) else None
    if own.kind == CustomField.Kind.DATE:
        day = day_of(text)
        return day.isoformat() if day else None
    if own.kind == CustomField.Kind.YES_NO:
        word = text.casefold()
        return "yes" if word in _YES else "no" if word in _NO else None
    if own.kind == CustomField.Kind.CHOICE:
        return next(
            (str(choice) for choice in own.choices if str(choice).casefold() == text.casefold()), None
        )
    return text if len(text) <= 500 else None


def _split_full_name(draft: Draft) -> None:
    full = draft.values.pop("full_name", "")
    if full and not draft.values.get("first_name"):
        first, _, last = full.rpartition(" ") if not draft.values.get("last_name") else (full, "", "")
        draft.values["first_name"] = (first or last)[:100]
        if first and last:
            draft.values["last_name"] = last[:100]


def _require(draft: Draft, references: References) -> None:
    values = draft.values
    if values.get("password") and not references.are_passwords_allowed:
        draft.refuse("password", "passwords-off", "This organization takes no passwords from files.")
    if not draft.columns.keys() & {"email", "username"} and not draft.user_id:
        draft.refuse("email", "no-email", "A person needs an e-mail address or a user name.")


_READERS: dict[str, Callable[[Draft, str, str, References], None]] = {
    "email": _take_email,
    "username": _take_username,
    "roles": _take_roles,
    "unit": _take_unit,
    "groups": _take_groups,
    "admitted_on": _take_date,
    "birth_date": _take_date,
    "status": _take_status,
    "language": _take_language,
}
