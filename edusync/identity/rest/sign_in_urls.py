"""Routes of sessions, attempts to sign in and second factors."""

from django.urls import path

from edusync.identity.rest import sign_in_views as views

urlpatterns = [
    path("me/sessions", views.MySessionsView.as_view(), name="my-sessions"),
    path("me/sessions/<int:session_id>", views.MySessionView.as_view(), name="my-session"),
    path("me/login-attempts", views.MyLoginAttemptsView.as_view(), name="my-login-attempts"),
    path("me/totp-secret", views.MyTotpSecretView.as_view(), name="my-totp-secret"),
    path("sign-in-alarms", views.SignInAlarmView.as_view(), name="sign-in-alarms"),
    path("people/<int:user_id>/sessions", views.PersonSessionsView.as_view(), name="person-sessions"),
    path(
        "people/<int:user_id>/sessions/<int:session_id>",
        views.PersonSessionView.as_view(),
        name="person-session",
    ),
    path(
        "people/<int:user_id>/login-attempts",
        views.PersonLoginAttemptsView.as_view(),
        name="person-login-attempts",
    ),
    path(
        "people/<int:user_id>/second-factor",
        views.PersonSecondFactorView.as_view(),
        name="person-second-factor",
    ),
    path("sign-in-policy", views.SignInPolicyView.as_view(), name="sign-in-policy"),
]
