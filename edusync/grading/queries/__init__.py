"""Reads of the gradebook, permission-free; what other apps may ask is here."""

from edusync.grading.queries.courses import course_percent, grade_of, passing_grades
from edusync.grading.queries.loading import book_of, items_of, live_items

__all__ = ["book_of", "course_percent", "grade_of", "items_of", "live_items", "passing_grades"]
