"""Screens of the first journeys."""

from tests.e2e import acts

PUBLIC = {
    "landing": "/",
    "catalog": "/courses",
    "course": f"/courses/{acts.SHOWCASE}",
    "sign-in": "/sign-in",
    "sign-up": "/sign-up",
    "forgot-password": "/forgot-password",
    "verify": "/verify",
    "missing": "/no-such-page",
}
LEARNER = {
    "my-learning": "/my-learning",
    "player": f"/learn/{acts.SHOWCASE}",
    "certificates": "/certificates",
    "profile": "/profile",
    "settings": "/settings",
}
INSTRUCTOR = {
    "teach": "/teach",
    "learners": f"/teach/{acts.SHOWCASE}/learners",
    "import": "/teach/import",
}
SCREENS = {"visitor": PUBLIC, "learner": LEARNER, "instructor": INSTRUCTOR}
