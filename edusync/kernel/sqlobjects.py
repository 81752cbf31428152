"""Repeatable SQL objects: one file, one trigger, view, procedure or event, in its present text.

Files stand under `<app>/sql/{sqlite,mysql,any}/<name>.<kind>.sql`, one statement each, no DROP, no DELIMITER.
`migrate` drops SQLite's objects first (table rebuilds lose triggers silently and fail on views) and installs
afterwards what is new, changed or missing.
"""

import dataclasses
import hashlib
import re
from collections.abc import Container, Iterable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import structlog
from django.db import DatabaseError, connections

from edusync.kernel import clock
from edusync.kernel.registry import own_apps

# The order of installation: what may be used by others comes first.
KINDS = ("procedure", "view", "trigger", "event")
KINDS_OF_VENDOR = {"sqlite": ("view", "trigger"), "mysql": KINDS}
ON_DELETION = re.compile(r"\b(?:BEFORE|AFTER)\s+DELETE\s+ON\s+[\"`]?(\w+)", re.IGNORECASE)
SQLITE_TRIGGER_REFUSED = 1811
MYSQL_SIGNAL = 1644
# MariaDB and MySQL alike, with the number of any error of syntax.
TRIGGER_UNREADABLE = "has an error in its body"

logger = structlog.get_logger(__name__)


@dataclasses.dataclass(frozen=True)
class ObjectFile:
    """The text of one object for one vendor."""

    app: str
    name: str
    kind: str
    statement: str

    @property
    def digest(self) -> str:
        """SHA-256 of the statement."""
        return hashlib.sha256(self.statement.encode()).hexdigest()

    @property
    def table_of_deletion(self) -> str:
        """The table whose rows fire it when they are deleted; empty for all other objects."""
        found = ON_DELETION.search(self.statement) if self.kind == "trigger" else None
        return found[1] if found else ""


def object_files(vendor: str) -> list[ObjectFile]:
    """Objects that a vendor should have, in order of installation."""
    found = [file for app in own_apps() for file in files_of(app, vendor)]
    return sorted(found, key=lambda file: KINDS.index(file.kind))


def files_of(app: str, vendor: str) -> Iterator[ObjectFile]:
    """Objects of one app. Raises ValueError for a file that is not named `<name>.<kind>.sql`."""
    folder = Path(str(import_module(app).__file__)).parent / "sql"
    for place in ("any", vendor):
        for path in sorted((folder / place).glob("*.sql")):
            name, _, kind = path.stem.rpartition(".")
            if not name or kind not in KINDS:
                raise ValueError(f"{app}: {path.name} is not named <name>.<kind>.sql")
            if kind in KINDS_OF_VENDOR[vendor]:
                yield ObjectFile(app, name, kind, path.read_text(encoding="utf-8").strip().rstrip(";"))


def vendor_differences() -> list[str]:
    """Triggers and views that one vendor has and the other lacks."""
    sets = {
        vendor: {
            f"{file.app}: {file.name}.{file.kind}"
            for file in object_files(vendor)
            if file.kind in {"view", "trigger"}
        }
        for vendor in KINDS_OF_VENDOR
    }
    return sorted(sets["sqlite"] ^ sets["mysql"])


def install(using: str = "default") -> list[str]:
    """Install what is new, changed or missing, drop what has no file any more; return the names touched.

    Triggers that the server cannot read any more are all made anew.
    """
    try:
        return install_differences(using)
    except DatabaseError as error:
        if not is_unreadable_trigger(error):
            raise
        return renew_triggers(using)


def renew_triggers(using: str = "default") -> list[str]:
    """Drop the project's triggers and install what is missing then; return the names touched.

    MariaDB keeps the triggers of a table in one file. It was seen (10.11.19, once, under load) with an empty text in
    such a file: then every write to the table fails, and a new trigger is refused. Dropping one that can be read
    writes the file anew, without the empty one.
    """
    logger.error("triggers_unreadable", database=using)
    drop_all(using, kinds=("trigger",))
    return install_differences(using)


def install_differences(using: str) -> list[str]:
    """What `install` does where the server can read its own triggers."""
    from edusync.kernel.models import SqlObject

    connection = connections[using]
    recorded = {row.name: row for row in SqlObject.objects.using(using).all()}
    present = catalog(connection)
    wanted = object_files(connection.vendor)
    touched = []
    for name in sorted(recorded.keys() - {file.name for file in wanted}):
        drop_object(connection, recorded[name].kind, name)
        SqlObject.objects.using(using).filter(name=name).delete()
        touched.append(name)
    for file in wanted:
        row = recorded.get(file.name)
        if row is not None and row.digest == file.digest and (file.kind, file.name) in present:
            continue
        install_object(connection, file)
        SqlObject.objects.using(using).update_or_create(
            name=file.name, defaults={"kind": file.kind, "digest": file.digest, "installed_at": clock.now()}
        )
        touched.append(file.name)
    return touched


def install_object(connection: Any, file: ObjectFile) -> None:
    """Replace one object. Raises DatabaseError naming the file."""
    drop_object(connection, file.kind, file.name)
    try:
        with connection.cursor() as cursor:
            # No parameters: the driver must not touch per cent signs in the body.
            cursor.execute(file.statement)
    except DatabaseError as error:
        error.add_note(f"{file.app}/sql: {file.name}.{file.kind}")
        raise


def drop_object(connection: Any, kind: str, name: str) -> None:
    """Drop one object if it is there."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP {kind.upper()} IF EXISTS {connection.ops.quote_name(name)}")


def drop_all(using: str = "default", kinds: Iterable[str] = KINDS) -> None:
    """Drop every installed object of these kinds that belongs to the project."""
    from edusync.kernel.models import SqlObject

    connection = connections[using]
    if SqlObject._meta.db_table not in connection.introspection.table_names():
        return
    names = {(file.kind, file.name) for file in object_files(connection.vendor)}
    names |= set(SqlObject.objects.using(using).values_list("kind", "name"))
    for kind, name in sorted(names & catalog(connection)):
        if kind in kinds:
            drop_object(connection, kind, name)


def tables_with_triggers_on_deletion(vendor: str) -> set[str]:
    """Tables of which a row that is deleted fires a trigger of the project."""
    return {file.table_of_deletion for file in object_files(vendor)} - {""}


def drop_triggers_on_deletion(using: str = "default", *, tables: Container[str]) -> None:
    """Drop the project's triggers that rows of these tables would fire when they are deleted."""
    connection = connections[using]
    for file in object_files(connection.vendor):
        if file.table_of_deletion in tables and file.table_of_deletion:
            drop_object(connection, file.kind, file.name)


CATALOG_MYSQL = """
SELECT 'trigger', trigger_name FROM information_schema.triggers WHERE trigger_schema = DATABASE()
UNION ALL SELECT 'view', table_name FROM information_schema.views WHERE table_schema = DATABASE()
UNION ALL SELECT 'procedure', routine_name FROM information_schema.routines
  WHERE routine_schema = DATABASE() AND routine_type = 'PROCEDURE'
UNION ALL SELECT 'event', event_name FROM information_schema.events WHERE event_schema = DATABASE()
"""
# Tells with its owner's rights what the application's user cannot see.
CATALOG_PROCEDURE = ("procedure", "sp_sql_objects")
CATALOG_SQLITE = "SELECT type, name FROM sqlite_master WHERE type IN ('trigger', 'view')"


def catalog(connection: Any) -> set[tuple[str, str]]:
    """(kind, name) of what the database really has."""
    with connection.cursor() as cursor:
        cursor.execute(CATALOG_MYSQL if connection.vendor == "mysql" else CATALOG_SQLITE)
        found = {(text(kind), text(name)) for kind, name in cursor.fetchall()}
        if CATALOG_PROCEDURE in found:
            cursor.execute(f"CALL {CATALOG_PROCEDURE[1]}()")
            found |= {(text(kind), text(name)) for kind, name in cursor.fetchall()}
            while cursor.nextset():  # the answer to CALL itself
                pass
    return found


def text(value: str | bytes) -> str:
    """Some servers give names of the catalog as bytes."""
    return value.decode() if isinstance(value, bytes) else value


def drift(using: str = "default") -> list[str]:
    """What is missing or has another text than its file."""
    from edusync.kernel.models import SqlObject

    connection = connections[using]
    present = catalog(connection)
    digests = dict(SqlObject.objects.using(using).values_list("name", "digest"))
    problems = []
    for file in object_files(connection.vendor):
        if (file.kind, file.name) not in present:
            problems.append(f"{file.kind} {file.name} is missing")
        elif digests.get(file.name) != file.digest:
            problems.append(f"{file.kind} {file.name} is not of the present text")
    return problems


def is_unreadable_trigger(error: BaseException) -> bool:
    """Whether the server says that the text of a trigger it keeps cannot be read."""
    return TRIGGER_UNREADABLE in str(error)


def is_refused_by_trigger(error: BaseException) -> bool:
    """Whether a database error comes from one of our triggers (RAISE on SQLite, SIGNAL on MySQL and MariaDB)."""
    cause = error.__cause__ or error
    if getattr(cause, "sqlite_errorcode", None) == SQLITE_TRIGGER_REFUSED:
        return True
    return bool(error.args) and error.args[0] == MYSQL_SIGNAL
