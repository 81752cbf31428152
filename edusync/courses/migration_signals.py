"""What the app needs in the database besides its tables."""

from typing import Any

from django.db import connections

from edusync.courses.languages import ensure_languages
from edusync.courses.models import Language
from edusync.courses.search.engine import install_index


def after_migrate(using: str, **kwargs: Any) -> None:
    """Seed the languages and make the full-text index, once the tables are there."""
    if Language._meta.db_table in connections[using].introspection.table_names():
        ensure_languages(using)
        install_index(using)
