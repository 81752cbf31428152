"""Dates of work: my own in a course, and those of a learner one looks after."""

from typing import Any

from rest_framework import serializers

from edusync.communication.calendar.own_dates import child_deadlines, course_dates
from edusync.courses.policy import CoursePolicy
from edusync.enrollment import queries as enrollments
from edusync.identity.services import look_at_child
from edusync.kernel.policy import Permission, SignedIn
from edusync.kernel.problems import NotFound
from edusync.kernel.rest.views import ApiView, FastResponse, schema

STATES = ("not-open", "open", "done", "done-late", "overdue", "missed")


class LessonDateSerializer(serializers.Serializer[Any]):
    """A date of a lesson as it holds for the learner."""

    lesson_id = serializers.IntegerField()
    kind = serializers.ChoiceField(choices=("assignment", "quiz", "sitting"))
    opens_at = serializers.DateTimeField(allow_null=True)
    ends_at = serializers.DateTimeField(allow_null=True, help_text="Due, or the end of a quiz or sitting.")
    closes_at = serializers.DateTimeField(allow_null=True, help_text="Nothing is taken after it.")
    place = serializers.CharField(allow_blank=True, help_text="Of a sitting.")
    is_own_date = serializers.BooleanField(help_text="Others in the course have another date.")
    state = serializers.ChoiceField(choices=STATES)


class LessonDatesSerializer(serializers.Serializer[Any]):
    """The learner's dates in one course."""

    dates = LessonDateSerializer(many=True)


class ChildDeadlineSerializer(serializers.Serializer[Any]):
    """What a learner has to keep, as a guardian sees it."""

    id = serializers.CharField()
    kind = serializers.ChoiceField(choices=("assignment", "quiz", "exam"))
    title = serializers.CharField()
    course_title = serializers.CharField()
    at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField(allow_null=True, help_text="Of an exam.")
    place = serializers.CharField(allow_blank=True, help_text="Of an exam.")
    is_own_date = serializers.BooleanField(help_text="More time was granted than others have.")
    state = serializers.ChoiceField(choices=STATES)
    done_at = serializers.DateTimeField(allow_null=True)


class ChildDeadlinesSerializer(serializers.Serializer[Any]):
    """What lies behind by 30 days and ahead by 90, earliest first."""

    results = ChildDeadlineSerializer(many=True)


class CourseDatesView(ApiView):
    """Own dates in a course."""

    policy = SignedIn()
    key_scopes = {"get": Permission.PROFILE_UPDATE}

    @schema(response=LessonDatesSerializer, summary="My dates in a course, lesson by lesson")
    def get(self, request: Any, slug: str) -> FastResponse:
        """Extensions and what was granted are in. Empty for who does not learn in the course."""
        courses = CoursePolicy().visible(enrollments.course_rows(), self.actor)
        course_id = courses.filter(slug=slug).values_list("pk", flat=True).first()
        if course_id is None:
            raise NotFound
        dates = course_dates(
            learner_id=self.actor.user_id or 0,
            organization_id=self.actor.organization_id or 0,
            course_id=course_id,
        )
        return FastResponse({"dates": dates})


class ChildDeadlinesView(ApiView):
    """Deadlines of a learner one looks after."""

    policy = SignedIn()
    key_scopes = {"get": Permission.PROFILE_UPDATE}

    @schema(response=ChildDeadlinesSerializer, summary="Deadlines of a learner I look after")
    def get(self, request: Any, learner_id: int) -> FastResponse:
        """For verified guardians with consent to deadlines; own dates of the learner, and what was handed in."""
        look_at_child(actor=self.actor, learner_id=learner_id, scope="deadlines")
        rows = child_deadlines(learner_id=learner_id, organization_id=self.actor.organization_id or 0)
        return FastResponse({"results": rows})
