"""Bodies of stored procedures: where the engine has the procedure it is called, else the same statements run here."""

import datetime as dt
from typing import Any

from django.db import connection, transaction

# Kinds of retention whose rows SQL alone may remove: table, key, condition, and whether rows belong to a person.
# The same stand in `sql/mysql/sp_retention_purge.procedure.sql`; a test proves them equal to the rules.
PURGES = {
    "kernel.answers": ("kernel_idempotencyrecord", "id", "expires_at < %(cutoff)s", False),
    "kernel.events": (
        "kernel_outboxevent",
        "id",
        "(delivered_at < %(cutoff)s OR failed_at < %(cutoff)s)",
        False,
    ),
    "identity.sessions": ("django_session", "session_key", "expire_date < %(cutoff)s", False),
    "identity.attempts": ("identity_login_attempt", "id", "occurred_at < %(cutoff)s", True),
    "identity.devices": ("identity_user_session", "id", "ended_at < %(cutoff)s", True),
    "identity.tokens": ("identity_one_time_token", "id", "expires_at < %(cutoff)s", True),
}
AT_MOST = 10_000


@transaction.atomic
def purge_by_sql(*, key: str, cutoff: dt.datetime, at_most: int = AT_MOST) -> int:
    """Remove rows of a kind that are older than the cutoff, in one statement; returns how many went.

    For an operator's job on the server itself. Raises LookupError for a kind that only its rule can remove.
    """
    if key not in PURGES:
        raise LookupError(f"rows of {key} are removed by their rule only")
    instant: Any = connection.ops.adapt_datetimefield_value(cutoff)
    with connection.cursor() as cursor:
        if connection.vendor == "mysql":
            cursor.execute("CALL sp_retention_purge(%s, %s, %s, @removed)", [key, instant, at_most])
            cursor.execute("SELECT @removed")
            return int(cursor.fetchone()[0])
        cursor.execute(statement(key), {"cutoff": instant, "at_most": at_most})
        return int(cursor.rowcount)


def statement(key: str) -> str:
    """SQLite's statement for a kind: it knows no LIMIT on deletion."""
    table, column, condition, is_personal = PURGES[key]
    spared = (
        f" AND NOT EXISTS (SELECT 1 FROM privacy_legal_hold h WHERE h.user_id = {table}.user_id"  # noqa: S608
        " AND h.released_at IS NULL)"
        if is_personal
        else ""
    )
    return (
        f"DELETE FROM {table} WHERE {column} IN ("  # noqa: S608 - names of our own
        f"SELECT {column} FROM {table} WHERE {condition}{spared} ORDER BY {column} LIMIT %(at_most)s)"
    )
