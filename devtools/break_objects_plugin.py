"""pytest plugin of `break_objects`: runs the tests once, then those that matter for an object again, without it."""

import dataclasses
import re
import time
from collections import defaultdict
from typing import Any

import pytest

from devtools.shell import say

# Tests that fire a trigger are many where it looks at every row; who would notice is among the quick ones.
MOST_TRIES = 40
MARK = "fired"
BODY = re.compile(r"^BEGIN\b|\bBEGIN$", re.MULTILINE)
VIEW_HEAD = re.compile(
    r"\A(.*?\bCREATE\s+VIEW\s+\w+\s*(?:\([^)]*\))?\s*AS\b)(.*)\Z", re.IGNORECASE | re.DOTALL
)


class Breaker:
    """Names are `name.kind`."""

    def __init__(self, names: list[str]) -> None:
        self.names = names
        self.unnoticed: list[str] = []
        self.is_done = False
        self.current: pytest.Item | None = None
        self.last_fired = ""
        self.refused_in: dict[str, set[pytest.Item]] = defaultdict(set)
        self.used_in: dict[str, set[pytest.Item]] = defaultdict(set)
        self.seconds: dict[pytest.Item, float] = {}

    def pytest_collection_finish(self) -> None:
        """Before the first test makes the database: triggers tell that they are fired."""
        from django.db.backends.signals import connection_created

        from edusync.kernel import sqlobjects

        self.plain = sqlobjects.object_files("sqlite")
        sqlobjects.object_files = lambda vendor: [telling(file) for file in self.plain]
        connection_created.connect(self.prepare_connection, weak=False)

    def prepare_connection(self, connection: Any, **_rest: Any) -> None:
        """Every connection hears what fires and sees what is read."""
        if connection.vendor == "sqlite":
            connection.connection.create_function(MARK, 1, self.note_fired)
        if self.watch not in connection.execute_wrappers:
            connection.execute_wrappers.append(self.watch)

    def note_fired(self, name: str) -> None:
        """Called by the triggers themselves."""
        self.last_fired = name
        if self.current is not None:
            self.used_in[f"{name}.trigger"].add(self.current)

    def watch(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        """Called around every statement."""
        from edusync.kernel import sqlobjects

        if self.current is not None:
            for name in self.names:
                if name.endswith(".view") and name.removesuffix(".view") in sql:
                    self.used_in[name].add(self.current)
        try:
            return execute(sql, params, many, context)
        except Exception as error:
            if self.current is not None and sqlobjects.is_refused_by_trigger(error):
                self.refused_in[f"{self.last_fired}.trigger"].add(self.current)
            raise

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Instead of pytest's own loop."""
        from pytest_django.plugin import blocking_manager_key

        failing = set()
        for item in session.items:
            self.current = item
            started = time.monotonic()
            if not passes(item):
                failing.add(item)
                say(f"not used, it fails without any change: {item.nodeid}")
            self.seconds[item] = time.monotonic() - started
        self.current = None
        for name in self.names:
            tests = [item for item in self.candidates(name) if item not in failing]
            with session.config.stash[blocking_manager_key].unblock():
                self.replace(name, is_broken=True)
            noticed = next((item for item in tests if not passes(item)), None)
            with session.config.stash[blocking_manager_key].unblock():
                self.replace(name, is_broken=False)
            if noticed is None:
                self.unnoticed.append(name)
            say(
                f"noticed   {name} {noticed.nodeid}"
                if noticed
                else f"unnoticed {name} ({len(tests)} tests use it)"
            )
        session._setupstate.teardown_exact(None)
        self.is_done = True
        return True

    def candidates(self, name: str) -> list[pytest.Item]:
        """Tests that may notice, the likely ones first."""
        likely = sorted(self.refused_in[name], key=self.seconds.__getitem__)
        others = sorted(self.used_in[name] - self.refused_in[name], key=self.seconds.__getitem__)
        return [*likely, *others[:MOST_TRIES]]

    def replace(self, name: str, *, is_broken: bool) -> None:
        """Break the object in the test database, or put it back."""
        from django.db import connection

        from edusync.kernel import sqlobjects

        files = [
            changed
            for file in self.plain
            if (
                changed := broken(file) if is_broken and f"{file.name}.{file.kind}" == name else telling(file)
            )
        ]
        sqlobjects.object_files = lambda vendor: files
        plain, _, kind = name.rpartition(".")
        sqlobjects.drop_object(connection, kind, plain)
        for file in files:
            if (file.name, file.kind) == (plain, kind):
                sqlobjects.install_object(connection, file)


def telling(file: Any) -> Any:
    """A trigger that calls us first."""
    if file.kind != "trigger":
        return file
    return dataclasses.replace(
        file, statement=BODY.sub(f"BEGIN SELECT {MARK}('{file.name}');", file.statement, count=1)
    )


def broken(file: Any) -> Any:
    """No trigger at all; a view with the same columns and no row."""
    if file.kind == "trigger":
        return None
    head = VIEW_HEAD.match(file.statement)
    assert head is not None, file.name
    return dataclasses.replace(file, statement=f"{head[1]} SELECT * FROM ({head[2]}) AS emptied WHERE 0")


def passes(item: pytest.Item) -> bool:
    """Run a test without telling anybody. What is made once for the whole run stays for the next."""
    from _pytest.runner import runtestprotocol

    after: Any = item.session
    return not any(report.failed for report in runtestprotocol(item, log=False, nextitem=after))
