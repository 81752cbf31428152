"""The uploaded file as records in a fixed order, cut into chunks of one kind."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from edusync.files.services import open_file
from edusync.identity.services.people_import.drafts import Draft, read_values
from edusync.identity.services.people_import.references import References
from edusync.integrations.formats.people.columns import IGNORED
from edusync.integrations.formats.people.roster import ROSTER_ORDER, RosterPackage, read_roster
from edusync.integrations.formats.people.tables import Table, TableRow, read_table
from edusync.integrations.models import UserImportJob
from edusync.integrations.problems import ImportStepRefused

CHUNK = 500
PERSON = "person"
_FORMULA_STARTS = ("=", "+", "-", "@")
PASSWORD = "password"  # noqa: S105 - the name of a field


@dataclass(frozen=True, slots=True)
class Record:
    """A row of a file. `cells` are as they came; `values` by heading are there for packages only."""

    position: int
    line: int
    kind: str
    file_name: str
    cells: Sequence[str]
    values: dict[str, str]


@dataclass(frozen=True, slots=True)
class Chunk:
    """Up to CHUNK neighboring records of one kind."""

    kind: str
    records: list[Record]

    @property
    def last(self) -> int:
        """Position of the last record."""
        return self.records[-1].position


def read_content(job: UserImportJob) -> bytes:
    """The bytes of the upload. Raises ImportStepRefused when it is gone."""
    if job.file is None:
        raise ImportStepRefused("The file of this import is gone. Upload it again.", state=job.state)
    with open_file(job.file) as content:
        return content.read()


def records_of(job: UserImportJob) -> list[Record]:
    """Every row of the upload in order. Raises TableRefused problems."""
    content = read_content(job)
    if job.format == UserImportJob.Format.CSV:
        return list(_table_records(read_table(content)))
    return list(_roster_records(read_roster(content)))


def _table_records(table: Table) -> Iterator[Record]:
    for position, row in enumerate(table.rows, 1):
        yield Record(position, row.line, PERSON, "", row.cells, {})


def _roster_records(package: RosterPackage) -> Iterator[Record]:
    position = 0
    for name in ROSTER_ORDER:
        for row, values in _ordered(package, name):
            position += 1
            file_name = "users.csv" if name == "agents" else f"{name}.csv"
            yield Record(position, row.line, name, file_name, row.cells, values)


def _ordered(package: RosterPackage, name: str) -> list[tuple[TableRow, dict[str, str]]]:
    """The rows of one subject; what others stand below comes first."""
    table = package.tables.get("users" if name == "agents" else name)
    if table is None:
        return []
    rows = [(row, dict(zip(table.header, row.cells, strict=False))) for row in table.rows]
    if name == "agents":
        return [(row, values) for row, values in rows if values.get("agentSourcedIds")]
    if name in {"orgs", "academicSessions"}:
        above = {values.get("sourcedId", ""): values.get("parentSourcedId", "") for _, values in rows}
        rows.sort(key=lambda pair: _depth(pair[1].get("sourcedId", ""), above))
    return rows


def _depth(key: str, above: dict[str, str]) -> int:
    """How many are above it; a circle counts as very deep, and its rows are refused as parents that are not there."""
    depth = 0
    while (key := above.get(key, "")) and depth <= len(above):
        depth += 1
    return depth


def chunks_of(records: Sequence[Record], size: int = CHUNK) -> Iterator[Chunk]:
    """The records cut into chunks; the same cuts in every run."""
    pending: list[Record] = []
    for record in records:
        if pending and (len(pending) == size or pending[0].kind != record.kind):
            yield Chunk(pending[0].kind, pending)
            pending = []
        pending.append(record)
    if pending:
        yield Chunk(pending[0].kind, pending)


def draft_of(record: Record, job: UserImportJob, references: References) -> Draft:
    """A row of a CSV file read by the job's mapping."""
    draft = Draft(record.position, record.line, cells=_safe_cells(record.cells, job.mapping))
    raw = [
        (field_name, heading, plain_cell(text))
        for field_name, heading, text in zip(job.mapping, job.columns, record.cells, strict=False)
        if field_name != IGNORED
    ]
    if any(record.cells[len(job.columns) :]):
        draft.refuse("", "too-many-cells", "The row has more cells than there are headings.")
    read_values(draft, raw, references)
    return draft


def _safe_cells(cells: Sequence[str], mapping: Sequence[str]) -> list[str]:
    """Cells without passwords, which are never kept."""
    fields: list[Any] = [*mapping, *[IGNORED] * max(0, len(cells) - len(mapping))]
    return ["" if field_name == PASSWORD else cell for field_name, cell in zip(fields, cells, strict=False)]


def plain_cell(text: str) -> str:
    """The text without the mark that our own exports put before what a spreadsheet would run."""
    return text[1:] if text.startswith("'") and text[1:].lstrip().startswith(_FORMULA_STARTS) else text
