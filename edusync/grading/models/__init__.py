"""Tables of the gradebook."""

from edusync.grading.models.books import Gradebook, GradeCategory, GradeItem
from edusync.grading.models.marks import CourseGrade, Grade, GradeEvent
from edusync.grading.models.schemes import GradingScheme, GradingSchemeBand

__all__ = [
    "CourseGrade",
    "Grade",
    "GradeCategory",
    "GradeEvent",
    "GradeItem",
    "Gradebook",
    "GradingScheme",
    "GradingSchemeBand",
]
