"""A CSV file or an Excel workbook of marks against the book: what it would change."""

import csv
import io
import re
from decimal import Decimal, InvalidOperation
from typing import Any

from edusync.grading.models import GradeItem
from edusync.grading.queries.cells import cells_of
from edusync.grading.queries.learners import learners_in_book
from edusync.grading.queries.loading import title_of
from edusync.grading.queries.workbooks import read_workbook
from edusync.kernel.problems import FieldError, ValidationProblem

MAX_BYTES = 5 << 20
MAX_ROWS = 20_000
MAX_POINTS = Decimal(100_000)
NUMBER = re.compile(r"\[(\d{1,18})\]\s*$")
PEOPLE = ("email", "username")
WORDS = {"excused": "excuse", "ex": "excuse", "missing": "missing"}
PLAIN = re.compile(r"\d{1,6}([.,]\d{1,6})?")


def preview(course_id: int, items: list[GradeItem], content: bytes) -> dict[str, Any]:
    """What the file would change. Three queries. Raises ValidationProblem for what is no table of marks.

    Columns are found by the number in their heading, or by their title; people by e-mail address or user name. Empty
    cells change nothing.
    """
    head, lines = read_table(content)
    columns = columns_of(head, items)
    person_at = next((at for at, name in enumerate(head) if name.strip().lower() in PEOPLE), None)
    if person_at is None or not columns:
        detail = "A column email or username, and at least one column of the gradebook, are needed."
        raise ValidationProblem(errors=[FieldError("/file", "no-columns", detail)])
    people = people_of(course_id)
    cells = cells_of(set(people.values()), [item.pk for item in columns.values()])
    seen: set[int] = set()
    rows = [
        row_json(line, values, person_at, columns, people, cells, seen)
        for line, values in enumerate(lines, start=2)
        if any(value.strip() for value in values)
    ]
    named = [*columns, person_at]
    return {
        "columns": [title_of(item) for item in columns.values()],
        "ignored": [name for at, name in enumerate(head) if at not in named and name.strip()],
        "change_count": sum(len(row["changes"]) for row in rows),
        "rows": [row for row in rows if row["changes"] or row["error"] or row["bad_cells"]],
    }


def read_table(content: bytes) -> tuple[list[str], list[list[str]]]:
    """Heading and rows of a delimited file, or of the first sheet of an Excel workbook. Raises ValidationProblem."""
    if content.startswith(b"PK\x03\x04"):
        rows = read_workbook(content)
        if not rows:
            raise ValidationProblem(errors=[FieldError("/file", "no-rows", f"From 1 to {MAX_ROWS} rows.")])
        return rows[0], rows[1:]
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise ValidationProblem(errors=[FieldError("/file", "invalid", str(error))]) from error
    if not rows or len(rows) > MAX_ROWS:
        raise ValidationProblem(errors=[FieldError("/file", "no-rows", f"From 1 to {MAX_ROWS} rows.")])
    return rows[0], rows[1:]


def columns_of(head: list[str], items: list[GradeItem]) -> dict[int, GradeItem]:
    """Columns of the book by their place in the file."""
    by_id = {item.pk: item for item in items}
    by_title = {title_of(item).casefold(): item for item in items}
    found: dict[int, GradeItem] = {}
    for at, name in enumerate(head):
        number = NUMBER.search(name)
        item = by_id.get(int(number[1])) if number else by_title.get(name.strip().casefold())
        if item is not None and item not in found.values():
            found[at] = item
    return found


def people_of(course_id: int) -> dict[str, int]:
    """Enrollments by e-mail address and user name, in lower case."""
    found: dict[str, int] = {}
    rows = learners_in_book(course_id).values_list("pk", "learner__email", "learner__username")
    for key, email, username in rows:
        for name in (email, username):
            if name:
                found[name.casefold()] = key
    return found


def row_json(
    line: int,
    values: list[str],
    person_at: int,
    columns: dict[int, GradeItem],
    people: Any,
    cells: Any,
    seen: set[int],
) -> dict[str, Any]:
    """One row: whom it means and what it would change."""
    name = values[person_at].strip() if person_at < len(values) else ""
    enrollment_id = people.get(name.casefold())
    error = "unknown-person" if enrollment_id is None else "twice" if enrollment_id in seen else ""
    answer: dict[str, Any] = {
        "line": line, "person": name[:200], "enrollment_id": enrollment_id, "error": error, "bad_cells": [], "changes": [],
    }  # fmt: skip
    if error:
        return answer
    seen.add(enrollment_id)
    present = {cell[0]: cell for cell in cells[enrollment_id]}
    for at, item in columns.items():
        text = values[at].strip() if at < len(values) else ""
        if not text:
            continue
        wanted = read_mark(text)
        if wanted is None:
            answer["bad_cells"].append(f"{title_of(item)}: {text[:40]}")
        else:
            answer["changes"] += changes_to(item, present.get(item.pk), *wanted)
    return answer


def read_mark(text: str) -> tuple[str, Decimal | None] | None:
    """Act and points that a cell of the file means; None for what is no mark."""
    if text.casefold() in WORDS:
        return WORDS[text.casefold()], None
    if not PLAIN.fullmatch(text):
        return None
    try:
        points = Decimal(text.replace(",", ".")).quantize(Decimal("0.001"))
    except InvalidOperation:
        return None
    return ("set", points) if points <= MAX_POINTS else None


def changes_to(
    item: GradeItem, cell: list[Any] | None, act: str, points: Decimal | None
) -> list[dict[str, Any]]:
    """The change, or none where the cell says so already."""
    before, state, version = (cell[1], cell[3], cell[4]) if cell else (None, "none", 0)
    if act == "set" and state == "graded" and before == float(points or 0):
        return []
    if {"excuse": "excused", "missing": "missing"}.get(act) == state:
        return []
    return [
        {
            "item_id": item.pk,
            "act": act,
            "points": None if points is None else float(points),
            "before": before,
            "state_before": state,
            "version": version,
            "needs_reason": act == "set" and item.source_id is not None,
        }
    ]
