"""App configuration."""

from django.apps import AppConfig


class KernelConfig(AppConfig):
    """Registers the app with Django."""

    name = "edusync.kernel"
    label = "kernel"
    verbose_name = "Kernel"
