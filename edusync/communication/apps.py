"""App configuration."""

from django.apps import AppConfig


class CommunicationConfig(AppConfig):
    """Registers the app with Django."""

    name = "edusync.communication"
    label = "communication"
    verbose_name = "Communication"
