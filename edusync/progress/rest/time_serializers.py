"""Shapes of learning time and engagement in the API. Times in seconds."""

from collections.abc import Sequence
from typing import Any

from rest_framework import serializers

from edusync.identity.queries import device_of
from edusync.progress import engagement
from edusync.progress.engagement_facts import Scored
from edusync.progress.models import LearningSession


class LearningDaySerializer(serializers.Serializer[Any]):
    """One day of the person's calendar."""

    day = serializers.DateField()
    seconds = serializers.IntegerField()
    lessons_completed = serializers.IntegerField()


class LearningWeekSerializer(serializers.Serializer[Any]):
    """Seven days from Monday."""

    starts_on = serializers.DateField()
    seconds = serializers.IntegerField()
    days = LearningDaySerializer(many=True)


class StreakSerializer(serializers.Serializer[Any]):
    """Days of learning in a row."""

    current_days = serializers.IntegerField()
    longest_days = serializers.IntegerField()
    is_today_done = serializers.BooleanField()


class CourseTimeSerializer(serializers.Serializer[Any]):
    """Time in one course."""

    title = serializers.CharField()
    slug = serializers.CharField()
    seconds = serializers.IntegerField()
    percent = serializers.IntegerField()
    engagement_score = serializers.FloatField(allow_null=True)


class MyTimeSerializer(serializers.Serializer[Any]):
    """My learning time."""

    time_zone = serializers.CharField()
    is_session_detail_on = serializers.BooleanField()
    total_seconds = serializers.IntegerField()
    streak = StreakSerializer()
    weeks = LearningWeekSerializer(many=True)
    courses = CourseTimeSerializer(many=True)


class SessionSerializer(serializers.Serializer[Any]):
    """One learning session, as staff see it."""

    id = serializers.IntegerField()
    lesson_title = serializers.CharField(allow_null=True)
    started_at = serializers.DateTimeField()
    last_seen_at = serializers.DateTimeField()
    ended_at = serializers.DateTimeField(allow_null=True)
    seconds = serializers.IntegerField()
    focus_seconds = serializers.IntegerField()
    idle_seconds = serializers.IntegerField()
    interactions = serializers.IntegerField()
    late_seconds = serializers.IntegerField(help_text="part that a device without network reported later")
    device_type = serializers.ChoiceField(choices=LearningSession.Device.choices)


class ErasedDetailsSerializer(serializers.Serializer[Any]):
    """How many sessions had details."""

    erased = serializers.IntegerField(min_value=0)


class MySessionSerializer(SessionSerializer):
    """One of my sessions, with all that is kept of it."""

    course_title = serializers.CharField()
    course_slug = serializers.CharField()
    browser = serializers.CharField(allow_blank=True)
    system = serializers.CharField(allow_blank=True)
    network = serializers.CharField(allow_blank=True, help_text="address without its last part")


class EngagementPartSerializer(serializers.Serializer[Any]):
    """A part of the score; `share` is its weight after unknown parts were left out. Facts by name."""

    name = serializers.ChoiceField(choices=tuple(engagement.WEIGHTS))
    value = serializers.FloatField(allow_null=True, min_value=0, max_value=1)
    weight = serializers.FloatField()
    share = serializers.FloatField()
    facts = serializers.DictField(child=serializers.FloatField(allow_null=True))


class EngagementSerializer(serializers.Serializer[Any]):
    """An engagement score and where it comes from; empty before there is something to judge."""

    score = serializers.FloatField(allow_null=True, min_value=0, max_value=1)
    formula_version = serializers.IntegerField()
    parts = EngagementPartSerializer(many=True)


class LessonTimeSerializer(serializers.Serializer[Any]):
    """Time in one lesson."""

    lesson_id = serializers.IntegerField()
    title = serializers.CharField()
    state = serializers.CharField()
    seconds = serializers.IntegerField()
    views = serializers.IntegerField()
    position_seconds = serializers.IntegerField()
    last_viewed_at = serializers.DateTimeField(allow_null=True)


class MyEngagementSerializer(EngagementSerializer):
    """My engagement in a course, its time by lesson, and the point to go on from."""

    course_title = serializers.CharField()
    seconds = serializers.IntegerField()
    lessons = LessonTimeSerializer(many=True)
    resume = LessonTimeSerializer(allow_null=True)


class SessionTotalsSerializer(serializers.Serializer[Any]):
    """Sums over the sessions asked for."""

    sessions = serializers.IntegerField()
    seconds = serializers.IntegerField()
    focus_seconds = serializers.IntegerField()
    idle_seconds = serializers.IntegerField()
    late_seconds = serializers.IntegerField()


class LearnerSessionsSerializer(serializers.Serializer[Any]):
    """Sessions of one learner in one course."""

    learner_name = serializers.CharField()
    course_title = serializers.CharField()
    time_zone = serializers.CharField(help_text="of the learner: days begin by it")
    seconds = serializers.IntegerField(help_text="all time in the course")
    percent = serializers.IntegerField(min_value=0, max_value=100)
    modules_done = serializers.IntegerField(min_value=0)
    module_count = serializers.IntegerField(min_value=0)
    totals = SessionTotalsSerializer()
    engagement = EngagementSerializer()
    results = SessionSerializer(many=True)
    next = serializers.CharField(allow_null=True)


def session_json(row: LearningSession) -> dict[str, Any]:
    """The session as SessionSerializer describes it; `lesson` must be selected."""
    lesson = row.lesson
    return {
        "id": row.pk,
        "lesson_title": lesson.title if lesson else None,
        "started_at": row.started_at,
        "last_seen_at": row.last_seen_at,
        "ended_at": row.ended_at,
        "seconds": row.seconds,
        "focus_seconds": row.focus_seconds,
        "idle_seconds": row.idle_seconds,
        "interactions": row.interactions,
        "late_seconds": row.late_seconds,
        "device_type": row.device_type,
    }


def my_session_json(row: LearningSession) -> dict[str, Any]:
    """The session as MySessionSerializer describes it; the course must be selected too."""
    device = device_of(row.user_agent)
    course = row.enrollment.course
    return session_json(row) | {
        "course_title": course.title,
        "course_slug": course.slug,
        "browser": device.browser,
        "system": device.system,
        "network": row.address,
    }


def engagement_json(found: Sequence[Scored], *, is_judged: bool) -> dict[str, Any]:
    """The score of an enrollment's facts as EngagementSerializer describes it."""
    if not found or not is_judged:
        return {"score": None, "formula_version": engagement.FORMULA_VERSION, "parts": []}
    facts = found[0].facts
    parts = engagement.parts_of(facts)
    shares = parts.shares()
    values = {name: getattr(parts, name) for name in engagement.WEIGHTS}
    return {
        "score": float(parts.score),
        "formula_version": engagement.FORMULA_VERSION,
        "parts": [
            {
                "name": name,
                "value": None if value is None else float(value),
                "weight": float(engagement.WEIGHTS[name]),
                "share": float(shares.get(name, 0)),
                "facts": facts_of_part(name, facts),
            }
            for name, value in values.items()
        ],
    }


def facts_of_part(name: str, facts: engagement.EngagementFacts) -> dict[str, float | None]:
    """The numbers behind a part."""
    by_part: dict[str, dict[str, float | None]] = {
        "regularity": {
            "active_days": facts.active_days,
            "needed_days": engagement.days_needed(facts.elapsed_days),
        },
        "pace": {
            "percent": facts.percent,
            "expected_percent": round(engagement.expected_percent(facts)),
            "planned_days": facts.planned_days,
        },
        "attention": {
            "focus_seconds": facts.focus_seconds,
            "watched_seconds": facts.watched_seconds,
        },
        "practice": {
            "practice_done": facts.practice_done,
            "practice_lessons": facts.practice_lessons,
            "other_done": facts.other_done,
            "other_lessons": facts.other_lessons,
        },
    }
    return by_part[name]
