"""Courses in the administration. Every change goes through the services, as from the API."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from unfold.admin import ModelAdmin, TabularInline

from edusync.courses import services
from edusync.courses.models import Category, Course, CourseStaff, Language, Lesson, Module, Tag
from edusync.kernel.problems import Problem
from edusync.kernel.tenancy import current_organization_id


class ReadOnlyInline(TabularInline):
    """Rows to look at: they are changed by the services."""

    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Not here."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Not here."""
        return False


class StaffInline(ReadOnlyInline):
    """Who teaches and writes the course."""

    model = CourseStaff
    fields = ("user", "duty", "is_public", "position")


class ModuleInline(ReadOnlyInline):
    """What the course consists of."""

    model = Module
    fields = ("title", "position", "is_published")
    ordering = ("position", "id")
    show_change_link = True

    def get_queryset(self, request: HttpRequest) -> QuerySet[Module]:
        """Live modules."""
        return super().get_queryset(request).filter(deleted_at=None)


class LessonInline(ReadOnlyInline):
    """Lessons of a module."""

    model = Lesson
    fields = ("title", "kind", "position", "is_required", "is_published", "weight")
    ordering = ("position", "id")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Lesson]:
        """Live lessons."""
        return super().get_queryset(request).filter(deleted_at=None)


@admin.register(Course)
class CourseAdmin(ModelAdmin):
    """Courses: facts and state."""

    list_display = (
        "title",
        "slug",
        "status",
        "level",
        "language",
        "lesson_count",
        "seats_taken",
        "published_at",
    )
    list_filter = ("status", "level", "is_featured", "language")
    search_fields = ("title", "slug", "tagline")
    list_select_related = ("language",)
    ordering = ("-created_at", "-id")
    inlines = (StaffInline, ModuleInline)
    actions = ("publish", "archive")
    show_full_result_count = False
    fields = (
        *("title", "tagline", "level", "language", "estimated_minutes", "access", "capacity", "is_featured"),
        *("is_waitlist_on", "offer_hours", "enrollment_opens_at", "enrollment_closes_at"),
        *("access_days", "due_days", "recertify_days", "required_score", "allow_retake", "max_attempts"),
        *(
            "is_certificate_on",
            "slug",
            "uuid",
            "status",
            "published_at",
            "lesson_count",
            "seats_taken",
            "seats_offered",
            "outline_version",
        ),
    )
    readonly_fields = (
        "slug",
        "uuid",
        "status",
        "published_at",
        "lesson_count",
        "seats_taken",
        "seats_offered",
        "outline_version",
        *("is_waitlist_on", "offer_hours", "enrollment_opens_at", "enrollment_closes_at"),
        *("access_days", "due_days", "recertify_days", "required_score", "allow_retake", "max_attempts"),
    )
    changed_here = (
        *("title", "tagline", "level", "language", "estimated_minutes", "access", "capacity", "is_featured"),
        "is_certificate_on",
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Course]:
        """Live courses of the organization."""
        return super().get_queryset(request).filter(deleted_at=None)

    def save_model(self, request: HttpRequest, obj: Course, form: Any, change: bool) -> None:
        """Create or change by the service."""
        values = {
            name: form.cleaned_data[name]
            for name in self.changed_here
            if name in form.changed_data or not change
        }
        if "language" in values:
            values["language"] = values["language"].code
        if change:
            row = Course.objects.get(pk=obj.pk)
            services.update_course(course=row, by_id=request.user.pk, **values)
            return
        row = services.create_course(created_by_id=request.user.pk, **values)
        obj.pk, obj.slug, obj.organization_id = row.pk, row.slug, row.organization_id

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Courses are archived."""
        return False

    @admin.action(description="Publish")
    def publish(self, request: HttpRequest, queryset: QuerySet[Course]) -> None:
        """Show in the catalog."""
        self._each(request, queryset, services.publish_course)

    @admin.action(description="Archive")
    def archive(self, request: HttpRequest, queryset: QuerySet[Course]) -> None:
        """Take out of the catalog."""
        self._each(request, queryset, services.archive_course)

    def _each(self, request: HttpRequest, queryset: QuerySet[Course], change: Any) -> None:
        for course in queryset:
            try:
                change(course=course, by_id=request.user.pk)
            except Problem as problem:
                self.message_user(request, f"{course.title}: {problem}", messages.ERROR)
            else:
                self.message_user(request, f"{course.title}: {course.status}", messages.SUCCESS)


@admin.register(Module)
class ModuleAdmin(ModelAdmin):
    """Modules: title and visibility."""

    list_display = ("title", "course", "position", "is_published")
    search_fields = ("title", "course__title")
    list_select_related = ("course",)
    fields = ("course", "title", "summary", "position", "is_published")
    readonly_fields = ("course",)
    inlines = (LessonInline,)
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Module]:
        """Live modules of the organization."""
        return super().get_queryset(request).filter(deleted_at=None)

    def save_model(self, request: HttpRequest, obj: Module, form: Any, change: bool) -> None:
        """Change by the service."""
        values = {name: form.cleaned_data[name] for name in form.changed_data}
        services.update_module(module=Module.objects.get(pk=obj.pk), **values)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Modules are added in the course."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Lessons with progress hang on them."""
        return False


class OrganizationRowAdmin(ModelAdmin):
    """Simple rows of the organization in context."""

    exclude = ("organization", "deleted_at")

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """New rows belong to the organization in context."""
        if not change:
            obj.organization_id = current_organization_id()
        super().save_model(request, obj, form, change)


@admin.register(Category)
class CategoryAdmin(OrganizationRowAdmin):
    """The category tree."""

    list_display = ("name", "slug", "kind", "parent", "position")
    list_select_related = ("parent",)
    search_fields = ("name", "slug")
    prepopulated_fields = {"slug": ("name",)}


@admin.register(Tag)
class TagAdmin(OrganizationRowAdmin):
    """Tags."""

    list_display = ("name", "slug")
    search_fields = ("name", "slug")
    prepopulated_fields = {"slug": ("name",)}


@admin.register(Language)
class LanguageAdmin(ModelAdmin):
    """Languages courses can be offered in."""

    list_display = ("code", "name", "native_name", "direction")
    search_fields = ("code", "name", "native_name")
