"""Views of enrollments."""

from typing import Any

from django.http.response import HttpResponseBase

from edusync.courses.policy import CoursePolicy
from edusync.enrollment import queries, services
from edusync.enrollment.models import Enrollment, EnrollmentKey
from edusync.enrollment.policy import EnrollmentPolicy
from edusync.enrollment.rest import serializers as shapes
from edusync.enrollment.rest.entry_serializers import EnrollSerializer
from edusync.enrollment.services.ways_in import enroll_by_key
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

    @schema(
        request=EnrollSerializer,
        response=shapes.EnrollmentSerializer,
        status=201,
        summary="Enroll in a course, ask for a seat or join the line",
    )
    @idempotent
    def post(self, request: Any, slug: str) -> HttpResponseBase:
        """Take a seat; `status` of the answer says whether it is one, a request or a place in line."""
        course = CoursePolicy().visible(queries.course_rows(), self.actor).filter(slug=slug).first()
        if course is None:
            raise NotFound
        enrollment = self.enrolled(course.pk, self.validated(EnrollSerializer))
        enrollment.course = course
        return FastResponse(
            shapes.enrollment_json(enrollment, self.policy.actions(self.actor, enrollment)), status=201
        )

    def enrolled(self, course_id: int, values: dict[str, Any]) -> Enrollment:
        """The enrollment made, by the key if there is one."""
        learner_id = self.actor.user_id or 0
        if values["key"]:
            return enroll_by_key(
                secret=values["key"],
                learner_id=learner_id,
                kind=EnrollmentKey.Kind.KEY,
                course_id=course_id,
                join_waitlist=values["join_waitlist"],
            )
        return services.enroll_learner(
            course_id=course_id,
            learner_id=learner_id,
            cohort_id=values["cohort_id"],
            join_waitlist=values["join_waitlist"],
            message=values["message"],
        )


class EnrollmentListView(ApiView):
    """One's own enrollments."""

    policy = EnrollmentPolicy()

    @schema(
        response=shapes.EnrollmentSerializer,
        paginated=True,
        query={"status": "a status of enrollments"},
        summary="My enrollments",
    )
    def get(self, request: Any) -> HttpResponseBase:
        """Own enrollments, newest first."""
        rows = queries.current_enrollments_of(self.actor.user_id or 0)
        if status := wanted_status(request):
            rows = rows.filter(status=status)
        page = keyset_page(rows, request=request, order=("-id",))
        waiting = [row.pk for row in page["results"] if row.status == Enrollment.Status.WAITLISTED]
        offers = queries.open_offers_of(waiting)
        page["results"] = [
            shapes.enrollment_json(row, self.policy.actions(self.actor, row))
            | {"offer": shapes.offer_json(offers.get(row.pk))}
            for row in page["results"]
        ]
        return FastResponse(page)


class OneEnrollmentView(ApiView):
    """Base of the routes of one enrollment."""

    policy = EnrollmentPolicy()

    def found(self, pk: int) -> Enrollment:
        """The enrollment, if visible. Raises NotFound."""
        row: Enrollment = self.get_visible(Enrollment.objects.select_related("course", "cohort"), pk)
        return row

    def answer(self, row: Enrollment, before: Enrollment | None = None) -> HttpResponseBase:
        """The enrollment as JSON; `before` is the row as it was found, with its course."""
        row.course = (before or row).course
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
    """Leaving a course, a request or the line."""

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
        return self.answer(changed, row)


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
        return self.answer(changed, row)

    @schema(response=shapes.EnrollmentSerializer, summary="Lift a suspension")
    def delete(self, request: Any, pk: int) -> HttpResponseBase:
        """Let the learner go on."""
        row = self.found(pk)
        self.check(Permission.ENROLLMENT_MANAGE, row)
        changed = services.resume_enrollment(enrollment=row, by_id=self.actor.user_id or 0)
        return self.answer(changed, row)
