"""Routes of API keys."""

from django.urls import path

from edusync.identity.rest.api_keys_views import (
    ApiKeyRotationView,
    ApiKeyScopesView,
    ApiKeysView,
    ApiKeyView,
)

urlpatterns = [
    path("api-keys", ApiKeysView.as_view(), name="api-keys"),
    path("api-keys/scopes", ApiKeyScopesView.as_view(), name="api-key-scopes"),
    path("api-keys/<int:pk>", ApiKeyView.as_view(), name="api-key"),
    path("api-keys/<int:pk>/rotate", ApiKeyRotationView.as_view(), name="api-key-rotation"),
]
