"""OneRoster 1.1 and 1.2 CSV packages (1EdTech OneRoster CSV Binding): a zip file with a manifest and a table per subject."""

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from edusync.integrations.formats.archive import MIB, Limits, SourceFolder, opened_package
from edusync.integrations.formats.people.tables import MAX_BYTES, Table, read_table
from edusync.integrations.problems import RosterRefused

MAX_PACKAGE = 64 * MIB
_LIMITS = Limits(archive_bytes=MAX_PACKAGE, total_bytes=256 * MIB, file_bytes=MAX_BYTES, files=200, depth=4)
VERSIONS = ("1.1", "1.2")
# The order in which rows can refer to what came before. `agents` are the guardians named in users.csv.
ROSTER_ORDER = (
    *("academicSessions", "orgs", "courses", "users", "roles", "agents", "classes", "enrollments"),
    "demographics",
)
_NEEDED: Mapping[str, tuple[str, ...]] = {
    "academicSessions": ("sourcedId", "title", "type", "startDate", "endDate"),
    "orgs": ("sourcedId", "name", "type"),
    "courses": ("sourcedId", "title"),
    "users": ("sourcedId", "username", "givenName", "familyName"),
    "roles": ("sourcedId", "userSourcedId", "role"),
    "classes": ("sourcedId", "title"),
    "enrollments": ("sourcedId", "classSourcedId", "userSourcedId", "role"),
    "demographics": ("sourcedId",),
}
_MODES = frozenset({"bulk", "delta", "absent", ""})


@dataclass(slots=True)
class RosterPackage:
    """The tables of a package that we read, by name; headings are those of the standard, whatever their case."""

    version: str
    tables: dict[str, Table]
    notes: list[str] = field(default_factory=list)


def read_roster(content: bytes) -> RosterPackage:
    """Read a package. Raises RosterRefused, TableRefused problems of its files, ImportRefused problems of the zip file."""
    with tempfile.NamedTemporaryFile(suffix=".zip") as file:
        file.write(content)
        file.flush()
        with opened_package(Path(file.name), limits=_LIMITS) as folder:
            return _read_folder(folder)


def _read_folder(folder: SourceFolder) -> RosterPackage:
    manifests = sorted((path for path in folder.paths if _name_of(path) == "manifest.csv"), key=len)
    if not manifests:
        raise RosterRefused("There is no manifest.csv in it.", file="manifest.csv")
    prefix = manifests[0].rpartition("/")[0]
    here = folder.narrowed(prefix)
    names = {_name_of(path): path for path in here.paths if "/" not in path}
    manifest = _manifest(read_table(here.read(names["manifest.csv"]), file_name="manifest.csv"))
    version = manifest.get("oneroster.version", "")
    if version not in VERSIONS:
        raise RosterRefused(
            f"Its version is “{version[:20]}”; {' and '.join(VERSIONS)} are read.", file="manifest.csv"
        )
    package = RosterPackage(version, {})
    for name in ROSTER_ORDER:
        if name in _NEEDED:
            _read_one(package, here, names, name, manifest)
    ignored = (
        {path.removesuffix(".csv") for path in names} - {name.lower() for name in _NEEDED} - {"manifest"}
    )
    package.notes += [f"ignored:{name[:60]}" for name in sorted(ignored)][:20]
    if not package.tables.get("users") or not package.tables["users"].rows:
        raise RosterRefused("It brings no users.csv with people.", file="users.csv")
    return package


def _name_of(path: str) -> str:
    return path.rpartition("/")[2].lower()


def _manifest(table: Table) -> dict[str, str]:
    rows = [[*table.header], *(row.cells for row in table.rows)]
    return {row[0].strip(): row[1].strip() for row in rows if len(row) > 1}


def _read_one(
    package: RosterPackage,
    folder: SourceFolder,
    names: Mapping[str, str],
    name: str,
    manifest: Mapping[str, str],
) -> None:
    mode = manifest.get(f"file.{name}", "").lower()
    file_name = f"{name}.csv"
    if mode not in _MODES:
        raise RosterRefused(f"The manifest says “{mode[:20]}” of {file_name}.", file="manifest.csv")
    path = names.get(file_name.lower())
    if path is None:
        if mode in {"bulk", "delta"}:
            raise RosterRefused(f"The manifest names {file_name}, and it is not there.", file=file_name)
        return
    if mode == "absent":
        package.notes.append(f"ignored:{name}")
        return
    table = read_table(folder.read(path, limit=MAX_BYTES), file_name=file_name, is_empty_allowed=True)
    known = {heading.lower(): heading for heading in _HEADINGS}
    table.header = [known.get(heading.lower(), heading) for heading in table.header]
    missing = [heading for heading in _NEEDED[name] if heading not in table.header]
    if missing:
        raise RosterRefused(f"{file_name} has no column {', '.join(missing)}.", file=file_name)
    package.tables[name] = table


_HEADINGS = (
    *("sourcedId", "status", "dateLastModified", "title", "type", "startDate", "endDate", "parentSourcedId"),
    *("schoolYear", "name", "identifier", "enabledUser", "orgSourcedIds", "role", "username", "userIds"),
    *("givenName", "familyName", "middleName", "email", "sms", "phone", "agentSourcedIds", "grades"),
    *("password", "userSourcedId", "roleType", "beginDate", "orgSourcedId", "userProfileSourcedId"),
    *("courseSourcedId", "classCode", "classType", "schoolSourcedId", "termSourcedIds", "subjects"),
    *("subjectCodes", "periods", "classSourcedId", "primary", "courseCode", "schoolYearSourcedId"),
    *("preferredGivenName", "preferredFamilyName", "preferredFirstName", "preferredLastName"),
)
