"""App configuration."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Registers the app with Django."""

    name = "edusync.reports"
    label = "reports"
    verbose_name = "Reports"

    def ready(self) -> None:
        """Take part in the merging of accounts."""
        from edusync.reports import merge  # noqa: F401 - registers its rule
