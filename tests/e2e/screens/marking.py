"""Screens of marking and rubrics."""

SCREENS = {
    "instructor": {
        "marking-list": "/marking?all=1",
        "marking": "/marking/1",
        "peer-plan": "/marking/1/reviews",
        "rubrics": "/rubrics",
    }
}
