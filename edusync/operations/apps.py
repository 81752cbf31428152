"""App configuration."""

from django.apps import AppConfig


class OperationsConfig(AppConfig):
    """Registers the app with Django."""

    name = "edusync.operations"
    label = "operations"
    verbose_name = "Operations"

    def ready(self) -> None:
        """Count for the landing page."""
        from edusync.operations import statistics

        statistics.register()
