"""Reads of schedules: what became of their last runs, and who may be put on the list."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import F

from edusync.courses.models import CourseStaff
from edusync.identity.models import PersonSearchWord, User
from edusync.identity.queries import people_holding, query_words
from edusync.kernel.policy import Permission
from edusync.kernel.tenancy import current_organization_id
from edusync.reports.models import ReportDelivery, ReportSchedule
from edusync.reports.queries.facts import TEACHING

MOST_SUGGESTED = 20


def last_deliveries(schedules: Iterable[ReportSchedule]) -> dict[int, dict[int, ReportDelivery]]:
    """What became of each schedule's last run, by id of the schedule and of the receiver. One query."""
    found: dict[int, dict[int, ReportDelivery]] = defaultdict(dict)
    rows = ReportDelivery.objects.filter(
        schedule_id__in=[schedule.pk for schedule in schedules], run_at=F("schedule__last_run_at")
    )
    for row in rows.select_related("export"):
        found[row.schedule_id][row.user_id] = row
    return found


def people_to_suggest(search: str, *, has_course_scope: bool) -> list[tuple[int, str]]:
    """(id, name) of people who look at reports: holders of the permission, for course reports also who teaches.

    Every word of `search` begins a word of the name. At most twenty, by name.
    """
    ids = set(people_holding(Permission.REPORT_READ, organization_id=current_organization_id()))
    if has_course_scope:
        staff = CourseStaff.objects.filter(duty__in=TEACHING, course__deleted_at__isnull=True)
        ids.update(staff.values_list("user_id", flat=True))
    people = User.objects.filter(pk__in=ids, deleted_at__isnull=True, is_active=True)
    for start in query_words(search):
        people = people.filter(
            pk__in=PersonSearchWord.objects.filter(word__begins_with=start).values("user_id")
        )
    people = people.order_by("first_name", "last_name", "pk")[:MOST_SUGGESTED]
    return [(one.pk, one.display_name) for one in people]
