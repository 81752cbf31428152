"""App configuration."""

from django.apps import AppConfig


class CredentialsConfig(AppConfig):
    """Registers the app with Django."""

    name = "edusync.credentials"
    label = "credentials"
    verbose_name = "Credentials"
