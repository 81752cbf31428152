"""Screens of privacy."""

SCREENS = {
    "learner": {"privacy": "/account/privacy", "policies": "/policies"},
    "admin": {
        "privacy-requests": "/manage/privacy/requests",
        "privacy-consent": "/manage/privacy/consent",
        "privacy-data-map": "/manage/privacy/data-map",
        "privacy-retention": "/manage/privacy/retention",
    },
}
