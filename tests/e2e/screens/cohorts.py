"""Screens of cohorts, groups, ways in and people by CSV."""

from tests.e2e import acts

COURSE = f"/teach/{acts.SHOWCASE}"
INSTRUCTOR = {
    "cohorts": f"{COURSE}/cohorts",
    "groups": f"{COURSE}/groups",
    "ways-in": f"{COURSE}/ways-in",
    "enroll-import": f"{COURSE}/enroll-import",
}
SCREENS = {"instructor": INSTRUCTOR, "visitor": {"join": "/join/no-such-link"}}
