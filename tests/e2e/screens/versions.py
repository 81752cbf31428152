"""Screens of versions and exports."""

from tests.e2e import acts

INSTRUCTOR = {
    "versions": f"/teach/{acts.SHOWCASE}/versions",
    "versions-compare": f"/teach/{acts.SHOWCASE}/versions?from=1",
    "version": f"/teach/{acts.SHOWCASE}/versions/1",
    "export": f"/teach/{acts.SHOWCASE}/export",
}
SCREENS = {"instructor": INSTRUCTOR}
