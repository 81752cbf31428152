"""Views of enrollments."""

from typing import Any

from django.http.response import HttpResponseBase

from edusync.courses.policy import CoursePolicy
from edusync.enrollment import queries, services
from edusync.enrollment.models import Enrollment
from edusync.enrollment.policy import EnrollmentPolicy
from edusync.enrollment.rest import serializers as shapes
from edusync.kernel.idempotency import idempotent
from edusync.kernel.pagination import keyset_page
from edusync.kernel.policy import Permission
from edusync.kernel.problems import FieldError, NotFound, ValidationProblem
from edusync.kernel.rest.views import ApiView, FastResponse, schema

STATUSES = frozenset(Enrollment.Status.values)


def wanted_status(request: Any) -> str:
    """Filter by status, empty for all. Raises ValidationProblem for a word that is none."""
    status: str = request.GET.get("status", "")
    if status and status not in STATUSES:
        raise ValidationProblem(
            errors=[FieldError("/status", "not-a-choice", f"One of {', '.join(sorted(STATUSES))}.")]
        )
    return status


class EnrollView(ApiView):
    """Taking a course."""

    policy = EnrollmentPolicy()
    permissions = {"post": Permission.ENROLLMENT_CREATE}

    @schema(response=shapes.EnrollmentSerializer, status=201, summary="Enroll in a course")
    @idempotent
    def post(self, request: Any, slug: str) -> HttpResponseBase:
        """Enroll oneself."""
        course = CoursePolicy().visible(queries.course_rows(), self.actor).filter(slug=slug).first()
        if course is None:
            raise NotFound
        enrollment = services.enroll_learner(course_id=course.pk, learner_id=self.actor.user_id or 0)
        enrollment.course = course
        return FastResponse(
            shapes.enrollment_json(enrollment, self.policy.actions(self.actor, enrollment)), status=201
        )


class EnrollmentListView(ApiView):
    """One's own enrollments."""

    policy = EnrollmentPolicy()

    @schema(
        response=shapes.EnrollmentSerializer,
        paginated=True,
        query={"status": "active, completed, withdrawn or suspended"},
        summary="My enrollments",
    )
    def get(self, request: Any) -> HttpResponseBase:
        """Own enrollments, newest first."""
        rows = queries.enrollments_of_learner(self.actor.user_id or 0)
        if status := wanted_status(request):
            rows = rows.filter(status=status)
        page = keyset_page(rows, request=request, order=("-id",), serialize=self.shown)
        return FastResponse(page)

    def shown(self, row: Enrollment) -> dict[str, Any]:
        """A row as JSON."""
        return shapes.enrollment_json(row, self.policy.actions(self.actor, row))


class OneEnrollmentView(ApiView):
    """Base of the routes of one enrollment."""

    policy = EnrollmentPolicy()

    def found(self, pk: int) -> Enrollment:
        """The enrollment, if visible. Raises NotFound."""
        row: Enrollment = self.get_visible(Enrollment.objects.select_related("course"), pk)
        return row

    def answer(self, row: Enrollment) -> HttpResponseBase:
        """The enrollment as JSON."""
        return FastResponse(shapes.enrollment_json(row, self.policy.actions(self.actor, row)))

    def reason(self) -> str:
        """Why, as the body says."""
        return str(self.validated(shapes.ReasonSerializer)["reason"])


class EnrollmentView(OneEnrollmentView):
    """One enrollment."""

    @schema(response=shapes.EnrollmentSerializer, summary="An enrollment")
    def get(self, request: Any, pk: int) -> HttpResponseBase:
        """The enrollment."""
        return self.answer(self.found(pk))


class WithdrawView(OneEnrollmentView):
    """Leaving a course."""

    key_scopes = {"post": Permission.ENROLLMENT_WITHDRAW}

    @schema(
        request=shapes.ReasonSerializer,
        response=shapes.EnrollmentSerializer,
        summary="Withdraw from a course",
    )
    def post(self, request: Any, pk: int) -> HttpResponseBase:
        """End the enrollment."""
        row = self.found(pk)
        self.check(Permission.ENROLLMENT_WITHDRAW, row)
        changed = services.withdraw(enrollment=row, by_id=self.actor.user_id, reason=self.reason())
        changed.course = row.course
        return self.answer(changed)


class SuspendView(OneEnrollmentView):
    """Closing a course to one learner, and opening it again."""

    key_scopes = {"post": Permission.ENROLLMENT_MANAGE, "delete": Permission.ENROLLMENT_MANAGE}

    @schema(
        request=shapes.ReasonSerializer, response=shapes.EnrollmentSerializer, summary="Suspend an enrollment"
    )
    def post(self, request: Any, pk: int) -> HttpResponseBase:
        """Suspend."""
        row = self.found(pk)
        self.check(Permission.ENROLLMENT_MANAGE, row)
        changed = services.suspend_enrollment(
            enrollment=row, by_id=self.actor.user_id or 0, reason=self.reason()
        )
        changed.course = row.course
        return self.answer(changed)

    @schema(response=shapes.EnrollmentSerializer, summary="Lift a suspension")
    def delete(self, request: Any, pk: int) -> HttpResponseBase:
        """Let the learner go on."""
        row = self.found(pk)
        self.check(Permission.ENROLLMENT_MANAGE, row)
        changed = services.resume_enrollment(enrollment=row, by_id=self.actor.user_id or 0)
        changed.course = row.course
        return self.answer(changed)
