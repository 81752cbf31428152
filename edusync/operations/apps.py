"""App configuration."""

from django.apps import AppConfig


class OperationsConfig(AppConfig):
    """Registers the app with Django."""

    name = "edusync.operations"
    label = "operations"
    verbose_name = "Operations"

    def ready(self) -> None:
        """Count for the landing page; watch for slow statements; keep who has which feature."""
        from edusync.kernel import flags
        from edusync.operations import flag_queries, statistics
        from edusync.operations.database import slow_statements

        statistics.register()
        slow_statements.register()
        flags.memory.source = flag_queries.Decisions()
