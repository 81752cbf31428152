"""iCalendar text of a list of items (RFC 5545). Times are written in UTC, so that no zone has to be described."""

import datetime
import hashlib
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from django.conf import settings

from edusync.communication.calendar.agenda import Item
from edusync.communication.calendar.words import summary_of, words_for

# Octets of one line without its end (section 3.1).
LINE_OCTETS = 75
REFRESH = "PT4H"


def calendar_text(items: Iterable[Item], *, name: str, language: str) -> str:
    """The whole calendar; lines end in CR LF."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//EduSync//Calendar//EN",
        "CALSCALE:GREGORIAN",
        f"NAME:{escaped(name)}",
        f"X-WR-CALNAME:{escaped(name)}",
        f"REFRESH-INTERVAL;VALUE=DURATION:{REFRESH}",
        f"X-PUBLISHED-TTL:{REFRESH}",
        *(line for item in items for line in event_lines(item, language)),
        "END:VCALENDAR",
    ]
    return "".join(f"{folded(line)}\r\n" for line in lines)


def event_lines(item: Item, language: str) -> Iterator[str]:
    """One event."""
    yield "BEGIN:VEVENT"
    yield f"UID:{item.id}@{host()}"
    yield f"DTSTAMP:{utc(item.changed_at)}"
    if item.is_all_day:
        yield f"DTSTART;VALUE=DATE:{item.starts_at:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{item.ends_at or item.starts_at:%Y%m%d}"
    else:
        yield f"DTSTART:{utc(item.starts_at)}"
        # The same instant as the beginning is no end (section 3.8.2.2): such an event takes no time.
        if item.ends_at is not None and item.ends_at > item.starts_at:
            yield f"DTEND:{utc(item.ends_at)}"
    yield f"SUMMARY:{escaped(summary_of(item, words_for(language)))}"
    if item.note and item.kind == "own":
        yield f"DESCRIPTION:{escaped(item.note)}"
    if item.note and item.kind == "exam":
        yield f"LOCATION:{escaped(item.note)}"
    if item.course is not None:
        yield f"URL:{settings.SITE_URL}/courses/{item.course['slug']}"
    # A deadline takes nobody's time; an exam does, and what people write in themselves.
    takes_time = item.kind in ("own", "exam") and not item.is_all_day
    yield f"TRANSP:{'OPAQUE' if takes_time else 'TRANSPARENT'}"
    yield "END:VEVENT"


def host() -> str:
    """What makes ids of this site unlike those of others."""
    return urlsplit(settings.SITE_URL).hostname or "localhost"


def utc(moment: datetime.datetime) -> str:
    """An instant in its UTC form, to the second."""
    return moment.astimezone(datetime.UTC).strftime("%Y%m%dT%H%M%SZ")


def escaped(text: str) -> str:
    """A value of type TEXT (section 3.3.11), without control characters."""
    for plain, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\r\n", "\n"), ("\n", "\\n")):
        text = text.replace(plain, written)
    return "".join(sign for sign in text if sign >= " " and sign != "\x7f")


def folded(line: str) -> str:
    """The line in pieces of at most 75 octets, never through a character."""
    pieces, piece, room = [], "", LINE_OCTETS
    for sign in line:
        size = len(sign.encode())
        if size > room:
            pieces.append(piece)
            # The space that begins a further line counts.
            piece, room = "", LINE_OCTETS - 1
        piece += sign
        room -= size
    return "\r\n ".join([*pieces, piece])


def entity_tag(text: str) -> str:
    """A weak tag: when a row was last touched (DTSTAMP) makes no other calendar."""
    telling = "\n".join(line for line in text.split("\r\n") if not line.startswith("DTSTAMP:"))
    return f'W/"{hashlib.sha256(telling.encode()).hexdigest()[:32]}"'
