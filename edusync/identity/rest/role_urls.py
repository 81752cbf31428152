"""Routes of roles, permissions and who holds them."""

from django.urls import path

from edusync.identity.rest.assignment_views import (
    PermissionHoldersView,
    RoleAssignmentsView,
    RoleAssignmentView,
    RoleHoldersView,
)
from edusync.identity.rest.role_views import (
    PermissionsView,
    RoleArchiveView,
    RolePermissionsView,
    RolesView,
    RoleView,
)

urlpatterns = [
    path("permissions", PermissionsView.as_view(), name="permissions"),
    path("permissions/<str:permission>/holders", PermissionHoldersView.as_view(), name="permission-holders"),
    path("roles", RolesView.as_view(), name="roles"),
    path("roles/<int:role_id>", RoleView.as_view(), name="role"),
    path("roles/<int:role_id>/permissions", RolePermissionsView.as_view(), name="role-permissions"),
    path("roles/<int:role_id>/archive", RoleArchiveView.as_view(), name="role-archive"),
    path("roles/<int:role_id>/holders", RoleHoldersView.as_view(), name="role-holders"),
    path("role-assignments", RoleAssignmentsView.as_view(), name="role-assignments"),
    path("role-assignments/<int:assignment_id>", RoleAssignmentView.as_view(), name="role-assignment"),
]
