"""Routes of guardians."""

from django.urls import path

from edusync.identity.rest import guardians_views as views

urlpatterns = [
    path("guardianships", views.GuardianshipsView.as_view(), name="guardianships"),
    path("guardianships/<uuid:uuid>", views.GuardianshipView.as_view(), name="guardianship"),
    path(
        "guardianships/<uuid:uuid>/consents/<slug:scope>",
        views.GuardianConsentView.as_view(),
        name="guardian-consent",
    ),
    path("guardian-invitations/<int:pk>", views.GuardianInvitationView.as_view(), name="guardian-invitation"),
    path(
        "guardianships/<uuid:uuid>/agreement",
        views.GuardianAgreementView.as_view(),
        name="guardian-agreement",
    ),
    path("me/guardians", views.MyGuardiansView.as_view(), name="my-guardians"),
    path("me/children", views.MyChildrenView.as_view(), name="my-children"),
]
