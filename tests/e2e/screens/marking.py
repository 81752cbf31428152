"""Screens of marking and rubrics."""

SCREENS = {
    "instructor": {
        "marking-list": "/marking?all=1",
        "marking": "/marking/1",
        "rubrics": "/rubrics",
    }
}
