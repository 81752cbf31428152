"""People, organizations and roles in the administration. What has rules goes through the services."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from unfold.admin import ModelAdmin, TabularInline
from unfold.forms import AdminPasswordChangeForm

from edusync.identity import lockout, services
from edusync.identity.admin_forms import NewPersonForm, RolePermissionForm
from edusync.identity.models import Organization, Role, RoleAssignment, RolePermission, User
from edusync.kernel import audit, clock
from edusync.kernel.tenancy import current_organization_id

# Roles here are our own; Django's groups would only confuse.
admin.site.unregister(Group)


@admin.register(User)
class UserAdmin(DjangoUserAdmin, ModelAdmin):
    """People: create with a password, change, unlock."""

    change_password_form = AdminPasswordChangeForm
    add_form = NewPersonForm
    add_form_template = None
    list_display = ("display_name", "email", "username", "is_active", "is_locked", "last_login")
    list_filter = ("is_active", "is_staff", "is_superuser")
    search_fields = ("first_name", "last_name", "username", "email")
    ordering = ("-id",)
    show_full_result_count = False
    filter_horizontal = ()
    actions = ("unlock",)
    readonly_fields = (
        "uuid",
        "email",
        "email_verified_at",
        "failed_login_attempts",
        "account_locked_until",
        "last_login",
        "last_login_ip",
        "created_at",
    )
    fieldsets = (
        (None, {"fields": ("uuid", "email", "email_verified_at", "username", "password")}),
        ("Name", {"fields": ("first_name", "last_name")}),
        ("Access", {"fields": ("is_active", "is_staff", "is_superuser")}),
        (
            "Sign-in",
            {
                "fields": (
                    "failed_login_attempts",
                    "account_locked_until",
                    "last_login",
                    "last_login_ip",
                    "created_at",
                )
            },
        ),
    )
    add_fieldsets = (
        (None, {"fields": ("email", "username", "first_name", "last_name", "password", "roles")}),
    )

    @admin.display(boolean=True, description="Locked")
    def is_locked(self, user: User) -> bool:
        """Whether too many wrong passwords closed the account."""
        return user.account_locked_until is not None and user.account_locked_until > clock.now()

    @admin.action(description="Unlock (after too many wrong passwords)")
    def unlock(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        """Open the chosen accounts."""
        for user in queryset:
            services.unlock_person(user_id=user.pk, unlocked_by=request.user.pk)
        self.message_user(request, "The accounts are open again.", messages.SUCCESS)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """People are erased by the privacy service, never by a row's deletion."""
        return False

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        """A new person comes with everything a person has; what decides about access is recorded."""
        if not change:
            created = services.create_person(
                **form.cleaned_data,
                organization_id=current_organization_id(),
                is_email_verified=True,
                created_by=request.user.pk,
            )
            obj.__dict__.update(created.__dict__)
            return
        super().save_model(request, obj, form, change)
        changed = sorted(set(form.changed_data) & {"is_active", "is_staff", "is_superuser", "username"})
        if changed:
            facts = {name: getattr(obj, name) for name in changed}
            audit.record(
                "identity.person.changed", actor=request.user.pk, target=("user", obj.pk), facts=facts
            )

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:  # noqa: A002
        """A password set by an admin is recorded and opens a locked account."""
        response = super().user_change_password(request, id, form_url)
        if request.method == "POST" and response.status_code == 302:
            lockout.clear(user_id=int(id))
            audit.record("identity.password.changed", actor=request.user.pk, target=("user", id))
        return response


@admin.register(Organization)
class OrganizationAdmin(ModelAdmin):
    """Tenants."""

    list_display = ("name", "slug", "status", "is_default", "is_sign_up_open")
    search_fields = ("name", "slug")
    readonly_fields = ("uuid", "is_default", "row_version", "created_at")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Everything hangs on it: suspend it instead."""
        return False


class RolePermissionInline(TabularInline):
    """What a role may."""

    model = RolePermission
    form = RolePermissionForm
    extra = 0


@admin.register(Role)
class RoleAdmin(ModelAdmin):
    """Roles and their permissions; saving makes the change known to every process."""

    list_display = ("name", "code", "organization", "is_system")
    list_select_related = ("organization",)
    readonly_fields = ("is_system", "row_version", "archived_at")
    inlines = (RolePermissionInline,)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """The version changes after the permissions did, so that nobody keeps the old ones."""
        super().save_related(request, form, formsets, change)
        form.instance.save(update_fields=["updated_at"])
        held = sorted(form.instance.permissions.values_list("permission", flat=True))
        audit.record(
            "identity.role.changed",
            actor=request.user.pk,
            target=("role", form.instance.pk),
            facts={"permissions": held},
        )

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """System roles stay; others while nobody holds them (the database refuses it otherwise)."""
        return super().has_delete_permission(request, obj) and not (obj is not None and obj.is_system)


@admin.register(RoleAssignment)
class RoleAssignmentAdmin(ModelAdmin):
    """Who holds which role; granted and revoked, never changed."""

    list_display = ("user", "role", "scope", "scope_id", "granted_by", "created_at", "ends_at", "closed_at")
    list_select_related = ("user", "role", "granted_by")
    list_filter = ("role", "scope")
    search_fields = ("user__email", "user__first_name", "user__last_name")
    autocomplete_fields = ("user",)
    fields = ("user", "role", "scope", "scope_id")
    show_full_result_count = False
    actions = None

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Revoke and grant anew."""
        return obj is None and super().has_change_permission(request, obj)

    def save_model(self, request: HttpRequest, obj: RoleAssignment, form: Any, change: bool) -> None:
        """Grant by the service."""
        granted = services.grant_role(
            user_id=obj.user_id,
            role_code=obj.role.code,
            scope=obj.scope,
            scope_id=obj.scope_id,
            granted_by=request.actor,  # type: ignore[attr-defined]
        )
        obj.pk = granted.pk

    def delete_model(self, request: HttpRequest, obj: RoleAssignment) -> None:
        """Revoke by the service."""
        services.revoke_role(
            user_id=obj.user_id,
            role_code=obj.role.code,
            scope=obj.scope,
            scope_id=obj.scope_id,
            revoked_by=request.actor,  # type: ignore[attr-defined]
        )
