"""Keeps SQL objects and migrations in step."""

from typing import Any

from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from edusync.kernel import sqlobjects
from edusync.kernel.schema import partitions


def before_migrate(using: str, plan: Any = (), **kwargs: Any) -> None:
    """Drop SQLite's objects if tables may be rebuilt."""
    if plan and connections[using].vendor == "sqlite":
        sqlobjects.drop_all(using)


def after_migrate(using: str, **kwargs: Any) -> None:
    """Install the objects once all tables are there, and divide the tables of high volume."""
    executor = MigrationExecutor(connections[using])
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return
    sqlobjects.install(using)
    partitions.install(using)
