"""Makes the demo school."""

import datetime
from typing import Any

from django.core.management.base import BaseCommand

from edusync.courses.models import Course
from edusync.identity.services import ensure_default_organization
from edusync.kernel import clock
from edusync.kernel.outbox import Deliverer
from edusync.kernel.tenancy import organization_context
from edusync.operations.demo.activity import play
from edusync.operations.demo.assignments import furnish_assignments
from edusync.operations.demo.attendance import furnish_attendance
from edusync.operations.demo.cohorts import furnish_cohorts
from edusync.operations.demo.enrollment import furnish_enrollment
from edusync.operations.demo.essays import furnish_essays
from edusync.operations.demo.exams import furnish_exams
from edusync.operations.demo.gradebook import furnish_gradebook
from edusync.operations.demo.past import rows_follow_the_clock
from edusync.operations.demo.plans import furnish_plans
from edusync.operations.demo.questions import furnish_questions
from edusync.operations.demo.quizzes import furnish_accommodations
from edusync.operations.demo.reports import furnish_reports
from edusync.operations.demo.school import PASSWORD, build_school
from edusync.operations.demo.second_looks import furnish_second_looks
from edusync.operations.demo.studio import furnish_studio
from edusync.operations.demo.waiting_work import furnish_waiting_work
from edusync.operations.demo.ways_in import furnish_ways_in

ACCOUNTS = (
    ("Admin", "admin@demo.edusync.test"),
    ("Instructor", "instructor@demo.edusync.test"),
    ("Learner", "learner@demo.edusync.test"),
)


class Command(BaseCommand):
    """`manage.py seed_demo`: people, courses and six weeks of learning. Does nothing where courses exist."""

    help = "Make the demo school: people of each role, six courses, six weeks of progress."

    def handle(self, *args: Any, **options: Any) -> None:
        """Build the school once, then print who can sign in."""
        organization = ensure_default_organization()
        with organization_context(organization.pk):
            if Course.objects.exists():
                self.stdout.write("There are courses already: the demo school was not made again.")
            else:
                with rows_follow_the_clock():
                    fill(clock.now())
        self.stdout.write(f"\nDemo accounts, password {PASSWORD}")
        for role, email in ACCOUNTS:
            self.stdout.write(f"  {role:<12}{email}")


def fill(now: datetime.datetime) -> None:
    """The whole school, in the organization in context; nothing in it happens after `now` but what is planned."""
    _, people, courses = build_school()
    play(people, courses, until=now)
    furnish_studio(people, courses, until=now)
    furnish_enrollment(people, courses, until=now)
    furnish_cohorts(people, courses, until=now)
    furnish_ways_in(people, courses, until=now)
    furnish_plans(people, courses, until=now)
    furnish_assignments(people, courses, until=now)
    furnish_waiting_work(people, courses, until=now)
    furnish_accommodations(people, courses)
    furnish_gradebook(people, courses, until=now)
    furnish_attendance(people, courses, until=now)
    furnish_second_looks(people, courses, until=now)
    furnish_exams(people, courses, until=now)
    furnish_essays(people, courses, until=now)
    furnish_questions(people, courses)
    # Certificates that became due are issued now, so that the first visitor finds them.
    deliverer = Deliverer()
    while deliverer.deliver_batch():
        pass
    furnish_reports(people, courses, until=now)
