"""App configuration."""

from django.apps import AppConfig


class GradingConfig(AppConfig):
    """Registers the app with Django."""

    name = "edusync.grading"
    label = "grading"
    verbose_name = "Grading"
