"""Tables of enrollment."""

from edusync.enrollment.models.cohorts import Cohort, EnrollmentExtension, LearnerGroup, LearnerGroupMember
from edusync.enrollment.models.enrollment import Enrollment, EnrollmentTransition
from edusync.enrollment.models.waiting import WaitlistEntry, WaitlistOffer
from edusync.enrollment.models.ways_in import (
    EnrollmentImport,
    EnrollmentImportRow,
    EnrollmentKey,
    EnrollmentRule,
    EnrollmentRuleMember,
)

__all__ = [
    "Cohort",
    "Enrollment",
    "EnrollmentExtension",
    "EnrollmentImport",
    "EnrollmentImportRow",
    "EnrollmentKey",
    "EnrollmentRule",
    "EnrollmentRuleMember",
    "EnrollmentTransition",
    "LearnerGroup",
    "LearnerGroupMember",
    "WaitlistEntry",
    "WaitlistOffer",
]
