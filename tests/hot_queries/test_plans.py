"""How each engine reads the pages that people open most: stored, and without a walk through a table that grows.

The pages are really asked for, and each of their statements is explained. The statistics of the test's server say that
every growing table has 200,000 rows: what cannot be found by an index shows itself without anybody filling them.

After a change of queries or indexes: `PLANS_WRITE=1 pytest tests/hot_queries -n0` on each engine, read what it wrote, and
commit it.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from edusync.courses.testing import lessons_of, make_course
from edusync.enrollment.testing import make_enrollment
from edusync.identity.models import User
from tests.hot_queries.statistics import GROWING, pretend_many_rows

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.administrator("writes the server's statistics"),
]
PLANS = Path(__file__).parent / "plans"
MANY = 10_000


def engine_name() -> str:
    if connection.vendor == "sqlite":
        return "sqlite"
    return "mariadb" if connection.mysql_is_mariadb else "mysql"


@pytest.fixture
def school(organization: Any, learner: Any, stranger: Any, instructor: Any) -> dict[str, Any]:
    """A course in which somebody learns and somebody waits."""
    course = make_course(modules=2, lessons=2, created_by_id=instructor.pk)
    make_enrollment(learner, course)
    return {"slug": course.slug, "lesson": lessons_of(course)[0].pk, "learner": learner.pk}


PAGES = {
    "home": ("learner", "/home"),
    "my learning": ("learner", "/my/learning"),
    "player: outline": ("learner", "/courses/{slug}/outline"),
    "player: lesson": ("learner", "/lessons/{lesson}"),
    "calendar": ("learner", "/calendar?from=2026-01-01&to=2026-02-01"),
    "my notes": ("learner", "/my/notes"),
    "my certificates": ("learner", "/my/certificates"),
    "my grades": ("learner", "/my/grades"),
    "my sittings": ("learner", "/my/sessions"),
    "notifications": ("learner", "/live/messages"),
    "catalog": ("learner", "/courses"),
    "catalog: words": ("learner", "/courses?search=python"),
    "course": ("learner", "/courses/{slug}"),
    "course: reviews": ("learner", "/courses/{slug}/reviews"),
    "search": ("learner", "/search?q=python"),
    "search of an admin": ("admin", "/search?q=lena"),
    "teaching": ("instructor", "/teaching/courses"),
    "learners of a course": ("instructor", "/courses/{slug}/learners"),
    "who needs attention": ("instructor", "/courses/{slug}/attention"),
    "insights": ("instructor", "/courses/{slug}/insights"),
    "waitlist": ("instructor", "/courses/{slug}/waitlist"),
    "requests": ("instructor", "/teaching/requests"),
    "what waits": ("instructor", "/teaching/waiting"),
    "what waits for an admin": ("admin", "/teaching/waiting"),
    "gradebook": ("instructor", "/courses/{slug}/gradebook/rows"),
    "enrollments": ("admin", "/enrollments"),
    "people": ("admin", "/people"),
    "people: words": ("admin", "/people?search=lena"),
    "a person": ("admin", "/people/{learner}"),
    "a person's enrollments": ("admin", "/people/{learner}/enrollments"),
    "audit": ("admin", "/audit"),
    "reports": ("admin", "/reports"),
    "dashboard": ("admin", "/dashboards/admin"),
    "who signs in": ("learner", "/me/login-attempts"),
    "files": ("admin", "/files"),
}

# What is read as a whole, and why that is right.
ALLOWED: dict[str, str] = {}


def statements_of(act: Callable[[], Any]) -> list[tuple[str, Any]]:
    """Every SELECT that the act runs, each wording once."""
    seen: dict[str, Any] = {}

    def keep(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.lstrip("( \n").upper().startswith(("SELECT", "WITH")):
            seen.setdefault(sql, params)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(keep):
        act()
    return list(seen.items())


def plan_of(sql: str, params: Any) -> list[dict[str, Any]]:
    """Steps: table, index (empty for none), rows (an estimate)."""
    word = {"sqlite": "EXPLAIN QUERY PLAN", "mariadb": "EXPLAIN", "mysql": "EXPLAIN FORMAT=TRADITIONAL"}
    with connection.cursor() as cursor:
        cursor.execute(f"{word[engine_name()]} {sql}", params)
        heads = [head[0].lower() for head in cursor.description]
        rows = [dict(zip(heads, row, strict=True)) for row in cursor.fetchall()]
    return list(steps_of_sqlite(rows) if connection.vendor == "sqlite" else steps_of_server(rows))


def steps_of_sqlite(rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for row in rows:
        words = row["detail"].split()
        if words[0] in {"SEARCH", "SCAN"}:
            index = words[words.index("INDEX") + 1] if "INDEX" in words else ""
            if words[0] == "SEARCH" and not index:
                index = "PRIMARY"
            # A SCAN along an index is in the order that is asked for, and ends with the page.
            yield {"table": words[1], "index": index, "rows": MANY if not index else 0}


def steps_of_server(rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for row in rows:
        if row["table"] and not row["table"].startswith("<"):
            is_walk = row["type"] in {"ALL", "index"}
            yield {
                "table": row["table"],
                "index": "" if row["type"] == "ALL" else row["key"] or "",
                "rows": int(row["rows"] or 0) if is_walk else 0,
            }


def tables_by_alias(sql: str) -> dict[str, str]:
    """Alias in a statement → table."""
    words = (
        sql.replace("`", "")
        .replace('"', "")
        .replace("(", " ")
        .replace(",", " , ")
        .replace(")", " ) ")
        .split()
    )
    found = {}
    for before, table, *after in zip(words, words[1:], words[2:], words[3:], strict=False):
        if before.upper() in {"FROM", "JOIN"} and table in GROWING:
            alias = after[1] if after[0].upper() == "AS" else after[0]
            found[alias] = table
            found[table] = table
    return found


def entries_and_walks(page: str, act: Callable[[], Any]) -> tuple[set[str], dict[str, str]]:
    """How the page enters growing tables; what it reads as a whole, with the statement."""
    entries, walks = set(), {}
    for sql, params in statements_of(act):
        names = tables_by_alias(sql)
        for step in plan_of(sql, params):
            table = names.get(step["table"])
            if table is not None:
                is_long = step["rows"] >= MANY
                entries.add(f"{table} by {step['index'] or ('a walk' if is_long else 'a walk of few rows')}")
                if is_long:
                    walks[f"{page}: {table} {step}"] = sql
    return entries, walks


def stored_text(found: dict[str, set[str]]) -> str:
    """A block for each page. What all pages do, to know who asks, comes once."""
    shared = set.intersection(*found.values())
    blocks = {"every page": shared, **{page: entries - shared for page, entries in found.items()}}
    return "".join("\n  ".join([page, *sorted(entries)]) + "\n" for page, entries in blocks.items())


def test_no_page_walks_through_a_growing_table(
    api: Any, admin: Any, instructor: Any, learner: Any, school: dict[str, Any]
) -> None:
    people = {"admin": admin, "instructor": instructor, "learner": learner}
    clients = {name: api(person) for name, person in people.items()}
    found, walks = {}, {}

    def read(who: str, path: str) -> None:
        answer = clients[who].get(f"/api/v1{path.format(**school)}")
        assert answer.status_code == 200, (path, answer.content[:300])

    with pretend_many_rows():
        for page, (who, path) in PAGES.items():
            found[page], more = entries_and_walks(page, lambda: read(who, path))  # noqa: B023
            walks |= more
    path = PLANS / f"{engine_name()}.txt"
    if os.environ.get("PLANS_WRITE") == "1":
        path.write_text(stored_text(found))
    assert {name: sql for name, sql in walks.items() if not name.startswith(tuple(ALLOWED))} == {}
    # Which of two indexes is taken may change with the version of a server; that a page is stored may not.
    stored = {line for line in path.read_text().splitlines() if not line.startswith(" ")}
    assert stored == {"every page", *PAGES}


def test_a_walk_is_seen(organization: Any) -> None:
    with pretend_many_rows():
        _, walks = entries_and_walks(
            "people", lambda: list(User.objects.filter(last_name__contains="x").values_list("pk"))
        )
    assert [name.split(" {")[0] for name in walks] == ["people: identity_user"]
