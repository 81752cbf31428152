"""Django settings, a file per concern."""

from edusync.config.settings.accounts import *  # noqa: F403
from edusync.config.settings.apps import *  # noqa: F403
from edusync.config.settings.database import *  # noqa: F403
from edusync.config.settings.logs import *  # noqa: F403
from edusync.config.settings.rest import *  # noqa: F403
from edusync.config.settings.security import *  # noqa: F403
from edusync.config.settings.single_sign_on import *  # noqa: F403
from edusync.config.settings.storage import *  # noqa: F403
