"""A data set: checked, without names, packed with its codebook and the report of the check."""

import dataclasses
import datetime
import hashlib
import hmac
import io
import json
import secrets
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import IO, Any

from edusync.kernel.csv_export import csv_lines
from edusync.reports.research.anonymity import Check, Fact, check_groups
from edusync.reports.research.columns import COLUMNS, QUASI, codebook
from edusync.reports.research.facts import Wanted, course_titles, find_facts, measures_of

README = Path(__file__).with_name("README.txt")
CODEBOOK = ("column", "role", "values", "meaning", "treatment")
# Half of the digest: 64 bits keep millions of learners apart.
_DIGITS = 16


@dataclasses.dataclass(frozen=True)
class Draft:
    """A checked data set before anything is written."""

    group_size: int
    facts: list[Fact]
    check: Check
    people_without_consent: int

    def report(self) -> dict[str, Any]:
        """What the check found and did, as JSON."""
        return {
            "group_size": self.group_size,
            **self.check.numbers,
            "people_without_consent": self.people_without_consent,
            "levels": {
                quasi.name: quasi.levels[level] for quasi, level in zip(QUASI, self.check.levels, strict=True)
            },
        }


def draft_data_set(wanted: Wanted, group_size: int) -> Draft:
    """Find the enrollments of people who agreed and check their groups."""
    found = find_facts(wanted)
    return Draft(group_size, found.facts, check_groups(found.facts, group_size), found.people_without_consent)


def rows_of(draft: Draft, on_rows: Callable[[int], None]) -> list[list[str]]:
    """The rows in an order that says nothing. The key of the pseudonyms is made here and lost here."""
    key = secrets.token_bytes(32)
    facts = {fact.enrollment_id: fact for fact in draft.facts}
    titles = course_titles()
    rows = []
    for enrollment_id, measures in measures_of(list(draft.check.groups)):
        group = draft.check.groups[enrollment_id]
        is_linked = facts[enrollment_id].learner_id in draft.check.linked
        learner = _pseudonym(key, facts[enrollment_id], is_linked=is_linked)
        rows.append([learner, group[0], titles.get(group[0], ""), *group[1:], *measures])
        on_rows(len(rows))
    return sorted(rows)


def _pseudonym(key: bytes, fact: Fact, *, is_linked: bool) -> str:
    told = f"{fact.learner_id}" if is_linked else f"{fact.learner_id}:{fact.course}"
    return hmac.new(key, told.encode(), hashlib.sha256).hexdigest()[:_DIGITS]


def write_package(
    draft: Draft,
    target: IO[bytes],
    *,
    made_at: datetime.datetime,
    organization: str,
    on_rows: Callable[[int], None],
) -> int:
    """Write the ZIP: data.csv, codebook.csv, check.json, README.txt. Returns the number of rows."""
    rows = rows_of(draft, on_rows)
    lines = codebook(draft.check.levels, draft.group_size)
    report = {"made_at": made_at.isoformat(), "organization": organization, **draft.report()}
    files: Mapping[str, bytes] = {
        "data.csv": _csv(COLUMNS, rows),
        "codebook.csv": _csv(CODEBOOK, lines),
        "check.json": json.dumps(report, indent=2, ensure_ascii=False).encode(),
        "README.txt": README.read_bytes(),
    }
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            package.writestr(zipfile.ZipInfo(name, made_at.timetuple()[:6]), content, zipfile.ZIP_DEFLATED)
    return len(rows)


def _csv(columns: Any, rows: Any) -> bytes:
    text = io.StringIO()
    text.writelines(csv_lines(columns, rows))
    return text.getvalue().encode()
