"""App configuration."""

from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    """Registers the app with Django."""

    name = "edusync.assessment"
    label = "assessment"
    verbose_name = "Assessment"
