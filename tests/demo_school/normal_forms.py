"""The normal forms, as far as rows can tell: no repeating groups, no undeclared dependency, every copy agrees.

`docs/explanation/schema.md` says which exceptions are made on purpose; here they stand as data, and the rows of the demo
school are asked. What is a candidate key is the database's own matter: `docs/reference/keys.md` is made from its keys.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

from django.db import connection, models

from tests.demo_school.tables import TABLES, number, parent_of, pointers, rows

# The same word for another fact: who wrote the answer is not who wrote the question.
OTHER_FACTS = {
    "author_id",
    "created_by_id",
    "changed_by_id",
    "resolved_by_id",
    "revoked_by_id",
    "owner_id",
    "file_id",
    "image_file_id",
    "language_id",
    "snapshot_id",
}
# Pointers that determine another pointer of the same row and are no copy from the table they lead to.
DETERMINED = {
    ("assessment_question", "course_id", "bank_id"): "the demo school has one bank for each course",
    ("reports_enrollment_day", "enrollment_id", "user_id"): "the learner; reports group by the person",
}
# Texts and documents that hold several values, read and written as a whole.
LISTS = {
    ("assessment_assignment", "file_types"): "a setting: the endings that a file may have",
    ("communication_learning_goal", "minutes"): "a week's seven numbers, set at once",
}
ROWS, GROUPS = 30, 6
LIST = re.compile(r"[\w.-]+(\s*[,;|]\s*[\w.-]+)+")
# A hundred and more tables have rows; a seed that made none would prove nothing.
LEAST_TABLES = 100


def copies() -> Iterator[tuple[str, str, str, str, str]]:
    """(table, pointer, parent, key of the parent, column) wherever a row repeats a pointer of its parent."""
    for name, model in TABLES.items():
        own = {field.column: field for field in pointers(model)}
        for column, field in own.items():
            parent = parent_of(field)
            for other in pointers(parent):
                mine = own.get(other.column)
                if (
                    mine is not None
                    and other.column != column
                    and parent_of(mine) is parent_of(other)
                    and other.column not in OTHER_FACTS
                ):
                    yield name, column, parent._meta.db_table, field.target_field.column, other.column


def the_demo_school_fills_most_tables() -> None:
    filled = [name for name in TABLES if number(f"SELECT COUNT(*) FROM {name}")]
    assert len(filled) >= LEAST_TABLES


def no_text_holds_a_list_that_is_not_said_to() -> None:
    """First normal form: several values in one column."""
    found = {
        (name, field.column)
        for name, model in TABLES.items()
        for field in model._meta.local_concrete_fields
        if isinstance(field, models.CharField | models.TextField | models.JSONField)
        and holds_lists([row[0] for row in some_values(name, field.column)])
    }
    assert found <= set(LISTS)


def some_values(table: str, column: str) -> list[tuple[Any, ...]]:
    quoted = connection.ops.quote_name(column)
    return rows(f"SELECT {quoted} FROM {table} WHERE {quoted} IS NOT NULL AND {quoted} <> '' LIMIT 500")


def holds_lists(values: list[Any]) -> bool:
    """Whether most texts are lists, or any document is a bare list of numbers, as of keys."""
    if any(is_list_of_numbers(value) for value in values):
        return True
    texts = [value for value in values if isinstance(value, str) and LIST.fullmatch(value)]
    return bool(values) and 2 * len(texts) > len(values)


def is_list_of_numbers(value: Any) -> bool:
    if not isinstance(value, str) or not value.startswith("["):
        return False
    try:
        found = json.loads(value)
    except ValueError:
        return False
    return isinstance(found, list) and len(found) > 1 and all(type(each) is int for each in found)


def what_a_row_repeats_of_its_parent_is_what_the_parent_says() -> None:
    """Third normal form, the exceptions: organization, course and the like beside the pointer that determines them."""
    found, differing, compared = 0, [], 0
    for table, pointer, parent, key, column in copies():
        found += 1
        told = rows(
            f"SELECT COUNT(*), COALESCE(SUM(c.{column} <> p.{column}), 0) FROM {table} c"
            f" JOIN {parent} p ON p.{key} = c.{pointer}"
            f" WHERE c.{column} IS NOT NULL AND p.{column} IS NOT NULL"
        )
        compared += told[0][0]
        if told[0][1]:
            differing.append((table, pointer, column, int(told[0][1])))
    assert differing == []
    assert found > 200
    assert compared > 3_000


def a_pointer_that_determines_another_is_declared() -> None:
    """Third normal form: dependencies are looked for in the rows; each is a copy from the parent or is said why."""
    known = {(table, pointer, column) for table, pointer, _, _, column in copies()} | set(DETERMINED)
    assert mined_dependencies() - known == set()


def mined_dependencies() -> set[tuple[str, str, str]]:
    """(table, pointer, pointer) where the first determines the second in every row, with enough rows to mean it."""
    found = set()
    for name, model in TABLES.items():
        columns = [field.column for field in pointers(model) if field.column != "organization_id"]
        for one in columns:
            if model._meta.get_field(one.removesuffix("_id")).unique:
                continue
            for other in columns:
                if one != other and determines(name, one, other):
                    found.add((name, one, other))
    return found


def determines(table: str, one: str, other: str) -> bool:
    """Whether rows that agree in the first column agree in the second, and the second is not just the same everywhere."""
    ((many, groups, values),) = rows(
        f"SELECT COUNT(*), COUNT(DISTINCT {one}), COUNT(DISTINCT {other}) FROM {table}"
        f" WHERE {one} IS NOT NULL AND {other} IS NOT NULL"
    )
    if many < ROWS or groups < GROUPS or values < GROUPS or many < 2 * groups:
        return False
    return not number(
        f"SELECT COUNT(*) FROM (SELECT {one} FROM {table}"
        f" WHERE {one} IS NOT NULL AND {other} IS NOT NULL"
        f" GROUP BY {one} HAVING COUNT(DISTINCT {other}) > 1) AS told_apart"
    )


def a_dependency_is_found_where_there_is_one() -> None:
    """A lesson's module determines its course, and the course not the module."""
    assert ("courses_lesson", "module_id", "course_id") in mined_dependencies()
    assert not determines("courses_lesson", "course_id", "module_id")
