"""OneRoster rows as drafts: people by the same rules as CSV, the rest handed to `roster_structure`."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from edusync.identity.services.people_import import roster_structure
from edusync.identity.services.people_import.drafts import ERROR, SKIP, Draft, read_values
from edusync.identity.services.people_import.references import References
from edusync.integrations.models import RosterLink, UserImportJob, UserImportRow
from edusync.integrations.services.people.sources import Chunk, Record, plain_cell

REMOVED = "tobedeleted"
_STATUSES = frozenset({"", "active", "inactive", REMOVED})
# OneRoster 1.1 and 1.2 roles, and the role of ours that comes nearest.
ROLES = {
    "student": "learner",
    "teacher": "instructor",
    "aide": "assistant",
    "proctor": "assistant",
    "counselor": "support",
    "parent": "guardian",
    "guardian": "guardian",
    "relative": "guardian",
    "principal": "manager",
    "administrator": "manager",
    "siteadministrator": "manager",
    "districtadministrator": "manager",
    "systemadministrator": "manager",
}
_USER_FIELDS = (
    ("username", "username"),
    ("email", "email"),
    ("givenName", "first_name"),
    ("familyName", "last_name"),
    ("password", "password"),
    ("grades", "grade_level"),
)


class RosterRun:
    """Turns records of a package into drafts and knows which of our rows a sourcedId stands for.

    A link of 0 is something that this import will make (dry run), or a person who has not joined yet.
    """

    def __init__(self, job: UserImportJob, references: References) -> None:
        self.job = job
        self.references = references
        self.our_roles = ROLES
        self.links: dict[str, dict[str, int]] = defaultdict(dict)
        for kind, external_id, target_id in RosterLink.objects.values_list(
            "kind", "external_id", "target_id"
        ):
            self.links[kind][external_id] = target_id
        self.roles: dict[str, list[tuple[str, str]]] = defaultdict(list)
        self.seen: dict[tuple[str, str], int] = {}
        self.agent_roles: dict[str, str] = {}
        self.course_titles: dict[str, str] = {}

    def survey(self, records: Sequence[Record]) -> None:
        """Look at rows that say something about rows of other files."""
        for record in records:
            if record.kind == "roles" and record.values.get("status", "").lower() != REMOVED:
                pair = (record.values.get("role", ""), record.values.get("orgSourcedId", ""))
                self.roles[record.values.get("userSourcedId", "")].append(pair)
            elif record.kind == "users":
                self.agent_roles[record.values.get("sourcedId", "")] = record.values.get("role", "").lower()
            elif record.kind == "courses":
                self.course_titles[record.values.get("sourcedId", "")] = record.values.get("title", "")[:200]

    def drafts(self, chunk: Chunk) -> list[Draft]:
        """The rows of a chunk, checked as far as they stand alone."""
        return [self._draft(record) for record in chunk.records]

    def _draft(self, record: Record) -> Draft:
        values = record.values
        draft = Draft(record.position, record.line, file_name=record.file_name)
        header = list(values)
        secret = {number for number, heading in enumerate(header) if heading == "password"}
        draft.cells = ["" if number in secret else cell for number, cell in enumerate(record.cells)]
        draft.external_id = values.get("sourcedId", "")
        status = values.get("status", "").lower()
        draft.is_removal = status == REMOVED
        if status not in _STATUSES:
            draft.refuse("status", "invalid-status", "Write active or tobedeleted.")
        if len(record.cells) > len(header) and any(record.cells[len(header) :]):
            draft.refuse("", "too-many-cells", "The row has more cells than there are headings.")
        if record.kind != "agents":
            self._check_id(draft, record.kind)
        if record.kind == "users" and not draft.is_refused:
            self._read_user(draft, values)
        else:
            draft.values = dict(values)
        return draft

    def _check_id(self, draft: Draft, kind: str) -> None:
        if not draft.external_id or len(draft.external_id) > 255:
            draft.refuse(
                "sourcedId", "no-sourced-id", "Every row needs a sourcedId of at most 255 characters."
            )
            return
        key = (kind, draft.external_id)
        line = self.seen.setdefault(key, draft.line)
        if line != draft.line:
            draft.refuse("sourcedId", "duplicate-in-file", f"Line {line} has the same value.")

    def _read_user(self, draft: Draft, values: dict[str, str]) -> None:
        raw = [(field, heading, plain_cell(values.get(heading, ""))) for heading, field in _USER_FIELDS]
        raw.append(("phone", "phone", plain_cell(values.get("phone") or values.get("sms", ""))))
        roles = (
            [values["role"]] if values.get("role") else [role for role, _ in self.roles[draft.external_id]]
        )
        codes = [ROLES.get(role.lower().replace(" ", ""), "") for role in roles]
        if values.get("role") and not codes[0]:
            draft.refuse("role", "unknown-role", f"There is no role “{values['role'][:60]}” in OneRoster.")
        is_own = bool(values.get("role"))
        usable = {code for code in codes if code and (is_own or code in self.references.grantable)}
        raw.append(("roles", "role", ";".join(sorted(usable))))
        if "learner" in usable:
            raw.append(("student_number", "identifier", plain_cell(values.get("identifier", ""))))
        if len(draft.external_id) <= 80:
            raw.append(("local_id", "sourcedId", draft.external_id))
        is_out = draft.is_removal or values.get("enabledUser", "").lower() in {"false", "0"}
        raw.append(("status", "status", "suspended" if is_out else "active"))
        draft.user_id = self.links["user"].get(draft.external_id) or None
        self._read_orgs(draft, values)
        read_values(draft, raw, self.references)

    def _read_orgs(self, draft: Draft, values: dict[str, str]) -> None:
        named = [part.strip() for part in values.get("orgSourcedIds", "").split(",") if part.strip()]
        named += [org for _, org in self.roles[draft.external_id] if org]
        for org in named:
            if org not in self.links["org"]:
                draft.refuse("orgSourcedIds", "unknown-reference", f"There is no org “{org[:80]}”.")
                return
        draft.unit_id = self.links["org"][named[0]] or None if named else None

    def handle(self, chunk: Chunk, drafts: list[Draft], *, is_dry: bool) -> None:
        """Decide and, unless dry, write rows that are no people."""
        handler = roster_structure.HANDLERS[chunk.kind]
        handler(self, [draft for draft in drafts if not draft.is_refused], is_dry)
        for draft in drafts:
            if draft.is_refused:
                draft.outcome = ERROR
            draft.user_id = None

    def keep_users(self, chunk: Chunk, drafts: Sequence[Draft], *, is_dry: bool) -> None:
        """Remember whom each sourcedId stands for."""
        found = {draft.external_id: draft.user_id or 0 for draft in drafts if draft.outcome != ERROR}
        known = self.links["user"]
        fresh = {key: pk for key, pk in found.items() if pk and known.get(key) != pk}
        if not is_dry:
            self.keep("user", fresh)
        for key, pk in found.items():
            known[key] = pk or known.get(key, 0)

    def keep(
        self, kind: str, targets: dict[str, int], facts: dict[str, dict[str, Any]] | None = None
    ) -> None:
        """Store links, in place of older ones of the same sourcedId."""
        if not targets:
            return
        RosterLink.objects.filter(kind=kind, external_id__in=targets).delete()
        RosterLink.objects.bulk_create(
            RosterLink(
                organization_id=self.job.organization_id,
                kind=kind,
                external_id=external_id,
                target_id=target_id,
                facts=(facts or {}).get(external_id, {}),
            )
            for external_id, target_id in targets.items()
        )
        self.links[kind].update(targets)

    def recall(self, chunk: Chunk, drafts: Sequence[Draft]) -> None:
        """After a stop: people of a finished chunk without a link are those who have not joined yet."""
        if chunk.kind != "users":
            return
        rows = UserImportRow.objects.filter(
            job=self.job, position__range=(chunk.records[0].position, chunk.last)
        ).exclude(outcome=ERROR)
        there = set(rows.values_list("position", flat=True))
        for draft in drafts:
            if draft.position in there:
                self.links["user"].setdefault(draft.external_id, 0)

    def skip(self, draft: Draft, code: str, detail: str, column: str = "") -> None:
        """Leave a row out, with the reason."""
        draft.outcome = SKIP
        draft.remark(column, code, detail)
