"""Shapes of coming into a course: the answer to "may I", requests, the line."""

import dataclasses
from typing import Any

from rest_framework import serializers

from edusync.enrollment.models import EnrollmentTransition, WaitlistEntry
from edusync.enrollment.queries import EnrollAnswer, LinePlace
from edusync.enrollment.rest.serializers import (
    CohortNameSerializer,
    EnrollmentSerializer,
    LearnerCardSerializer,
    cohort_json,
)
from edusync.enrollment.services.bulk import ACTS, MAX_ROWS
from edusync.enrollment.services.inviting import MAX_ADDRESSES
from edusync.identity.queries import PersonCard
from edusync.kernel.rest.fields import TextField

LARGEST_PRIORITY = 32_767
LARGEST_ID = 2**63 - 1


class EnrollSerializer(serializers.Serializer[Any]):
    """How one wants to take a course; everything may be left out."""

    cohort_id = serializers.IntegerField(
        min_value=1, max_value=LARGEST_ID, required=False, allow_null=True, default=None
    )
    message = TextField(
        max_length=1000, required=False, allow_blank=True, default="", help_text="To who approves."
    )
    key = serializers.CharField(
        max_length=100, required=False, allow_blank=True, default="", help_text="An enrollment key."
    )
    join_waitlist = serializers.BooleanField(
        required=False, default=False, help_text="Whether to join the line when there is no seat."
    )


class EnrollReasonSerializer(serializers.Serializer[Any]):
    """Why not: a problem's code and the facts of its sentence."""

    code = serializers.CharField()
    facts = serializers.JSONField()


class CohortChoiceSerializer(serializers.Serializer[Any]):
    """A cohort one may choose."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    starts_at = serializers.DateTimeField(allow_null=True)
    ends_at = serializers.DateTimeField(allow_null=True)
    seats_left = serializers.IntegerField(allow_null=True, min_value=0)
    is_open_now = serializers.BooleanField()


class EnrollAnswerSerializer(serializers.Serializer[Any]):
    """What one may do now, and why not more."""

    is_allowed = serializers.BooleanField()
    act = serializers.ChoiceField(choices=["enroll", "request", "join_waitlist", "none"])
    reasons = EnrollReasonSerializer(many=True)
    seats_left = serializers.IntegerField(allow_null=True, min_value=0)
    waitlist_length = serializers.IntegerField(min_value=0)
    cohorts = CohortChoiceSerializer(many=True)


class LinePlaceSerializer(serializers.Serializer[Any]):
    """Where one stands in line."""

    position = serializers.IntegerField(min_value=0, help_text="1 is the next; 0 with an offer.")
    length = serializers.IntegerField(min_value=0)
    joined_at = serializers.DateTimeField()


class OwnPlaceSerializer(EnrollmentSerializer):
    """One's own enrollment, with the place in line."""

    waitlist = LinePlaceSerializer(allow_null=True)


class CourseEnrollmentSerializer(serializers.Serializer[Any]):
    """A course's door as one stands before it."""

    can = EnrollAnswerSerializer()
    mine = OwnPlaceSerializer(allow_null=True)


class ApproveSerializer(serializers.Serializer[Any]):
    """A yes, with or without words."""

    reason = TextField(max_length=200, required=False, allow_blank=True, default="")


class RejectSerializer(serializers.Serializer[Any]):
    """A no, with the reason, which the learner reads."""

    reason = TextField(max_length=1000)


class RequestSerializer(serializers.Serializer[Any]):
    """Somebody asks to take a course."""

    enrollment_id = serializers.IntegerField()
    course_slug = serializers.CharField()
    course_title = serializers.CharField()
    learner = LearnerCardSerializer()
    requested_at = serializers.DateTimeField()
    message = serializers.CharField(allow_blank=True)
    cohort = CohortNameSerializer(allow_null=True)


class RequestPageSerializer(serializers.Serializer[Any]):
    """A page of requests, and how many there are in all."""

    count = serializers.IntegerField(min_value=0)
    results = RequestSerializer(many=True)
    next = serializers.CharField(allow_null=True)


class WaitlistEntrySerializer(serializers.Serializer[Any]):
    """Somebody in line, as staff see it."""

    id = serializers.IntegerField()
    enrollment_id = serializers.IntegerField()
    learner = LearnerCardSerializer()
    priority = serializers.IntegerField(min_value=0, help_text="The lower, the sooner; 100 is usual.")
    joined_at = serializers.DateTimeField()
    state = serializers.ChoiceField(choices=["waiting", "offered"])
    notified_at = serializers.DateTimeField(allow_null=True)
    cohort = CohortNameSerializer(allow_null=True)


class PrioritySerializer(serializers.Serializer[Any]):
    """Where in line."""

    priority = serializers.IntegerField(min_value=0, max_value=LARGEST_PRIORITY)


class TransitionSerializer(serializers.Serializer[Any]):
    """One change of status."""

    from_status = serializers.CharField(allow_blank=True)
    to_status = serializers.CharField()
    at = serializers.DateTimeField()
    by_name = serializers.CharField(allow_null=True)
    reason = serializers.CharField(allow_blank=True)


class CourseInviteSerializer(serializers.Serializer[Any]):
    """Whom to invite into a course."""

    emails = serializers.ListField(
        child=serializers.CharField(max_length=254), min_length=1, max_length=MAX_ADDRESSES
    )
    cohort_id = serializers.IntegerField(
        min_value=1, max_value=LARGEST_ID, required=False, allow_null=True, default=None
    )
    message = TextField(
        max_length=1000, required=False, allow_blank=True, default="", help_text="Stands in the mail."
    )
    language = serializers.CharField(
        max_length=16,
        required=False,
        default="en",
        help_text="Of the mail to people who have no account yet.",
    )


class CourseInviteRowSerializer(serializers.Serializer[Any]):
    """What became of one address."""

    email = serializers.CharField()
    result = serializers.CharField(
        help_text="invited, mailed (no member yet), repeated, invalid-address, or the code of the problem met."
    )


class CourseInviteReportSerializer(serializers.Serializer[Any]):
    """What became of each address."""

    invited = serializers.IntegerField(min_value=0)
    rows = CourseInviteRowSerializer(many=True)


class BulkSerializer(serializers.Serializer[Any]):
    """One act on many learners of a course."""

    enrollment_ids = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=LARGEST_ID), min_length=1, max_length=MAX_ROWS
    )
    act = serializers.ChoiceField(choices=sorted(ACTS))
    reason = TextField(max_length=1000, required=False, allow_blank=True, default="")
    until = serializers.DateTimeField(
        required=False, allow_null=True, default=None, help_text="The new due date; empty for none."
    )
    cohort_id = serializers.IntegerField(
        min_value=1, max_value=LARGEST_ID, required=False, allow_null=True, default=None
    )


class BulkRefusalSerializer(serializers.Serializer[Any]):
    """Why one row was left as it was."""

    id = serializers.IntegerField()
    code = serializers.CharField()


class BulkResultSerializer(serializers.Serializer[Any]):
    """What became of each row."""

    done = serializers.ListField(child=serializers.IntegerField())
    refused = BulkRefusalSerializer(many=True)


def answer_json(answer: EnrollAnswer) -> dict[str, Any]:
    """The answer as EnrollAnswerSerializer describes it."""
    return dataclasses.asdict(answer)


def place_json(place: LinePlace | None, length: int) -> dict[str, Any] | None:
    """The place as LinePlaceSerializer describes it."""
    if place is None:
        return None
    return {"position": place.position, "length": length, "joined_at": place.entry.joined_at}


def card_json(person: Any, card: PersonCard | None) -> dict[str, Any]:
    """A person as LearnerCardSerializer describes it."""
    return {
        "id": person.pk,
        "display_name": person.display_name,
        "email": person.email,
        "avatar_url": card.avatar_url if card else None,
    }


def request_json(row: Any, card: PersonCard | None) -> dict[str, Any]:
    """The request as RequestSerializer describes it; learner, course and cohort must be selected."""
    return {
        "enrollment_id": row.pk,
        "course_slug": row.course.slug,
        "course_title": row.course.title,
        "learner": card_json(row.learner, card),
        "requested_at": row.approval_requested_at,
        "message": row.request_message,
        "cohort": cohort_json(row.cohort),
    }


def entry_json(row: WaitlistEntry, card: PersonCard | None) -> dict[str, Any]:
    """The entry as WaitlistEntrySerializer describes it; learner and cohort must be selected."""
    return {
        "id": row.pk,
        "enrollment_id": row.enrollment_id,
        "learner": card_json(row.learner, card),
        "priority": row.priority,
        "joined_at": row.joined_at,
        "state": row.state,
        "notified_at": row.notified_at,
        "cohort": cohort_json(row.cohort),
    }


def transition_json(row: EnrollmentTransition) -> dict[str, Any]:
    """The change as TransitionSerializer describes it; `by` must be selected."""
    return {
        "from_status": row.from_status,
        "to_status": row.to_status,
        "at": row.created_at,
        "by_name": row.by.display_name if row.by else None,
        "reason": row.reason,
    }
