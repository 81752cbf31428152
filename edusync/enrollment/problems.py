"""What can go wrong with taking a course."""

from edusync.kernel.problems import Conflict


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
