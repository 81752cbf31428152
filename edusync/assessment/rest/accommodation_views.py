"""Routes of accommodations, for those who manage the quizzes of a course."""

from typing import Any

from django.http import HttpResponse

from edusync.assessment.models import Accommodation, Quiz
from edusync.assessment.policy import AccommodationPolicy
from edusync.assessment.quiz_terms import accommodations_of_course
from edusync.assessment.rest import accommodation_serializers as shapes
from edusync.assessment.services import accommodating
from edusync.courses.models import Course
from edusync.courses.policy import CoursePolicy
from edusync.enrollment.models import Enrollment, LearnerGroup
from edusync.enrollment.queries import course_rows, enrollments_of_course, learner_groups
from edusync.kernel.idempotency import idempotent
from edusync.kernel.pagination import keyset_page
from edusync.kernel.policy import Permission
from edusync.kernel.problems import FieldError, ValidationProblem
from edusync.kernel.rest.views import ApiView, FastResponse, schema

# A reason may tell of somebody's health.
NO_STORE = {"Cache-Control": "no-store"}


def wrong(pointer: str, detail: str) -> ValidationProblem:
    """The body names something that is not there."""
    return ValidationProblem(errors=[FieldError(pointer, "unknown", detail)])


class AccommodationsView(ApiView):
    """Accommodations in one course."""

    policy = CoursePolicy()
    key_scopes = {"get": Permission.QUIZ_MANAGE, "post": Permission.QUIZ_MANAGE}

    @schema(
        response=shapes.AccommodationSerializer,
        paginated=True,
        query={"quiz": "Id of a quiz: what holds in it, that for all quizzes of the course included."},
        summary="Other rules for single learners and groups",
    )
    def get(self, request: Any, slug: str) -> FastResponse:
        """The latest first."""
        course = self._course(slug)
        rows = accommodations_of_course(course.pk, quiz_id=request.GET.get("quiz", ""))
        page = keyset_page(rows, request=request, order=("-id",), serialize=shapes.accommodation_json)
        return FastResponse(page, headers=NO_STORE)

    @schema(
        request=shapes.AccommodationWriteSerializer,
        response=shapes.AccommodationSerializer,
        status=201,
        summary="Let other rules hold for a learner or a group",
    )
    @idempotent
    def post(self, request: Any, slug: str) -> FastResponse:
        """The accommodation; attempts that are open get the time at once."""
        course = self._course(slug)
        values = self.validated(shapes.AccommodationWriteSerializer)
        row = accommodating.grant_accommodation(
            course=course,
            quiz=self._quiz(course, values.get("quiz_id")),
            whom=self._whom(course, values),
            rules=values,
            by_id=self.actor.user_id,
        )
        row = accommodations_of_course(course.pk).get(pk=row.pk)
        return FastResponse(shapes.accommodation_json(row), status=201, headers=NO_STORE)

    def _course(self, slug: str) -> Course:
        course: Course = self.get_visible(course_rows(), slug=slug)
        self.check(Permission.QUIZ_MANAGE, course)
        return course

    def _quiz(self, course: Course, quiz_id: int | None) -> Quiz | None:
        if quiz_id is None:
            return None
        quiz = Quiz.objects.filter(pk=quiz_id, lesson__course_id=course.pk).first()
        if quiz is None:
            raise wrong("/quiz_id", "This quiz is not in the course.")
        return quiz

    def _whom(self, course: Course, values: dict[str, Any]) -> Enrollment | LearnerGroup:
        enrollment_id, group_id = values.get("enrollment_id"), values.get("group_id")
        if (enrollment_id is None) == (group_id is None):
            raise wrong("/enrollment_id", "Name a learner or a group.")
        if group_id is not None:
            group: LearnerGroup | None = learner_groups().filter(pk=group_id, course_id=course.pk).first()
            if group is None:
                raise wrong("/group_id", "This group is not in the course.")
            return group
        rows = enrollments_of_course(course.pk).filter(pk=enrollment_id or 0, deleted_at=None)
        enrollment: Enrollment | None = rows.first()
        if enrollment is None:
            raise wrong("/enrollment_id", "This learner is not in the course.")
        return enrollment


class AccommodationView(ApiView):
    """One accommodation."""

    policy = AccommodationPolicy()
    permissions = {"patch": Permission.QUIZ_MANAGE, "delete": Permission.QUIZ_MANAGE}

    @schema(
        request=shapes.AccommodationRulesSerializer,
        response=shapes.AccommodationSerializer,
        summary="Change an accommodation",
    )
    def patch(self, request: Any, accommodation_id: int) -> FastResponse:
        """What holds now."""
        row = self.get_visible(Accommodation.objects, accommodation_id)
        self.check(Permission.QUIZ_MANAGE, row)
        values = self.validated(shapes.AccommodationRulesSerializer)
        accommodating.change_accommodation(accommodation=row, rules=values, by_id=self.actor.user_id)
        row = accommodations_of_course(row.course_id).get(pk=row.pk)
        return FastResponse(shapes.accommodation_json(row), headers=NO_STORE)

    @schema(status=204, summary="Take an accommodation back")
    def delete(self, request: Any, accommodation_id: int) -> HttpResponse:
        """Nothing."""
        row = self.get_visible(Accommodation.objects.select_related("enrollment"), accommodation_id)
        self.check(Permission.QUIZ_MANAGE, row)
        accommodating.withdraw_accommodation(accommodation=row, by_id=self.actor.user_id)
        return HttpResponse(status=204)
