"""What runs behind the site, for admins: events on their way and periodic jobs. Nothing here can be made or edited."""

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from edusync.kernel import outbox
from edusync.kernel.models import OutboxEvent, ScheduledJob


class ReadOnlyAdmin(ModelAdmin):  # type: ignore[misc]
    """Shows rows; changes none."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody."""
        return False


@admin.register(OutboxEvent)
class OutboxEventAdmin(ReadOnlyAdmin):
    """Events and tasks: waiting, delivered, given up."""

    list_display = ("id", "event_type", "created_at", "attempts", "delivered_at", "failed_at")
    list_filter = (("failed_at", admin.EmptyFieldListFilter), ("delivered_at", admin.EmptyFieldListFilter))
    search_fields = ("event_type",)
    ordering = ("-id",)
    show_full_result_count = False
    actions = ("deliver_again",)

    @admin.action(description="Deliver again what was given up")
    def deliver_again(self, request: HttpRequest, queryset: Any) -> None:
        """Give dead rows a new life."""
        revived = sum(outbox.retry_failed(event_id) for event_id in queryset.values_list("pk", flat=True))
        self.message_user(request, f"{revived} will be delivered again.", messages.SUCCESS)


@admin.register(ScheduledJob)
class ScheduledJobAdmin(ReadOnlyAdmin):
    """Periodic jobs."""

    list_display = ("name", "last_run_at", "last_result", "next_run_at", "leased_by")
    ordering = ("name",)
