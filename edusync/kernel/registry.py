"""Loads the modules by which apps take part in the kernel's mechanisms."""

from importlib import import_module
from importlib.util import find_spec

from django.apps import apps

AUTOLOADED = (
    "problems",
    "policy",
    "events",
    "handlers",
    "tasks",
    "personal_data",
    "search_sources",
    "waiting",
    "features",
)


def own_apps() -> list[str]:
    """Import names of this project's apps, in the order of INSTALLED_APPS."""
    return [config.name for config in apps.get_app_configs() if config.name.startswith("edusync.")]


def autoload(*modules: str) -> None:
    """Import the named modules of every app that has them."""
    for app in own_apps():
        for module in modules or AUTOLOADED:
            name = f"{app}.{module}"
            if find_spec(name) is not None:
                import_module(name)
