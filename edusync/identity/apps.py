"""App configuration."""

from django.apps import AppConfig


class IdentityConfig(AppConfig):
    """Registers the app with Django."""

    name = "edusync.identity"
    label = "identity"
    verbose_name = "Identity"
