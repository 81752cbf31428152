"""Ways into the showcase course: a key on a poster, a link in a mail, a link that was taken back, a rule."""

import datetime

from edusync.courses.models import Course
from edusync.enrollment.models import Cohort, EnrollmentKey, EnrollmentRule
from edusync.enrollment.services import rules, ways_in
from edusync.identity.models import User
from edusync.kernel import clock
from edusync.kernel.policy import Actor

WINTER = "Winter cohort"
# Nobody of the school has an address there: the rule waits for those who come.
PARTNER = "bridge-school.example"


def furnish_ways_in(people: dict[str, User], courses: list[Course], *, until: datetime.datetime) -> None:
    """After the cohorts. The secrets are shown to nobody: who needs a key makes one."""
    course = courses[0]
    actor = Actor(user_id=people["ines"].pk, organization_id=course.organization_id)
    winter = Cohort.objects.get(course=course, name=WINTER)
    with clock.frozen(until - datetime.timedelta(days=9)):
        _make(course, actor, "key", "Poster in the library", max_uses=40)
        _make(
            course,
            actor,
            "link",
            "Mail to those who asked for winter",
            cohort_id=winter.pk,
            valid_until=until + datetime.timedelta(days=30),
            max_uses=20,
        )
    with clock.frozen(until - datetime.timedelta(days=2)):
        ways_in.revoke_key(key=_make(course, actor, "link", "Newsletter"), by=actor)
    rules.create_rule(
        course_id=course.pk,
        values={"kind": EnrollmentRule.Kind.EMAIL_DOMAIN, "value": PARTNER, "due_days": 60},
        by=actor,
    )


def _make(course: Course, actor: Actor, kind: str, label: str, **limits: object) -> EnrollmentKey:
    key, _ = ways_in.create_key(course_id=course.pk, kind=kind, label=label, by=actor, limits=limits)
    return key
