"""A CSV file of a meeting: what it would write."""

from typing import Any

from edusync.grading.models import AttendanceRecord, AttendanceSession
from edusync.grading.queries.importing import PEOPLE, people_of, read_table
from edusync.grading.queries.learners import learners_in_book
from edusync.kernel.problems import FieldError, ValidationProblem

# What teachers write in such files.
WORDS = {
    "present": "present", "p": "present", "here": "present", "yes": "present", "1": "present", "x": "present",
    "late": "late", "l": "late", "t": "late", "tardy": "late",
    "absent": "absent", "a": "absent", "no": "absent", "0": "absent",
    "excused": "excused", "e": "excused", "ex": "excused",
}  # fmt: skip
STATE_HEADINGS = ("state", "status", "attendance")
NOTE_HEADINGS = ("note", "remark", "reason")
MAX_NOTE = 200


def preview(session: AttendanceSession, content: bytes) -> dict[str, Any]:
    """What the file would write. Three queries. Raises ValidationProblem for what is no such table."""
    head, lines = read_table(content)
    person_at, state_at, note_at = (
        place_of(head, names) for names in (PEOPLE, STATE_HEADINGS, NOTE_HEADINGS)
    )
    if person_at is None or state_at is None:
        detail = "A column email or username, and a column state, are needed."
        raise ValidationProblem(errors=[FieldError("/file", "no-columns", detail)])
    people = people_of(session.course_id)
    here = set(
        learners_in_book(session.course_id, cohort_id=session.cohort_id)
        .order_by()
        .values_list("pk", flat=True)
    )
    rows = AttendanceRecord.objects.filter(session=session).values_list("enrollment_id", "state", "note")
    known = {key: (state, note) for key, state, note in rows}
    seen: set[int] = set()
    found = [
        row_json(line, [cell(values, at) for at in (person_at, state_at, note_at)], people, here, known, seen)
        for line, values in enumerate(lines, start=2)
        if any(value.strip() for value in values)
    ]
    changed = [row for row in found if row["error"] or is_change(row, known)]
    return {"change_count": sum(not row["error"] for row in changed), "rows": changed}


def place_of(head: list[str], names: tuple[str, ...]) -> int | None:
    """Where a column of one of these names stands."""
    return next((at for at, name in enumerate(head) if name.strip().lower() in names), None)


def cell(values: list[str], at: int | None) -> str:
    """Text of a cell, empty where the row is short."""
    return values[at].strip() if at is not None and at < len(values) else ""


def row_json(
    line: int,
    values: list[str],
    people: dict[str, int],
    here: set[int],
    known: dict[int, Any],
    seen: set[int],
) -> dict[str, Any]:
    """One row: whom it means and what it says."""
    person, word, note = values
    enrollment_id = people.get(person.casefold())
    state = WORDS.get(word.casefold())
    error = ""
    if enrollment_id is None or enrollment_id not in here:
        error, enrollment_id = "unknown-person", None
    elif enrollment_id in seen:
        error = "twice"
    elif state is None:
        error = "unknown-state"
    if enrollment_id is not None:
        seen.add(enrollment_id)
    before = known.get(enrollment_id or 0, (None, ""))
    return {
        "line": line,
        "person": person[:MAX_NOTE],
        "enrollment_id": enrollment_id,
        "error": error,
        "state": state,
        "state_before": before[0],
        "note": note[:MAX_NOTE],
    }


def is_change(row: dict[str, Any], known: dict[int, Any]) -> bool:
    """Whether the row says something new."""
    before = known.get(row["enrollment_id"])
    return before is None or before[0] != row["state"] or row["note"] not in ("", before[1])
