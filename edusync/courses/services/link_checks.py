"""Looks whether the links of link lessons still lead somewhere.

Inside the site always; other sites are asked only where the setting CHECK_LINKS_ON says so, and only a short question.
"""

import re
import uuid
from urllib.parse import urlsplit

import requests
from django.conf import settings

from edusync.courses.blocks.fields import is_web_address
from edusync.courses.models import Course, Lesson
from edusync.courses.models.content import LinkItem
from edusync.files.queries import is_file_of
from edusync.kernel import clock
from edusync.kernel.outgoing import OutgoingSession

State = LinkItem.State
TIMEOUT_SECONDS = 5
MAX_BYTES = 64 * 1024
# What says that a page is gone. Many sites refuse programs or the method: that says nothing.
GONE = frozenset({404, 410})
_COURSE = re.compile(r"/courses/([\w-]+)/?")
_LESSON = re.compile(r"/learn/[\w-]+/(\d{1,18})/?")
_FILE = re.compile(r"/files/([0-9a-f-]{36})(?:/.*)?")


def check_links(*, course_id: int | None = None) -> int:
    """Look at all links, or those of one course, and note what was found; returns how many lead nowhere."""
    rows = LinkItem.objects.filter(link__lesson__deleted_at=None)
    if course_id is not None:
        rows = rows.filter(link__lesson__course_id=course_id)
    dead = 0
    for item in rows.select_related("link__lesson").order_by("pk").iterator(chunk_size=200):
        state = state_of(item.url, organization_id=item.link.lesson.organization_id)
        dead += state in {State.DEAD, State.MALFORMED}
        LinkItem.objects.filter(pk=item.pk).update(state=state, checked_at=clock.now())
    return dead


def state_of(url: str, *, organization_id: int) -> str:
    """What can be said about an address now."""
    site = settings.SITE_URL.rstrip("/")
    if url.startswith(f"{site}/"):
        url = url.removeprefix(site)
    if url.startswith("/"):
        return _inside(urlsplit(url).path, organization_id)
    if not is_web_address(url):
        return State.MALFORMED
    return _outside(url) if settings.CHECK_LINKS_ON else State.UNKNOWN


def _inside(path: str, organization_id: int) -> str:
    """Courses, lessons and files are known; other pages of the site are taken to be there."""
    if found := _COURSE.fullmatch(path):
        there = Course.unscoped.filter(
            slug=found[1], organization_id=organization_id, deleted_at=None
        ).exists()
    elif found := _LESSON.fullmatch(path):
        there = Lesson.unscoped.filter(
            pk=int(found[1]), organization_id=organization_id, deleted_at=None, course__deleted_at=None
        ).exists()
    elif found := _FILE.fullmatch(path):
        there = _has_file(found[1], organization_id)
    else:
        return State.FINE
    return State.FINE if there else State.DEAD


def _has_file(public_id: str, organization_id: int) -> bool:
    try:
        wanted = uuid.UUID(public_id)
    except ValueError:
        return False
    return is_file_of(organization_id, wanted)


def _outside(url: str) -> str:
    """What the other site says. One that does not answer is asked again another time."""
    with OutgoingSession(timeout_seconds=TIMEOUT_SECONDS, max_bytes=MAX_BYTES) as session:
        try:
            status = session.head(url, allow_redirects=True).status_code
        except requests.exceptions.RequestException:
            return State.UNKNOWN
    if status in GONE:
        return State.DEAD
    return State.FINE if status < 400 else State.UNKNOWN
