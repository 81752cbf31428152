"""Tables of the gradebook."""

from edusync.grading.models.attendance import (
    AttendanceEvent,
    AttendancePlan,
    AttendanceRecord,
    AttendanceSession,
)
from edusync.grading.models.books import Gradebook, GradeCategory, GradeItem
from edusync.grading.models.marks import CourseGrade, Grade, GradeEvent
from edusync.grading.models.regrades import RegradeRequest
from edusync.grading.models.schemes import GradingScheme, GradingSchemeBand

__all__ = [
    "AttendanceEvent",
    "AttendancePlan",
    "AttendanceRecord",
    "AttendanceSession",
    "CourseGrade",
    "Grade",
    "GradeCategory",
    "GradeEvent",
    "GradeItem",
    "Gradebook",
    "GradingScheme",
    "GradingSchemeBand",
    "RegradeRequest",
]
