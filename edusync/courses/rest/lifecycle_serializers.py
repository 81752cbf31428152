"""Shapes of review, states and history in the API."""

from typing import Any

from rest_framework import serializers

from edusync.courses.models import Course, CourseApprovalRequest
from edusync.courses.services.lifecycle import DECISIONS
from edusync.courses.services.lifecycle_log import MAX_REASON_CHARACTERS

ACTS = ("submit", "withdraw", "decide", "publish", "schedule", "unschedule", "unpublish", "archive")


class ReviewPersonSerializer(serializers.Serializer[Any]):
    """Somebody who took part."""

    id = serializers.IntegerField()
    display_name = serializers.CharField()
    avatar_url = serializers.CharField(allow_null=True)


class ChecklistFindingSerializer(serializers.Serializer[Any]):
    """Something the checklist found."""

    code = serializers.CharField()
    severity = serializers.ChoiceField(choices=["error", "warning"])
    words = serializers.CharField()
    lesson_id = serializers.IntegerField(allow_null=True)
    lesson_title = serializers.CharField(allow_null=True)
    block_id = serializers.CharField(allow_blank=True)


class ApprovalRequestSerializer(serializers.Serializer[Any]):
    """What was handed in, and what became of it."""

    id = serializers.IntegerField()
    status = serializers.ChoiceField(choices=CourseApprovalRequest.Status.choices)
    is_for_changes = serializers.BooleanField()
    note = serializers.CharField(allow_blank=True)
    submitted_by = ReviewPersonSerializer(allow_null=True)
    submitted_at = serializers.DateTimeField()
    decided_by = ReviewPersonSerializer(allow_null=True)
    decided_at = serializers.DateTimeField(allow_null=True)
    decision_note = serializers.CharField(allow_blank=True)


class DraftPageSerializer(serializers.Serializer[Any]):
    """A page whose latest text learners do not see yet."""

    lesson_id = serializers.IntegerField()
    title = serializers.CharField()
    words_before = serializers.IntegerField(min_value=0)
    words_after = serializers.IntegerField(min_value=0)


class CourseReviewPageSerializer(serializers.Serializer[Any]):
    """Where a course stands between draft and catalog. `acts` are what the asker may do now."""

    status = serializers.ChoiceField(choices=Course.Status.choices)
    publish_at = serializers.DateTimeField(allow_null=True)
    published_at = serializers.DateTimeField(allow_null=True)
    is_review_required = serializers.BooleanField()
    request = ApprovalRequestSerializer(allow_null=True)
    is_lapsed = serializers.BooleanField()
    is_changed = serializers.BooleanField()
    mark = serializers.CharField()
    findings = ChecklistFindingSerializer(many=True)
    drafts = DraftPageSerializer(many=True)
    open_comments = serializers.IntegerField(min_value=0)
    acts = serializers.ListField(child=serializers.ChoiceField(choices=ACTS))


class StateChangeSerializer(serializers.Serializer[Any]):
    """A step in the life of a course."""

    id = serializers.IntegerField()
    act = serializers.CharField()
    from_status = serializers.ChoiceField(choices=Course.Status.choices)
    to_status = serializers.ChoiceField(choices=Course.Status.choices)
    by = ReviewPersonSerializer(allow_null=True)
    at = serializers.DateTimeField()
    reason = serializers.CharField(allow_blank=True)
    facts = serializers.DictField()


class QueueEntrySerializer(serializers.Serializer[Any]):
    """A submission in the queue of reviewers."""

    id = serializers.IntegerField()
    status = serializers.ChoiceField(choices=CourseApprovalRequest.Status.choices)
    is_for_changes = serializers.BooleanField()
    is_own = serializers.BooleanField()
    note = serializers.CharField(allow_blank=True)
    submitted_by = ReviewPersonSerializer(allow_null=True)
    submitted_at = serializers.DateTimeField()
    decided_by = ReviewPersonSerializer(allow_null=True)
    decided_at = serializers.DateTimeField(allow_null=True)
    course = serializers.DictField(child=serializers.CharField())


class QueueCountSerializer(serializers.Serializer[Any]):
    """How many submissions wait."""

    open = serializers.IntegerField(min_value=0)


class ReviewRuleSerializer(serializers.Serializer[Any]):
    """What the organization demands before a course is published."""

    is_review_required = serializers.BooleanField()


class SubmitSerializer(serializers.Serializer[Any]):
    """Handing in."""

    note = serializers.CharField(required=False, allow_blank=True, max_length=MAX_REASON_CHARACTERS)


class StepReasonSerializer(serializers.Serializer[Any]):
    """Why."""

    reason = serializers.CharField(required=False, allow_blank=True, max_length=MAX_REASON_CHARACTERS)


class DecisionSerializer(StepReasonSerializer):
    """Deciding. `mark` is that of the content which was read."""

    decision = serializers.ChoiceField(choices=list(DECISIONS))
    mark = serializers.CharField(required=False, allow_blank=True, max_length=64)


class PublishSerializer(StepReasonSerializer):
    """Publishing; warnings of the checklist must be accepted."""

    accept_warnings = serializers.BooleanField(required=False, default=False)


class ScheduleSerializer(serializers.Serializer[Any]):
    """Publishing at a set time."""

    publish_at = serializers.DateTimeField()
    accept_warnings = serializers.BooleanField(required=False, default=False)
