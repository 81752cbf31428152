"""What a migration may do while the release before it is still serving, and what it may not."""

from edusync.kernel.migration_lint.history import ALLOWED_IN_HISTORY
from edusync.kernel.migration_lint.linter import Finding, lint_migration, lint_project
from edusync.kernel.migration_lint.rules import RULES

__all__ = ["ALLOWED_IN_HISTORY", "RULES", "Finding", "lint_migration", "lint_project"]
