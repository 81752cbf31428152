"""Stored files in the administration: to look at, not to change."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from unfold.admin import ModelAdmin, TabularInline

from edusync.files.models import FileLink, FileObject


class FileLinkInline(TabularInline):
    """Where the file is used."""

    model = FileLink
    extra = 0
    fields = readonly_fields = ("place", "place_id", "role", "created_at")
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Links are made where the file is used."""
        return False


@admin.register(FileObject)
class FileObjectAdmin(ModelAdmin):
    """Files of the organization in context."""

    list_display = ("name", "media_type", "size_bytes", "uploaded_by", "created_at")
    list_filter = ("media_type",)
    search_fields = ("name", "sha256")
    list_select_related = ("uploaded_by",)
    inlines = (FileLinkInline,)
    show_full_result_count = False

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """Content never changes under its digest."""
        return [field.name for field in FileObject._meta.concrete_fields]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Files come by upload."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A lesson may need it."""
        return False
