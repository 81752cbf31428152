"""The indexes that the sources ask for: each is there, and the engine takes it for the question it is meant for.

Not by name: some are unique keys, some begin with the organization, since every question does. A plan is asked for, and
the columns of the indexes in it are compared. SQLite names the one it takes; of the servers those that it may take count
too, since MySQL looks into the index itself, which is empty here, and then prefers any of them.
"""

from typing import Any

import pytest
from django.db import connection

from tests.hot_queries.statistics import pretend_many_rows
from tests.hot_queries.test_plans import plan_of

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.administrator("writes the server's statistics"),
]

# What is asked → (statement, table → columns with which the index that is taken begins, one of several).
ASKED: dict[str, tuple[str, dict[str, tuple[str, ...]]]] = {
    "people by e-mail": (
        "SELECT id FROM identity_user u WHERE u.email IN ('lena@example.com', 'stan@example.com')",
        {"u": ("email",)},
    ),
    "people by user name": (
        "SELECT id FROM identity_user u WHERE u.username IN ('lena', 'stan')",
        {"u": ("username",)},
    ),
    "e-mail and role": (
        "SELECT a.id FROM identity_user u JOIN identity_role_assignment a ON a.user_id = u.id"
        " WHERE u.email IN ('lena@example.com', 'stan@example.com') AND a.organization_id = 1 AND a.role_id = 3",
        {"u": ("email",), "a": ("organization_id,user_id", "organization_id,role_id", "user_id", "role_id")},
    ),
    "role and active": (
        "SELECT u.id FROM identity_role_assignment a JOIN identity_user u ON u.id = a.user_id"
        " WHERE a.organization_id = 1 AND a.role_id = 3 AND u.is_active",
        {"a": ("organization_id,role_id", "role_id"), "u": ("id", "is_active")},
    ),
    "who holds a role": (
        "SELECT user_id FROM identity_role_assignment a WHERE a.role_id = 3",
        {"a": ("role_id",)},
    ),
    "deleted people": (
        "SELECT id FROM identity_user u WHERE u.deleted_at > '2026-11-01' AND u.deleted_at < '2026-11-02'",
        {"u": ("deleted_at",)},
    ),
    "e-mail not verified": (
        "SELECT id FROM identity_user u WHERE u.email_verified_at IS NULL",
        {"u": ("email_verified_at",)},
    ),
    "courses by title": (
        "SELECT id FROM courses_course c WHERE c.organization_id = 1 AND c.title = 'Python'",
        {"c": ("organization_id,title",)},
    ),
    "enrollments of a person": (
        "SELECT id FROM enrollment_enrollment e WHERE e.learner_id = 5",
        {"e": ("learner_id",)},
    ),
    "enrollments in a course": (
        "SELECT id FROM enrollment_enrollment e WHERE e.course_id = 5",
        {"e": ("course_id",)},
    ),
    "lessons of a module": (
        "SELECT id FROM courses_lesson l WHERE l.module_id = 5",
        {"l": ("module_id",)},
    ),
}


def columns_of(table: str, index: str) -> str:
    """Columns of an index in their order, joined by commas; of the primary key where the plan names that."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            if index == "PRIMARY":
                return "id"
            cursor.execute(f'PRAGMA index_info("{index}")')
            return ",".join(str(row[2]) for row in cursor.fetchall())
        cursor.execute(
            "SELECT column_name FROM information_schema.statistics WHERE table_schema = DATABASE()"
            " AND table_name = %s AND index_name = %s ORDER BY seq_in_index",
            [table, index],
        )
        return ",".join(row[0] for row in cursor.fetchall())


def table_of(sql: str, alias: str) -> str:
    words = sql.split()
    return words[words.index(alias) - 1]


def taken_by(sql: str) -> dict[str, set[str]]:
    """Alias → columns of each index by which the engine enters it or may enter it; empty where it has to walk."""
    if connection.vendor == "sqlite":
        names = {step["table"]: [step["index"]] for step in plan_of(sql, None)}
    else:
        names = names_by_server(sql)
    return {
        alias: {columns_of(table_of(sql, alias), index) for index in indexes if index}
        for alias, indexes in names.items()
    }


def names_by_server(sql: str) -> dict[str, list[str]]:
    """Alias → names of the indexes in its step."""
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {'' if connection.mysql_is_mariadb else 'FORMAT=TRADITIONAL '}{sql}")
        heads = [head[0].lower() for head in cursor.description]
        steps = [dict(zip(heads, row, strict=True)) for row in cursor.fetchall()]
    return {step["table"]: str(step["possible_keys"] or "").split(",") for step in steps if step["table"]}


@pytest.mark.parametrize("name", ASKED)
def test_the_index_that_was_asked_for_is_taken(organization: Any, name: str) -> None:
    sql, wanted = ASKED[name]
    with pretend_many_rows():
        taken = taken_by(sql)
    for alias, choices in wanted.items():
        assert any(one.startswith(columns) for one in taken[alias] for columns in choices), (alias, taken)


def test_a_question_without_an_index_shows(organization: Any) -> None:
    with pretend_many_rows():
        taken = taken_by("SELECT id FROM identity_user u WHERE u.first_name = 'Lena'")
    assert taken == {"u": set()}
