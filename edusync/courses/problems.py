"""What can go wrong with courses and their content."""

from edusync.kernel.problems import Conflict, Forbidden, Problem


class CourseEmpty(Problem):
    """Nothing to learn in it yet: a course is published with at least one published lesson."""

    status = 422
    code = "course-empty"
    title = "Add a module with a published lesson before publishing the course."


class CourseStateConflict(Conflict):
    """Facts: `course_status`, the state the course is in."""

    code = "course-state"
    title = "The course's state does not allow this."


class EnrollFirst(Forbidden):
    """The course is visible, its content needs an enrollment. Facts: `course_slug`."""

    code = "enroll-first"
    title = "Enroll in the course to open its lessons."


class KindMismatch(Problem):
    """Facts: `kind`, what the lesson is."""

    status = 422
    code = "lesson-kind-mismatch"
    title = "The content does not fit the kind of the lesson."
