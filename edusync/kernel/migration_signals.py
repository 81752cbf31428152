"""Keeps SQL objects and migrations in step."""

from typing import Any

from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from edusync.kernel import sqlobjects


def before_migrate(using: str, plan: Any = (), **kwargs: Any) -> None:
    """Drop SQLite's objects if tables may be rebuilt."""
    if plan and connections[using].vendor == "sqlite":
        sqlobjects.drop_all(using)


def after_migrate(using: str, **kwargs: Any) -> None:
    """Install the objects once all tables are there."""
    executor = MigrationExecutor(connections[using])
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return
    sqlobjects.install(using)
