"""Screens of the gradebook, and of a learner's own grades."""

from tests.e2e import acts

SCREENS = {
    "instructor": {
        "gradebook": f"/teach/{acts.SHOWCASE}/gradebook",
        "gradebook-rules": f"/teach/{acts.SHOWCASE}/gradebook/rules",
    },
    "learner": {"grades": "/grades", "course-grades": f"/grades/{acts.SHOWCASE}"},
}
