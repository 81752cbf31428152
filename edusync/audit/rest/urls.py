"""Routes below /api/v1/."""

from django.urls import path

from edusync.audit.rest.views import AuditView

urlpatterns = [path("audit", AuditView.as_view(), name="audit")]
