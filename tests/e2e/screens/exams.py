"""Screens of exams: as staff see them, and a candidate who waits for a seat."""

COURSE = "safe-at-the-workbench"
EXAM = f"/teach/{COURSE}/exams"
SCREENS = {
    "instructor": {
        "course-exams": EXAM,
        "exam-live": f"{EXAM}/2",
        "exam-settings": f"{EXAM}/2/settings",
    },
    # Waits for a seat in a sitting that is full.
    "learner20": {"exam-line": f"/learn/{COURSE}/9"},
}
