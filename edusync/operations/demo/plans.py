"""What the demo learner has before them: a course that is due soon, entries of their own, minutes for each day.

All of it stands beside the day on which the school is made, so that home and calendar have something to tell.
"""

import datetime

from edusync.communication.calendar.entries import write_entry
from edusync.communication.home.goals import set_goal
from edusync.courses.models import Course
from edusync.enrollment.models import Enrollment
from edusync.enrollment.services.bulk import extend_enrollment
from edusync.identity.models import User

DUE_IN_DAYS = 5
MINUTES = (20, 20, 20, 20, 20, 45, 0)
# Days from today, hour of the day (None: the whole day), minutes, title, note.
ENTRIES = (
    (-2, 16, 45, "Read the first module again", ""),
    (1, 16, 45, "Practice recall with Noah", "He asks, I answer without looking."),
    (3, 17, 30, "Write my weekly plan", ""),
    (6, None, 0, "Study day", "No screens before noon."),
    (11, 15, 60, "Choose the next course", ""),
)


def furnish_plans(people: dict[str, User], courses: list[Course], *, until: datetime.datetime) -> None:
    """After the learners have learned: dates that lie ahead of `until`, and none that has passed."""
    learner, course = people["learner"], courses[0]
    enrollment = Enrollment.objects.get(course=course, learner=learner)
    midnight = until.replace(hour=0, minute=0, second=0, microsecond=0)
    extend_enrollment(
        enrollment=enrollment,
        kind="due",
        until=midnight + datetime.timedelta(days=DUE_IN_DAYS, hours=17),
        by_id=course.created_by_id or 0,
        reason="The group talks about it on that day.",
    )
    for days, hour, minutes, title, note in ENTRIES:
        start = midnight + datetime.timedelta(days=days, hours=hour or 0)
        length = datetime.timedelta(days=1) if hour is None else datetime.timedelta(minutes=minutes)
        write_entry(
            owner_id=learner.pk,
            values={
                "title": title,
                "note": note,
                "starts_at": start,
                "ends_at": start + length,
                "is_all_day": hour is None,
            },
        )
    set_goal(learner_id=learner.pk, minutes=MINUTES)
