"""App configuration."""

from django.apps import AppConfig


class EnrollmentConfig(AppConfig):
    """Registers the app with Django."""

    name = "edusync.enrollment"
    label = "enrollment"
    verbose_name = "Enrollment"
