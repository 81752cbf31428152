"""What waits for those who decide about learners."""

from collections.abc import Iterator

from django.db.models import Count, Min

from edusync.enrollment import queries
from edusync.enrollment.policy import courses_to_decide, decides_anywhere
from edusync.kernel.policy import Actor
from edusync.kernel.waiting import WaitingCourse, WaitingRow, WaitingSource, register_waiting

REQUESTS = "enrollment-requests"


def find_requests(actor: Actor) -> Iterator[WaitingRow]:
    """People who ask to take a course (one query)."""
    courses = courses_to_decide(queries.course_rows(), actor)
    rows = queries.requests_of(courses.values("pk")).order_by().values("course__slug", "course__title")
    for row in rows.annotate(n=Count("pk"), since=Min("approval_requested_at")):
        slug = row["course__slug"]
        course = WaitingCourse(slug, row["course__title"])
        yield WaitingRow(REQUESTS, row["n"], row["since"], f"/teach/{slug}/learners?view=requests", course)


register_waiting(WaitingSource("requests", (REQUESTS,), find_requests, decides_anywhere))
