"""Four database users with the rights each needs and no more (MariaDB and MySQL).

What the application may not change, its user has no right to change: the rights follow from the triggers that refuse
every update or deletion of a table, so the two never disagree.
"""

import dataclasses
import re
from collections.abc import Iterable, Iterator, Mapping

from django.apps import apps
from django.db.migrations.recorder import MigrationRecorder

from edusync.kernel import sqlobjects

PURPOSES = ("migrate", "app", "report", "backup")
GUARD = re.compile(r"\bBEFORE\s+(UPDATE|DELETE)\s+ON\s+`?(\w+)`?", re.IGNORECASE)
CONDITION = re.compile(r"\bIF\b", re.IGNORECASE)
# Written by `migrate` only.
MIGRATION_TABLES = frozenset({"django_migrations", "kernel_sqlobject"})
BACKUP_RIGHTS = {
    "mariadb": "RELOAD, PROCESS, LOCK TABLES, BINLOG MONITOR",
    "mysql": "RELOAD, PROCESS, LOCK TABLES, REPLICATION CLIENT, BACKUP_ADMIN, CLONE_ADMIN",
}
# What the database page needs for locks, long transactions and replicas: rights on the whole server.
MONITOR_RIGHTS = {"mariadb": "PROCESS, SLAVE MONITOR", "mysql": "PROCESS, REPLICATION CLIENT"}
REPORT_SECONDS = 5
PREFIX = re.compile(r"\A[a-z][a-z0-9_]{0,19}\Z")
HOST = re.compile(r"\A[A-Za-z0-9.:%/_-]{1,255}\Z")


@dataclasses.dataclass(frozen=True, slots=True)
class Wish:
    """What the users shall look like.

    `engine` is mariadb or mysql, `database` the name of ours, `host` from where they come (`%` for anywhere). With
    `sees_server` the application's user sees what all users of the server run. Raises ValueError for a prefix or host
    that would need quoting.
    """

    engine: str
    database: str
    host: str = "%"
    prefix: str = "edusync"
    is_tls_required: bool = True
    sees_server: bool = False

    def __post_init__(self) -> None:
        if self.engine not in BACKUP_RIGHTS:
            raise ValueError(f"{self.engine}: not mariadb or mysql")
        if not PREFIX.match(self.prefix):
            raise ValueError(f"{self.prefix}: a prefix is lower-case letters, digits and _, at most 20")
        if not HOST.match(self.host):
            raise ValueError(f"{self.host}: not a host of an account")

    def account(self, purpose: str) -> str:
        """`'edusync_app'@'%'`."""
        return f"'{self.prefix}_{purpose}'@'{self.host}'"

    def place(self, name: str) -> str:
        """The table or view, quoted, with its database."""
        return f"`{self.database.replace('`', '``')}`.`{name}`"


def statements(wish: Wish, passwords: Mapping[str, str]) -> Iterator[str]:
    """SQL that makes the users or brings them back to these rights. A user without a password in the list keeps its own."""
    for purpose in PURPOSES:
        yield from account_of(wish, purpose, passwords.get(purpose, ""))
        yield from rights_of(wish, purpose)


def account_of(wish: Wish, purpose: str, password: str) -> Iterator[str]:
    """The account without any right. A right that was given by hand is taken away again."""
    account = wish.account(purpose)
    secret = f" IDENTIFIED BY {quoted(password)}" if password else ""
    yield f"CREATE USER IF NOT EXISTS {account}{secret}"
    demands = " REQUIRE SSL" if wish.is_tls_required else " REQUIRE NONE"
    limits = (
        f" WITH MAX_STATEMENT_TIME {REPORT_SECONDS}"
        if (wish.engine, purpose) == ("mariadb", "report")
        else ""
    )
    yield f"ALTER USER {account}{secret}{demands}{limits}"
    yield f"REVOKE ALL PRIVILEGES, GRANT OPTION FROM {account}"


def rights_of(wish: Wish, purpose: str) -> Iterator[str]:
    """GRANT statements of one user."""
    account = wish.account(purpose)
    # In a right on a whole database _ stands for any character.
    whole = "`{}`.*".format(wish.database.replace("`", "``").replace("_", "\\_"))
    if purpose == "migrate":
        yield f"GRANT ALL PRIVILEGES ON {whole} TO {account}"
    elif purpose == "app":
        for table, rights in sorted(app_rights().items()):
            yield f"GRANT {', '.join(rights)} ON {wish.place(table)} TO {account}"
        for view in sorted(report_views()):
            # SHOW VIEW: without it no EXPLAIN of a report.
            yield f"GRANT SELECT, SHOW VIEW ON {wish.place(view)} TO {account}"
        yield f"GRANT EXECUTE ON {whole} TO {account}"
        if wish.sees_server:
            yield f"GRANT {MONITOR_RIGHTS[wish.engine]} ON *.* TO {account}"
            yield f"GRANT SELECT ON performance_schema.* TO {account}"
    elif purpose == "report":
        for view in sorted(report_views()):
            yield f"GRANT SELECT ON {wish.place(view)} TO {account}"
    else:
        yield f"GRANT {BACKUP_RIGHTS[wish.engine]} ON *.* TO {account}"


def app_rights() -> dict[str, tuple[str, ...]]:
    """Table → what the application may do with its rows."""
    refused = refused_changes()
    rights: dict[str, tuple[str, ...]] = {}
    for table in own_tables():
        if table in MIGRATION_TABLES:
            rights[table] = ("SELECT",)
            continue
        more = tuple(change for change in ("UPDATE", "DELETE") if (table, change) not in refused)
        rights[table] = ("SELECT", "INSERT", *more)
    return rights


def own_tables() -> set[str]:
    """Tables of all models, with the log of migrations."""
    models = apps.get_models(include_auto_created=True)
    tables = {model._meta.db_table for model in models if model._meta.managed and not model._meta.proxy}
    return tables | {MigrationRecorder.Migration._meta.db_table}


def refused_changes() -> set[tuple[str, str]]:
    """(table, UPDATE or DELETE) that a trigger refuses whatever the row."""
    return set(
        unconditional(file.statement for file in sqlobjects.object_files("mysql") if file.kind == "trigger")
    )


def unconditional(texts: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Guards that name no condition. One with a condition lets some rows go, so the right stays and the trigger decides."""
    for text in texts:
        guard = GUARD.search(text)
        if guard and "SIGNAL" in text and not CONDITION.search(text):
            yield guard.group(2), guard.group(1).upper()


def report_views() -> set[str]:
    """Views made for reports."""
    return {
        file.name
        for file in sqlobjects.object_files("mysql")
        if file.kind == "view" and file.name.startswith("report_")
    }


def quoted(text: str) -> str:
    """A string literal. Raises ValueError for control characters."""
    if any(ord(character) < 32 for character in text):
        raise ValueError("a password without control characters, please")
    return "'" + text.replace("\\", "\\\\").replace("'", "''") + "'"
