"""App configuration."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    """Registers the app with Django."""

    name = "edusync.files"
    label = "files"
    verbose_name = "Files"
