"""What the app needs in the database besides its tables."""

from typing import Any

from django.db import connections

from edusync.courses.languages import ensure_languages
from edusync.courses.models import Language
from edusync.courses.search.engine import install_index
from edusync.courses.services.duty_roles import align_duty_roles


def after_migrate(using: str, **kwargs: Any) -> None:
    """Seed the languages, make the full-text index, bring roles of duties in line, once the tables are there."""
    if Language._meta.db_table in connections[using].introspection.table_names():
        ensure_languages(using)
        install_index(using)
        align_duty_roles(using)
