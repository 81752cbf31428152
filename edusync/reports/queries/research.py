"""What a data set for researchers takes from other apps. All of the organization in context."""

import datetime
import uuid
from collections.abc import Collection
from typing import Any

from edusync.assessment.models import QuizAttempt
from edusync.courses.models import Course
from edusync.identity.models import UserProfile, UserSetting


def uuids_of_courses() -> dict[int, uuid.UUID]:
    """UUID of every course by its id, also of deleted ones."""
    return dict(Course.objects.values_list("pk", "uuid"))


def titles_of_courses() -> dict[uuid.UUID, str]:
    """Title of every course by its UUID, also of deleted ones."""
    return dict(Course.objects.values_list("uuid", "title"))


def birth_dates_of(ids: Collection[int]) -> dict[int, datetime.date]:
    """When these people were born, of those who told."""
    rows = UserProfile.objects.filter(pk__in=ids, birth_date__isnull=False)
    return {pk: day for pk, day in rows.values_list("pk", "birth_date") if day}


def languages_of(ids: Collection[int]) -> dict[int, str]:
    """Codes of the languages that these people set."""
    return dict(UserSetting.objects.filter(pk__in=ids).values_list("pk", "language"))


def attempt_points_of(enrollment_ids: Collection[int]) -> list[tuple[int, int, Any, Any]]:
    """(enrollment, quiz, points, points there were) of their submitted and marked attempts."""
    rows = QuizAttempt.objects.filter(
        enrollment_id__in=enrollment_ids, state="submitted", points__isnull=False, max_points__gt=0
    )
    return list(rows.values_list("enrollment_id", "quiz_id", "points", "max_points"))
