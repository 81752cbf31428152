"""Screens of sign-in services and programs."""

SCREENS = {
    "admin": {
        "identity-provider-new": "/manage/sign-in/providers/new",
        "applications": "/manage/applications",
        "application-new": "/manage/applications/new",
    },
    "learner": {"sign-in-refused": "/sign-in/done?error=not_known"},
}
