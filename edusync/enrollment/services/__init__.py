"""Changes of enrollments: one function, one act, one transaction."""

from edusync.enrollment.services.approving import approve_enrollment, reject_enrollment
from edusync.enrollment.services.bulk import change_many, extend_enrollment, move_to_cohort
from edusync.enrollment.services.changing import change_status, locked
from edusync.enrollment.services.dates import dates_of
from edusync.enrollment.services.departing import register_departure_watcher
from edusync.enrollment.services.enrolling import enroll_learner
from edusync.enrollment.services.inviting import invite_addresses, invite_learner
from edusync.enrollment.services.leaving import (
    mark_completed,
    pause_enrollment,
    reopen_enrollment,
    resume_enrollment,
    suspend_enrollment,
    unpause_enrollment,
    withdraw,
)
from edusync.enrollment.services.upkeep import (
    expire_due_enrollments,
    lapse_due_offers,
    promote_due_courses,
    renew_due_enrollments,
    warn_of_expiry,
)
from edusync.enrollment.services.waiting import (
    accept_offer,
    decline_offer,
    offer_free_seats,
    promote,
    promote_course,
    set_waitlist_priority,
)

__all__ = [
    "accept_offer",
    "approve_enrollment",
    "change_many",
    "change_status",
    "dates_of",
    "decline_offer",
    "enroll_learner",
    "expire_due_enrollments",
    "extend_enrollment",
    "invite_addresses",
    "invite_learner",
    "lapse_due_offers",
    "locked",
    "mark_completed",
    "move_to_cohort",
    "offer_free_seats",
    "pause_enrollment",
    "promote",
    "promote_course",
    "promote_due_courses",
    "register_departure_watcher",
    "reject_enrollment",
    "renew_due_enrollments",
    "reopen_enrollment",
    "resume_enrollment",
    "set_waitlist_priority",
    "suspend_enrollment",
    "unpause_enrollment",
    "warn_of_expiry",
    "withdraw",
]
