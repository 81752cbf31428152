"""Shapes of the learner's home in the API."""

from typing import Any

from rest_framework import serializers

from edusync.communication.rest.calendar_serializers import (
    CalendarCourseSerializer,
    CalendarItemSerializer,
    CalendarLessonSerializer,
)

MINUTES_A_DAY = 1440


class HomeCourseSerializer(serializers.Serializer[Any]):
    """A course that is being learned."""

    course = CalendarCourseSerializer()
    percent = serializers.IntegerField(min_value=0, max_value=100)
    due_at = serializers.DateTimeField(allow_null=True)
    lesson = CalendarLessonSerializer(allow_null=True, help_text="To go on with; null: none is open now.")
    lessons_left = serializers.IntegerField(help_text="Required lessons that are not completed.")
    is_begun = serializers.BooleanField()


class ResumeSerializer(HomeCourseSerializer):
    """Where the learner stopped."""

    position_seconds = serializers.IntegerField(help_text="Of the film, where the lesson is one.")
    last_access_at = serializers.DateTimeField(allow_null=True)


class NextStepSerializer(serializers.Serializer[Any]):
    """The next best step, and the rule that found it."""

    reason = serializers.ChoiceField(
        choices=["offer", "quiz", "overdue", "due-soon", "nearly-done", "go-on", "begin", "find"]
    )
    course = CalendarCourseSerializer(allow_null=True)
    lesson = CalendarLessonSerializer(allow_null=True)
    at = serializers.DateTimeField(allow_null=True, help_text="The deadline that the reason speaks of.")
    percent = serializers.IntegerField()
    lessons_left = serializers.IntegerField()
    minutes = serializers.IntegerField(help_text="That the lesson takes; 0: nobody said.")


class WeekDaySerializer(serializers.Serializer[Any]):
    """One day of the plan."""

    day = serializers.DateField()
    seconds = serializers.IntegerField(help_text="Learned on that day.")
    lessons_completed = serializers.IntegerField()
    goal_minutes = serializers.IntegerField()
    items = CalendarItemSerializer(many=True)


class WeekPlanSerializer(serializers.Serializer[Any]):
    """The present week of the person's calendar."""

    starts_on = serializers.DateField()
    seconds = serializers.IntegerField()
    goal_minutes = serializers.IntegerField()
    days = WeekDaySerializer(many=True)


class HomeStreakSerializer(serializers.Serializer[Any]):
    """Days of learning in a row."""

    current_days = serializers.IntegerField()
    longest_days = serializers.IntegerField()
    is_today_done = serializers.BooleanField()


class WaitingSerializer(serializers.Serializer[Any]):
    """A course that the learner does not learn in yet."""

    kind = serializers.ChoiceField(choices=["offered", "invited", "pending", "waitlisted"])
    enrollment_id = serializers.IntegerField()
    course = CalendarCourseSerializer()
    until = serializers.DateTimeField(allow_null=True, help_text="Until when the seat is kept.")


class FinishedSerializer(serializers.Serializer[Any]):
    """A course completed lately."""

    course = CalendarCourseSerializer()
    completed_at = serializers.DateTimeField()
    certificate_code = serializers.CharField(allow_null=True)


class StaffDoorsSerializer(serializers.Serializer[Any]):
    """Which doors of the staff stand open."""

    teaches = serializers.BooleanField()
    sees_people = serializers.BooleanField()
    sees_waiting = serializers.BooleanField(
        help_text="Whether things can wait for the person: `GET /teaching/waiting`."
    )


class HomeSerializer(serializers.Serializer[Any]):
    """The learner's home."""

    now = serializers.DateTimeField()
    today = serializers.DateField(help_text="In the person's time zone.")
    time_zone = serializers.CharField()
    resume = ResumeSerializer(allow_null=True)
    next_step = NextStepSerializer()
    due = CalendarItemSerializer(many=True, help_text="Overdue first, then the next 14 days; at most 12.")
    due_count = serializers.IntegerField()
    week = WeekPlanSerializer()
    streak = HomeStreakSerializer()
    courses = HomeCourseSerializer(many=True, help_text="Being learned, used last first; at most 12.")
    course_count = serializers.IntegerField()
    waiting = WaitingSerializer(many=True)
    finished = FinishedSerializer(many=True)
    staff = StaffDoorsSerializer()


class LearningGoalSerializer(serializers.Serializer[Any]):
    """Minutes by day of the week."""

    minutes = serializers.ListField(
        child=serializers.IntegerField(min_value=0, max_value=MINUTES_A_DAY),
        min_length=7,
        max_length=7,
        help_text="Monday first.",
    )
