"""Routes of privacy."""

from django.urls import path

from edusync.privacy.rest import manage_views as manage
from edusync.privacy.rest import my_views as mine

urlpatterns = [
    path("sign-up-terms", mine.SignUpTermsView.as_view(), name="sign-up-terms"),
    path("erasure-receipts/<str:receipt>", mine.ReceiptView.as_view(), name="erasure-receipt"),
    path("my/data", mine.MyDataView.as_view(), name="my-data"),
    path("my/policies", mine.MyPoliciesView.as_view(), name="my-policies"),
    path("my/consents", mine.MyConsentsView.as_view(), name="my-consents"),
    path("my/consents/history", mine.MyConsentHistoryView.as_view(), name="my-consent-history"),
    path("my/consents/<slug:purpose>/decision", mine.MyConsentView.as_view(), name="my-consent"),
    path("my/privacy-requests", mine.MyRequestsView.as_view(), name="my-privacy-requests"),
    path(
        "my/privacy-requests/<uuid:request_uuid>/cancel",
        mine.MyRequestCancelView.as_view(),
        name="my-privacy-request-cancel",
    ),
    path(
        "my/privacy-requests/<uuid:request_uuid>/archive",
        mine.MyArchiveView.as_view(),
        name="my-privacy-request-archive",
    ),
    path("privacy-requests", manage.SubjectRequestsView.as_view(), name="privacy-requests"),
    path(
        "privacy-requests/<int:subject_request_id>",
        manage.SubjectRequestView.as_view(),
        name="privacy-request",
    ),
    path(
        "privacy-requests/<int:subject_request_id>/acts",
        manage.SubjectRequestActView.as_view(),
        name="privacy-request-act",
    ),
    path("data-map", manage.DataMapView.as_view(), name="data-map"),
    path("consent-purposes", manage.ConsentPurposesView.as_view(), name="consent-purposes"),
    path("consent-purposes/<int:purpose_id>", manage.ConsentPurposeView.as_view(), name="consent-purpose"),
    path(
        "consent-purposes/<int:purpose_id>/publish",
        manage.ConsentPurposePublicationView.as_view(),
        name="consent-purpose-publish",
    ),
    path("policy-documents", manage.PolicyDocumentsView.as_view(), name="policy-documents"),
    path("policy-documents/<int:document_id>", manage.PolicyDocumentView.as_view(), name="policy-document"),
    path(
        "policy-documents/<int:document_id>/publish",
        manage.PolicyDocumentPublicationView.as_view(),
        name="policy-document-publish",
    ),
    path("retention-rules", manage.RetentionRulesView.as_view(), name="retention-rules"),
    path("retention-rules/<str:rule_key>", manage.RetentionRuleView.as_view(), name="retention-rule"),
    path("legal-holds", manage.LegalHoldsView.as_view(), name="legal-holds"),
    path("legal-holds/<int:hold_id>", manage.LegalHoldView.as_view(), name="legal-hold"),
]
