"""Counts how often course pages are opened: by day, nothing about who. Kept in the process and written in heaps."""

import threading
import time
from collections import Counter

from django.db import IntegrityError, transaction
from django.db.models import F

from edusync.courses.models import Course, CourseViewStat
from edusync.kernel import clock
from edusync.kernel.tenancy import current_organization_id, organization_context

FLUSH_AFTER_VIEWS = 200
FLUSH_AFTER_SECONDS = 60

_lock = threading.Lock()
_counts: Counter[tuple[int, int]] = Counter()
_since = time.monotonic()


def count_view(*, course_id: int) -> None:
    """A page of the course was opened. Writes what came together when it is much or old."""
    global _since
    with _lock:
        if not _counts:
            _since = time.monotonic()
        _counts[current_organization_id(), course_id] += 1
        is_due = _counts.total() >= FLUSH_AFTER_VIEWS or time.monotonic() - _since > FLUSH_AFTER_SECONDS
    if is_due:
        flush_views()


def flush_views() -> int:
    """Write the counts of this process; returns the number of views. What a killed process had not written is lost."""
    with _lock:
        counts = dict(_counts)
        _counts.clear()
    today = clock.now().date()
    for organization_id in {organization_id for organization_id, _ in counts}:
        with organization_context(organization_id):
            _write({pk: views for (owner, pk), views in counts.items() if owner == organization_id}, today)
    return sum(counts.values())


def _write(views: dict[int, int], today: object) -> None:
    known = set(Course.objects.filter(pk__in=views).values_list("pk", flat=True))
    for course_id in sorted(known):
        rows = CourseViewStat.objects.filter(course_id=course_id, viewed_on=today)
        more = {"views": F("views") + views[course_id]}
        if rows.update(**more):
            continue
        try:
            with transaction.atomic():
                CourseViewStat.objects.create(course_id=course_id, viewed_on=today, views=views[course_id])
        except IntegrityError:
            # Another process began the day.
            rows.update(**more)
