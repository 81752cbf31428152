"""Screens of the audit log."""

SCREENS = {
    "learner": {"data-access": "/account/data-access"},
    "admin": {"manage": "/manage", "audit": "/manage/audit"},
}
