"""Routes below /api/v1/."""

from django.urls import path

from edusync.audit.rest.views import AuditChainView, AuditExportView, AuditView, MyDataAccessView

urlpatterns = [
    path("audit", AuditView.as_view(), name="audit"),
    path("audit.csv", AuditExportView.as_view(), name="audit-export"),
    path("audit/chain", AuditChainView.as_view(), name="audit-chain"),
    path("me/data-access", MyDataAccessView.as_view(), name="my-data-access"),
]
