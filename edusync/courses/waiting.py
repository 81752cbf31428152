"""What waits for reviewers of courses and for who moderates ratings."""

from collections.abc import Iterator

from django.db.models import Count, Min

from edusync.courses.models import CourseApprovalRequest
from edusync.courses.models.feedback import ReviewReport
from edusync.courses.policy import ApprovalPolicy
from edusync.courses.queries.review import submissions
from edusync.kernel.policy import Actor, Permission
from edusync.kernel.waiting import WaitingCourse, WaitingRow, WaitingSource, register_waiting

APPROVALS, RATINGS = "course-approvals", "reported-ratings"


def find_approvals(actor: Actor) -> Iterator[WaitingRow]:
    """Courses handed in by others (one query). One alone is opened at once, several in their queue."""
    rows = submissions(status=CourseApprovalRequest.Status.OPEN).exclude(submitted_by_id=actor.user_id)
    found = list(
        ApprovalPolicy()
        .visible(rows, actor)
        .order_by("created_at")
        .values_list("course__slug", "course__title", "created_at")
    )
    if len(found) == 1:
        (slug, title, since) = found[0]
        yield WaitingRow(APPROVALS, 1, since, f"/teach/{slug}/review", WaitingCourse(slug, title))
    elif found:
        yield WaitingRow(APPROVALS, len(found), found[0][2], "/manage/course-reviews")


def find_ratings(actor: Actor) -> Iterator[WaitingRow]:
    """Ratings of which somebody said that they do not belong there (one query)."""
    reports = ReviewReport.objects.filter(
        settled_at=None,
        review__organization_id=actor.organization_id,
        review__open_report_count__gt=0,
        review__course__deleted_at=None,
    )
    counted = reports.aggregate(n=Count("review", distinct=True), since=Min("created_at"))
    if counted["n"]:
        yield WaitingRow(RATINGS, counted["n"], counted["since"], "/manage/ratings")


register_waiting(
    WaitingSource(
        "approvals",
        (APPROVALS,),
        find_approvals,
        lambda actor: ApprovalPolicy().allows(actor, Permission.COURSE_REVIEW, None),
    )
)
register_waiting(
    WaitingSource("ratings", (RATINGS,), find_ratings, lambda actor: actor.has(Permission.RATING_MODERATE))
)
