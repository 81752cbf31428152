"""Certificates in the administration: to look at, to repair, to revoke."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from edusync.credentials.models import Certificate
from edusync.credentials.services import repair_certificates


@admin.register(Certificate)
class CertificateAdmin(ModelAdmin):
    """Read-only rows; revoking needs a reason and goes through the API."""

    list_display = ("code", "state", "learner_name", "course_title", "due_at", "issued_at")
    list_filter = ("state",)
    search_fields = ("code", "learner_name", "course_title")
    ordering = ("-id",)
    show_full_result_count = False
    actions = ("repair",)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """The trigger adds."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody changes here."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Certificates are revoked, never deleted."""
        return False

    @admin.action(description="Repair what was missed (all certificates)", permissions=["view"])
    def repair(self, request: HttpRequest, queryset: QuerySet[Certificate]) -> None:
        """Run the repair now."""
        messages.info(request, f"{repair_certificates()} certificates helped.")
