"""Shapes of progress in the API."""

from typing import Any

from rest_framework import serializers

from edusync.enrollment.queries import percent_of
from edusync.progress.models import LessonProgress


class SittingSerializer(serializers.Serializer[Any]):
    """The sitting a beat belongs to: one device, shared by its tabs. Times in seconds since the last beat."""

    client_id = serializers.UUIDField(help_text="made by the device for this sitting")
    sequence = serializers.IntegerField(
        required=False,
        min_value=1,
        max_value=2_000_000_000,
        help_text="of the beat; one that came counts once",
    )
    age_seconds = serializers.IntegerField(
        required=False, default=0, min_value=0, max_value=86_400, help_text="how long ago the beat was made"
    )
    focus_seconds = serializers.IntegerField(required=False, default=0, min_value=0, max_value=86_400)
    idle_seconds = serializers.IntegerField(required=False, default=0, min_value=0, max_value=86_400)
    interactions = serializers.IntegerField(required=False, default=0, min_value=0, max_value=1_000_000)


class HeartbeatSerializer(serializers.Serializer[Any]):
    """What the player reports now and then."""

    seconds = serializers.IntegerField(
        required=False,
        default=0,
        min_value=0,
        max_value=86_400,
        help_text="since the last call; 120 count at most",
    )
    position_seconds = serializers.IntegerField(
        required=False, allow_null=True, min_value=0, max_value=1_000_000
    )
    watched_share = serializers.IntegerField(required=False, allow_null=True, min_value=0, max_value=100)
    watched = serializers.ListField(
        child=serializers.ListField(
            child=serializers.FloatField(min_value=0, max_value=1_000_000), min_length=2, max_length=2
        ),
        required=False,
        max_length=200,
        help_text="stretches of a film seen since the last call, [from, to] in seconds",
    )
    session = SittingSerializer(required=False)


class LateBeatSerializer(HeartbeatSerializer):
    """A beat that was kept on the device."""

    lesson_id = serializers.IntegerField(min_value=1, max_value=2**63 - 1)
    session = SittingSerializer()


class LateBeatsSerializer(serializers.Serializer[Any]):
    """Beats kept without network, oldest first."""

    beats = serializers.ListField(child=LateBeatSerializer(), min_length=1, max_length=50)


class BeatResultSerializer(serializers.Serializer[Any]):
    """What became of a beat; a refused one (`code` of a problem) need not come again."""

    lesson_id = serializers.IntegerField()
    client_id = serializers.UUIDField()
    sequence = serializers.IntegerField(allow_null=True)
    accepted_seconds = serializers.IntegerField()
    code = serializers.CharField(allow_blank=True)


class BeatResultsSerializer(serializers.Serializer[Any]):
    """Answer to late beats, in their order."""

    results = BeatResultSerializer(many=True)


class ProgressSerializer(serializers.Serializer[Any]):
    """What was done in a lesson."""

    state = serializers.ChoiceField(choices=LessonProgress.State.choices)
    position_seconds = serializers.IntegerField()
    watched_share = serializers.IntegerField()
    seconds = serializers.IntegerField()
    completed_at = serializers.DateTimeField(allow_null=True)


class EnrollmentStateSerializer(serializers.Serializer[Any]):
    """Where the enrollment stands after it."""

    id = serializers.IntegerField()
    status = serializers.CharField()
    percent = serializers.IntegerField(min_value=0, max_value=100)


class RecordedSerializer(serializers.Serializer[Any]):
    """Answer to recording progress."""

    progress = ProgressSerializer()
    enrollment = EnrollmentStateSerializer()


class LearnedCourseSerializer(serializers.Serializer[Any]):
    """A course of mine."""

    enrollment = EnrollmentStateSerializer()
    course = serializers.DictField(help_text="course card")
    next_lesson = serializers.DictField(allow_null=True)
    percent = serializers.IntegerField(min_value=0, max_value=100)
    seconds = serializers.IntegerField()
    last_access_at = serializers.DateTimeField(allow_null=True)
    enrolled_at = serializers.DateTimeField()
    completed_at = serializers.DateTimeField(allow_null=True)
    certificate = serializers.DictField(allow_null=True)


class LearningStatisticsSerializer(serializers.Serializer[Any]):
    """Numbers of one learner."""

    active = serializers.IntegerField()
    completed = serializers.IntegerField()
    certificates = serializers.IntegerField()
    seconds_this_week = serializers.IntegerField()


class MyLearningSerializer(serializers.Serializer[Any]):
    """Everything the learner's first screen shows."""

    resume = LearnedCourseSerializer(allow_null=True)
    results = LearnedCourseSerializer(many=True)
    next = serializers.CharField(allow_null=True)
    statistics = LearningStatisticsSerializer()


def recorded_json(enrollment: Any, progress: LessonProgress) -> dict[str, Any]:
    """The answer as RecordedSerializer describes it."""
    return {
        "progress": {
            "state": progress.state,
            "position_seconds": progress.position_seconds,
            "watched_share": progress.watched_share,
            "seconds": progress.seconds,
            "completed_at": progress.completed_at,
        },
        "enrollment": enrollment_state_json(enrollment),
    }


def enrollment_state_json(enrollment: Any) -> dict[str, Any]:
    """The enrollment as EnrollmentStateSerializer describes it."""
    return {"id": enrollment.pk, "status": enrollment.status, "percent": percent_of(enrollment)}
