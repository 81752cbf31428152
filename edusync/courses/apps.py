"""App configuration."""

from django.apps import AppConfig


class CoursesConfig(AppConfig):
    """Registers the app with Django."""

    name = "edusync.courses"
    label = "courses"
    verbose_name = "Courses"
