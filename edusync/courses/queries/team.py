"""Reads about who works on a course."""

from collections.abc import Iterable
from typing import Any

from edusync.courses.models import Course, CourseStaff, SavedCourse
from edusync.identity.models import Invitation
from edusync.identity.queries import people_holding
from edusync.kernel import clock
from edusync.kernel.policy import Permission

MOST_REVIEWERS = 50


def team_of(course_id: int) -> list[CourseStaff]:
    """Everybody with a duty in the course, in order, with the person."""
    rows = CourseStaff.objects.filter(course_id=course_id).select_related("user", "user__profile")
    return list(rows.order_by("position", "id"))


def team_ids(course_id: int) -> list[int]:
    """Ids of everybody with a duty in the course."""
    return list(CourseStaff.objects.filter(course_id=course_id).values_list("user_id", flat=True))


def deciders_of(course_id: int) -> list[int]:
    """Who is told that somebody asks to take the course: its owners and instructors."""
    duties = [CourseStaff.Duty.OWNER, CourseStaff.Duty.INSTRUCTOR]
    rows = CourseStaff.objects.filter(course_id=course_id, duty__in=duties)
    return sorted(rows.values_list("user_id", flat=True))


def saver_ids(course_id: int, *, limit: int) -> list[int]:
    """Ids of people who saved the course, at most `limit`."""
    return list(SavedCourse.objects.filter(course_id=course_id).values_list("user_id", flat=True)[:limit])


def open_team_invitations(course_id: int) -> list[Invitation]:
    """Invitations to the course that nobody accepted yet, the newest first."""
    pending = Invitation.objects.filter(
        purpose="course_staff", status=Invitation.Status.SENT, expires_at__gt=clock.now()
    )
    # Few are open at a time; the database need not look into the facts.
    return [row for row in pending.order_by("-id")[:500] if row.facts.get("course_id") == course_id]


def reviewer_ids(course: Course, *, without: Iterable[int | None] = ()) -> list[int]:
    """Who is told that a course waits: its own reviewers, else those who may review any course."""
    left_out = set(without)
    own = CourseStaff.objects.filter(course=course, duty=CourseStaff.Duty.REVIEWER)
    found: Any = [pk for pk in own.values_list("user_id", flat=True) if pk not in left_out]
    if not found:
        holders = people_holding(Permission.COURSE_REVIEW, organization_id=course.organization_id)
        found = [pk for pk in holders if pk not in left_out]
    return sorted(found)[:MOST_REVIEWERS]
