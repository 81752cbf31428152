"""Enrollments in the administration: to look at. Changes go through the services of the API."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from edusync.enrollment.models import Enrollment, EnrollmentTransition, WaitlistEntry, WaitlistOffer


class ReadOnlyAdmin(ModelAdmin):
    """Shows rows of the organization in context and changes none."""

    show_full_result_count = False
    list_per_page = 50

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody adds here."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody changes here."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody deletes here."""
        return False


@admin.register(Enrollment)
class EnrollmentAdmin(ReadOnlyAdmin):
    """Who takes what, and how far they are."""

    list_display = ("learner", "course", "status", "shown_percent", "enrolled_at", "last_access_at")
    list_filter = ("status", "source")
    search_fields = ("learner__first_name", "learner__last_name", "learner__email", "course__title")
    ordering = ("-id",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Enrollment]:
        """With learner and course, in one query."""
        rows: QuerySet[Enrollment] = super().get_queryset(request).select_related("learner", "course")
        return rows

    @admin.display(description="percent", ordering="percent")
    def shown_percent(self, row: Enrollment) -> str:
        """The percentage with its sign."""
        return f"{row.percent} %"


@admin.register(EnrollmentTransition)
class EnrollmentTransitionAdmin(ReadOnlyAdmin):
    """Every change of status."""

    list_display = ("created_at", "enrollment_id", "from_status", "to_status", "by", "reason")
    list_filter = ("to_status",)
    ordering = ("-id",)
    list_select_related = ("by",)


@admin.register(WaitlistEntry)
class WaitlistEntryAdmin(ReadOnlyAdmin):
    """Who stands, or stood, in line."""

    list_display = ("learner", "course", "state", "priority", "joined_at", "notified_at", "left_at")
    list_filter = ("state",)
    search_fields = ("learner__first_name", "learner__last_name", "learner__email", "course__title")
    ordering = ("-id",)
    list_select_related = ("learner", "course")


@admin.register(WaitlistOffer)
class WaitlistOfferAdmin(ReadOnlyAdmin):
    """Seats kept free, and what became of them."""

    list_display = ("entry_id", "course", "answer", "expires_at", "answered_at")
    list_filter = ("answer",)
    ordering = ("-id",)
    list_select_related = ("course",)
