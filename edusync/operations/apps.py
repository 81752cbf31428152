"""App configuration."""

from django.apps import AppConfig


class OperationsConfig(AppConfig):
    """Registers the app with Django."""

    name = "edusync.operations"
    label = "operations"
    verbose_name = "Operations"
