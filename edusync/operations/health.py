"""What must be true for the site to serve."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from edusync.kernel import sqlobjects
from edusync.operations.worker import is_worker_alive

LEAST_FREE_BYTES = 100 * 1024 * 1024

_migrated = False


def check_database() -> str:
    """Empty if the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()
    return ""


def check_migrations() -> str:
    """Empty if every migration is applied. Once true it stays so while the process lives."""
    global _migrated
    if _migrated:
        return ""
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    _migrated = not waiting
    return f"{len(waiting)} migrations are not applied" if waiting else ""


def check_sql_objects() -> str:
    """Empty if triggers, views and procedures are as their files say."""
    return "; ".join(sqlobjects.drift())


def check_worker() -> str:
    """Empty if a background worker lives."""
    return "" if is_worker_alive() else "no worker has reported for a minute"


def check_disk() -> str:
    """Empty if the data folder's disk has room."""
    folder = Path(settings.DATA_DIR)
    free = shutil.disk_usage(folder if folder.exists() else folder.parent).free
    return "" if free >= LEAST_FREE_BYTES else f"{free // 1_048_576} MB are free"


CHECKS: dict[str, Callable[[], str]] = {
    "database": check_database,
    "migrations": check_migrations,
    "sql_objects": check_sql_objects,
    "worker": check_worker,
    "disk": check_disk,
}


def readiness() -> dict[str, dict[str, Any]]:
    """Result of each check: `{"is_ok": bool, "detail": str}`."""
    return {name: outcome(check) for name, check in CHECKS.items()}


def outcome(check: Callable[[], str]) -> dict[str, Any]:
    """Result of one check; a database error is a result too."""
    try:
        detail = check()
    except (DatabaseError, OSError) as error:
        # The text may hold addresses and account names: the log has it, the answer only the kind.
        detail = type(error).__name__
    return {"is_ok": not detail, "detail": detail}
