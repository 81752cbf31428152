"""App configuration."""

from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    """Registers the app with Django."""

    name = "edusync.privacy"
    label = "privacy"
    verbose_name = "Privacy"
