"""Screens of the learner's home and of calendars."""

SCREENS = {
    "learner": {
        "home": "/home",
        "calendar": "/calendar",
        "calendar-list": "/calendar?view=list",
    },
    "learner22": {"home-waiting": "/home"},
    "instructor": {"home-of-staff": "/home"},
}
