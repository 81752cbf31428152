"""Django settings, a file per concern."""

from edusync.config.settings.apps import *  # noqa: F403
from edusync.config.settings.database import *  # noqa: F403
