"""Base of the routes of what belongs to a course's learners: cohorts, groups, ways in."""

from typing import Any

from edusync.enrollment import queries
from edusync.enrollment.rest.course_views import LearnersOfCourseView
from edusync.kernel.policy import Permission
from edusync.kernel.problems import NotFound

READ = Permission.ENROLLMENT_READ
MANAGE = Permission.ENROLLMENT_MANAGE
WRITES = {"post": MANAGE, "put": MANAGE, "patch": MANAGE, "delete": MANAGE}


class CoursePartView(LearnersOfCourseView):
    """A row that hangs on a course: who sees the course's learners sees it, who manages them changes it."""

    key_scopes = WRITES

    def part(self, rows: Any, permission: str, **lookup: Any) -> Any:
        """The row, `course` selected. Raises NotFound if the course's learners are not seen, Forbidden."""
        row = rows.filter(**lookup).first()
        if row is None:
            raise NotFound
        seen = self.policy.visible(queries.course_rows(), self.actor).filter(pk=row.course_id)
        if not seen.exists():
            raise NotFound
        self.check(permission, row.course)
        return row
