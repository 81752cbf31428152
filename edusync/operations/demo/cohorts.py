"""Cohorts of the demo school and their groups: sixteen people who take courses together, week by week."""

import datetime
import random
from collections.abc import Sequence

from edusync.courses.models import Course, Lesson
from edusync.enrollment.models import Cohort, Enrollment
from edusync.enrollment.services import enroll_learner
from edusync.enrollment.services.cohorts import create_cohort
from edusync.enrollment.services.groups import create_learner_group, set_group_members
from edusync.identity.models import User
from edusync.kernel import clock
from edusync.kernel.policy import Actor
from edusync.operations.demo.activity import lessons_of, take_quiz
from edusync.operations.demo.enrollment import WITH_COHORT
from edusync.progress.services import complete_lesson, record_view

SEED = 1107
SMALL = "percentages-without-fear"
TEAMS = ("Herons", "Otters", "Kingfishers", "Dragonflies")
# How far each of four goes; the last of them has stopped coming.
SHARES = (1.0, 1.0, 0.75, 0.35)
STRONG, WEAK = 0.95, 0.5
# Who knows most takes another answer of this question for the right one: the item doctor has something to say.
MISLEADING = 2


def furnish_cohorts(people: dict[str, User], courses: list[Course], *, until: datetime.datetime) -> None:
    """A running cohort of the first course in teams, one that has nearly ended, one to come, and candidates of the exam."""
    by_slug = {course.slug: course for course in courses}
    together = [user for key, user in people.items() if key.startswith("autumn")]
    dice = random.Random(SEED)  # noqa: S311  a script for actors, not a secret
    ines, tomas = people["ines"], people["tomas"]
    showcase, workbench = courses[0], by_slug[WITH_COHORT]
    autumn = _cohort(showcase, ines, "Autumn cohort", -42, 35, until)
    _cohort(showcase, ines, "Winter cohort", 45, 120, until)
    places = _learn_together(autumn, together, ines, dice, until=until)
    _form_teams(autumn, places, ines, until=until)
    bridge = _cohort(by_slug[SMALL], ines, "Bridge to algebra", -30, 12, until)
    _learn_together(bridge, together, ines, dice, until=until)
    spring = _cohort(workbench, tomas, "Morning shift", -28, 28, until)
    _learn_together(spring, together[6:12], tomas, dice, until=until, shares=(1.0,))
    evening = Cohort.objects.get(course=workbench, name="Evening class")
    for learner in together[:5]:
        _enroll(evening, learner, tomas, until - datetime.timedelta(days=4))


def _cohort(
    course: Course, teacher: User, name: str, first: int, last: int, until: datetime.datetime
) -> Cohort:
    """From one day to another, counted from today; by invitation, so that everybody else enters the course as ever."""
    values = {
        "name": name,
        "starts_at": until + datetime.timedelta(days=first),
        "ends_at": until + datetime.timedelta(days=last),
        "capacity": 24,
        "is_open": False,
    }
    with clock.frozen(until - datetime.timedelta(days=50)):
        return create_cohort(course_id=course.pk, values=values, by=_actor(teacher, course))


def _actor(teacher: User, course: Course) -> Actor:
    return Actor(user_id=teacher.pk, organization_id=course.organization_id)


def _enroll(cohort: Cohort, learner: User, teacher: User, at: datetime.datetime) -> Enrollment:
    with clock.frozen(at):
        return enroll_learner(
            course_id=cohort.course_id,
            learner_id=learner.pk,
            source="staff",
            by_id=teacher.pk,
            cohort_id=cohort.pk,
        )


def _learn_together(
    cohort: Cohort,
    learners: Sequence[User],
    teacher: User,
    dice: random.Random,
    *,
    until: datetime.datetime,
    shares: Sequence[float] = SHARES,
) -> list[Enrollment]:
    """All enter before the first day; each goes on by a lesson every few days, as far as their share."""
    begin = cohort.starts_at or until
    lessons = lessons_of(cohort.course)
    pace = (until - begin) / (len(lessons) + 1)
    places = []
    for number, learner in enumerate(learners):
        place = _enroll(cohort, learner, teacher, begin - datetime.timedelta(days=2, hours=number))
        places.append(place)
        done = lessons[: max(1, round(len(lessons) * shares[number % len(shares)]))]
        for step, lesson in enumerate(done, start=1):
            with clock.frozen(begin + pace * step + datetime.timedelta(minutes=dice.randint(-600, 600))):
                _study(place, lesson, dice, is_strong=number % 2 == 0)
    return places


def _study(place: Enrollment, lesson: Lesson, dice: random.Random, *, is_strong: bool) -> None:
    record_view(enrollment=place, lesson=lesson, seconds=dice.randint(60, 600))
    if lesson.kind != Lesson.Kind.QUIZ:
        complete_lesson(enrollment=place, lesson=lesson, method="manual")
        return

    def is_right(position: int) -> bool:
        is_lucky = dice.random() < (STRONG if is_strong else WEAK)
        return not is_strong if position == MISLEADING else is_lucky

    take_quiz(place, lesson, is_right=is_right)


def _form_teams(
    cohort: Cohort, places: Sequence[Enrollment], teacher: User, *, until: datetime.datetime
) -> None:
    """Four teams of four."""
    actor = _actor(teacher, cohort.course)
    with clock.frozen(until - datetime.timedelta(days=40)):
        for number, name in enumerate(TEAMS):
            group = create_learner_group(course_id=cohort.course_id, name=name, by=actor, cohort_id=cohort.pk)
            members = [place.pk for place in places[number :: len(TEAMS)]]
            set_group_members(group=group, enrollment_ids=members, by=actor)
