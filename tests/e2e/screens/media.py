"""Screens of files."""

from tests.e2e import acts

SCREENS = {
    "instructor": {"course-files": f"/teach/{acts.SHOWCASE}/files"},
    "admin": {"manage-files": "/manage/files"},
}
