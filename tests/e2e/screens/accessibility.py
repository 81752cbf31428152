"""Screens of reports on accessibility."""

from tests.e2e import acts

SCREENS = {
    "instructor": {"course-accessibility": f"/teach/{acts.SHOWCASE}/accessibility"},
    "admin": {"accessibility": "/manage/accessibility"},
}
