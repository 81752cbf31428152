"""What can go wrong with taking a course."""

from edusync.kernel.problems import Conflict, Problem


class AlreadyEnrolled(Conflict):
    """Facts: `enrollment_id`, the enrollment that stands."""

    code = "already-enrolled"
    title = "The learner takes this course already."


class CourseFull(Conflict):
    """Facts: `capacity`."""

    code = "course-full"
    title = "The course has no seat left."


class CourseNotOpen(Conflict):
    """Facts: `course_status`, `access`."""

    code = "course-not-open"
    title = "The course takes no new learners by themselves."


class EnrollmentSuspended(Conflict):
    """Facts: `enrollment_id`. Only staff may lift a suspension."""

    code = "enrollment-suspended"
    title = "The enrollment is suspended. Ask the course's staff."


class EnrollmentStateConflict(Conflict):
    """Facts: `enrollment_status`, the state the enrollment is in."""

    code = "enrollment-state"
    title = "The enrollment's state does not allow this."


class EnrollmentNotOpenNow(Conflict):
    """Facts: `opens_at`, `closes_at`, either may be empty. Staff bring learners in at any time."""

    code = "enrollment-not-open-now"
    title = "The course takes learners at other times."


class RequestOpen(Conflict):
    """Facts: `enrollment_id`. The staff have not answered yet."""

    code = "enrollment-requested"
    title = "You asked to take this course. The answer is still to come."


class AccessEnded(Conflict):
    """Facts: `enrollment_id`. Only staff give more time."""

    code = "enrollment-expired"
    title = "The time for this course is over. Ask the course's staff."


class AlreadyWaiting(Conflict):
    """Facts: `enrollment_id`."""

    code = "already-waiting"
    title = "The learner waits for a seat already."


class AlreadyInvited(Conflict):
    """Facts: `enrollment_id`. The person has not answered yet."""

    code = "already-invited"
    title = "The person is invited already."


class OfferClosed(Conflict):
    """Facts: `answer`, what became of the offer: accepted, declined, lapsed or revoked."""

    code = "offer-closed"
    title = "This seat is not kept free any more."


class CohortNotOpen(Conflict):
    """Facts: `cohort_id`. Learners may not choose it themselves, or it is not of this course."""

    code = "cohort-not-open"
    title = "This cohort cannot be chosen."


class CohortNameTaken(Conflict):
    """Another cohort of the course has this name."""

    code = "cohort-name-taken"
    title = "A cohort of this course has that name already."


class CohortInUse(Conflict):
    """Facts: `learners`, how many take the course with this cohort."""

    code = "cohort-in-use"
    title = "The cohort has learners. Move them to another one first."


class LearnerGroupNameTaken(Conflict):
    """Another group of the course has this name."""

    code = "learner-group-name-taken"
    title = "A group of this course has that name already."


class KeyNotValid(Conflict):
    """Facts: `key_state`: unknown, not-yet, expired, used-up or revoked. A learner learns the state of a link only."""

    code = "enrollment-key-not-valid"
    title = "This key opens no course, or not any more."


class CsvRefused(Problem):
    """Facts: `why`, a code, and `line` or `column` where there is one."""

    status = 422
    code = "enrollment-csv-refused"
    title = "The file cannot be read as a list of people."


class ImportNotReady(Conflict):
    """Facts: `state` of the import."""

    code = "enrollment-import-state"
    title = "The import is not in a state for this."
