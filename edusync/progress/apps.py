"""App configuration."""

from django.apps import AppConfig


class ProgressConfig(AppConfig):
    """Registers the app with Django."""

    name = "edusync.progress"
    label = "progress"
    verbose_name = "Progress"
