"""Shapes of enrollments in the API."""

from typing import Any

from rest_framework import serializers

from edusync.enrollment.models import Cohort, Enrollment, WaitlistOffer
from edusync.enrollment.queries import percent_of
from edusync.identity.queries import PersonCard


class CohortNameSerializer(serializers.Serializer[Any]):
    """A cohort by name."""

    id = serializers.IntegerField()
    name = serializers.CharField()


class SeatOfferSerializer(serializers.Serializer[Any]):
    """A seat kept free."""

    id = serializers.IntegerField()
    expires_at = serializers.DateTimeField()


class EnrollmentSerializer(serializers.Serializer[Any]):
    """One learner's place in one course."""

    id = serializers.IntegerField()
    uuid = serializers.UUIDField()
    course_id = serializers.IntegerField()
    course_slug = serializers.CharField()
    course_title = serializers.CharField()
    learner_id = serializers.IntegerField()
    status = serializers.ChoiceField(choices=Enrollment.Status.choices)
    percent = serializers.IntegerField(min_value=0, max_value=100)
    seconds = serializers.IntegerField(min_value=0)
    last_lesson_id = serializers.IntegerField(allow_null=True)
    enrolled_at = serializers.DateTimeField()
    last_access_at = serializers.DateTimeField(allow_null=True)
    completed_at = serializers.DateTimeField(allow_null=True)
    attempt_number = serializers.IntegerField(help_text="1 the first time, more after a renewal.")
    cohort = CohortNameSerializer(allow_null=True)
    due_at = serializers.DateTimeField(allow_null=True)
    expires_at = serializers.DateTimeField(allow_null=True, help_text="When the access ends.")
    approval_requested_at = serializers.DateTimeField(allow_null=True)
    rejection_reason = serializers.CharField(allow_blank=True)
    actions = serializers.ListField(child=serializers.CharField(), required=False)
    offer = SeatOfferSerializer(
        allow_null=True, required=False, help_text="In one's own list and on a course's page."
    )


class LearnerCardSerializer(serializers.Serializer[Any]):
    """A learner as staff see them."""

    id = serializers.IntegerField()
    display_name = serializers.CharField()
    email = serializers.CharField(allow_null=True)
    avatar_url = serializers.CharField(allow_null=True)


class CourseLearnerSerializer(serializers.Serializer[Any]):
    """A learner of a course with progress."""

    enrollment_id = serializers.IntegerField()
    learner = LearnerCardSerializer()
    status = serializers.ChoiceField(choices=Enrollment.Status.choices)
    percent = serializers.IntegerField(min_value=0, max_value=100)
    last_access_at = serializers.DateTimeField(allow_null=True)
    enrolled_at = serializers.DateTimeField()
    completed_at = serializers.DateTimeField(allow_null=True)
    seconds = serializers.IntegerField(min_value=0)
    cohort = CohortNameSerializer(allow_null=True)
    due_at = serializers.DateTimeField(allow_null=True)
    expires_at = serializers.DateTimeField(allow_null=True)
    approval_requested_at = serializers.DateTimeField(allow_null=True)
    request_message = serializers.CharField(allow_blank=True)
    rejection_reason = serializers.CharField(allow_blank=True)
    engagement_score = serializers.FloatField(allow_null=True, min_value=0, max_value=1)


class ChildCourseSerializer(serializers.Serializer[Any]):
    """A course of a learner as a guardian sees it."""

    id = serializers.IntegerField()
    course_slug = serializers.CharField()
    course_title = serializers.CharField()
    status = serializers.ChoiceField(choices=Enrollment.Status.choices)
    percent = serializers.IntegerField(min_value=0, max_value=100)
    seconds = serializers.IntegerField(min_value=0)
    enrolled_at = serializers.DateTimeField()
    last_access_at = serializers.DateTimeField(allow_null=True)
    completed_at = serializers.DateTimeField(allow_null=True)


class ReasonSerializer(serializers.Serializer[Any]):
    """Why somebody changes an enrollment."""

    reason = serializers.CharField(required=False, allow_blank=True, max_length=200, default="")


class StaffEnrollSerializer(serializers.Serializer[Any]):
    """Whom staff bring into a course."""

    learner_id = serializers.IntegerField(min_value=1)
    cohort_id = serializers.IntegerField(min_value=1, required=False, allow_null=True, default=None)
    reason = serializers.CharField(
        required=False,
        allow_blank=True,
        max_length=200,
        default="",
        help_text="Why the course may be taken before others that come first.",
    )


class TeachingCourseSerializer(serializers.Serializer[Any]):
    """A course one teaches, with its numbers."""

    id = serializers.IntegerField()
    uuid = serializers.UUIDField()
    slug = serializers.CharField()
    title = serializers.CharField()
    status = serializers.CharField()
    seats_taken = serializers.IntegerField()
    capacity = serializers.IntegerField(allow_null=True)
    published_at = serializers.DateTimeField(allow_null=True)
    updated_at = serializers.DateTimeField()
    learner_count = serializers.IntegerField()
    completed_count = serializers.IntegerField()
    average_percent = serializers.IntegerField(min_value=0, max_value=100)
    sees_learners = serializers.BooleanField(help_text="Whether the numbers of learners are theirs to see.")


def cohort_json(row: Cohort | None) -> dict[str, Any] | None:
    """The cohort as CohortNameSerializer describes it."""
    return None if row is None else {"id": row.pk, "name": row.name}


def offer_json(row: WaitlistOffer | None) -> dict[str, Any] | None:
    """The offer as SeatOfferSerializer describes it."""
    return None if row is None else {"id": row.pk, "expires_at": row.expires_at}


def enrollment_json(row: Enrollment, actions: list[str] | None = None) -> dict[str, Any]:
    """The enrollment as EnrollmentSerializer describes it; `course` and `cohort` must be selected."""
    shown = {
        "id": row.pk,
        "uuid": row.uuid,
        "course_id": row.course_id,
        "course_slug": row.course.slug,
        "course_title": row.course.title,
        "learner_id": row.learner_id,
        "status": row.status,
        "percent": percent_of(row),
        "seconds": row.seconds,
        "last_lesson_id": row.last_lesson_id,
        "enrolled_at": row.enrolled_at,
        "last_access_at": row.last_access_at,
        "completed_at": row.completed_at,
        "attempt_number": row.attempt_number,
        "cohort": cohort_json(row.cohort),
        "due_at": row.due_at,
        "expires_at": row.expires_at,
        "approval_requested_at": row.approval_requested_at,
        "rejection_reason": row.rejection_reason,
    }
    return shown if actions is None else {**shown, "actions": actions}


def learner_json(row: Enrollment, card: PersonCard | None) -> dict[str, Any]:
    """The learner as CourseLearnerSerializer describes it; `learner` and `cohort` must be selected."""
    return {
        "enrollment_id": row.pk,
        "learner": {
            "id": row.learner_id,
            "display_name": row.learner.display_name,
            "email": row.learner.email,
            "avatar_url": card.avatar_url if card else None,
        },
        "status": row.status,
        "percent": percent_of(row),
        "last_access_at": row.last_access_at,
        "enrolled_at": row.enrolled_at,
        "completed_at": row.completed_at,
        "seconds": row.seconds,
        "cohort": cohort_json(row.cohort),
        "due_at": row.due_at,
        "expires_at": row.expires_at,
        "approval_requested_at": row.approval_requested_at,
        "request_message": row.request_message,
        "rejection_reason": row.rejection_reason,
        "engagement_score": None if row.engagement_score is None else float(row.engagement_score),
    }
