"""Routes below /api/v1/."""

from django.urls import path

from edusync.files.rest.organization_views import OrganizationIconView, OrganizationLogoView
from edusync.files.rest.views import FileLinkView, FilesView, FileView, MyAvatarView

urlpatterns = [
    path("files", FilesView.as_view(), name="files"),
    path("files/<uuid:uuid>", FileView.as_view(), name="file"),
    path("files/<uuid:uuid>/link", FileLinkView.as_view(), name="file-link"),
    path("me/avatar", MyAvatarView.as_view(), name="my-avatar"),
    path("organization/logo", OrganizationLogoView.as_view(), name="organization-logo"),
    path("organization/icon", OrganizationIconView.as_view(), name="organization-icon"),
]
