"""Learners of the demo school ask for a second look at a mark: one was answered, two wait."""

import datetime
from decimal import Decimal

from edusync.courses.models import Course
from edusync.grading.models import Grade, GradeItem
from edusync.grading.services.regrades import answer_regrade, ask_for_regrade
from edusync.identity.models import User
from edusync.kernel import clock

TALK, DIARY = "Seminar talk", "Reading diary"
# Column, what the learner writes, days ago; the first is the demo learner's.
ASKED = (
    (TALK, "You wrote down that my talk took eleven minutes. I stopped at nine, Noah kept the time.", 4),
    (DIARY, "Two entries of mine are on the back of the last page. I think they were not read.", 2),
    (TALK, "I was asked three questions more than the others. Does that count for nothing?", 1),
)
ANSWER = "You are right, I had read the wrong line of my notes. Two points more."
MORE = Decimal(2)


def furnish_second_looks(people: dict[str, User], courses: list[Course], *, until: datetime.datetime) -> None:
    """After marks were given and the book has a date until which one may ask."""
    course, learner = courses[0], people["learner"]
    for number, (title, words, days) in enumerate(ASKED):
        item = GradeItem.objects.get(course=course, title=title)
        cells = Grade.objects.filter(item=item, state=Grade.State.GRADED).select_related("enrollment")
        mine = cells.filter(enrollment__learner=learner)
        others = cells.exclude(enrollment__learner=learner).order_by("enrollment_id")
        cell = mine.first() if number == 0 else None
        place = (cell or others[number]).enrollment
        with clock.frozen(until - datetime.timedelta(days=days)):
            request = ask_for_regrade(item=item, enrollment=place, words=words)
        if number == 0:
            with clock.frozen(until - datetime.timedelta(days=days - 1)):
                points = min((request.points_before or Decimal(0)) + MORE, item.max_points)
                answer_regrade(
                    request=request,
                    base_version=request.row_version,
                    points=points,
                    answer=ANSWER,
                    by_id=people["ines"].pk,
                )
