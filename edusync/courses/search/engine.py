"""The engines' own full-text indexes behind one lookup, `terms__matches_terms=QueryTerm`."""

from typing import Any

from django.db import connections
from django.db.models import Lookup, TextField

from edusync.courses.search.tokens import QueryTerm

FTS_TABLE = "courses_search_fts"
FULLTEXT_INDEX = "search_document_terms_ft"
TABLE = "courses_search_document"

_SQLITE_TABLE = (
    f"CREATE VIRTUAL TABLE {FTS_TABLE} USING fts5("
    f"terms, content='{TABLE}', content_rowid='id', tokenize='ascii', detail='none')"
)
_ADD = f"INSERT INTO {FTS_TABLE} (rowid, terms) VALUES (NEW.id, NEW.terms);"  # noqa: S608
_REMOVE = f"INSERT INTO {FTS_TABLE} ({FTS_TABLE}, rowid, terms) VALUES ('delete', OLD.id, OLD.terms);"  # noqa: S608
# Part of the index, not of the repeatable SQL objects: the other engines keep their index without triggers.
_SQLITE_TRIGGERS = {
    "search_fts_on_insert": f"AFTER INSERT ON {TABLE} BEGIN {_ADD} END",
    "search_fts_on_update": f"AFTER UPDATE ON {TABLE} BEGIN {_REMOVE} {_ADD} END",
    "search_fts_on_delete": f"AFTER DELETE ON {TABLE} BEGIN {_REMOVE} END",
}


class MatchesTerms(Lookup):  # type: ignore[type-arg]
    """True for rows whose terms contain one of the wanted ones."""

    lookup_name = "matches_terms"
    prepare_rhs = False

    def get_db_prep_lookup(self, value: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """The query goes to the engine as it is."""
        return "%s", (value,)

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """FTS5 knows rows by number."""
        alias = connection.ops.quote_name(self.lhs.alias)  # type: ignore[attr-defined]
        sql = f"{alias}.id IN (SELECT rowid FROM {FTS_TABLE} WHERE {FTS_TABLE} MATCH %s)"  # noqa: S608
        return sql, (sqlite_query(self.rhs),)

    def as_mysql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """InnoDB's index in boolean mode."""
        column, _ = self.process_lhs(compiler, connection)
        return f"MATCH ({column}) AGAINST (%s IN BOOLEAN MODE)", (mysql_query(self.rhs),)

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[str | int, ...]]:
        """Other engines are not supported."""
        raise NotSupported(connection.vendor)


class NotSupported(RuntimeError):
    """The engine has no full-text index that this site knows to use."""


TextField.register_lookup(MatchesTerms)


def sqlite_query(term: QueryTerm) -> str:
    """FTS5 expression. Terms are letters and digits, so quoting needs no escapes."""
    parts = [f'"{word}"' for word in term.terms]
    if term.prefix:
        parts.append(f'"{term.prefix}"*')
    return " OR ".join(parts)


def mysql_query(term: QueryTerm) -> str:
    """Boolean-mode expression: words without a sign are alternatives."""
    return " ".join([*term.terms, *([f"{term.prefix}*"] if term.prefix else [])])


def install_index(using: str = "default") -> bool:
    """Make the engine's index when it is not there; True when it was made."""
    connection = connections[using]
    if TABLE not in connection.introspection.table_names():
        return False
    return _install_sqlite(connection) if connection.vendor == "sqlite" else _install_mysql(connection)


def _install_sqlite(connection: Any) -> bool:
    """Make what is missing: table rebuilds of migrations lose triggers."""
    wanted = {FTS_TABLE: _SQLITE_TABLE}
    wanted |= {name: f"CREATE TRIGGER {name} {body}" for name, body in _SQLITE_TRIGGERS.items()}
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'trigger')")
        missing = wanted.keys() - {name for (name,) in cursor.fetchall()}
        for name, statement in wanted.items():
            if name in missing:
                cursor.execute(statement)
    if missing:
        refresh_index(connection.alias)
    return bool(missing)


def _install_mysql(connection: Any) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM information_schema.statistics"
            " WHERE table_schema = DATABASE() AND table_name = %s AND index_name = %s",
            [TABLE, FULLTEXT_INDEX],
        )
        if cursor.fetchone():
            return False
        # By copy: built in place, MariaDB 10.11 left rows out that were there before an earlier index was dropped.
        cursor.execute(f"ALTER TABLE {TABLE} ADD FULLTEXT INDEX {FULLTEXT_INDEX} (terms), ALGORITHM=COPY")
    return True


def refresh_index(using: str = "default") -> None:
    """Fill the index from the table again. Only FTS5 can get out of step, when rows changed without its triggers."""
    connection = connections[using]
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO {FTS_TABLE} ({FTS_TABLE}) VALUES ('rebuild')")  # noqa: S608
