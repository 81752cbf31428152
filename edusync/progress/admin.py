"""Progress in the administration: to look at only. The facts belong to the learners."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from edusync.progress.models import LessonProgress


@admin.register(LessonProgress)
class LessonProgressAdmin(ModelAdmin):
    """What was done in which lesson."""

    list_display = ("enrollment_id", "lesson", "state", "method", "seconds", "last_viewed_at", "completed_at")
    list_filter = ("state", "method")
    list_select_related = ("lesson",)
    ordering = ("-id",)
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody adds here."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody changes here."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody deletes here."""
        return False
