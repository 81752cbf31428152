"""Screens of learning time."""

from tests.e2e import acts

SCREENS = {
    "learner": {
        "my-time": "/my-learning/time",
        "course-time": f"/my-learning/time/{acts.SHOWCASE}",
    },
}
