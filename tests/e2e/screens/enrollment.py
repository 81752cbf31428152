"""Screens of enrollment: people, requests and the line for staff, the door and the own places for learners."""

FULL = "first-steps-in-python"
ON_REQUEST = "reading-tamil-verse"

SCREENS = {
    "visitor": {"enrollment-door": f"/courses/{FULL}"},
    "learner": {"enrollment-full": f"/courses/{FULL}", "enrollment-request": f"/courses/{ON_REQUEST}"},
    # In line for one course, with a request for another.
    "learner22": {"enrollment-in-line": f"/courses/{FULL}", "enrollment-places": "/my-learning"},
    "instructor": {
        "enrollment-people": f"/teach/{FULL}/learners",
        "enrollment-line": f"/teach/{FULL}/learners?view=line",
        "enrollment-requests": f"/teach/{ON_REQUEST}/learners?view=requests",
        "enrollment-all-requests": "/teach/requests",
    },
}
