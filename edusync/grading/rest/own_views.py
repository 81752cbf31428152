"""Views of a learner's own grades, and of those of a learner one looks after."""

from typing import Any

from django.http.response import HttpResponseBase
from rest_framework import serializers

from edusync.courses.policy import CoursePolicy
from edusync.enrollment import queries as enrollments
from edusync.grading import services
from edusync.grading.engine import Mode
from edusync.grading.models import CourseGrade, Grade
from edusync.grading.queries import own
from edusync.grading.queries.cells import effective, number
from edusync.grading.queries.loading import title_of
from edusync.grading.rest import serializers as shapes
from edusync.identity.services import look_at_child
from edusync.kernel.pagination import keyset_page
from edusync.kernel.policy import Permission, SignedIn
from edusync.kernel.problems import NotFound
from edusync.kernel.rest.views import ApiView, FastResponse, schema


class OwnView(ApiView):
    """Base: the actor's own enrollment in a course."""

    policy = SignedIn()
    key_scopes = {"get": Permission.PROFILE_UPDATE, "post": Permission.PROFILE_UPDATE}

    def enrollment(self, slug: str) -> Any:
        """Raises NotFound for a course that is hidden, or that the actor does not take."""
        courses = CoursePolicy().visible(enrollments.course_rows(), self.actor)
        course = courses.filter(slug=slug).first()
        found = None if course is None else own.own_enrollment(course.pk, self.actor.user_id)
        if found is None:
            raise NotFound
        return found


class OwnGradesView(OwnView):
    """Own grades over all courses."""

    @schema(response=shapes.OwnCourseGradeSerializer(many=True), summary="What my posted marks come to")
    def get(self, request: Any) -> HttpResponseBase:
        """Courses one takes or took, by title."""
        user_id = self.actor.user_id
        if user_id is None:
            raise NotFound
        stale = CourseGrade.objects.filter(enrollment__learner_id=user_id, is_stale=True)
        for course_id, enrollment_id in list(stale.values_list("course_id", "enrollment_id")):
            services.recompute_enrollments(course_id=course_id, enrollment_ids=[enrollment_id])
        return FastResponse(own.own_courses(user_id))


class OwnCourseGradesView(OwnView):
    """Own grades in a course."""

    @schema(
        response=shapes.ExplainedGradeSerializer, summary="My posted marks in a course, and how they add up"
    )
    def get(self, request: Any, slug: str) -> HttpResponseBase:
        """The formula tree over what is posted and visible."""
        enrollment = self.enrollment(slug)
        return FastResponse(own.own_tree(enrollment.course_id, enrollment.pk))


class WhatIfView(OwnView):
    """What marks one might get would come to."""

    @schema(
        request=shapes.GradeWhatIfSerializer,
        response=shapes.ExplainedGradeSerializer,
        summary="What if I got these points",
    )
    def post(self, request: Any, slug: str) -> HttpResponseBase:
        """Computed as real marks are, over what the learner sees; nothing is stored."""
        enrollment = self.enrollment(slug)
        marks = self.validated(shapes.GradeWhatIfSerializer)["marks"]
        points = {mark["item_id"]: mark["points"] for mark in marks}
        return FastResponse(
            own.own_tree(enrollment.course_id, enrollment.pk, points=points, mode=Mode.CURRENT)
        )


class ChildGradeSerializer(serializers.Serializer[Any]):
    """A posted mark of a learner as a guardian sees it."""

    id = serializers.IntegerField()
    course_title = serializers.CharField()
    title = serializers.CharField()
    points = serializers.FloatField(allow_null=True)
    max_points = serializers.FloatField()
    state = serializers.ChoiceField(choices=("graded", "missing", "excused"))
    updated_at = serializers.DateTimeField()


def child_grade_json(row: Grade) -> dict[str, Any]:
    """The mark as ChildGradeSerializer describes it; item, lesson and course must be selected."""
    return {
        "id": row.pk,
        "course_title": row.enrollment.course.title,
        "title": title_of(row.item),
        "points": number(effective(row.override_points, row.points)),
        "max_points": number(row.max_points),
        "state": row.state,
        "updated_at": row.updated_at,
    }


class ChildGradesView(ApiView):
    """Posted marks of a learner one looks after."""

    policy = SignedIn()
    key_scopes = {"get": Permission.PROFILE_UPDATE}

    @schema(response=ChildGradeSerializer, paginated=True, summary="Posted marks of a learner I look after")
    def get(self, request: Any, learner_id: int) -> FastResponse:
        """For verified guardians with consent to grades; the newest first."""
        look_at_child(actor=self.actor, learner_id=learner_id, scope="grades")
        rows = own.posted_grades_of(learner_id)
        return FastResponse(
            keyset_page(rows, request=request, order=("-updated_at", "-id"), serialize=child_grade_json)
        )
