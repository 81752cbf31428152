"""Imports of foreign courses: asked for, run, compared, repeated."""

from edusync.integrations.services.requests import request_import, retry_import
from edusync.integrations.services.running import run_import

__all__ = ["request_import", "retry_import", "run_import"]
