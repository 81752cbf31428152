"""Screens of exams as staff see them."""

EXAM = "/teach/safe-at-the-workbench/exams"
SCREENS = {
    "admin": {"course-exams": EXAM, "exam-live": f"{EXAM}/2", "exam-settings": f"{EXAM}/2/settings"},
}
