"""Imports of people: asked for, checked, run, and what joining by an invitation gives."""

from edusync.identity.services.people_import.joining import finish_joining
from edusync.identity.services.people_import.known import PURPOSE
from edusync.integrations.services.people.jobs import (
    cancel_people_import,
    change_import_settings,
    check_people_import,
    forget_old_uploads,
    request_people_import,
    start_people_import,
)
from edusync.integrations.services.people.running import run_people_import

__all__ = [
    "PURPOSE",
    "cancel_people_import",
    "change_import_settings",
    "check_people_import",
    "finish_joining",
    "forget_old_uploads",
    "request_people_import",
    "run_people_import",
    "start_people_import",
]
