"""Every foreign key of the demo school, by plain SQL: the parent of a row cannot go, and no row can point nowhere."""

from typing import Any

from django.db import DatabaseError, connection, models, transaction

from tests.demo_school.tables import TABLES, parent_of, pointers, rows

NOBODY = 987_654_321
# Keys of texts and of languages point by a word.
NO_WORD = "nowhere"
LEAST_KEYS = 250


def refusal(sql: str, *values: Any) -> str:
    """What the database says to the statement, empty where it takes it. Nothing stays."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, list(values))
            # SQLite looks at its keys when the transaction would end.
            connection.check_constraints()
            transaction.set_rollback(True)
    except DatabaseError as error:
        return str(error) or "refused"
    return ""


def pairs() -> list[tuple[str, Any, Any]]:
    """(table, key, value) of each foreign key that some row uses."""
    found = []
    for name, model in TABLES.items():
        for field in pointers(model):
            used = rows(f"SELECT {field.column} FROM {name} WHERE {field.column} IS NOT NULL LIMIT 1")
            if used:
                found.append((name, field, used[0][0]))
    return found


def no_parent_goes_while_a_row_points_to_it() -> None:
    tried = pairs()
    gone = []
    for name, field, value in tried:
        parent = parent_of(field)._meta.db_table
        if not refusal(f"DELETE FROM {parent} WHERE {field.target_field.column} = %s", value):
            gone.append(f"{name}.{field.column}")
    assert gone == []
    assert len(tried) >= LEAST_KEYS


def no_row_points_nowhere() -> None:
    lost = []
    for name, field, value in pairs():
        nobody = NOBODY if isinstance(field.target_field, models.IntegerField) else NO_WORD
        said = refusal(
            f"UPDATE {name} SET {field.column} = %s WHERE {field.column} = %s",
            nobody,
            value,
        )
        if not said:
            lost.append(f"{name}.{field.column}")
    assert lost == []
