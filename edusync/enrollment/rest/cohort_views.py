"""Views of cohorts and of more time for one person."""

from typing import Any

from django.http.response import HttpResponseBase

from edusync.enrollment import services
from edusync.enrollment.models import Cohort, Enrollment
from edusync.enrollment.policy import EnrollmentPolicy
from edusync.enrollment.queries import cohorts as reads
from edusync.enrollment.rest import cohort_serializers as shapes
from edusync.enrollment.rest.course_parts import MANAGE, READ, CoursePartView
from edusync.enrollment.services import cohorts
from edusync.kernel import clock
from edusync.kernel.locking import etag, require_match
from edusync.kernel.pagination import keyset_page
from edusync.kernel.problems import FieldError, ValidationProblem
from edusync.kernel.rest.views import ApiView, FastResponse, schema


class CohortsView(CoursePartView):
    """Cohorts of a course."""

    @schema(response=shapes.CohortSerializer, paginated=True, summary="Cohorts of a course")
    def get(self, request: Any, slug: str) -> HttpResponseBase:
        """One page, the newest first."""
        course = self.course(slug)
        page = keyset_page(reads.cohorts().filter(course_id=course.pk), request=request, order=("-id",))
        counts = reads.learners_by_cohort([row.pk for row in page["results"]])
        page["results"] = [shapes.cohort_json(row, counts.get(row.pk, 0)) for row in page["results"]]
        return FastResponse(page)

    @schema(
        request=shapes.CohortWriteSerializer,
        response=shapes.CohortSerializer,
        status=201,
        summary="Make a cohort",
    )
    def post(self, request: Any, slug: str) -> HttpResponseBase:
        """A new run of the course."""
        course = self.course(slug, MANAGE)
        values = self.validated(shapes.CohortWriteSerializer)
        row = cohorts.create_cohort(course_id=course.pk, values=values, by=self.actor)
        return FastResponse(shapes.cohort_json(row, 0), status=201, headers={"ETag": etag(row)})


class CohortView(CoursePartView):
    """One cohort."""

    def shown(self, row: Cohort) -> HttpResponseBase:
        """The cohort as JSON with its version."""
        count = reads.learners_by_cohort([row.pk]).get(row.pk, 0)
        return FastResponse(shapes.cohort_json(row, count), headers={"ETag": etag(row)})

    @schema(response=shapes.CohortSerializer, summary="A cohort")
    def get(self, request: Any, pk: int) -> HttpResponseBase:
        """The cohort."""
        return self.shown(self.part(reads.cohorts(), READ, pk=pk))

    @schema(
        request=shapes.CohortWriteSerializer,
        response=shapes.CohortSerializer,
        needs_version=True,
        summary="Change a cohort",
    )
    def patch(self, request: Any, pk: int) -> HttpResponseBase:
        """Other dates move the dates of its learners, more seats go to those in line."""
        row = self.part(reads.cohorts(), MANAGE, pk=pk)
        require_match(request, row)
        changes = self.validated(shapes.CohortWriteSerializer, partial=True)
        return self.shown(cohorts.update_cohort(cohort=row, changes=changes, by=self.actor))

    @schema(status=204, needs_version=True, summary="Take away a cohort without learners")
    def delete(self, request: Any, pk: int) -> HttpResponseBase:
        """Refused while somebody takes the course with it."""
        row = self.part(reads.cohorts(), MANAGE, pk=pk)
        require_match(request, row)
        cohorts.remove_cohort(cohort=row, by=self.actor)
        return FastResponse(None, status=204)


class ExtensionsView(ApiView):
    """More time for one learner."""

    policy = EnrollmentPolicy()
    key_scopes = {"post": MANAGE}

    @schema(response=shapes.ExtensionSerializer, paginated=True, summary="Extensions of an enrollment")
    def get(self, request: Any, pk: int) -> HttpResponseBase:
        """The newest first: of a kind, it is the one that counts."""
        row = self.get_visible(Enrollment.objects.all(), pk)
        return FastResponse(
            keyset_page(
                reads.extensions_of(row.pk), request=request, order=("-id",), serialize=shapes.extension_json
            )
        )

    @schema(
        request=shapes.ExtensionWriteSerializer,
        response=shapes.ExtensionSerializer,
        status=201,
        summary="Give a learner more time",
    )
    def post(self, request: Any, pk: int) -> HttpResponseBase:
        """Another due date or end of access, or none."""
        row = self.get_visible(Enrollment.objects.all(), pk)
        self.check(MANAGE, row)
        values = self.validated(shapes.ExtensionWriteSerializer)
        if values["until"] is not None and values["until"] <= clock.now():
            raise ValidationProblem(errors=[FieldError("/until", "in-the-past", "The date is over already.")])
        extension = services.extend_enrollment(enrollment=row, by_id=self.actor.user_id or 0, **values)
        return FastResponse(shapes.extension_json(extension), status=201)
