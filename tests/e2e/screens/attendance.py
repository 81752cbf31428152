"""Screens of attendance and of second looks at marks."""

from tests.e2e import acts

SCREENS = {
    "instructor": {
        "attendance": f"/teach/{acts.SHOWCASE}/attendance",
        "attendance-session": f"/teach/{acts.SHOWCASE}/attendance/1",
        "attendance-code": f"/teach/{acts.SHOWCASE}/attendance/1/code",
        "gradebook-requests": f"/teach/{acts.SHOWCASE}/gradebook/requests",
    },
    "admin": {"grading-schemes": "/grading-schemes"},
    "learner": {"check-in": "/checkin"},
}
