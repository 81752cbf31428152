"""Routes below /api/v1/."""

from django.urls import path

from edusync.files.rest.organization_views import OrganizationIconView, OrganizationLogoView
from edusync.files.rest.quota_views import OrganizationFileQuotaView
from edusync.files.rest.upload_views import (
    FileUploadFinishView,
    FileUploadPieceView,
    FileUploadsView,
    FileUploadView,
)
from edusync.files.rest.views import (
    FileContentView,
    FileHistoryView,
    FileLinkView,
    FileScanView,
    FilesView,
    FileUsageView,
    FileVersionRestoreView,
    FileView,
    MyAvatarView,
)

urlpatterns = [
    path("files", FilesView.as_view(), name="files"),
    path("files/usage", FileUsageView.as_view(), name="file-usage"),
    path("files/uploads", FileUploadsView.as_view(), name="file-uploads"),
    path("files/uploads/<uuid:uuid>", FileUploadView.as_view(), name="file-upload"),
    path(
        "files/uploads/<uuid:uuid>/pieces/<int:offset>",
        FileUploadPieceView.as_view(),
        name="file-upload-piece",
    ),
    path("files/uploads/<uuid:uuid>/finish", FileUploadFinishView.as_view(), name="file-upload-finish"),
    path("files/<uuid:uuid>", FileView.as_view(), name="file"),
    path("files/<uuid:uuid>/history", FileHistoryView.as_view(), name="file-history"),
    path("files/<uuid:uuid>/content", FileContentView.as_view(), name="file-replace"),
    path(
        "files/<uuid:uuid>/versions/<int:number>/restore",
        FileVersionRestoreView.as_view(),
        name="file-version-restore",
    ),
    path("files/<uuid:uuid>/scan", FileScanView.as_view(), name="file-scan"),
    path("files/<uuid:uuid>/link", FileLinkView.as_view(), name="file-link"),
    path("me/avatar", MyAvatarView.as_view(), name="my-avatar"),
    path("organization/logo", OrganizationLogoView.as_view(), name="organization-logo"),
    path("organization/file-quota", OrganizationFileQuotaView.as_view(), name="organization-file-quota"),
    path("organization/icon", OrganizationIconView.as_view(), name="organization-icon"),
]
