"""Base of the routes of a course's book."""

from typing import Any

from edusync.courses.policy import CoursePolicy
from edusync.enrollment import queries as enrollments
from edusync.grading.policy import GradebookPolicy
from edusync.kernel.policy import Permission
from edusync.kernel.problems import FieldError, Forbidden, NotFound, ValidationProblem
from edusync.kernel.rest.views import ApiView

VIEW, CHANGE = Permission.GRADE_VIEW, Permission.GRADE_CHANGE
POST, MANAGE = Permission.GRADE_POST, Permission.GRADEBOOK_MANAGE
MAX_DIGITS = 18


class BookView(ApiView):
    """A course's book: for those who teach it."""

    policy = GradebookPolicy()
    key_scopes = {"get": VIEW, "post": CHANGE, "put": MANAGE, "patch": CHANGE, "delete": MANAGE}

    def course(self, slug: str, permission: str = VIEW) -> Any:
        """The course. Raises NotFound if it is hidden, Forbidden if its grades are none of the actor's business."""
        course = self.policy.visible(enrollments.course_rows(), self.actor).filter(slug=slug).first()
        if course is None:
            seen = CoursePolicy().visible(enrollments.course_rows(), self.actor)
            if not seen.filter(slug=slug).exists():
                raise NotFound
            raise Forbidden(permission=str(permission))
        if not self.policy.allows(self.actor, permission, course):
            raise Forbidden(permission=str(permission))
        return course

    def part(self, rows: Any, permission: str, **lookup: Any) -> Any:
        """A row that hangs on a course whose book is seen. Raises NotFound, Forbidden."""
        row = rows.select_related("course").filter(**lookup).first()
        if row is None or not self.policy.sees(self.actor, row.course):
            raise NotFound
        if not self.policy.allows(self.actor, permission, row.course):
            raise Forbidden(permission=str(permission))
        return row

    def number(self, name: str, *, default: int | None = None, most: int | None = None) -> int | None:
        """A whole number of the query. Raises ValidationProblem."""
        text = self.request.GET.get(name, "")
        if not text:
            return default
        if not (text.isascii() and text.isdigit() and len(text) <= MAX_DIGITS):
            raise ValidationProblem(errors=[FieldError(f"/{name}", "not-a-number", "A whole number.")])
        return int(text) if most is None else min(int(text), most)
