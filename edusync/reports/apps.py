"""App configuration."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Registers the app with Django."""

    name = "edusync.reports"
    label = "reports"
    verbose_name = "Reports"
