"""Routes of certificates."""

from django.urls import path

from edusync.credentials.rest import guardian_views, views

urlpatterns = [
    path("my/certificates", views.MyCertificatesView.as_view(), name="my-certificates"),
    path(
        "me/children/<int:learner_id>/certificates",
        guardian_views.ChildCertificatesView.as_view(),
        name="child-certificates",
    ),
    path("certificates/<str:code>/pdf", views.CertificatePdfView.as_view(), name="certificate-pdf"),
    path(
        "certificates/<str:code>/revoke", views.CertificateRevocationView.as_view(), name="certificate-revoke"
    ),
    path("verify/<str:code>", views.VerificationView.as_view(), name="verify"),
    path("verify/<str:code>/qr.svg", views.VerificationQrView.as_view(), name="verify-qr"),
]
