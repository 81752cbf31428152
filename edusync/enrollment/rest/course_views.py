"""Views of a course's learners, for those who teach it."""

from typing import Any

from django.http.response import HttpResponseBase

from edusync.courses.policy import CoursePolicy, staffed_courses
from edusync.enrollment import queries, services
from edusync.enrollment.models import Enrollment
from edusync.enrollment.policy import CourseLearnersPolicy, courses_with_learners_seen
from edusync.enrollment.rest import serializers as shapes
from edusync.enrollment.rest.csv_export import CHUNK, COLUMNS, cells
from edusync.enrollment.rest.views import wanted_status
from edusync.identity.queries import members, people_named
from edusync.kernel import audit
from edusync.kernel.idempotency import idempotent
from edusync.kernel.pagination import keyset_page
from edusync.kernel.policy import Permission
from edusync.kernel.problems import FieldError, Forbidden, NotFound, ValidationProblem
from edusync.kernel.rest.csv_response import csv_response
from edusync.kernel.rest.views import ApiView, FastResponse, schema

FILTERS = {
    "search": "words of name, user name or e-mail address",
    "status": "a status of enrollments",
    "cohort": {"type": "integer", "minimum": 1},
}
TEACHING_FILTERS = {
    "search": "part of the title",
    "status": "draft, in_review, changes_requested, approved, published or archived",
}
TEACHING_COLUMNS = (
    "id", "uuid", "slug", "title", "status", "seats_taken", "capacity", "published_at", "updated_at", "created_at",
)  # fmt: skip
MAX_DIGITS = 19
NO_LEARNERS = {"learner_count": 0, "completed_count": 0, "average_percent": 0}


def wanted_cohort(request: Any) -> int | None:
    """Filter by cohort, None for all. Raises ValidationProblem for what is no id."""
    text = request.GET.get("cohort", "")
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < MAX_DIGITS):
        raise ValidationProblem(errors=[FieldError("/cohort", "not-a-number", "The id of a cohort.")])
    return int(text)


class LearnersOfCourseView(ApiView):
    """Base of the routes about the learners of a course."""

    policy = CourseLearnersPolicy()

    def course(self, slug: str, permission: str = Permission.ENROLLMENT_READ) -> Any:
        """The course. Raises NotFound if it is hidden, Forbidden if its learners are none of the actor's business."""
        course = CoursePolicy().visible(queries.course_rows(), self.actor).filter(slug=slug).first()
        if course is None:
            raise NotFound
        # The course itself is visible: whoever may not do it is told so.
        if not self.policy.allows(self.actor, permission, course):
            raise Forbidden(permission=str(permission))
        return course

    def rows(self, course_id: int) -> Any:
        """The wanted enrollments."""
        return queries.learners_of_course(
            course_id,
            search=self.request.GET.get("search", ""),
            status=wanted_status(self.request),
            cohort_id=wanted_cohort(self.request),
        )


class CourseLearnersView(LearnersOfCourseView):
    """Learners with progress."""

    rate_limits = {"get": "search"}

    key_scopes = {"post": Permission.ENROLLMENT_MANAGE}

    @schema(
        response=shapes.CourseLearnerSerializer, paginated=True, query=FILTERS, summary="Learners of a course"
    )
    def get(self, request: Any, slug: str) -> HttpResponseBase:
        """One page, latest enrolled first."""
        page = keyset_page(self.rows(self.course(slug).pk), request=request, order=("-id",))
        people = people_named(row.learner_id for row in page["results"])
        page["results"] = [shapes.learner_json(row, people.get(row.learner_id)) for row in page["results"]]
        return FastResponse(page)

    @schema(
        request=shapes.StaffEnrollSerializer,
        response=shapes.EnrollmentSerializer,
        status=201,
        summary="Bring a learner into a course",
    )
    @idempotent
    def post(self, request: Any, slug: str) -> HttpResponseBase:
        """Enroll somebody of the organization, also where the course is not open."""
        course = self.course(slug, Permission.ENROLLMENT_MANAGE)
        values = self.validated(shapes.StaffEnrollSerializer)
        learner_id = values["learner_id"]
        if not is_member(learner_id, course.organization_id):
            raise ValidationProblem(
                errors=[FieldError("/learner_id", "unknown", "Nobody of this organization.")]
            )
        enrollment = services.enroll_learner(
            course_id=course.pk,
            learner_id=learner_id,
            source=Enrollment.Source.STAFF,
            by_id=self.actor.user_id,
            reason=values["reason"],
            cohort_id=values["cohort_id"],
        )
        enrollment.course = course
        return FastResponse(shapes.enrollment_json(enrollment), status=201)


def is_member(user_id: int, organization_id: int) -> bool:
    """Whether the person belongs to the organization."""
    return members(organization_id=organization_id).filter(user_id=user_id, status="active").exists()


class CourseLearnersCsvView(LearnersOfCourseView):
    """Learners as a file."""

    rate_limits = {"get": "export"}

    @schema(media_type="text/csv", query=FILTERS, summary="Learners of a course as CSV")
    def get(self, request: Any, slug: str) -> HttpResponseBase:
        """All learners, sent while they are read."""
        course = self.course(slug)
        rows = self.rows(course.pk).order_by("id").iterator(chunk_size=CHUNK)
        audit.record_read("enrollment.learners.exported", actor=self.actor, target=("course", course.pk))
        return csv_response(f"learners-{course.slug}.csv", COLUMNS, map(cells, rows))


class TeachingCoursesView(ApiView):
    """Courses one teaches."""

    policy = CourseLearnersPolicy()

    @schema(
        response=shapes.TeachingCourseSerializer,
        paginated=True,
        query=TEACHING_FILTERS,
        summary="Courses I teach or write",
    )
    def get(self, request: Any) -> HttpResponseBase:
        """With the number of learners and their average progress, where those are one's business."""
        seen = courses_with_learners_seen(self.actor)
        courses = queries.course_rows().filter(pk__in={*seen, *staffed_courses(self.actor)})
        if status := request.GET.get("status", ""):
            courses = courses.filter(status=status)
        for word in request.GET.get("search", "").split():
            courses = courses.filter(title__icontains=word)
        page = keyset_page(courses.values(*TEACHING_COLUMNS), request=request, order=("-created_at", "-id"))
        counts = queries.course_counts(row["id"] for row in page["results"] if row["id"] in seen)
        page["results"] = [
            row | counts.get(row["id"], NO_LEARNERS) | {"sees_learners": row["id"] in seen}
            for row in page["results"]
        ]
        return FastResponse(page)
