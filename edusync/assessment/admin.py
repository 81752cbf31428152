"""Quizzes and attempts in the administration: looking, and the rules of a quiz. Questions are made by services."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from edusync.assessment.models import Quiz, QuizAttempt


@admin.register(Quiz)
class QuizAdmin(ModelAdmin):
    """Rules of quizzes; a quiz comes with its lesson and goes with it."""

    list_display = ("lesson", "pass_percent", "attempts_allowed", "time_limit_seconds", "feedback")
    list_select_related = ("lesson",)
    search_fields = ("lesson__title",)
    readonly_fields = ("lesson", "organization", "edition", "row_version")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Made by services only."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Attempts would lose their questions."""
        return False


@admin.register(QuizAttempt)
class QuizAttemptAdmin(ModelAdmin):
    """Attempts, to look at."""

    list_display = ("uuid", "quiz", "number", "state", "points", "max_points", "is_passed", "submitted_at")
    list_select_related = ("quiz",)
    list_filter = ("state", "is_passed")
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Made by learners only."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Scores are never edited by hand."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Attempts stay."""
        return False
